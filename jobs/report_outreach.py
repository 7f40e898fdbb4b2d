"""Plans the week of outreach for the channels that have a digest, on Mondays."""

from bot.deps import Deps
from bot.domain.outreach_posts import report_post
from bot.prospecting import rules_of
from bot.services.weekly_report import due_reports, week_key


async def report_outreach(deps: Deps) -> None:
    """Safe to run twice, and to kill: planned before the week is taken, and the outbox keeps one.

    What a channel refuses is tried again by the outbox, which draws the figures as they are then.
    """
    reports = await due_reports(
        prospects=deps.prospects,
        watches=deps.watches,
        ledger=deps.reminders,
        clock=deps.clock,
        late_after=rules_of(deps).late_after,
    )
    for one in reports:
        now = deps.clock()
        await deps.outbox.plan_posts([report_post(one.channel, one.day, now=now)], now=now)
        await deps.reminders.claim_reminder(week_key(one.channel), one.day)
