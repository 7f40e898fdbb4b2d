"""What sources say of backlinks, and what is known when several speak of the same link."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, NewType, TypeVar

DomainName = NewType("DomainName", str)
"""A registrable domain in lower case, international names in their ASCII (punycode) form."""


class Grain(StrEnum):
    """What a source can know."""

    PAGES = "pages"
    DOMAINS = "domains"


@dataclass(frozen=True, slots=True)
class Backlink:
    """What one source says of one backlink. None always means: this source does not say."""

    source: str
    """The source's stable name: `ahrefs`, `semrush`, `search_console`, `own_looks`, `webgraph`, ..."""
    referring_domain: DomainName
    target_domain: DomainName
    as_of: date | None
    """The date of the source's data (not of our import)."""
    referring_page: str | None = None
    target_url: str | None = None
    anchor: str | None = None
    title: str | None = None
    followed: bool | None = None
    nofollow: bool | None = None
    ugc: bool | None = None
    sponsored: bool | None = None
    image: bool | None = None
    first_seen: date | None = None
    last_seen: date | None = None
    lost_on: date | None = None
    lost: bool | None = None
    http_status: int | None = None
    links: int | None = None
    """How many links a domain-grained source counts; None for a page-grained row (it is one)."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    """A vendor's own figures, by the vendor's name for them: `{"domain_rating": 71.0}`."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How far one source's answer goes."""

    name: str
    as_of: date | None
    complete: bool | None
    """False: cut off by a limit or a plan. None: the source does not say."""
    grain: Grain
    referring_domains: int
    backlinks: int | None
    """None: the source counts domains only."""
    imported_at: datetime | None = None
    note: str | None = None
    """What this source cannot know, in a sentence for people."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """One source's word on one fact."""

    value: T
    source: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """What we hold true, who says so and as of when, and who says otherwise."""

    value: T
    source: str
    as_of: date | None
    others: tuple[Said[T], ...] = ()
    """Differing words, newest first; empty when nobody disagrees."""


