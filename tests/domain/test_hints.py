"""A page without the link that is not the page that was asked for lost nothing."""

import re

import pytest

from bot.domain.hint_words import HIDDEN_LINKS
from bot.domain.sign_paywalls import PAYWALL_WORDS_IN_LOWER_CASE
from bot.domain.sign_walls import CONSENT_WORDS
from tests.looks import PROSE, look_at

MENU = "<header><nav>" + "".join(f"<a href=/{n}>Chapter {n} of the river</a>" for n in range(40))
FOOT = "<footer><p>" + "All rights reserved. " * 40 + "</p></footer>"


def page(title: str, body: str) -> str:
    """A page in the frame of a large site."""
    return f"<title>{title}</title>{MENU}</nav></header><main>{body}</main>{FOOT}"


def verdict(html: str) -> str:
    seen = look_at(html)
    return seen.reason or seen.state


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("River forum - Information", "<h2>Information</h2><p>The requested topic does not exist.</p>"),
        ("River forum", "<h1>Message</h1><p>No Thread specified. If you followed a link, tell us.</p>"),
        ("Oops! | River", "<h1>Oops! We ran into some problems.</h1><div>The requested thread could not be found.</div>"),
        ("River forum", "<h1>Oops! That page doesn’t exist or is private.</h1>"),
        ("The blog", "<div>Sorry, the page you were looking for in this blog does not exist.</div>"),
        ("River", "<h1>There’s Nothing Here...</h1><p>We can’t find the page you’re looking for.</p>"),
        ("River", "<p>Sorry, this post was deleted by the person who originally posted it.</p>"),
        ("River", "<p>The page you requested does not exist, or it has been moved.</p>"),
        ("River", "<h1>river.blog.example is no longer available.</h1><p>The authors have deleted this site.</p>"),
        ("An error", "<p>The topic or board you are looking for appears to be either missing or off limits to you.</p>"),
        ("River", "<p>Diese Seite wurde leider nicht gefunden.</p>"),
    ],
)  # fmt: skip
def test_a_page_that_says_in_its_content_that_it_is_gone(title: str, body: str) -> None:
    assert verdict(page(title, body)) == "page_gone"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Server Error (500)</h1>",
        "<p>The website encountered an unexpected error. Please try again later.</p>",
        "<h1>Oops, an error occurred!</h1><p>Code: 20261123</p>",
        "<p>Could not connect to MySQL.</p>",
        "<p>Microsoft VBScript runtime error '800a000d'</p><p>Type mismatch</p>",
        "<p>Opening soon</p>",
        "<p>Es ist ein technischer Fehler aufgetreten. Bitte versuchen Sie es später noch einmal.</p>",
        "<p>Une erreur est survenue.</p>",
        "<p>Произошла ошибка. Попробуйте позже.</p>",
        "<p>エラーが発生しました。</p>",
    ],
)
def test_a_page_that_tells_of_a_failure(body: str) -> None:
    assert verdict(page("River", body)) == "server_error"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Too Many Requests</h1>",
        "<h1>403 Forbidden</h1>",
        "<h1>This content is not available in your region</h1>",
        "<p>You are attempting to access this website from a country belonging to the European Economic Area.</p>",
        "<h1>Are you over 18?</h1><button>Yes</button>",
        "<p>Sind Sie mindestens 18 Jahre alt?</p>",
        "<h1>This site is currently private.</h1>",
        "<p>You are not logged in or you do not have permission to access this page.</p>",
        "<p>This blog is open to invited readers only</p>",
        "<p>Please log in to view this topic.</p>",
        "<p>Чтобы читать дальше, войдите или зарегистрируйтесь.</p><input type=password>",
        "<h1>Subscribe to read</h1>",
        "<p>Teaser of the story.</p><p>Already a subscriber? Sign in</p>",
        "<p>Cet article est réservé aux abonnés.</p>",
        '<p>Our forest is big.</p><script type=\'application/ld+json\'>{"isAccessibleForFree": "False"}</script>',
    ],
)
def test_a_page_that_shows_itself_to_others_only(body: str) -> None:
    assert verdict(page("River", body)) == "blocked"


@pytest.mark.parametrize(
    "words",
    ["You must be logged in to see this link.", "You do not have permission to view link, <a href=/l.php>log in</a>.",
     "Ссылка скрыта", "Links are hidden from guests", "Log in or register to view links",
     f"You must be signed in {'now ' * 14} for viewing these hidden URLs"],
)  # fmt: skip
def test_a_forum_that_hides_its_links_from_guests(words: str) -> None:
    assert verdict(page("Boats", PROSE * 20 + f"<div>{words}</div>")) == "blocked"


