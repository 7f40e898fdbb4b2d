"""Tracked links, what each look saw, and the events that came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.backlinks import DomainName
    from bot.domain.findings import LookCounts
    from bot.domain.names import Target
    from bot.domain.source_news import LossStep, SourceLoss
    from bot.domain.target_pages import TargetPage, TargetStanding, TargetStep
    from bot.domain.tracking import (
        Added,
        NewLink,
        PlannedPost,
        RecentSites,
        Recording,
        StoredEvent,
        TrackedLink,
    )
    from bot.domain.type_mix import TypeMix
    from bot.domain.verdicts import Observation


class ObservationStore(Protocol):
    """Keeps every look at a link whole. Each method is one transaction."""

    async def save_observations(self, observations: Sequence[Observation]) -> None:
        """Keep them; the same look twice is kept once."""

    async def latest_observation(self, referring_page: str, target: str) -> Observation | None:
        """The newest look at a pair; None when nobody looked yet."""

    async def observations_of(
        self, referring_page: str, target: str, *, limit: int
    ) -> tuple[Observation, ...]:
        """The looks at a pair, newest first."""

    async def last_live(self, referring_page: str, target: str) -> Observation | None:
        """The newest look at a pair that saw the link; None: none did."""

    async def newest_by_domain(self, target: Target) -> Mapping[DomainName, Observation]:
        """One look for each referring site: of its pages' newest looks a live one, else a lost one."""

    async def count_looks(self, target: Target) -> Mapping[DomainName, LookCounts]:
        """For each referring site how many of its pages' newest looks are in which state."""


class LookHistory(Protocol):
    """The looks of all pairs over time."""

    async def looks_as_of(
        self, target: Target, moment: datetime, *, limit: int
    ) -> tuple[Observation, ...]:
        """Of each pair of a target the newest look at or before a moment, by page."""

    async def type_history(
        self, target: Target, moments: Callable[[datetime], Sequence[datetime]]
    ) -> tuple[TypeMix, ...]:
        """The types of a target's live links at moments, chosen from when the first was seen live.

        Empty: none ever was.
        """

    async def thin_out(self, *, before: datetime) -> int:
        """Of older looks keep each pair's first, last and every change; returns how many went.

        Each step is a transaction of its own, so that nobody waits for it.
        """


