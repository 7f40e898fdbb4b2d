"""Looks at links that a source no longer vouches for, before anybody hears of a loss."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.events import Policy
from bot.domain.names import Target
from bot.domain.review import SAME_ANSWER_SITES, same_answer_sites
from bot.domain.source_news import LossStep, SourceLoss, see_loss
from bot.domain.verdicts import Observation, State
from bot.errors import StoreError
from bot.ports import Clock, ObservationStore, PageFetcher, SourceLossStore, TrackedLinkStore
from bot.services.look import look
from bot.services.rate_events import Rater, unrated
from bot.services.run_checks import LEASE, Planner, no_posts

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
    same bytes we suspect what stands between us and them, and look again later.
    """
    due = await losses.claim_due_losses(now=clock(), limit=BATCH, lease=LEASE)
    seen: list[tuple[SourceLoss, Observation]] = []
    for loss in due:
        is_tracked = await links.tracked_pair(loss.referring_page, Target(loss.target_domain))
        found = None if is_tracked else await _look_at(loss, observations, fetcher, clock)
        if found is None:
            await losses.record_loss(loss, LossStep(loss.standing, None), at=clock())
        else:
            seen.append((loss, found))
    is_doubtful = (
        same_answer_sites((str(loss.referring_domain), found) for loss, found in seen)
        >= SAME_ANSWER_SITES
    )
    for loss, found in seen:
        step = see_loss(loss, found, policy=policy)
        if is_doubtful and found.state is State.LOST:
            step = LossStep(loss.standing, _AFTER_DOUBT)
        events = await rate(step.events)
        posts = await plan(events, clock()) if events else ()
        step = replace(step, events=tuple(events))
        await losses.record_loss(loss, step, at=found.checked_at, posts=posts)
    return len(due)


async def _look_at(
    loss: SourceLoss, observations: ObservationStore, fetcher: PageFetcher, clock: Clock
) -> Observation | None:
    """None: our own program fails on this page, so nobody hears of it."""
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