@pytest.mark.parametrize(
    "end",
    ["<br />\n<b>Fatal error</b>:  Uncaught Error in <b>/var/www/x.php</b> on line <b>12</b><br />",
     "<div class=\"wp-die-message\"><p>There has been a critical error on this website.</p></div></body></html>"],
)  # fmt: skip
def test_a_page_whose_program_stopped_in_the_middle_lost_nothing(end: str) -> None:
    assert verdict(page("River", PROSE * 20).removesuffix(FOOT) + end) == "truncated"


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>What a fatal error is</h1>{PROSE}<pre>Fatal error: Uncaught Error in x.php on line 12</pre>",
        f"<h1>404 pages that please</h1>{PROSE}",
        "<h1>A short note</h1><p>The mill opens on Sunday at ten. Bring bread and boots.</p>",
        "<h1>River boots</h1><p>Out of stock. Leather, brown, sizes 38 to 46.</p>",
        "<h1>Boats</h1><p>Which one floats? <a href=/login>Log in</a> to reply.</p>",
        "<h1>Members of the club</h1><p>Anna, Ben and Carl. Join the club, we meet on Sundays.</p>",
        "<h1>Links</h1><ul><li><a href=//b.example>B</a><li><a href=//c.example>C</a></ul>",
        "<h1>The error of my ways</h1><p>A poem about errors, regrets and rivers.</p>",
        "<h1>My country, my region</h1><p>A map of what is available at the market.</p>",
        "<h1>Eighteen</h1><p>Are you over the moon? So are we.</p>",
    ],
)
def test_a_short_page_of_plain_content_lost_its_link(body: str) -> None:
    assert verdict(page("River", body)) == "link_removed"


def test_no_hint_overrules_a_link() -> None:
    """Hints are looser than signs, so they are asked only where no link was found."""
    body = "<p>Please log in to view this topic.</p>"
    linked = page("River", body).replace(FOOT, f"<footer><a href='https://site.com'>x</a>{FOOT}")
    assert verdict(linked) == "live"
    assert verdict(page("River", body)) == "blocked"


def test_words_in_the_frame_of_a_site_are_no_hint() -> None:
    told = (
        "<nav>Server error</nav><aside>Subscribe to read</aside><footer>Too many requests</footer>"
    )
    assert verdict(f"<title>River</title>{told}<main><p>Few words.</p></main>") == "link_removed"


TEASER = "<article><h3><a href=/s>Another story of the river</a></h3><p>The mills, the port and the sea.</p></article>"
DIV_MENU = f"{MENU}</nav></header>".replace("header", "div").replace("nav", "div") * 4


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Page not found | River", f"<h1>Page not found</h1><section>{TEASER * 60}</section>"),
        ("River", f"<h1>This listing has expired</h1><section>{TEASER * 60}</section>"),
        ("404 Not Found", f"<h1>Oops!</h1>{TEASER * 60}"),
        ("River", f"{DIV_MENU}<h1>Sorry, this page isn't available.</h1>"),
        ("Beitrag gelöscht", "<h1>Dieser Beitrag wurde gelöscht</h1>"),
        ("River", "<h1>Cet article a été supprimé</h1>"),
        ("River", "<h1>Esta página ha sido eliminada</h1>"),
    ],
)
def test_a_page_that_is_gone_may_show_much_else(title: str, body: str) -> None:
    assert verdict(page(title, body)) == "page_gone"


@pytest.mark.parametrize(
    "body",
    [f"<h1>404 Not Found</h1>{PROSE * 3}", f"<h1>404 Not Found</h1><article>{PROSE * 3}<a href=/x>x</a></article>"],
)  # fmt: skip
def test_an_article_on_what_is_not_found_is_there(body: str) -> None:
    assert verdict(page("404 Not Found | River", body)) == "link_removed"


CONSENT = "<p>We and our partners store cookies and process personal data, for tracking and with your consent.</p>"


def test_a_consent_wall_may_be_as_long_as_its_partners_are_many() -> None:
    buttons = "<button>Accept all</button><button>Reject all</button>"
    wall = f"<title>Before you continue to River</title><h1>Before you continue</h1>{CONSENT * 80}{buttons}"
    assert verdict(wall) == "blocked"
    article = f"<title>Cookie settings of old mills</title><h1>Cookie settings</h1>{PROSE * 8}{CONSENT * 3}{buttons}"
    assert verdict(article) == "link_removed"


@pytest.mark.parametrize(
    "pattern",
    [CONSENT_WORDS, HIDDEN_LINKS, PAYWALL_WORDS_IN_LOWER_CASE],
    ids=["consent", "hidden links", "paywalls"],
)
def test_a_pattern_for_small_letters_has_no_capitals(pattern: re.Pattern[str]) -> None:
    written = re.sub(r"\\.", "", pattern.pattern)
    assert written == written.lower()
    assert not pattern.flags & re.IGNORECASE
