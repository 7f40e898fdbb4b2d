"""The pieces of HTML that all templates share."""

import re
from html import escape

from bot.playground.web.model import SLOT, Face, Link, Place, Site, WebPage

_STYLE = """
body{{font:17px/1.6 Georgia,serif;margin:0;color:#222;background:#fbfaf7}}
a{{color:{colour}}} header,footer,nav,main,aside,.wrap{{max-width:62rem;margin:0 auto;padding:0 1.2rem}}
.site-header,.page-header,.masthead,#header{{border-bottom:3px solid {colour};padding-top:1rem;padding-bottom:.6rem}}
nav ul{{list-style:none;display:flex;flex-wrap:wrap;gap:1rem;padding:0;margin:.3rem 0}}
footer,.site-footer{{margin-top:3rem;border-top:1px solid #ccc;padding:1rem 1.2rem;font-size:.85rem;color:#555}}
aside{{background:#f1efe8;padding:.6rem 1.2rem;font-size:.9rem}} img{{max-width:100%}}
table{{border-collapse:collapse}} td,th{{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}}
.comment-body,.post,.listing-item{{border:1px solid #ddd;background:#fff;padding:.4rem 1rem;margin:.8rem 0}}
"""

_IN_TEXT = (Place.CONTENT, Place.COMMENT, Place.FORUM_POST)


def anchor(link: Link, words: str = "") -> str:
    """One `<a>`."""
    rel = f' rel="{escape(link.rel)}"' if link.rel else ""
    text = escape(link.anchor or words)
    inside = f'<img src="/images/badge.png" alt="{text}">' if link.image else text
    return f'<a href="{escape(link.href)}"{rel}>{inside}</a>'


def fill(text: str, face: Face) -> str:
    """The text with each slot as its link of the day, or as plain words."""

    def put(slot: re.Match[str]) -> str:
        name, words = slot.groups()
        link = face.links.get(name)
        return anchor(link, words) if link and link.place in _IN_TEXT else words

    return SLOT.sub(put, text)


def paragraphs(text: str, face: Face) -> str:
    """Blocks separated by blank lines: those that begin with a tag as they are, the others as `<p>`."""
    blocks = [block.strip() for block in text.strip().split("\n\n")]
    return "\n".join(
        block if block.startswith("<") else f"<p>{block}</p>"
        for block in (fill(block, face) for block in blocks)
    )


def standing(face: Face, place: Place) -> list[str]:
    """The `<a>`s of the day that the template puts at a place of its own."""
    return [anchor(link) for link in face.links.values() if link.place is place]


def document(site: Site, page: WebPage, face: Face, body: str, *, body_class: str = "") -> str:
    """A whole HTML document around a body."""
    head = [
        f'<meta charset="{site.charset}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(page.title)} | {escape(site.name)}</title>",
        f'<meta name="description" content="{escape(site.tagline)}">',
        f'<link rel="canonical" href="{escape(face.canonical or site.url(page))}">',
    ]
    if face.robots:
        head.append(f'<meta name="robots" content="{escape(face.robots)}">')
    head.append(f"<style>{_STYLE.format(colour=site.colour)}</style>")
    opened = f'<body class="{body_class}">' if body_class else "<body>"
    return (
        f'<!DOCTYPE html>\n<html lang="{site.lang}">\n<head>\n'
        + "\n".join(head)
        + f"\n</head>\n{opened}\n{body}\n</body>\n</html>\n"
    )


def menu(site: Site, *, limit: int = 6) -> str:
    """A list of the site's own first pages."""
    rows = "".join(
        f'<li><a href="{escape(page.path)}">{escape(page.title[:34])}</a></li>'
        for page in site.pages[:limit]
    )
    return f"<ul>{rows}</ul>"