@dataclass(frozen=True, slots=True)
class MergedLink:
    """One link as all sources together know it. None: no source says."""

    referring_domain: DomainName
    target_domain: DomainName
    referring_page: str | None
    target_url: str | None
    """None: the page links to the target domain, and no source says to which of its pages."""
    sources: tuple[str, ...]
    as_of: date | None
    """The newest date of any source's data on this link."""
    anchor: Fact[str] | None = None
    title: Fact[str] | None = None
    followed: Fact[bool] | None = None
    nofollow: Fact[bool] | None = None
    ugc: Fact[bool] | None = None
    sponsored: Fact[bool] | None = None
    image: Fact[bool] | None = None
    first_seen: Fact[date] | None = None
    """The earliest word, not the newest: a link is as old as its first witness."""
    last_seen: Fact[date] | None = None
    """The latest word."""
    lost: Fact[bool] | None = None
    lost_on: Fact[date] | None = None
    http_status: Fact[int] | None = None
    links: Fact[int] | None = None
    metrics: Mapping[str, Fact[float]] = field(default_factory=dict)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the facts that no source tells, in the order in which they are shown."""
        return tuple(name for name in _TOLD if getattr(self, name) is None)


_TOLD = ("referring_page", "target_url", "anchor", "followed", "first_seen", "last_seen", "lost")
_NEWEST_WINS = ("anchor", "title", "nofollow", "ugc", "sponsored", "image", "http_status", "links")


def restate(old: Backlink, new: Backlink) -> Backlink:
    """What a source says of one link after it spoke again.

    The newer data wins fact by fact, what it leaves out stays; of two words of the same day the first
    stays and the second fills its gaps, so that saying the same twice changes nothing. `first_seen`
    only moves back, `last_seen` only forward.
    """
    newer, older = (new, old) if is_newer(new.as_of, old.as_of) else (old, new)
    values: dict[str, Any] = {
        name: getattr(newer, name) if getattr(newer, name) is not None else getattr(older, name)
        for name in _RESTATED
    }
    if values["lost"] is False:
        values["lost_on"] = None
    return replace(
        newer,
        **values,
        first_seen=_earliest(old.first_seen, new.first_seen),
        last_seen=_latest(old.last_seen, new.last_seen),
        metrics={**older.metrics, **newer.metrics},
    )


_RESTATED = (
    "anchor",
    "title",
    "followed",
    "nofollow",
    "ugc",
    "sponsored",
    "image",
    "lost_on",
    "lost",
    "http_status",
    "links",
)


def is_newer(one: date | None, other: date | None) -> bool:
    """True when `one` is later than `other`; a date that nobody knows is older than any."""
    return one is not None and (other is None or one > other)


def _earliest(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _latest(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def merge(claims: Sequence[Backlink]) -> MergedLink:
    """What several sources (or one, several times) say of one link, as one.

    A disagreement is settled by the newest data, and both words are kept. Of words of the same day the
    best link's stands: the one that is still there before the lost one, followed before not.

    Raises:
        ValueError: there is nothing to merge.
    """
    ranked = sorted(claims, key=_rank)
    if not ranked:
        raise ValueError("no claims to merge")
    first = ranked[0]
    facts: dict[str, Any] = {name: _fact(ranked, name) for name in (*_NEWEST_WINS, "followed")}
    lost = _fact(ranked, "lost")
    return MergedLink(
        first.referring_domain,
        first.target_domain,
        next((c.referring_page for c in ranked if c.referring_page), None),
        next((c.target_url for c in ranked if c.target_url), None),
        sources=tuple(dict.fromkeys(c.source for c in ranked)),
        as_of=first.as_of,
        first_seen=_extreme(ranked, "first_seen", pick=min),
        last_seen=_extreme(ranked, "last_seen", pick=max),
        lost=lost,
        lost_on=_fact([c for c in ranked if c.lost], "lost_on") if lost and lost.value else None,
        metrics={
            name: Fact(c.metrics[name], c.source, c.as_of)
            for c in reversed(ranked)
            for name in c.metrics
        },
        **facts,
    )


def _rank(claim: Backlink) -> tuple[int, bool, bool, bool, str, str]:
    age = -claim.as_of.toordinal() if claim.as_of else 0
    return (
        age,
        claim.lost is True,
        claim.followed is not True,
        claim.image is True,
        claim.source,
        claim.anchor or "",
    )


def _fact(ranked: Sequence[Backlink], name: str) -> Fact[Any] | None:
    said = [
        Said(value, c.source, c.as_of) for c in ranked if (value := getattr(c, name)) is not None
    ]
    return _settled(said)


def _extreme(
    ranked: Sequence[Backlink], name: str, *, pick: Callable[..., Any]
) -> Fact[date] | None:
    said = [
        Said(value, c.source, c.as_of) for c in ranked if (value := getattr(c, name)) is not None
    ]
    if not said:
        return None
    best = pick(word.value for word in said)
    return _settled(sorted(said, key=lambda word: word.value != best))


def _settled(said: Sequence[Said[T]]) -> Fact[T] | None:
    """The first word stands; later ones that differ are kept once a source."""
    if not said:
        return None
    first = said[0]
    others = dict.fromkeys(word for word in said[1:] if word.value != first.value)
    return Fact(first.value, first.source, first.as_of, tuple(others))


@dataclass(frozen=True, slots=True)
class TargetSummary:
    """What is known of all links to one target, as counted from the sources' rows."""

    referring_domains: int
    """With at least one link that no source calls lost."""
    backlinks: int
    """(referring page, page of the target) pairs that no source calls lost; domain rows count none."""
    followed: int
    not_followed: int
    """What is left of `backlinks` after these two is not said by any source."""
    new_30_days: int
    """First seen within 30 days, as the data says."""
    lost_30_days: int
    lost: int
    """All that the sources call lost, whenever."""
    sources: tuple[SourceReport, ...]
    newest_as_of: date | None


@dataclass(frozen=True, slots=True)
class SourceAge:
    """What one source has brought so far, for all targets together."""

    name: str
    as_of: date
    """Of its newest data."""
    imported_at: datetime
    files: int
    rows: int
    """Kept, over all its files."""


@dataclass(frozen=True, slots=True)
class ReferringDomain:
    """One site that links to a target."""

    name: DomainName
    backlinks: int
    """Not lost; for a site known by domain-grained sources alone, the number that they count."""
    followed: int
    not_followed: int
    lost: int
    first_seen: date | None
    last_seen: date | None
    authority: float | None
    """The vendor's figure for the whole site, 0 to 100; see `AUTHORITY_METRICS`. None: nobody says."""


AUTHORITY_METRICS = (
    "domain_rating",
    "domain_authority",
    "domain_authority_score",
    "domain_from_rank",
)
"""The vendors' 0 to 100 figures for a whole site, in the order in which we take them."""


def authority_of(metrics: Mapping[str, float]) -> float | None:
    """The first of `AUTHORITY_METRICS` that a source gives."""
    return next((metrics[name] for name in AUTHORITY_METRICS if name in metrics), None)


PAGE_METRICS = ("url_rating", "page_authority", "page_authority_score", "page_from_rank")
"""The vendors' 0 to 100 figures for one page, in the order in which we take them."""


def page_authority_of(told: Mapping[str, tuple[float, str]]) -> tuple[float, str] | None:
    """The first of `PAGE_METRICS` that a source gives of a page, and the source.

    >>> page_authority_of({"page_authority": (31.0, "moz")}), page_authority_of({})
    ((31.0, 'moz'), None)
    """
    return next((told[name] for name in PAGE_METRICS if name in told), None)
