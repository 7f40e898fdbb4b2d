"""A page's HTML, parsed once for every question that is asked of it."""

from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.encodings import to_utf8
from bot.domain.media import is_xml
from bot.domain.names import host_of, registrable_domain, resolve
from bot.domain.nesting import sound_length
from bot.domain.pages import Page
from bot.domain.text import fold, lines_of, text_of
from bot.domain.xhtml import with_end_tags

LONG = 5_000
_LOOKED_AT = "[href], meta[name][content]"
_SHOWN = "img, svg, picture, video, audio, canvas, object, embed, iframe, input, select, textarea"
_ENTRIES = frozenset({"li", "article", "td"})
_FRAME = frozenset({"header", "nav", "menu", "aside", "footer"})
_TITLE_CHARACTERS = 300
_SAID_CHARACTERS = 200_000
_OPENING = 2_000
_WHITE = " \n\t\r"


class Href(NamedTuple):
    """One `<a href>` or `<area href>` of the parsed tree, as written."""

    node: LexborNode
    text: str
    """The attribute's value with entities decoded, not resolved."""


class Document:
    """A parsed page. What costs something is worked out when it is first asked for.

    `<noscript>` is parsed as markup, as in a browser without scripts; the content of `<template>`,
    `<textarea>`, `<iframe>`, scripts and comments is not in the tree.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        html = to_utf8(page.body, page.header("content-type"))
        if is_xml(page.header("content-type")):
            html = with_end_tags(html)
        sound = sound_length(html)
        self.is_too_deep = sound < len(html)
        """Only the part before it is nested beyond any page that people read was parsed."""
        self.html = html[:sound] if self.is_too_deep else html
        self.tree = LexborHTMLParser(self.html)

    @cached_property
    def html_in_lower_case(self) -> bytes:
        """For marks of vendors."""
        return self.html.lower()

    @cached_property
    def _told(self) -> dict[str, list[LexborNode]]:
        """The elements that every look needs, by tag, each in document order: one walk for all.

        Links by a selector of attributes alone: naming the tags there would double the walk's cost.
        """
        found: dict[str, list[LexborNode]] = {"a": [], "base": [], "link": [], "meta": []}
        found["area"] = found["a"]  # links both, in one order
        for node in self.tree.css(_LOOKED_AT):
            of_its_kind = found.get(node.tag or "")
            if of_its_kind is not None:
                of_its_kind.append(node)
        return found

    @cached_property
    def metas(self) -> tuple[dict[str, str | None], ...]:
        """The attributes of each `<meta>` with a name and a content."""
        return tuple([node.attributes for node in self._told["meta"]])

    @cached_property
    def canonical_hrefs(self) -> tuple[str, ...]:
        """The hrefs of each `<link rel=canonical>` in the head: search engines disregard others.

        https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls
        """
        found = []
        for node in self._told["link"]:
            href = node.attrs.sget("href")
            if href and "canonical" in node.attrs.sget("rel").lower().split():
                found += [href] if _is_in_head(node) else []
        return tuple(found)

    @cached_property
    def alternate_hrefs(self) -> tuple[str, ...]:
        """The hrefs of each `<link rel=alternate>` for other languages, countries or screens.

        https://html.spec.whatwg.org/multipage/links.html#rel-alternate
        """
        found = []
        for node in self._told["link"]:
            attributes = node.attrs
            href = attributes.sget("href")
            is_alternate = "alternate" in attributes.sget("rel").lower().split()
            if href and is_alternate and (attributes.sget("hreflang") or attributes.sget("media")):
                found.append(href)
        return tuple(found)

    @cached_property
    def base(self) -> str:
        """What hrefs are resolved against: the first `<base href>` that is a web address, or the URL."""
        found = next((node for node in self._told["base"] if not _is_drawn(node)), None)
        href = found.attrs.sget("href") if found else ""
        return (resolve(self.page.url, href) if href else None) or self.page.url

    @cached_property
    def base_domain(self) -> str | None:
        """The registrable domain that relative hrefs lead to."""
        return registrable_domain(host_of(self.base))

    @cached_property
    def _links(self) -> tuple[list[LexborNode], list[str]]:
        """Each `<a>` and `<area>` with an href, and that href as written.

        `xlink:href` of SVG is no `<a href>` and does not count, though the selector finds it.
        """
        nodes = self._told["a"]
        texts = [node.attrs.sget("href") for node in nodes]
        if "" in texts:
            written = [n for n, text in enumerate(texts) if text or "href" in nodes[n].attrs]
            return [nodes[n] for n in written], [texts[n] for n in written]
        return nodes, texts

    @cached_property
    def hrefs(self) -> tuple[Href, ...]:
        """Every link of the page, in document order."""
        return tuple(map(Href, *self._links))

    @cached_property
    def hrefs_in_one(self) -> str:
        """All hrefs in lower case, one a line: whether a text is in any of them is one question."""
        return "\n".join(self._links[1]).lower()

    def hrefs_that_may_name(self, host: str) -> list[Href]:
        """The hrefs that spell out a host, or are so odd that they may name it in another way."""
        nodes, texts = self._links
        lowered = self.hrefs_in_one.split("\n")
        if len(lowered) != len(texts):  # some hold newlines
            lowered = [text.lower() for text in texts]
        return [
            Href(nodes[n], text)
            for n, text in enumerate(texts)
            if host in lowered[n] or _is_odd(text)
        ]

    @cached_property
    def is_blank(self) -> bool:
        """Nothing that a reader could see, whatever the title says."""
        return not (self.text or self.hrefs or self.tree.css_first(_SHOWN) is not None)

    @cached_property
    def title(self) -> str | None:
        """The page's title, folded and bounded; None where there is none."""
        first = self.tree.css_first("title")
        if first is None:
            return None
        if first.parent is None or first.parent.tag != "head":
            others = [node for node in self.tree.css("title") if _is_the_page_s(node)]
            if not others:
                return None
            first = others[0]
        return fold(first.text(deep=True))[:_TITLE_CHARACTERS] or None

    @cached_property
    def is_long(self) -> bool:
        """More prose than any wall, error or seller's page has."""
        return self.prose_length > LONG or self.text_length > LONG

    @cached_property
    def text_length(self) -> int:
        """About how many characters a reader sees: without scripts, styles and folded white space."""
        body = self.tree.body
        if body is None:
            return 0
        unread = sum(
            _length(node.text(deep=True))
            for node in body.css("script, style, noscript, textarea, select, title")
        )
        return max(0, _length(body.text(deep=True)) - unread)

    @cached_property
    def text(self) -> str:
        """The first 4,000 characters that a reader sees."""
        body = self.tree.body
        return text_of(body, limit=4_000) if body is not None else ""

    @cached_property
    def said(self) -> str:
        """The first 200,000 characters that a reader sees, in lower case and with plain apostrophes."""
        body = self.tree.body
        text = text_of(body, limit=_SAID_CHARACTERS) if body is not None else ""
        return text.replace("’", "'").lower()

    @cached_property
    def core_lines(self) -> tuple[str, ...]:
        """The first 4,000 characters outside of headers, menus and footers, a block a line."""
        body = self.tree.body
        return lines_of(body, limit=4_000, without=_FRAME) if body is not None else ()

    @cached_property
    def headline(self) -> str:
        """The first heading of the first rank, or the title."""
        first = self.tree.css_first("h1")
        return (
            (fold(first.text(deep=True))[:_TITLE_CHARACTERS] if first else "") or self.title or ""
        )

    @cached_property
    def opening_lines(self) -> tuple[str, ...]:
        """The first lines of what the headline stands over, its own header among them."""
        here = self.tree.css_first("h1")
        while here is not None and here.tag not in ("article", "main"):
            here = here.parent
        if here is None:
            return self.core_lines
        return lines_of(here, limit=_OPENING, without=_FRAME - {"header"})

    @cached_property
    def own_text_length(self) -> int:
        """About how many characters are neither links nor beside one in a list: no menus, no teasers."""
        linked = sum(_length(href.node.text(deep=True)) for href in self.hrefs)
        return max(0, self.text_length - linked - self._teasers_length)

    @cached_property
    def own_prose_length(self) -> int:
        """As `prose_length`, without the paragraphs of teasers."""
        return self.prose_length - self._teasers_length

    @cached_property
    def _teasers_length(self) -> int:
        paragraphs = self.tree.css("li p, article p, td p")
        return sum(_length(node.text(deep=True)) for node in paragraphs if _is_teaser(node))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The first few headings."""
        return tuple(text_of(node, limit=200) for node in self.tree.css("h1, h2")[:5])

    @cached_property
    def prose_length(self) -> int:
        """How many characters stand in paragraphs: what an article has and an error page has not."""
        return sum(_length(node.text(deep=True)) for node in self.tree.css("p"))


def _is_teaser(paragraph: LexborNode) -> bool:
    """One of several entries of the same kind, each with a link beside its words."""
    entry = paragraph.parent
    while entry is not None and entry.tag not in _ENTRIES:
        entry = entry.parent
    if entry is None or entry.css_first("a[href]") is None:
        return False
    beside = entry.next
    while beside is not None and beside.tag in ("-text", "-comment"):
        beside = beside.next
    before = entry.prev
    while before is not None and before.tag in ("-text", "-comment"):
        before = before.prev
    return entry.tag in {one.tag for one in (beside, before) if one is not None}


def _is_the_page_s(title: LexborNode) -> bool:
    """False for the title of a drawing (SVG)."""
    return title.parent is None or title.parent.tag in ("head", "body", "html", "noscript")


def _is_drawn(node: LexborNode) -> bool:
    """Inside of a drawing (SVG), where an element of this name is none of HTML's."""
    parent = node.parent
    while parent is not None and parent.tag not in ("svg", "head", "body"):
        parent = parent.parent
    return parent is not None and parent.tag == "svg"


def _is_in_head(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag == "noscript":
        parent = parent.parent
    return parent is not None and parent.tag == "head"


def _is_odd(href: str) -> bool:
    """Whether the host may not be spelled out: percent-encoded, in another script, or broken by tabs
    and newlines that browsers drop.
    """
    return "%" in href or not href.isascii() or "\n" in href or "\t" in href or "\r" in href


def _length(text: str) -> int:
    """About how many characters a text has once its white space is folded: every sixth is a space.

    Counting is several times cheaper than folding, and looking whether there is anything to count cheaper
    still; most of a page's text is scripts.
    """
    return (len(text) - sum([text.count(white) for white in _WHITE if white in text])) * 6 // 5