class DueLinks(Protocol):
    """Links to look at now, and where the looks are kept. Each method is one transaction."""

    async def claim_due(
        self, *, now: datetime, limit: int, lease: timedelta, per_host: int | None = None
    ) -> tuple[TrackedLink, ...]:
        """Links that are due, oldest first, and nobody else's until the lease ends or they are recorded.

        At most `per_host` links of one host. Ignored and snoozed links are never due. A claim that
        ends later than the lease allows was made before the clock was set back: it counts no more.
        """

    async def claim_controls(
        self, *, now: datetime, limit: int, lease: timedelta, without: Collection[str]
    ) -> tuple[TrackedLink, ...]:
        """Links that were fine at their newest look, one a site, none of the sites `without`; claimed."""

    async def recent_sites(self, *, since: datetime, flipped_since: datetime) -> RecentSites:
        """Of the sites looked at since then: which are fine, and which flipped after `flipped_since`.

        Those whose looks are held back count as flipped.
        """

    async def record(
        self, recordings: Sequence[Recording], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep looks, standings, events and the posts that tell them, all or none; gives claims back.

        Returns the events that were new. A recording of a link that is no longer tracked, or that is
        older than its newest look, is left out.
        """

    async def give_back(self, link_ids: Sequence[int], *, next_look_at: datetime) -> None:
        """Give claims back without a look."""

    async def hold_back(
        self,
        next_looks: Mapping[int, datetime],
        *,
        now: datetime,
        posts: Sequence[PlannedPost] = (),
    ) -> None:
        """Give claims back, each to its next look, as doubted from now on; with posts that say so."""


class TrackedLinkStore(DueLinks, Protocol):
    """The tracked links, their looks and events. Each method is one transaction."""

    async def track(self, links: Sequence[NewLink], *, now: datetime) -> Added:
        """Begin to track; a pair that is tracked already stays as it is (a promise is noted)."""

    async def untrack(self, referring_page: str | None, target: Target) -> int:
        """Track no longer: one pair, or (with None) every pair of the target. Returns how many."""

    async def tracked(
        self, target: Target | None, *, limit: int, offset: int = 0, state: str | None = None
    ) -> tuple[TrackedLink, ...]:
        """A page of the links of a target (None: of all), by page; `state` is a `shown_state`."""

    async def tracked_pair(self, referring_page: str, target: Target) -> TrackedLink | None:
        """The link of a pair; None: it is not tracked."""

    async def tracked_by_id(self, link_id: int) -> TrackedLink | None:
        """One link; None: it is tracked no more."""

    async def tracked_by_ids(self, link_ids: Iterable[int]) -> Mapping[int, TrackedLink]:
        """Links by their ids; those that are tracked no more are left out."""

    async def count_states(self, target: Target | None) -> Mapping[str, int]:
        """How many links are in each `shown_state`."""

    async def look_soon(self, link_id: int, *, at: datetime) -> None:
        """Make a link due at that time."""

    async def change(
        self,
        link_id: int,
        *,
        owner: str | None = None,
        snoozed_until: datetime | None = None,
        ignored: bool | None = None,
    ) -> TrackedLink | None:
        """Change what people decide of a link; None leaves a property as it is."""


class SourceLossStore(Protocol):
    """Links that a source no longer vouches for, until our own looks settle them. Each is one transaction."""

    async def claim_due_losses(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[SourceLoss, ...]:
        """Those to look at now, and nobody else's until the lease ends or they are recorded."""

    async def record_loss(
        self, loss: SourceLoss, step: LossStep, *, at: datetime, posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep what a look made of it, with its events and their posts, all or none."""


class TargetPageStore(Protocol):
    """The pages of ours that tracked links lead to. Each method is one transaction."""

    async def claim_due_pages(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[TargetPage, ...]:
        """Pages that live tracked links lead to and that are due; new ones are due at once."""

    async def record_page(
        self, page: TargetPage, step: TargetStep, *, at: datetime, posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep a look with its events and their posts, all or none; gives the claim back."""

    async def broken_pages(self, target: Target) -> tuple[str, ...]:
        """The target's pages that were seen broken twice and that live tracked links lead to, by URL."""

    async def look_soon(self, url: str, *, at: datetime) -> None:
        """Make a page that is known due at that time."""

    async def standing_of(self, url: str) -> TargetStanding | None:
        """What the looks at a page add up to; None: it is not known."""


class EventStore(Protocol):
    """What happened. Each method is one transaction."""

    async def add_events(
        self, events: Sequence[StoredEvent], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep events that belong to no look, with their posts; returns those that were new."""

    async def events_between(
        self, target: Target | None, *, since: datetime, until: datetime, limit: int = 10_000
    ) -> tuple[StoredEvent, ...]:
        """Events with `since` <= time < `until`, oldest first."""

    async def event(self, key: str) -> StoredEvent | None:
        """One event by its key."""

    async def events_of(self, keys: Sequence[str]) -> tuple[StoredEvent, ...]:
        """The events of these keys, oldest first; unknown keys are left out."""

    async def mark_wrong(self, key: str, *, by: str) -> StoredEvent | None:
        """A person says that an alert was wrong; the first one to say so stands."""

    async def due_look_backs(self, *, before: datetime, limit: int) -> tuple[StoredEvent, ...]:
        """Losses told before that time that nobody looked back at yet."""

    async def looked_back(self, key: str, *, was_wrong: bool | None, at: datetime) -> None:
        """What the look-back said; None: it could not tell."""
