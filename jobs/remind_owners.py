"""What the checker saw moves prospects; owners are told what is due, once a day."""

import logging
from zoneinfo import available_timezones

from bot.deps import Deps
from bot.domain.follow_ups import FollowUpRules, parse_days
from bot.domain.prospects import Action, Prospect
from bot.errors import DeliveryError
from bot.message import Message
from bot.services import outreach, prospect_loop, remind
from bot.slack import prospects as drawn
from bot.slack import reminders

log = logging.getLogger(__name__)


async def hear_checker(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was heard is kept with the prospect."""
    news = await prospect_loop.hear_events(
        events=deps.events, prospects=deps.prospects, ledger=deps.reminders, clock=deps.clock
    )
    for one in news:
        await _tell(deps, one.prospect)
    if news:
        log.info("prospects moved by the checker: %d", len(news))


async def _tell(deps: Deps, prospect: Prospect) -> None:
    """Edit the messages that show it, and tell its owner of what was won or lost."""
    card = await _card(deps, prospect)
    for posted in await deps.prospects.cards_of(prospect.id):
        try:
            await deps.poster.update(posted, card)
        except DeliveryError as error:
            log.warning("a prospect's card was not updated: %s", error.code)
    told = prospect.moves[-1].action in (Action.WON, Action.LINK_LOST)
    if told and prospect.owner and drawn.is_user(prospect.owner):
        try:
            posted = await deps.poster.post(prospect.owner, card)
        except DeliveryError as error:
            log.warning("an owner was not told: %s", error.code)
        else:
            await deps.prospects.card_stands(prospect.id, posted)


async def _card(deps: Deps, prospect: Prospect) -> Message:
    owner = prospect.owner or ""
    view = await outreach.view_of(
        prospect,
        person=owner,
        today=outreach.local_day(deps.clock(), await _zone(owner, deps)),
        prospects=deps.prospects,
        backlinks=deps.backlinks,
        clock=deps.clock,
        rules=_rules(deps),
    )
    return drawn.card(view)


async def remind_owners(deps: Deps) -> None:
    """Each owner's due prospects as a direct message: from nine, on working days, in their own zone."""

    async def zones(user: str) -> str | None:
        return await _zone(user, deps)

    await remind.wake_sleepers(prospects=deps.prospects, zones=zones, clock=deps.clock)
    claimed = await remind.claim_reminders(
        prospects=deps.prospects,
        ledger=deps.reminders,
        zones=zones,
        clock=deps.clock,
        rules=_rules(deps),
    )
    for one in claimed:
        if not drawn.is_user(one.owner):
            continue
        try:
            await deps.poster.post(one.owner, reminders.reminder(one.due))
        except DeliveryError as error:
            log.warning("a reminder was not sent: %s", error.code)


def _rules(deps: Deps) -> FollowUpRules:
    return FollowUpRules(working_days=parse_days(deps.settings.follow_up_days))


async def _zone(user: str, deps: Deps) -> str | None:
    if not drawn.is_user(user):
        return None
    try:
        zone = await deps.people.zone_of(user)
    except DeliveryError:
        return None
    return zone if zone in available_timezones() else None
