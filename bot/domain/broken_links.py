"""The links of somebody's page to other sites: which of them are broken, and how we know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from bot.domain.anchors import anchor_text, rel_of
from bot.domain.directories import Listing
from bot.domain.documents import Document
from bot.domain.judging import sign_of_page
from bot.domain.names import Target, host_of, registrable_domain, resolve
from bot.domain.own_pages import leads_home
from bot.domain.pages import Page
from bot.domain.placement import PlacementDecision, decide_placements
from bot.domain.suggestions import LinkWords, Suggestion
from bot.domain.text import text_after, text_before
from bot.domain.verdicts import Reason
from bot.errors import FetchError

MOST_LINKS: Final = 500
"""Links of one page that are looked at; what is left out is counted and said."""
MOST_PER_HOST: Final = 40
"""At a request a second, one host is not asked for longer than this many seconds and a bit."""
_BESIDE: Final = 120


class Outcome(StrEnum):
    """What a look at a link's destination found."""

    WORKS = "works"
    BROKEN = "broken"
    SENT_HOME = "sent_home"
    """It leads to the home page of a site instead of the page: of no use to readers, but not broken."""
    UNCLEAR = "unclear"
    """We could not look, or were not let in: never counted as broken."""


class Failure(StrEnum):
    """How a link is broken; the page or its server says so itself."""

    PAGE_GONE = "page_gone"
    SOFT_404 = "soft_404"
    PARKED = "parked"
    NAME_GONE = "name_gone"


@dataclass(frozen=True, slots=True)
class OutboundLink:
    """One link of a page to another site, as its best place on the page has it."""

    url: str
    """Resolved, without its fragment."""
    anchor: str
    placement: str
    editorial: bool
    before: str = ""
    after: str = ""
    rel: tuple[str, ...] = ()
    times: int = 1
    """How often the page links to it."""

    @property
    def words(self) -> LinkWords:
        return LinkWords(self.url, self.anchor, f"{self.before} {self.after}")


@dataclass(frozen=True, slots=True)
class Outbound:
    """The links of a page to other sites."""

    links: tuple[OutboundLink, ...]
    """Each address once, in document order."""
    left_out: int = 0
    """Beyond `MOST_LINKS` in all or `MOST_PER_HOST` to one host."""


@dataclass(frozen=True, slots=True)
class Destination:
    """What stands behind a link."""

    outcome: Outcome
    because: str
    failure: Failure | None = None
    """None exactly when it is not broken."""
    reason: Reason | None = None
    """Why we cannot tell; None when we can."""
    http_status: int | None = None
    final_url: str = ""


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """A link with what a look at it found."""

    link: OutboundLink
    seen: Destination
    suggestion: Suggestion | None = None
    """The page of ours that fits; None: none does, or nobody said which site is ours."""
    is_ours: bool = False
    """It leads to our own site: ours to mend, no replacement to offer."""


@dataclass(frozen=True, slots=True)
class BrokenLinks:
    """The answer to `broken PAGE`."""

    page: str
    title: str
    looked_at: datetime
    target: Target | None
    checked: int
    left_out: int
    broken: tuple[CheckedLink, ...] = ()
    """Those in the author's text first, then as they stand on the page."""
    sent_home: tuple[CheckedLink, ...] = ()
    unclear: tuple[CheckedLink, ...] = ()
    links_to_us: int | None = None
    """How many links to the target the page has already; None: no target was given."""
    own_pages: int = 0
    """How many of our pages were compared."""
    listing: Listing = field(default_factory=Listing)

    @property
    def works(self) -> int:
        return self.checked - len(self.broken) - len(self.sent_home) - len(self.unclear)

    @property
    def to_offer(self) -> tuple[CheckedLink, ...]:
        """The broken links of other sites: what can be offered a replacement for."""
        return tuple(one for one in self.broken if not one.is_ours)


def outbound_links(document: Document) -> Outbound:
    """The links of a page to other sites, judged where they stand best."""
    own = _site_of(document.page.url)
    nodes: dict[str, list[int]] = {}
    for number, href in enumerate(document.hrefs):
        url = (resolve(document.base, href.text) or "").partition("#")[0]
        if url and urlsplit(url).hostname and _site_of(url) != own:
            nodes.setdefault(url, []).append(number)
    kept = _within_limits(nodes)
    numbers = [number for url in kept for number in nodes[url][:10]]
    decisions = decide_placements(document.tree, [document.hrefs[n].node for n in numbers])
    decided = dict(zip(numbers, decisions, strict=True))
    links = tuple(_link(document, url, nodes[url], decided) for url in kept)
    return Outbound(links, len(nodes) - len(kept))


def _within_limits(nodes: Iterable[str]) -> list[str]:
    kept: list[str] = []
    by_host: dict[str, int] = {}
    for url in nodes:
        host = host_of(url)
        by_host[host] = by_host.get(host, 0) + 1
        if by_host[host] <= MOST_PER_HOST and len(kept) < MOST_LINKS:
            kept.append(url)
    return kept


