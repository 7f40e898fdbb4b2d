"""Tracked links: which pairs the team wants to stay alive, and when each is looked at next."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.domain.backlinks import DomainName
from bot.domain.events import Event, Phase, Policy, Standing, Step
from bot.domain.names import Target, normalize_url
from bot.domain.verdicts import Observation

_QUIET_STEPS: Final[tuple[tuple[timedelta, int], ...]] = (
    (timedelta(days=180), 7),
    (timedelta(days=90), 3),
    (timedelta(days=30), 2),
)
"""(unchanged for, days between looks)."""
_AWAITED_STEPS: Final[tuple[tuple[timedelta, int], ...]] = (
    (timedelta(days=180), 30),
    (timedelta(days=45), 7),
)
"""(asked for or promised since, days between looks): most answers come in the weeks of the follow-ups."""


class ShownState(StrEnum):
    """The words for the states of tracked links, as people read and type them."""

    NEW = "new"
    AWAITED = "awaited"
    LIVE = "live"
    MISSING = "missing"
    """A look missed it, none has confirmed that; told as a state of the link, never posted."""
    UNCLEAR = "unclear"
    LOST = "lost"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A pair to track, as somebody gave it."""

    referring_page: str
    target: Target
    added_by: str
    """A Slack user's ID, or `cli`, or `import`."""
    prospect_id: str | None = None
    promised_at: datetime | None = None
    """When it was promised; it is then awaited from the start."""


@dataclass(frozen=True, slots=True)
class TrackedLink:
    """A (referring page, target) pair that is looked at on a schedule."""

    id: int
    referring_page: str
    target: Target
    host: str
    """The page's host in lower case: the unit of politeness."""
    referring_domain: DomainName
    added_by: str
    added_at: datetime
    next_look_at: datetime
    standing: Standing = field(default_factory=Standing)
    last_look_at: datetime | None = None
    unchanged_since: datetime | None = None
    """Since when every look found the page as it was before; None: the newest did not."""
    owner: str | None = None
    """A Slack user's ID; None: nobody yet."""
    snoozed_until: datetime | None = None
    ignored: bool = False
    """Looked at no longer, told no more."""
    prospect_id: str | None = None
    doubted_since: datetime | None = None
    """Since when its looks are held back, because we suspect ourselves; None: they are believed."""

    @property
    def shown_state(self) -> ShownState:
        """The word that people read."""
        if self.ignored:
            return ShownState.IGNORED
        if self.standing.phase is Phase.LIVE and self.standing.missing_since:
            return ShownState.MISSING
        if self.standing.unclear_since and self.standing.phase is not Phase.LOST:
            return ShownState.UNCLEAR
        return ShownState(self.standing.phase.value)


def pair_key(referring_page: str, target: Target) -> str:
    """What makes two pairs the same: http or https, `www.`, a slash or tracking parameters do not differ."""
    aim = normalize_url(target.page) if target.page else str(target.domain)
    return f"{normalize_url(referring_page)} {aim}"


def place_in_day(key: str) -> timedelta:
    """A stable moment of the day for a pair, spread evenly, so that nothing bursts.

    >>> place_in_day("a") == place_in_day("a") != place_in_day("b")
    True
    """
    number = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
    return timedelta(seconds=number % 86_400)


def first_look(key: str, added_at: datetime, *, among: int = 1) -> datetime:
    """The baseline is taken soon: one of `among` links added at once a second, within the hour at most."""
    return added_at + place_in_day(key) / 86_400 * min(among, 3_600)


def next_look(link: TrackedLink, step: Step, seen_at: datetime, *, policy: Policy) -> datetime:
    """When to look again after `step`: soon after a miss, at the link's own hour otherwise.

    A live link whose page has been the same for months (a 304, or the same bytes) is looked at less
    often, up to weekly; one that was asked for and never came, weekly and then monthly.
    """
    if step.next_look_in < policy.every:
        return seen_at + step.next_look_in
    days = _days_between(link, step.standing, seen_at)
    wanted = seen_at + policy.every * days
    own = place_in_day(pair_key(link.referring_page, link.target))
    midnight = wanted.replace(hour=0, minute=0, second=0, microsecond=0)
    candidates = [midnight + own + timedelta(days=shift) for shift in (-1, 0, 1)]
    soon_enough = [moment for moment in candidates if moment - seen_at >= policy.every / 2]
    return min(soon_enough, key=lambda moment: abs(moment - wanted))


def _days_between(link: TrackedLink, standing: Standing, now: datetime) -> int:
    if standing.phase is Phase.AWAITED:
        begun = max(filter(None, (standing.since, standing.promised_at)), default=now)
        waited = now - begun
        return next((days for length, days in _AWAITED_STEPS if waited >= length), 1)
    if link.unchanged_since is None or link.standing.phase is not Phase.LIVE:
        return 1
    quiet = now - max(link.unchanged_since, link.standing.since or link.unchanged_since)
    return next((days for length, days in _QUIET_STEPS if quiet >= length), 1)


@dataclass(frozen=True, slots=True)
class RecentSites:
    """What the looks of the last hours found, site by site: the measure for doubting ourselves."""

    fine: frozenset[str] = frozenset()
    flipped: frozenset[str] = frozenset()
    """Sites of which every link that was fine is missing now, or cannot be told."""
    doubting: bool = False
    """Whether looks are being held back already."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding pairs did."""

    new: int
    known: int
    """Pairs that were tracked already."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with what it is known by."""

    key: str
    """Made of the link and what happened when, so that recording twice is once."""
    link_id: int | None
    """None: it is not about one tracked link."""
    target_domain: DomainName
    referring_domain: DomainName | None
    event: Event
    wrong_by: str | None = None
    """Who said Wrong alert."""
    was_wrong: bool | None = None
    """What our own look-back said; None: not looked yet."""

    @property
    def subject(self) -> str:
        """What it is about: of two events about the same, the later one can undo the earlier.

        A tracked link, else a page and what it links to, else (of a page of ours) that page alone.
        """
        if self.link_id is not None:
            return f"link:{self.link_id}"
        return f"pair:{self.event.referring_page} {self.event.target}"


def event_key(link_id: int, event: Event) -> str:
    """The name of an event of a tracked link."""
    return f"{link_id}:{event.kind.value}:{event.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """Something to be posted, decided together with its events."""

    dedup_key: str
    """The same post planned twice is posted once."""
    channel: str
    kind: str
    """Which renderer draws it, when it is sent: what it shows is then as it is then."""
    payload: Mapping[str, Any]
    """JSON: ids of what it is about."""
    not_before: datetime
    events: tuple[str, ...] = ()
    """Keys of the events that it tells; it is kept only if one of them is new."""


class PostState(StrEnum):
    """Where a post is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    DIGEST = "digest"
    """Left to the channel's digest: its budget of the day was used up, or it came too late."""
    OVER = "over"
    """Nobody heard of it: what it tells was good again before its time came."""
    REFUSED = "refused"
    """Slack refuses it for good (archived, bot removed); kept, and its watch's owner was told."""


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post that somebody claimed in order to send it."""

    id: int
    post: PlannedPost
    created_at: datetime
    attempts: int
    uncertain: bool = False
    """An earlier try may have reached Slack: it was cut off before anybody knew."""


@dataclass(frozen=True, slots=True)
class Recording:
    """All that one look at one tracked link changes, kept in one transaction."""

    link: TrackedLink
    """As it was when it was claimed."""
    seen: Observation
    standing: Standing
    next_look_at: datetime
    unchanged_since: datetime | None
    events: tuple[StoredEvent, ...] = ()
