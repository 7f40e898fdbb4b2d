"""The checks that are due: looked at, reviewed, and recorded with their events and posts."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.domain.events import Phase, Policy, Step, advance, overdue
from bot.domain.names import Target
from bot.domain.own_network import asked_for, needs_our_own, second_opinion
from bot.domain.review import (
    CONTROLS,
    Result,
    Review,
    looks_after_doubt,
    needs_controls,
    review,
    window_begin,
)
from bot.domain.tracking import (
    PlannedPost,
    Recording,
    StoredEvent,
    TrackedLink,
    event_key,
    next_look,
)
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import StoreError
from bot.ports import Clock, DueLinks, ObservationStore, PageFetcher
from bot.services.our_own_site import ask_our_own
from bot.services.rate_events import Rater, unrated
from bot.services.verify_links import look_at

log = logging.getLogger(__name__)

Planner: TypeAlias = Callable[[Sequence[StoredEvent], datetime], Awaitable[Sequence[PlannedPost]]]
"""What is to be posted of a run's events, decided before they are kept, so that both are kept at once."""

DoubtPlanner: TypeAlias = Callable[[str, datetime], Awaitable[Sequence[PlannedPost]]]
"""Who is told, in one line, that we suspect ourselves, and why."""

BATCH: Final = 400
PER_HOST: Final = 5
"""Of one batch: with the longest pause that a host may ask for (30 s) they end well within the lease."""
LEASE: Final = timedelta(minutes=15)
"""A run that was killed gives its links back after this time."""
AFTER_A_FAULT: Final = timedelta(hours=1)
"""A link that our own program fails on is tried again after this time."""
_PAGES_AT_ONCE: Final = 100
_EARLIER_LOOKS: Final = 50


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one batch did."""

    looked_at: int = 0
    events: tuple[StoredEvent, ...] = ()
    held_back: str = ""
    """Why some looks do not count; empty when all do."""
    faults: int = 0
    """Links on which our own program failed; the others are none the worse."""


async def no_posts(_events: Sequence[StoredEvent], _now: datetime) -> Sequence[PlannedPost]:
    """A planner for when no channel watches."""
    return ()


async def no_doubt_posts(_sentence: str, _now: datetime) -> Sequence[PlannedPost]:
    """A doubt that is told nobody; it stands in the log."""
    return ()


async def run_due(
    *,
    links: DueLinks,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
    plan: Planner = no_posts,
    plan_doubt: DoubtPlanner = no_doubt_posts,
    rate: Rater = unrated,
    batch: int = BATCH,
) -> RunSummary:
    """Look at one batch of due links. Safe to kill at any moment: what is not recorded is due again.

    1. Claim what is due, few links a host; nobody else looks at it until the lease ends.
    2. Fetch each page once for all its targets.
    3. Where a loss would be told that no other look speaks for: look at links that were fine, too.
    4. Review the whole batch: when too much failed at once, its failures are held back. Where too few
       other sites were fine, our own home page is asked for a second opinion.
    5. Rate the links of every other look's events, and record the looks with their events and the posts
       that tell them, in one transaction.
    """
    due = await links.claim_due(now=clock(), limit=batch, lease=LEASE, per_host=PER_HOST)
    if not due:
        return RunSummary()
    results = await _look_at_all(
        due, observations=observations, fetcher=fetcher, clock=clock, policy=policy
    )
    begin = window_begin(results, policy=policy, now=clock())
    recent = await links.recent_sites(since=begin, flipped_since=begin)
    if needs_controls(results, recent):
        sites = {str(link.referring_domain) for link in due}
        controls = await links.claim_controls(
            now=clock(), limit=CONTROLS, lease=LEASE, without=sites
        )
        due = (*due, *controls)
        results += await _look_at_all(
            controls, observations=observations, fetcher=fetcher, clock=clock, policy=policy
        )
    await _give_back_the_rest(due, results, links=links, now=clock())
    verdict = review(results, recent, now=clock())
    if needs_our_own(verdict.believed, recent):
        verdict = second_opinion(verdict, await ask_our_own(asked_for(verdict.believed), fetcher))
    if verdict.held_back:
        await _hold_back(verdict, links=links, now=clock(), plan_doubt=plan_doubt)
    recordings = [_recording(result, policy) for result in verdict.believed]
    recordings = await _rated(recordings, rate)
    happened = [event for recording in recordings for event in recording.events]
    posts = await _planned(happened, plan, clock()) if happened else ()
    return RunSummary(
        looked_at=len(due),
        events=await links.record(recordings, posts),
        held_back=verdict.sentence,
        faults=len(due) - len(results),
    )


async def _rated(recordings: list[Recording], rate: Rater) -> list[Recording]:
    happened = [event for recording in recordings for event in recording.events]
    if not happened:
        return recordings
    try:
        rated = {stored.key: stored for stored in await rate(happened)}
    except StoreError:
        raise
    except Exception:
        # How good a link is can be said later; that it is lost cannot wait for it.
        log.exception("%d events could not be rated", len(happened))
        return recordings
    return [
        replace(one, events=tuple(rated.get(e.key, e) for e in one.events)) for one in recordings
    ]


async def _planned(
    happened: Sequence[StoredEvent], plan: Planner, now: datetime
) -> Sequence[PlannedPost]:
    """The posts of a run; an event that our own program cannot plan is kept without, and stops no other."""
    try:
        return await plan(happened, now)
    except StoreError:
        raise
    except Exception:
        log.exception("the posts of %d events could not be planned", len(happened))
    posts: list[PlannedPost] = []
    for stored in happened if len(happened) > 1 else ():
        posts += await _planned([stored], plan, now)
    return posts


async def _give_back_the_rest(
    due: Sequence[TrackedLink], results: Sequence[Result], *, links: DueLinks, now: datetime
) -> None:
    looked_at = {result.link.id for result in results}
    rest = [link.id for link in due if link.id not in looked_at]
    if rest:
        await links.give_back(rest, next_look_at=now + AFTER_A_FAULT)


async def _hold_back(
    verdict: Review, *, links: DueLinks, now: datetime, plan_doubt: DoubtPlanner
) -> None:
    log.warning("looks were held back: %d links", len(verdict.held_back))
    posts = await plan_doubt(verdict.sentence, now) if verdict.is_new else ()
    await links.hold_back(looks_after_doubt(verdict.held_back, now=now), now=now, posts=posts)


async def _look_at_all(
    due: Sequence[TrackedLink],
    *,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
) -> list[Result]:
    """The results of all pages but those that our own program fails on."""
    pages: dict[str, list[TrackedLink]] = defaultdict(list)
    for link in due:
        pages[link.referring_page].append(link)
    room = asyncio.Semaphore(_PAGES_AT_ONCE)

    async def visit(page: str, links: Sequence[TrackedLink]) -> list[Result]:
        async with room:
            try:
                return await _look_at_page(
                    page,
                    links,
                    observations=observations,
                    fetcher=fetcher,
                    clock=clock,
                    policy=policy,
                )
            except StoreError:
                raise
            except Exception:
                # One page of a stranger must not stop the run for ever, whatever it does to us.
                log.exception("a look failed: link %d", links[0].id)
                return []

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
    previous: dict[Target, Observation] = {}
    earlier: list[Observation] = []
    for target in targets:
        newest = await observations.latest_observation(page, str(target))
        if newest is None:
            continue
        previous[target] = newest
        if newest.reason in (Reason.DNS_ERROR, Reason.DOMAIN_GONE):
            earlier += await observations.observations_of(page, str(target), limit=_EARLIER_LOOKS)
    seen = await look_at(
        page,
        targets,
        fetcher=fetcher,
        clock=clock,
        fresh=fresh,
        previous=previous,
        earlier=earlier,
        last_live=observations.last_live,
    )
    by_target = dict(zip(targets, seen, strict=True))
    return [
        Result(
            link,
            by_target[link.target],
            _step(link, by_target[link.target], policy),
            unchanged=_is_unchanged(previous.get(link.target), by_target[link.target]),
        )
        for link in links
    ]


def _step(link: TrackedLink, seen: Observation, policy: Policy) -> Step:
    """What the look changes; a promise is overdue only by a look that read the page and saw no link."""
    step = advance(link.standing, seen, policy=policy)
    if seen.state is not State.LOST:
        return step
    late = overdue(
        step.standing, link.referring_page, str(link.target), now=seen.checked_at, policy=policy
    )
    return Step(late.standing, (*step.events, *late.events), step.next_look_in)


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
