"""What the checker saw moves prospects; owners are told what is due, once a day."""

import logging

from bot.deps import Deps
from bot.domain.prospects import Action, Prospect
from bot.errors import DeliveryError
from bot.prospecting import post_card, rules_of, tell_changed, zone_of
from bot.services import prospect_loop, remind
from bot.slack import prospects as drawn
from bot.slack import reminders

log = logging.getLogger(__name__)


async def hear_checker(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was heard is kept with the prospect."""
    hearing = prospect_loop.Hearing(
        events=deps.events,
        observations=deps.observations,
        tracked=deps.tracked_links,
        fetcher=deps.fetcher,
        prospects=deps.prospects,
        ledger=deps.reminders,
        clock=deps.clock,
    )
    news = await hearing.hear_events()
    for one in news:
        await _tell(deps, one.prospect)
    if news:
        log.info("prospects moved by the checker: %d", len(news))


async def _tell(deps: Deps, prospect: Prospect) -> None:
    """Edit the messages that show it, and tell its owner of what was won or lost."""
    await tell_changed(deps, prospect)
    told = prospect.moves[-1].action in (Action.WON, Action.LINK_LOST)
    if told and prospect.owner and drawn.is_user(prospect.owner):
        try:
            await post_card(prospect.owner, deps, prospect)
        except DeliveryError as error:
            log.warning("an owner was not told: %s", error.code)


async def remind_owners(deps: Deps) -> None:
    """Each owner's due prospects as a direct message: from nine, on working days, in their own zone."""

    async def zones(user: str) -> str | None:
        return await zone_of(user, deps)

    await remind.wake_sleepers(prospects=deps.prospects, zones=zones, clock=deps.clock)
    claimed = await remind.claim_reminders(
        prospects=deps.prospects,
        ledger=deps.reminders,
        zones=zones,
        clock=deps.clock,
        rules=rules_of(deps),
    )
    for one in claimed:
        if not drawn.is_user(one.owner):
            continue
        try:
            await deps.poster.post(one.owner, reminders.reminder(one.due))
        except DeliveryError as error:
            log.warning("a reminder was not sent: %s", error.code)
