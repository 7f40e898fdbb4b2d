"""Looks at links that a source no longer vouches for, before anybody hears of a loss."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.events import Policy
from bot.domain.names import Target
from bot.domain.own_network import home_pages, is_between
from bot.domain.review import SAME_ANSWER_SITES, same_answer_sites
from bot.domain.source_news import LossStep, SourceLoss, see_loss
from bot.domain.verdicts import Observation, State
from bot.errors import StoreError
from bot.ports import Clock, ObservationStore, PageFetcher, SourceLossStore, TrackedLinkStore
from bot.services.look import look
from bot.services.our_own_site import ask_our_own
from bot.services.rate_events import Rater, unrated
from bot.services.run_checks import AFTER_A_FAULT, LEASE, Planner, no_posts

log = logging.getLogger(__name__)

BATCH: Final = 50
_AFTER_DOUBT: Final = timedelta(hours=1)


async def check_source_losses(
    *,
    losses: SourceLossStore,
    links: TrackedLinkStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    policy: Policy,
    plan: Planner = no_posts,
    rate: Rater = unrated,
) -> int:
    """Look at a batch of due ones; returns how many. Safe to kill: what is not recorded is due again.

    A pair that somebody tracks by now is left to its own looks. Where unrelated sites answer with the
    same bytes, or our own site as they do, we suspect what stands between us and them, and look again
    later; a page on which our own program fails likewise.
    """
    due = await losses.claim_due_losses(now=clock(), limit=BATCH, lease=LEASE)
    seen: list[tuple[SourceLoss, Observation]] = []
    for loss in due:
        if await links.tracked_pair(loss.referring_page, Target(loss.target_domain)):
            await losses.record_loss(loss, LossStep(loss.standing, None), at=clock())
            continue
        found = await _look_at(loss, observations, fetcher, clock)
        if found is None:
            again = LossStep(loss.standing, AFTER_A_FAULT)
            await losses.record_loss(loss, again, at=clock())
            continue
        seen.append((loss, found))
    steps = [(loss, found, see_loss(loss, found, policy=policy)) for loss, found in seen]
    answers = await ask_our_own(_home_pages_of_losses(steps), fetcher)
    alike = same_answer_sites((str(loss.referring_domain), found) for loss, found in seen)
    for loss, found, decided in steps:
        is_doubtful = found.state is State.LOST and (
            alike >= SAME_ANSWER_SITES or any(is_between(found, answer) for answer in answers)
        )
        step = LossStep(loss.standing, _AFTER_DOUBT) if is_doubtful else decided
        events = await rate(step.events)
        posts = await plan(events, clock()) if events else ()
        step = replace(step, events=tuple(events))
        await losses.record_loss(loss, step, at=found.checked_at, posts=posts)
    return len(due)


def _home_pages_of_losses(
    steps: Sequence[tuple[SourceLoss, Observation, LossStep]],
) -> tuple[str, ...]:
    """Our sites to be asked before a loss is told; none where none would be."""
    return home_pages(
        dict.fromkeys(str(loss.target_domain) for loss, _, step in steps if step.events)
    )


async def _look_at(
    loss: SourceLoss, observations: ObservationStore, fetcher: PageFetcher, clock: Clock
) -> Observation | None:
    """None: our own program fails on this page."""
    try:
        return await look(
            loss.referring_page,
            Target(loss.target_domain),
            fetcher=fetcher,
            observations=observations,
            clock=clock,
            fresh=loss.standing.missing_since is not None,
        )
    except StoreError:
        raise
    except Exception:
        # One page of a stranger must not stop the run for ever, whatever it does to us.
        log.exception("a look at what a source calls gone failed: %d", loss.id)
        return None
