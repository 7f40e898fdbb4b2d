"""A page's HTML, parsed once for every question that is asked of it."""

import re
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.encodings import to_utf8
from bot.domain.names import host_of, registrable_domain, resolve
from bot.domain.pages import Page
from bot.domain.text import fold, text_of

_TITLE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Href:
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
        self.html = to_utf8(page.body, page.header("content-type"))
        self.tree = LexborHTMLParser(self.html)

    @cached_property
    def base(self) -> str:
        """What hrefs are resolved against: the first `<base href>` that is a web address, or the URL."""
        found = self.tree.css_first("base[href]")
        href = (found.attributes.get("href") or "") if found is not None else ""
        return (resolve(self.page.url, href) if href else None) or self.page.url

    @cached_property
    def base_domain(self) -> str | None:
        """The registrable domain that relative hrefs lead to."""
        return registrable_domain(host_of(self.base))

    @cached_property
    def hrefs(self) -> tuple[Href, ...]:
        """Every link of the page, in document order.

        `xlink:href` of SVG is no `<a href>` and does not count, though the selector finds it.
        """
        found = []
        for node in self.tree.css("a[href], area[href]"):
            attributes = node.attributes
            if "href" in attributes:
                found.append(Href(node, attributes["href"] or ""))
        return tuple(found)

    @cached_property
    def title(self) -> str | None:
        """The page's title, folded and bounded; None where there is none."""
        for node in self.tree.css("title"):
            parent = node.parent
            if parent is None or parent.tag in ("head", "body", "html", "noscript"):
                return fold(node.text(deep=True))[:_TITLE_CHARACTERS] or None
        return None

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
    def headings(self) -> tuple[str, ...]:
        """The first few headings."""
        return tuple(text_of(node, limit=200) for node in self.tree.css("h1, h2")[:5])

    @cached_property
    def prose_length(self) -> int:
        """How many characters stand in paragraphs: what an article has and an error page has not."""
        return sum(_length(node.text(deep=True)) for node in self.tree.css("p"))


_RUNS_OF_WHITE = re.compile(r"\s+")


def _length(text: str) -> int:
    return len(_RUNS_OF_WHITE.sub(" ", text).strip())
