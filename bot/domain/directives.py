"""What a page tells search engines: follow its links, index it, or value another page instead."""

import re
from dataclasses import dataclass

from bot.domain.documents import Document
from bot.domain.names import resolve, same_page

# https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
_AGENTS = frozenset({"", "robots", "googlebot"})
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_WORD_ENDS = re.compile(r"[\s,;]+")
# https://www.rfc-editor.org/rfc/rfc8288#section-3, once white space is folded
_PARAMETER = r" ?; ?([^\s=;,<>\"]+) ?(?:= ?(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;,\"]*)))?"
_PARAMETERS = re.compile(_PARAMETER)
_LINK_HEADER = re.compile(rf"<([^<>]*)>((?:{_PARAMETER})*)")


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
    canonical, elsewhere = _canonical(document)
    return Directives(
        tuple(dict.fromkeys(nofollow)), tuple(dict.fromkeys(noindex)), canonical, elsewhere
    )


def _robots_words(document: Document) -> list[tuple[str, set[str]]]:
    """Each place that speaks to us or to Google, with its words."""
    found = []
    for attributes in document.metas:
        name = (attributes.get("name") or "").strip().lower()
        if name in ("robots", "googlebot"):
            words = set(_WORD_ENDS.split((attributes.get("content") or "").lower()))
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
    for part in re.split("[,;]", value.lower()):
        prefix, colon, rest = part.partition(":")
        word = part.strip()
        if colon and prefix.strip() not in _VALUED and re.fullmatch(r"\s*[a-z*][\w*-]*\s*", prefix):
            agent, word = prefix.strip(), rest.strip()
        if agent in _AGENTS or agent == "*":
            words.update(word.split())
    return words


def _canonical(document: Document) -> tuple[str | None, bool | None]:
    """The canonical, and whether it is another page.

    Where several disagree and one is the page itself, that one stands: search engines leave a
    contradiction aside, so nothing is known to go elsewhere.
    """
    named = [resolve(document.base, href) for href in document.canonical_hrefs]
    named += [resolve(document.page.url, href) for href in _hrefs_of_headers(document)]
    canonicals = [url for url in named if url]
    for url in canonicals:
        if _is_this_page(url, document):
            return url, False
    return (canonicals[0], True) if canonicals else (None, None)


def _hrefs_of_headers(document: Document) -> list[str]:
    links = (
        link
        for value in document.page.header_values("link")
        for link in _LINK_HEADER.finditer(" ".join(value.split()))
    )
    return [
        link[1].strip()
        for link in links
        if "canonical" in _rel_of_parameters(link[2]).lower().split()
    ]


def _rel_of_parameters(parameters: str) -> str:
    """The first `rel`: the others are left out (RFC 8288, section 3.3)."""
    for parameter in _PARAMETERS.finditer(parameters):
        if parameter[1].lower() == "rel":
            return (parameter[2] or parameter[3] or "").strip("'")
    return ""


def _is_this_page(url: str, document: Document) -> bool:
    page = document.page
    return same_page(url, page.url) or same_page(url, page.requested_url)
