"""The links of a page that lead to a target."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from bot.domain.carried import carries, may_carry
from bot.domain.documents import Document, Href
from bot.domain.names import Target, host_of, registrable_domain, resolve, same_page
from bot.domain.text import fold, text_of

_ANCHOR_CHARACTERS = 500
# HTML has spaces between the words of rel, and Google reads commas too:
# https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links
_REL_ENDS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Link:
    """One link to a target."""

    node: LexborNode
    href: str
    """Resolved."""
    exact: bool
    """False: it leads to another page of the target's domain."""


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """The links of one page to one target, in document order."""

    links: tuple[Link, ...]
    indirect: bool = False
    """The links only carry the target: a redirector, a cache, a translation."""

    @property
    def target_changed(self) -> bool:
        """There are links to the target's domain, none of them to the page that was asked for."""
        return bool(self.links) and not self.links[0].exact


def find_links(document: Document, target: Target) -> FoundLinks:
    """The links to a target: direct ones; else direct ones to other pages of its domain; else indirect."""
    direct = _direct_links(document, target)
    exact = tuple(link for link in direct if link.exact)
    if direct:
        return FoundLinks(exact or direct)
    carried = _carried_links(document, target)
    exact = tuple(link for link in carried if link.exact)
    return FoundLinks(exact or carried, indirect=True)


def anchor_text(node: LexborNode) -> str:
    """What a reader clicks on: the text with white space folded, or the images' alternative texts.

    An `<area>` has only its `alt`.
    """
    if node.tag == "area":
        return fold(node.attributes.get("alt") or "")[:_ANCHOR_CHARACTERS]
    text = text_of(node, limit=_ANCHOR_CHARACTERS)
    if text:
        return text
    alternatives = dict.fromkeys(
        fold(image.attributes.get("alt") or "") for image in node.css("img[alt], input[alt]")
    )
    return " ".join(filter(None, alternatives))[:_ANCHOR_CHARACTERS]


def rel_of(node: LexborNode) -> tuple[str, ...]:
    """The link's rel tokens in lower case, each once, in order."""
    words = _REL_ENDS.split((node.attributes.get("rel") or "").lower())
    return tuple(dict.fromkeys(filter(None, words)))


def _direct_links(document: Document, target: Target) -> tuple[Link, ...]:
    found = []
    for href in _that_may_lead_to(document, target.domain):
        resolved = resolve(document.base, href.text)
        if resolved and registrable_domain(host_of(resolved)) == target.domain:
            found.append(Link(href.node, resolved, _is_exact(resolved, target)))
    return tuple(found)


def _that_may_lead_to(document: Document, domain: str) -> Sequence[Href]:
    """The hrefs that need resolving, in document order; resolving all would cost most of the time.

    An href whose host is the domain spells it out, unless it is odd or relative to a page of the domain
    itself.
    """
    if document.base_domain == domain:
        return document.hrefs
    return document.hrefs_that_may_name(domain)


def _is_exact(url: str, target: Target) -> bool:
    return target.page is None or same_page(url, target.page)


def _carried_links(document: Document, target: Target) -> tuple[Link, ...]:
    if not may_carry(document.hrefs_in_one, target.domain):
        return ()
    found = []
    for href in document.hrefs:
        inner = carries(href.text, target.domain)
        resolved = resolve(document.base, href.text) if inner else None
        if inner and resolved:
            found.append(Link(href.node, resolved, _is_exact(inner, target)))
    return tuple(found)
