"""Look at some tracked links now, at a person's wish: the same look as by the clock, out of turn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.events import Policy
from bot.domain.tracking import PlannedPost, RecentSites, Recording, StoredEvent, TrackedLink
from bot.ports import Clock, ObservationStore, PageFetcher, TrackedLinkStore
from bot.services.rate_events import Rater, unrated
from bot.services.run_checks import Planner, RunSummary, run_due

MOST_LINKS: Final = 20
"""Looked at by one click; a group's other links have their own time."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The tracked links, with only some of them due. A look that came in between makes ours void."""

    links: TrackedLinkStore
    chosen: tuple[TrackedLink, ...]

    async def claim_due(
        self,
        *,
        now: datetime,  # noqa: ARG002  (the port's name; they are due because a person said so)
        limit: int,
        lease: timedelta,  # noqa: ARG002  (the port's name; a look that comes in between makes ours void)
        per_host: int | None = None,  # noqa: ARG002  (the port's name; the fetcher is polite by itself)
    ) -> tuple[TrackedLink, ...]:
        return self.chosen[:limit]

    async def claim_controls(
        self, *, now: datetime, limit: int, lease: timedelta, without: Collection[str]
    ) -> tuple[TrackedLink, ...]:
        return await self.links.claim_controls(now=now, limit=limit, lease=lease, without=without)

    async def record(
        self, recordings: Sequence[Recording], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        return await self.links.record(recordings, posts)

    async def recent_sites(self, *, since: datetime, flipped_since: datetime) -> RecentSites:
        return await self.links.recent_sites(since=since, flipped_since=flipped_since)

    async def hold_back(
        self,
        next_looks: Mapping[int, datetime],
        *,
        now: datetime,
        posts: Sequence[PlannedPost] = (),
    ) -> None:
        await self.links.hold_back(next_looks, now=now, posts=posts)

    async def give_back(self, link_ids: Sequence[int], *, next_look_at: datetime) -> None:
        await self.links.give_back(link_ids, next_look_at=next_look_at)


async def look_again(
    link_ids: Collection[int],
    *,
    links: TrackedLinkStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
    plan: Planner,
    rate: Rater = unrated,
) -> RunSummary:
    """Look at these links now; what the looks confirm is recorded and told like any other event."""
    found = [await links.tracked_by_id(link_id) for link_id in sorted(link_ids)[:MOST_LINKS]]
    return await run_due(
        links=_Chosen(links, tuple(link for link in found if link)),
        observations=observations,
        fetcher=fetcher,
        clock=clock,
        policy=policy,
        plan=plan,
        rate=rate,
    )
