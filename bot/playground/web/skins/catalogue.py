"""Pages that are lists of things: a web directory, and a shop."""

from html import escape

from bot.playground.web.model import Face, Place, Site, WebPage
from bot.playground.web.skins.parts import anchor, document, menu, paragraphs, standing


def dress_directory(site: Site, page: WebPage, face: Face) -> str:
    """A directory's category: rows of a title and a line about it, and how to get in."""
    crumbs = f'<p class="breadcrumbs"><a href="/">Home</a> › {escape(page.title)}</p>'
    body = f"""<header class="site-header"><h2><a href="/">{escape(site.name)}</a></h2><p>{escape(site.tagline)}</p>
<nav>{menu(site)}</nav></header>
<main>{crumbs}<h1>{escape(page.title)}</h1>
{paragraphs(page.text, face)}
<div class="directory-listings">{_entries(page, face)}</div>
</main>
<footer class="site-footer"><p>{len(page.entries)} sites in this category · <a href="/submit">Suggest a site</a></p></footer>"""
    return document(site, page, face, body)


def _entries(page: WebPage, face: Face) -> str:
    rows = []
    for entry in page.entries:
        link = face.links.get(entry.url)
        if link is None and not entry.url.startswith("http"):
            continue
        head = (
            anchor(link, entry.title)
            if link
            else f'<a href="{escape(entry.url)}">{escape(entry.title)}</a>'
        )
        rows.append(f'<div class="listing-item"><h3>{head}</h3><p>{escape(entry.text)}</p></div>')
    return "\n".join(rows)


def dress_shop(site: Site, page: WebPage, face: Face) -> str:
    """A shop's product or help page."""
    partners = " · ".join(standing(face, Place.FOOTER))
    body = f"""<header class="site-header"><a href="/">{escape(site.name)}</a> <a href="/basket">Basket (0)</a>
<nav class="main-menu">{menu(site)}</nav></header>
<main class="product"><h1>{escape(page.title)}</h1>
<div class="product-description">{paragraphs(page.text, face)}</div>
<form action="/basket" method="post"><button>Add to basket</button></form></main>
<footer class="footer"><p>Delivery in two days · Returns within 60 days</p><p class="partners">{partners}</p></footer>"""
    return document(site, page, face, body)
