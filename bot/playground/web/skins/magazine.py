"""A magazine or newspaper: landmarks, an article with a by-line, an author box, related stories."""

from html import escape

from bot.playground.web.model import Face, Place, Site, WebPage
from bot.playground.web.skins.parts import document, menu, paragraphs, standing


def dress(site: Site, page: WebPage, face: Face) -> str:
    """The whole document."""
    sidebar = "".join(f"<li>{link}</li>" for link in standing(face, Place.SIDEBAR))
    footer = " · ".join(standing(face, Place.FOOTER))
    aside = (
        f'<aside class="sidebar"><h3>Elsewhere</h3><ul>{sidebar}</ul>'
        '<form action="/subscribe"><label>Letter every Friday <input type="email" name="to"></label></form></aside>'
    )
    body = f"""<header class="masthead"><p><strong><a href="/">{escape(site.name)}</a></strong></p>
<p>{escape(site.tagline)}</p></header>
<nav aria-label="Sections">{menu(site)}</nav>
<main>
<article>
<h1>{escape(page.title)}</h1>
<p class="byline">{_byline(page)}</p>
{paragraphs(page.text, face)}
</article>
{_author_box(page, face)}
{_related(site, page, face)}
</main>
{aside}
<footer class="site-footer"><p>© {escape(site.name)}. All rights reserved. <a href="/about">About</a> {footer}</p></footer>"""
    return document(site, page, face, body)


def _byline(page: WebPage) -> str:
    by = f"By {escape(page.by)}" if page.by else "Staff"
    return f"{by} · <time>{escape(page.date)}</time>" if page.date else by


def _author_box(page: WebPage, face: Face) -> str:
    links = " ".join(standing(face, Place.AUTHOR_BIO))
    if not page.about_author:
        return ""
    return (
        f'<section class="author-box"><h2>About the author</h2><p>{escape(page.about_author)} {links}</p>'
        "</section>"
    )


def _related(site: Site, page: WebPage, face: Face) -> str:
    others = [other for other in site.pages if other is not page][:3]
    rows = "".join(f'<li><a href="{escape(o.path)}">{escape(o.title)}</a></li>' for o in others)
    rows += "".join(f"<li>{link}</li>" for link in standing(face, Place.RELATED))
    return f'<section class="related-posts"><h2>Read next</h2><ul>{rows}</ul></section>'
