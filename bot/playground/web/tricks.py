"""What servers send instead of the page that was asked for."""

from html import escape

from bot.playground.web.model import Site, Trick


def page_not_found(site: Site) -> str:
    """A 404 page that is polite about it."""
    return _bare(
        f"Page not found | {site.name}",
        f"<h1>Page not found</h1><p>Sorry, the page that you are looking for does not exist on "
        f'{escape(site.name)}. It may have been moved or deleted.</p><p><a href="/">Go to the home page</a></p>',
    )


def parked(site: Site) -> str:
    """A domain seller's page, as it stands on names that were let go."""
    return _bare(
        f"{site.host} is for sale",
        f"<h1>{site.host}</h1><p><strong>The domain {site.host} is for sale.</strong> Buy this domain now, "
        "or make an offer.</p><h2>Related searches</h2><ul><li><a href='/?q=seeds'>Vegetable seeds</a></li>"
        "<li><a href='/?q=loans'>Garden loans</a></li><li><a href='/?q=tools'>Garden tools</a></li></ul>"
        "<p>This page is generated automatically by a domain parking service. The domain's owner keeps no "
        "relationship with the advertisers.</p>",
    )


def challenge(site: Site) -> str:
    """The bot check of a content delivery network."""
    return (
        '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>'
        '<meta name="robots" content="noindex,nofollow"></head><body><div class="main-wrapper" role="main">'
        f'<h1 class="zone-name-title">{site.host}</h1><noscript><div>Enable JavaScript and cookies to continue'
        "</div></noscript></div><script>window._cf_chl_opt={cType:'managed',cZone:'"
        + site.host
        + "'};</script><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>"
    )


def login(site: Site) -> str:
    """A members' door."""
    return _bare(
        f"Log in | {site.name}",
        "<h1>Log in</h1><p>This page is for members. Please log in to continue.</p>"
        '<form action="/login" method="post"><label>Name <input name="username"></label>'
        '<label>Password <input type="password" name="password"></label><button>Log in</button></form>',
    )


def shell(site: Site) -> str:
    """A page that a script would draw."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(site.name)}</title>'
        '<script defer src="/static/js/main.4f1c2a9b.js"></script></head><body>'
        '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>'
    )


def error(_site: Site) -> str:
    """A server that fell over."""
    return (
        "<html><head><title>500 Internal Server Error</title></head><body><center><h1>500 Internal "
        "Server Error</h1></center><hr><center>nginx</center></body></html>"
    )


def maintenance(site: Site) -> str:
    """A site that is being mended."""
    return _bare(
        f"{site.name}: under maintenance",
        "<h1>Down for maintenance</h1><p>We are doing some scheduled maintenance and will be back shortly. "
        "Thank you for your patience.</p>",
    )


TRICKS = {
    Trick.SOFT_404: (200, page_not_found),
    Trick.PARKED: (200, parked),
    Trick.CHALLENGE: (403, challenge),
    Trick.LOGIN: (200, login),
    Trick.SHELL: (200, shell),
    Trick.ERROR: (500, error),
    Trick.MAINTENANCE: (503, maintenance),
}
"""The status and the body of each."""


def _bare(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body>{body}</body></html>"
    )
