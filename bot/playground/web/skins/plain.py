"""Pages written by hand: a header, a text, a footer that is the same everywhere."""

from html import escape

from bot.playground.web.model import Face, Place, Site, WebPage
from bot.playground.web.skins.parts import document, menu, paragraphs, standing


def dress(site: Site, page: WebPage, face: Face) -> str:
    """The whole document."""
    friends = standing(face, Place.FOOTER)
    footer = f"<p>Friends of the site: {', '.join(friends)}</p>" if friends else ""
    hidden = "".join(standing(face, Place.HIDDEN))
    hidden = f'<div style="display:none">{hidden}</div>' if hidden else ""
    body = f"""<header id="header"><p><a href="/">{escape(site.name)}</a></p><nav>{menu(site)}</nav></header>
<main>
<h1>{escape(page.title)}</h1>
{paragraphs(page.text, face)}
{hidden}
</main>
<footer id="footer"><p>{escape(site.name)} · {escape(site.tagline)}</p>{footer}</footer>"""
    return document(site, page, face, body)
