"""What the checker saw moves prospects; owners are told what is due, once a day."""

import logging

from bot.deps import Deps
from bot.domain.outreach_posts import reminder_post
from bot.domain.prospects import is_user
from bot.prospecting import rules_of, tell_changed, zone_of
from bot.services import prospect_loop, remind

log = logging.getLogger(__name__)


async def hear_checker(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was heard is kept with the prospect, and told by the outbox."""
    hearing = prospect_loop.Hearing(
        events=deps.events,
        observations=deps.observations,
        tracked=deps.tracked_links,
        fetcher=deps.fetcher,
        prospects=deps.prospects,
        ledger=deps.reminders,
        outbox=deps.outbox,
        clock=deps.clock,
    )
    news = await hearing.hear_events()
    for one in news:
        await tell_changed(deps, one.prospect)
    if news:
        log.info("prospects moved by the checker: %d", len(news))


async def remind_owners(deps: Deps) -> None:
    """Plan each owner's reminder: from nine, on working days, in their own zone.

    Safe to run twice, and to kill: it is planned before its day is taken, and the outbox keeps one.
    """

    async def zones(user: str) -> str | None:
        return await zone_of(user, deps)

    await remind.wake_sleepers(prospects=deps.prospects, zones=zones, clock=deps.clock)
    due = await remind.due_reminders(
        prospects=deps.prospects,
        ledger=deps.reminders,
        zones=zones,
        clock=deps.clock,
        rules=rules_of(deps),
    )
    for one in due:
        if is_user(one.owner):
            now = deps.clock()
            await deps.outbox.plan_posts([reminder_post(one.owner, one.day, now=now)], now=now)
        await deps.reminders.claim_reminder(one.owner, one.day)