def _link(
    document: Document, url: str, numbers: Sequence[int], decided: dict[int, PlacementDecision]
) -> OutboundLink:
    best = max((n for n in numbers if n in decided), key=lambda n: (decided[n].editorial, -n))
    node = document.hrefs[best].node
    return OutboundLink(
        url,
        anchor_text(node),
        decided[best].placement.value,
        decided[best].editorial,
        before=text_before(node, limit=_BESIDE),
        after=text_after(node, limit=_BESIDE),
        rel=rel_of(node),
        times=len(numbers),
    )


def _site_of(url: str) -> str:
    host = host_of(url)
    return registrable_domain(host) or host


def judge_destination(url: str, answer: Page | FetchError) -> Destination:
    """Say whether a link to `url` is broken, from the answer to one request.

    A name that does not exist is broken only when the resolver said so; a refusal, a bot check, an
    error of the server or a silence is never called broken.
    """
    if isinstance(answer, FetchError):
        return _no_answer(answer)
    sign = sign_of_page(answer)
    status, landed = answer.status, answer.url
    if sign is None or sign.reason in _THERE:
        if leads_home(url, landed):
            because = f"It leads to a home page, {landed[:300]}, instead of the page."
            return Destination(Outcome.SENT_HOME, because, http_status=status, final_url=landed)
        because = f"The server answers {status}."
        return Destination(Outcome.WORKS, because, http_status=status, final_url=landed)
    failure = _failure(sign.reason, status)
    if failure is None:
        return Destination(
            Outcome.UNCLEAR,
            sign.because,
            reason=sign.reason,
            http_status=status,
            final_url=landed,
        )
    return Destination(Outcome.BROKEN, sign.because, failure, None, status, landed)


_THERE: Final = frozenset({Reason.NOT_HTML, Reason.TOO_LARGE})
"""Answers of 200 that are no pages that we can read, and still what the link promises."""


def _failure(reason: Reason, status: int) -> Failure | None:
    if reason is Reason.PARKED:
        return Failure.PARKED
    if reason is Reason.PAGE_GONE:
        return Failure.PAGE_GONE if status in (404, 410) else Failure.SOFT_404
    return None


def _no_answer(error: FetchError) -> Destination:
    if error.reason == Reason.DNS_ERROR.value and error.name_exists is False:
        return Destination(Outcome.BROKEN, str(error), Failure.NAME_GONE)
    try:
        reason = Reason(error.reason)
    except ValueError:
        reason = Reason.CONNECTION_ERROR
    return Destination(Outcome.UNCLEAR, str(error), reason=reason)


def best_first(links: Iterable[CheckedLink]) -> tuple[CheckedLink, ...]:
    """Those in the author's text before those of the template, else as they stand on the page."""
    return tuple(sorted(links, key=lambda one: not one.link.editorial))


@dataclass(frozen=True, slots=True)
class BrokenProgress:
    """How far the looks at a page's links are."""

    done: int
    total: int
    broken: int


def letter(found: BrokenLinks, *, most: int = 5) -> str:
    """A paragraph to copy into a message to the page's keeper; empty when there is nothing to offer.

    It names what is broken, offers our pages where they fit, and claims nothing that was not seen.
    """
    offered = sorted(found.to_offer, key=lambda one: one.suggestion is None)[:most]
    if not offered:
        return ""
    several = len(found.to_offer) != 1
    head = f"I read your page {_quoted(found.title)}{found.page} and noticed that"
    head += (
        f" {len(found.to_offer)} of its links no longer work:"
        if several
        else " one of its links no longer works:"
    )
    lines = [
        f"- {_quoted(one.link.anchor)}{one.link.url} ({say_failure(one.seen)})" for one in offered
    ]
    if len(found.to_offer) > most:
        lines.append(f"- and {len(found.to_offer) - most} more that I can send you")
    fitting = _fitting(offered)
    if not fitting:
        return "\n".join([head, *lines])
    one_page = len(fitting) == 1
    close = "If you look for a replacement, this page of ours is about the same subject:"
    if not one_page:
        close = "If you look for replacements, these pages of ours are about the same subjects:"
    return "\n".join([head, *lines, "", close, *fitting])


def _fitting(offered: Sequence[CheckedLink]) -> list[str]:
    pages: dict[str, str] = {}
    for one in offered:
        if one.suggestion:
            page = one.suggestion.page
            pages.setdefault(page.url, f"- {_quoted(page.title)}{page.url}")
    return list(pages.values())


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat[:120]}” " if flat else ""


def say_failure(seen: Destination) -> str:
    """How a link is broken, in a few words.

    >>> say_failure(Destination(Outcome.BROKEN, "", Failure.PAGE_GONE, http_status=410))
    'answers 410'
    """
    match seen.failure:
        case Failure.PAGE_GONE:
            return f"answers {seen.http_status}"
        case Failure.SOFT_404:
            return "says that the page is gone"
        case Failure.PARKED:
            return "the site is parked or for sale"
        case Failure.NAME_GONE:
            return "the domain no longer exists"
    return "works"
