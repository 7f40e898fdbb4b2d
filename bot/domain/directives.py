"""What a page tells search engines: follow its links, index it, or value another page instead."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.domain.documents import Document
from bot.domain.names import resolve, same_page

# https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
_AGENTS = frozenset({"", "robots", "googlebot"})
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,\s*", re.IGNORECASE)
_UNTIL = re.compile(r"unavailable_after\s*:\s*([^,;]+)")
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
    said: list[tuple[str, str]] = []
    for attributes in document.metas:
        name = (attributes.get("name") or "").strip().lower()
        if name in ("robots", "googlebot"):
            said.append((f"meta {name}", (attributes.get("content") or "").lower()))
    headers = document.page.header_values("x-robots-tag")
    said += [("X-Robots-Tag", for_everybody(value)) for value in headers]
    found = [(where, set(_WORD_ENDS.split(text))) for where, text in said]
    now = document.page.fetched_at
    over = [where for where, text in said if _is_over(text, now)]
    return found + [(f"{where} unavailable_after", {"noindex"}) for where in over]


def for_everybody(value: str) -> str:
    """What one X-Robots-Tag says to everybody or to Googlebot, in lower case.

    An agent's prefix holds for what follows it, up to the next prefix.

    >>> for_everybody("otherbot: noindex, nofollow"), for_everybody("googlebot: None, nosnippet")
    ('', 'none, nosnippet')
    """
    parts: list[str] = []
    agent = ""
    for part in re.split("[,;]", _WEEKDAY.sub("", value.lower())):
        prefix, colon, rest = part.partition(":")
        words = part.strip()
        if colon and prefix.strip() not in _VALUED and re.fullmatch(r"\s*[a-z*][\w*-]*\s*", prefix):
            agent, words = prefix.strip(), rest.strip()
        if agent in _AGENTS or agent == "*":
            parts.append(words)
    return ", ".join(parts)


def _is_over(words: str, now: datetime) -> bool:
    """Whether the day has passed after which search engines drop the page; a date that nobody reads has not.

    >>> from datetime import UTC
    >>> _is_over("unavailable_after: 25 jun 2010 15:00:00 pst", datetime(2026, 1, 1, tzinfo=UTC))
    True
    """
    for found in _UNTIL.finditer(_WEEKDAY.sub("", words)):
        until = _read_date(found[1].strip())
        if until is not None and until < now:
            return True
    return False


def _read_date(text: str) -> datetime | None:
    """A date as RFC 822, RFC 850 or ISO 8601 write it; in UTC where it names no zone."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = read(text.upper())
        except (ValueError, OverflowError):
            continue
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return None


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
        if "canonical" in (_parameter("rel", link[2]) or "").lower().split()
        and _speaks_of(document, _parameter("anchor", link[2]))
    ]


def _parameter(name: str, parameters: str) -> str | None:
    """The first one of that name: the others are left out (RFC 8288, section 3.3)."""
    for parameter in _PARAMETERS.finditer(parameters):
        if parameter[1].lower() == name:
            return (parameter[2] or parameter[3] or "").strip("'")
    return None


def _speaks_of(document: Document, anchor: str | None) -> bool:
    """Whether a link is from this page: one with an anchor is from that (RFC 8288, section 3.2)."""
    context = resolve(document.page.url, anchor) if anchor else document.page.url
    return context is not None and _is_this_page(context, document)


def _is_this_page(url: str, document: Document) -> bool:
    page = document.page
    return same_page(url, page.url) or same_page(url, page.requested_url)
