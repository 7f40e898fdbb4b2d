"""What a page shows around its links: what it is about, where it leads, the comment that holds a link."""

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from bot.domain.anchors import anchor_text
from bot.domain.documents import Document
from bot.domain.names import host_of, registrable_domain, resolve
from bot.domain.text import fold, lines_of, text_of
from bot.domain.topics import words_of

_TEXT: Final = 100_000
_NO_PROSE: Final = frozenset({"pre", "code", "kbd", "samp", "var", "ul", "ol", "dl"})
_COMMENT: Final = 4_000
_COMMENT_NAMES: Final = re.compile(r"comment|reply|respon|message|\bpost\b|post[-_]", re.IGNORECASE)
_CLIMB, _LEAST_WORDS = 10, 2
_INLINE: Final = frozenset({"p", "a", "b", "cite", "em", "span", "strong"})


@dataclass(frozen=True, slots=True)
class Outbound:
    """One link of a page to another site."""

    domain: str
    words: str


def outbound_links(document: Document) -> tuple[Outbound, ...]:
    """The page's links to other sites, in document order."""
    own = registrable_domain(host_of(document.page.url))
    found = []
    for href in document.hrefs:
        url = resolve(document.base, href.text)
        domain = registrable_domain(host_of(url)) if url else None
        if domain and domain != own:
            found.append(Outbound(str(domain), text_of(href.node, limit=200)))
    return tuple(found)


def whole_text(document: Document) -> str:
    """Of the page as much as the signs need: a part of it would make any page look like a list of links."""
    body = document.tree.body
    return text_of(body, limit=_TEXT) if body is not None else ""


def prose_of(document: Document) -> tuple[str, ...]:
    """The page's blocks of text, without code and lists, which repeat themselves in honesty."""
    body = document.tree.body
    return lines_of(body, limit=_TEXT, without=_NO_PROSE) if body is not None else ()


def subject_of(document: Document) -> str:
    """What a page says that it is about: title, first headings, the words of its host."""
    host = " ".join(re.split(r"[.-]", host_of(document.page.url)))
    return " ".join(filter(None, (*titles_of(document), host)))


def titles_of(document: Document) -> tuple[str, ...]:
    """The page's title and its headings of the first rank."""
    headings = (fold(node.text(deep=True))[:300] for node in document.tree.css("h1")[:3])
    return tuple(dict.fromkeys(filter(None, (document.title or "", *headings))))


@dataclass(frozen=True, slots=True)
class Comment:
    """The comment or post that holds a link."""

    text: str
    sites: int
    """How many other sites it links to."""


def comment_around(document: Document, href: str | None, anchor: str | None) -> Comment | None:
    """The comment in which a link stands; None: it could not be told from what is around it."""
    node = _node_of(document, href, anchor)
    box = _comment_box(node) if node is not None else None
    if box is None:
        return None
    own = registrable_domain(host_of(document.page.url))
    urls = (resolve(document.base, link.attrs.sget("href")) for link in box.css("a[href]"))
    sites = {registrable_domain(host_of(url)) for url in urls if url} - {own, None}
    return Comment(text_of(box, limit=_COMMENT), len(sites))


def _node_of(document: Document, href: str | None, anchor: str | None) -> LexborNode | None:
    same = [one.node for one in document.hrefs if href and resolve(document.base, one.text) == href]
    return next((node for node in same if anchor_text(node) == anchor), same[0] if same else None)


def _comment_box(link: LexborNode) -> LexborNode | None:
    """The nearest block around a link that has words beside it, and is one of a row or named as a comment."""
    enough = len(words_of(link.text(deep=True))) + _LEAST_WORDS
    here = link.parent
    for _ in range(_CLIMB):
        if here is None or here.tag in ("body", "html"):
            return None
        is_one = _is_one_of_a_row(here) or _COMMENT_NAMES.search(here.attrs.sget("class"))
        is_block = is_one and here.tag not in _INLINE
        if is_block and len(words_of(text_of(here, limit=_COMMENT))) >= enough:
            return here
        here = here.parent
    return None


def _is_one_of_a_row(node: LexborNode) -> bool:
    kin = node.parent.iter() if node.parent is not None else ()
    name = _first_name(node)
    return sum(one.tag == node.tag and _first_name(one) == name for one in kin) > 1


def _first_name(node: LexborNode) -> str:
    return node.attrs.sget("class").partition(" ")[0]
