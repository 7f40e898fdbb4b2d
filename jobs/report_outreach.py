"""Posts the week of outreach to the channels that have a digest, on Mondays."""

import logging

from bot.deps import Deps
from bot.errors import DeliveryError
from bot.prospecting import rules_of
from bot.services.weekly_report import claim_reports
from bot.slack.prospect_list import weekly

log = logging.getLogger(__name__)


async def report_outreach(deps: Deps) -> None:
    """Safe to run twice: a ledger keeps one report per channel and week."""
    reports = await claim_reports(
        prospects=deps.prospects,
        watches=deps.watches,
        ledger=deps.reminders,
        clock=deps.clock,
        late_after=rules_of(deps).late_after,
    )
    for one in reports:
        try:
            await deps.poster.post(one.channel, weekly(one.figures, day=one.day))
        except DeliveryError as error:
            log.warning("a weekly report was not posted: %s", error.code)
