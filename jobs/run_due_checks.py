"""Looks at the tracked links that are due, batch after batch, until none is."""

import logging

from bot.deps import Deps
from bot.services.run_checks import run_due
from bot.watching import planning, rater

log = logging.getLogger(__name__)


async def run_due_checks(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was not recorded is due again after its lease."""
    while True:
        summary = await run_due(
            links=deps.tracked_links,
            observations=deps.observations,
            fetcher=deps.fetcher,
            clock=deps.clock,
            policy=deps.policy,
            plan=planning(deps).plan,
            rate=rater(deps),
            plan_doubt=planning(deps).plan_doubt,
        )
        if not summary.looked_at:
            return
        log.info("checks ran: %d links, %d events", summary.looked_at, len(summary.events))
