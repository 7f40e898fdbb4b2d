"""What a page tells search engines: follow its links, index it, or value another page instead."""

import re
from dataclasses import dataclass

from bot.domain.documents import Document
from bot.domain.names import resolve, same_page

# https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
_AGENTS = frozenset({"", "robots", "googlebot"})
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_LINK_HEADER = re.compile(r"<([^>]*)>((?:\s*;\s*[^,;\"]+(?:\"[^\"]*\")?[^,;\"]*)*)")
_REL_CANONICAL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;,]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directives:
    """What holds for every link of one page."""

    nofollow_from: tuple[str, ...]
    noindex_from: tuple[str, ...]
    canonical: str | None
    """Resolved; None: the page names none."""
    canonical_elsewhere: bool | None
    """True when the canonical is another page; None when there is none."""


def directives_of(document: Document) -> Directives:
    """Read robots directives from meta elements and headers, and the canonical from both."""
    nofollow: list[str] = []
    noindex: list[str] = []
    for where, words in _robots_words(document):
        if words & {"nofollow", "none"}:
            nofollow.append(where)
        if words & {"noindex", "none"}:
            noindex.append(where)
    canonical = _canonical(document)
    elsewhere = None if canonical is None else not _is_this_page(canonical, document)
    return Directives(
        tuple(dict.fromkeys(nofollow)), tuple(dict.fromkeys(noindex)), canonical, elsewhere
    )


def _robots_words(document: Document) -> list[tuple[str, set[str]]]:
    """Each place that speaks to us or to Google, with its words."""
    found = []
    for attributes in document.metas:
        name = (attributes.get("name") or "").strip().lower()
        if name in ("robots", "googlebot"):
            words = set(re.split(r"[\s,;]+", (attributes.get("content") or "").lower()))
            found.append((f"meta {name}", words))
    headers = document.page.header_values("x-robots-tag")
    return found + [("X-Robots-Tag", header_words(value)) for value in headers]


def header_words(value: str) -> set[str]:
    """The words of one X-Robots-Tag that are for everybody or for Googlebot.

    An agent's prefix holds for what follows it, up to the next prefix.

    >>> sorted(header_words("otherbot: noindex, nofollow")), sorted(header_words("googlebot: None"))
    ([], ['none'])
    """
    words: set[str] = set()
    agent = ""
    for part in value.lower().split(","):
        prefix, colon, rest = part.partition(":")
        word = part.strip()
        if colon and prefix.strip() not in _VALUED and re.fullmatch(r"\s*[a-z*][\w*-]*\s*", prefix):
            agent, word = prefix.strip(), rest.strip()
        if agent in _AGENTS or agent == "*":
            words.update(word.split())
    return words


def _canonical(document: Document) -> str | None:
    for attributes in document.link_elements:
        href = attributes.get("href")
        if href and "canonical" in (attributes.get("rel") or "").lower().split():
            return resolve(document.base, href)
    for value in document.page.header_values("link"):
        for found in _LINK_HEADER.finditer(value):
            rel = _REL_CANONICAL.search(found[2])
            if rel and "canonical" in (rel[1] or rel[2] or rel[3] or "").lower().split():
                return resolve(document.page.url, found[1].strip())
    return None


def _is_this_page(url: str, document: Document) -> bool:
    page = document.page
    return same_page(url, page.url) or same_page(url, page.requested_url)
