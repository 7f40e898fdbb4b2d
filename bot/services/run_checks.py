"""The checks that are due: looked at, reviewed, and recorded with their events and posts."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.domain.events import Phase, Policy, advance
from bot.domain.names import Target
from bot.domain.review import Result, review
from bot.domain.tracking import (
    PlannedPost,
    Recording,
    StoredEvent,
    TrackedLink,
    event_key,
    next_look,
)
from bot.domain.verdicts import Observation
from bot.ports import Clock, ObservationStore, PageFetcher, TrackedLinkStore
from bot.services.verify_links import look_at

log = logging.getLogger(__name__)

Planner: TypeAlias = Callable[[Sequence[StoredEvent], datetime], Awaitable[Sequence[PlannedPost]]]
"""What is to be posted of a run's events, decided before they are kept, so that both are kept at once."""

BATCH: Final = 400
LEASE: Final = timedelta(minutes=15)
"""A run that was killed gives its links back after this time."""
HELD_BACK_FOR: Final = timedelta(minutes=20)
_PAGES_AT_ONCE: Final = 100
_EARLIER_LOOKS: Final = 20


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one batch did."""

    looked_at: int = 0
    events: tuple[StoredEvent, ...] = ()
    held_back: str = ""
    """Why nothing of it counts; empty when it does."""


async def no_posts(_events: Sequence[StoredEvent], _now: datetime) -> Sequence[PlannedPost]:
    """A planner for when no channel watches."""
    return ()


async def run_due(
    *,
    links: TrackedLinkStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
    plan: Planner = no_posts,
    batch: int = BATCH,
) -> RunSummary:
    """Look at one batch of due links. Safe to kill at any moment: what is not recorded is due again.

    1. Claim what is due; nobody else looks at it until the lease ends.
    2. Fetch each page once for all its targets.
    3. Review the whole batch: when too much failed at once, nothing of it counts.
    4. Record every look with its events and the posts that tell them, in one transaction.
    """
    now = clock()
    due = await links.claim_due(now=now, limit=batch, lease=LEASE)
    if not due:
        return RunSummary()
    results = await _look_at_all(
        due, observations=observations, fetcher=fetcher, clock=clock, policy=policy
    )
    verdict = review(results)
    if verdict.hold_back:
        log.warning("a run was held back: %d links", len(results))
        again = clock() + HELD_BACK_FOR
        await links.give_back([link.id for link in due], next_look_at=again)
        return RunSummary(looked_at=len(results), held_back=verdict.sentence)
    recordings = [_recording(result, policy) for result in results]
    happened = [event for recording in recordings for event in recording.events]
    posts = await plan(happened, clock()) if happened else ()
    events = await links.record(recordings, posts)
    return RunSummary(looked_at=len(results), events=events)


async def _look_at_all(
    due: Sequence[TrackedLink],
    *,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
) -> list[Result]:
    pages: dict[str, list[TrackedLink]] = defaultdict(list)
    for link in due:
        pages[link.referring_page].append(link)
    room = asyncio.Semaphore(_PAGES_AT_ONCE)

    async def visit(page: str, links: Sequence[TrackedLink]) -> list[Result]:
        async with room:
            return await _look_at_page(
                page, links, observations=observations, fetcher=fetcher, clock=clock, policy=policy
            )

    visits = await asyncio.gather(*(visit(page, links) for page, links in pages.items()))
    return [result for visit_results in visits for result in visit_results]


async def _look_at_page(
    page: str,
    links: Sequence[TrackedLink],
    *,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
) -> list[Result]:
    """One page for all its links. A look that confirms or ends something goes through a fresh connection."""
    targets = list({link.target: None for link in links})
    fresh = any(_is_confirming(link) for link in links)
    earlier: list[Observation] = []
    previous: dict[Target, Observation] = {}
    for target in targets:
        looks = await observations.observations_of(page, str(target), limit=_EARLIER_LOOKS)
        earlier += looks
        if looks:
            previous[target] = looks[0]
    seen = await look_at(
        page,
        targets,
        fetcher=fetcher,
        clock=clock,
        fresh=fresh,
        previous=None if fresh else previous,
        earlier=earlier,
    )
    by_target: Mapping[Target, Observation] = dict(zip(targets, seen, strict=True))
    return [
        Result(
            link,
            by_target[link.target],
            advance(link.standing, by_target[link.target], policy=policy),
            unchanged=_is_unchanged(previous.get(link.target), by_target[link.target]),
        )
        for link in links
    ]


def _is_unchanged(before: Observation | None, seen: Observation) -> bool:
    same = before is not None and before.evidence.sha256 == seen.evidence.sha256
    return same and seen.evidence.sha256 is not None


def _is_confirming(link: TrackedLink) -> bool:
    standing = link.standing
    return standing.missing_since is not None or standing.phase is Phase.LOST


def _recording(result: Result, policy: Policy) -> Recording:
    link, seen, step = result.link, result.seen, result.step
    events = tuple(
        StoredEvent(
            key=event_key(link.id, event),
            link_id=link.id,
            target_domain=link.target.domain,
            referring_domain=link.referring_domain,
            event=event,
        )
        for event in step.events
    )
    unchanged_since = (link.unchanged_since or seen.checked_at) if result.unchanged else None
    return Recording(
        link=link,
        seen=seen,
        standing=step.standing,
        next_look_at=next_look(link, step, seen.checked_at, policy=policy),
        unchanged_since=unchanged_since,
        events=events,
    )
