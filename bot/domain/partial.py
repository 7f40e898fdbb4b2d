"""Pages that show strangers only their beginning: what is not shown cannot be called removed."""

import json
import re
from typing import Any, Final

from selectolax.lexbor import LexborNode, SelectolaxError

from bot.domain.documents import LONG, Document
from bot.domain.sign_paywalls import (
    ACCESS_DENIED,
    ACCESS_META,
    PAYWALL_BOX,
    PAYWALL_WORDS,
    PAYWALL_WORDS_IN_LOWER_CASE,
)
from bot.domain.signs import Sign
from bot.domain.text import fold, text_of
from bot.domain.verdicts import Reason

_JSON_LD: Final = "script[type='application/ld+json' i]"
_BLOCKS: Final = "p, div, section, aside, h1, h2, h3, h4, span, strong, a, button, li"
_LONGEST_ASK: Final = 600
"""Characters of the smallest box around the words that ask: they stand alone, not inside an article."""
_SHOWN: Final = 1_500
"""Characters in the part that is called locked: it was sent all the same, and only scripts hide it."""
_NEARLY_ALL: Final = 0.7
"""Of the words that the page says its article has."""
_PARAGRAPH: Final = 200
"""Shorter ones are teasers of other pages."""
_READ: Final = 100_000
_QUOTES: Final = frozenset("\"“”„«»'‘‚「『")
# https://schema.org/isAccessibleForFree is said of museums and events, too.
_TEXTS: Final = re.compile(
    r"article|posting|webpage|creativework|report|review|blog|recipe|howto|qapage|analysis|opinion|issue|publication",
    re.IGNORECASE,
)
_OF_OTHERS: Final = frozenset({"itemListElement", "mentions", "citation", "isBasedOn", "relatedLink", "subjectOf", "publisher", "author"})  # fmt: skip
_DEEPEST: Final = 40
_MOST_SELECTORS: Final = 10


def partial_of(document: Document) -> Sign | None:
    """Why only a part of the page is shown to us; None for a page that is shown whole.

    A page says so itself in its data (https://developers.google.com/search/docs/appearance/structured-data/paywalled-content)
    or asks for a subscription where its text stops. Where the locked part was sent all the same, the page
    was read.
    """
    declared = _Access(document)
    is_open = document.is_long and not declared.says
    if is_open or declared.is_shown_all_the_same(document):
        return None
    ask = _ask(document, declared=bool(declared.says))
    if ask:
        return _part(f'it asks strangers to subscribe or sign in: "{ask[:100]}"')
    if declared.says and document.prose_length <= LONG:
        return _part(f"its data says that it is not free to read ({declared.says})")
    return None


def _part(why: str) -> Sign:
    return Sign(Reason.BLOCKED, f"The site shows strangers only a part of the page: {why}.")


