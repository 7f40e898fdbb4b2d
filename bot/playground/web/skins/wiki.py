"""An encyclopaedia that anybody may edit: sections, references, external links."""

from html import escape

from bot.playground.web.model import Face, Site, WebPage
from bot.playground.web.skins.parts import document, menu, paragraphs


def dress(site: Site, page: WebPage, face: Face) -> str:
    """The whole document."""
    body = f"""<div id="mw-page-base"></div>
<div id="content" class="mw-body wrap" role="main">
<h1 id="firstHeading" class="firstHeading">{escape(page.title)}</h1>
<div id="bodyContent" class="mw-body-content"><div id="siteSub">From {escape(site.name)}, {escape(site.tagline)}</div>
<div id="mw-content-text" class="mw-parser-output">
{paragraphs(page.text, face)}
</div></div></div>
<div id="mw-navigation"><nav aria-label="Site">{menu(site)}</nav></div>
<footer id="footer"><ul><li>Text may be used by anybody who names where it is from.</li><li><a href="/about">About</a></li></ul></footer>"""
    return document(site, page, face, body, body_class="mediawiki ltr ns-0")
