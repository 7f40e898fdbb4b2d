"""How the posts of outreach look when they are sent: as things are then, put together from Deps."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.deps import Deps
from bot.domain import outreach_posts as kinds
from bot.message import Message
from bot.ports import Posted
from bot.prospecting import card_for, due_of_person, rules_of, today_of
from bot.services import outreach
from bot.services.deliver import OtherKind
from bot.services.weekly_report import report_of
from bot.slack import reminders
from bot.slack.prospect_list import weekly

Payload = Mapping[str, Any]


def outreach_kinds(deps: Deps) -> Mapping[str, OtherKind]:
    """For the sender: each kind of post that outreach plans, and how it is drawn."""

    async def news(payload: Payload) -> Message | None:
        prospect = await outreach.prospect_or_none(
            int(payload["prospect"]), prospects=deps.prospects
        )
        if prospect is None:
            return None
        return await card_for(prospect.owner or "", deps, prospect)

    async def stands(payload: Payload, posted: Posted) -> None:
        await deps.prospects.card_stands(int(payload["prospect"]), posted)

    async def reminder(payload: Payload) -> Message | None:
        owner = str(payload["owner"])
        today = await today_of(owner, deps)
        if today.isoformat() != payload["day"]:
            return None  # Slack was out of reach all day, and the new day has its own
        due = await due_of_person(owner, deps)
        return reminders.reminder(due) if due else None

    async def report(payload: Payload) -> Message | None:
        watches = await deps.watches.watches(channel=str(payload["channel"]))
        figures = await report_of(
            [watch.target.domain for watch in watches],
            prospects=deps.prospects,
            now=deps.clock(),
            late_after=rules_of(deps).late_after,
        )
        if not figures.all.contacted:
            return None
        return weekly(figures, day=date.fromisoformat(str(payload["day"])))

    return {
        kinds.NEWS: OtherKind(news, stands),
        kinds.REMINDER: OtherKind(reminder),
        kinds.REPORT: OtherKind(report),
    }