class _Access:
    """What the page's data says about who may read it."""

    def __init__(self, document: Document) -> None:
        self.says = ""
        """What says that it is not free; empty: nothing does."""
        self.selectors: list[str] = []
        self.words = 0
        """How many words the page says its article has; 0: it does not say."""
        for script in document.tree.css(_JSON_LD):
            self._read(_json(script.text(deep=True)), 0)
        for node in document.tree.css("[itemprop='isAccessibleForFree']"):
            value = node.attributes.get("content") or node.attributes.get("href") or node.text()
            self._not_free(value, "isAccessibleForFree")
        for node in document.tree.css("meta[content]"):
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or ""
            if ACCESS_META.search(name) and ACCESS_DENIED.match(
                (attributes["content"] or "").strip()
            ):
                self.says = self.says or f"{name}={attributes['content']}"[:80]

    def _read(self, data: Any, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for entry in data if isinstance(data, list) else [data]:
            if not isinstance(entry, dict):
                continue
            kind = str(entry.get("@type", "Article"))
            is_text = bool(_TEXTS.search(kind))
            closed = is_text and self._not_free(
                entry.get("isAccessibleForFree"), "isAccessibleForFree"
            )
            selector = entry.get("cssSelector")
            if closed and selector:
                self.selectors += [str(one) for one in _listed(selector)][:_MOST_SELECTORS]
            words = entry.get("wordCount")
            if isinstance(words, int | str) and str(words).isdecimal():
                self.words = max(self.words, int(words))
            for key, value in entry.items():
                if isinstance(value, dict | list) and key not in _OF_OTHERS:
                    self._read(value, depth + 1)

    def _not_free(self, value: object, name: str) -> bool:
        closed = value is False or bool(
            re.fullmatch(
                r"(?:https?://schema\.org/)?(?:false|no|0)", str(value).strip(), re.IGNORECASE
            )
        )
        if closed:
            self.says = self.says or name
        return closed

    def is_shown_all_the_same(self, document: Document) -> bool:
        """The locked part, or about as many words as the article has, are in what was sent."""
        if any(_length_of(document, selector) >= _SHOWN for selector in self.selectors):
            return True
        if not self.words or not self.says:
            return False
        shown = sum(len(node.text(deep=True).split()) for node in document.tree.css("p"))
        return shown >= self.words * _NEARLY_ALL


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _length_of(document: Document, selector: str) -> int:
    """How much text the outermost elements of a stranger's selector hold; 0 for one that is none."""
    try:
        nodes = document.tree.css(selector)
    except (SelectolaxError, ValueError):
        return 0
    return max((len(fold(node.text(deep=True))) for node in nodes), default=0)


def _ask(document: Document, *, declared: bool) -> str | None:
    """The words that ask for a subscription in order to read on; None where nothing asks.

    Where the page's data does not say that it is locked, they must stand in a box that is called so, or
    after the last of the article's text; hidden boxes are for other readers.
    """
    if not PAYWALL_WORDS_IN_LOWER_CASE.search(document.said, 0, _READ):
        return None
    for box in document.tree.css(PAYWALL_BOX):
        words = None if box.tag in ("body", "html") or _is_hidden(box) else _words_in(box)
        if words:
            return words
    for node in document.tree.css(_BLOCKS):
        words = _words_in(node)
        if not words or any(_words_in(child) for child in node.iter()):
            continue
        is_here = not _is_hidden(node) and not _within(node, {"nav", "footer", "header", "aside"})
        if is_here and (declared or not _much_follows(node)):
            return words
    return None


def _words_in(node: LexborNode) -> str | None:
    """What the element asks for, if it holds little else and does not quote it."""
    text = _flat(node, limit=_LONGEST_ASK + 1)
    found = PAYWALL_WORDS.search(text) if len(text) <= _LONGEST_ASK else None
    is_quoted = found is not None and text[: found.start()].rstrip()[-1:] in _QUOTES
    return found[0] if found and (not is_quoted or found.start() == 0) else None


def _much_follows(node: LexborNode) -> bool:
    """Whether the article goes on after the words: it then only tells of them."""
    total, at = 0, node
    while at.parent is not None and at.tag not in ("article", "main", "body"):
        sibling = at.next
        while sibling is not None:
            if sibling.tag not in ("footer", "nav", "aside"):
                found = [sibling] if sibling.tag == "p" else sibling.css("p")
                total += sum(n for n in map(_paragraph, found) if n >= _PARAGRAPH)
            sibling = sibling.next
        at = at.parent
    return total > _LONGEST_ASK


def _paragraph(node: LexborNode) -> int:
    return 0 if _within(node, {"aside", "footer", "nav", "li", "a"}) else len(fold(node.text()))


def _within(node: LexborNode, tags: set[str]) -> bool:
    """Whether it is one of these elements, or stands in one."""
    at: LexborNode | None = node
    while at is not None:
        if at.tag in tags:
            return True
        at = at.parent
    return False


def _is_hidden(node: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        attributes = at.attributes
        style = (attributes.get("style") or "").replace(" ", "").lower()
        if "hidden" in attributes or "display:none" in style or "visibility:hidden" in style:
            return True
        at = at.parent
    return False


def _flat(node: LexborNode, *, limit: int) -> str:
    return text_of(node, limit=limit).replace("’", "'")
