"""What outreach posts of its own accord: decided here, drawn when it is sent, sent by the outbox once."""

from datetime import date, datetime
from typing import Final

from bot.domain.prospects import Action, Prospect
from bot.domain.tracking import PlannedPost

NEWS: Final = "prospect_news"
"""The card of a prospect that the checker won or lost, for its owner."""
REMINDER: Final = "outreach_reminder"
REPORT: Final = "outreach_report"
_TOLD: Final = frozenset({Action.WON, Action.LINK_LOST})


def is_news(prospect: Prospect, at: datetime) -> bool:
    """Whether what the checker saw at that time is for the prospect's owner to know."""
    return any(move.action in _TOLD and move.at == at for move in prospect.moves)


def news_post(prospect: Prospect, event_key: str, *, now: datetime) -> PlannedPost:
    """One a prospect and event, however often it is planned."""
    return PlannedPost(
        dedup_key=f"{NEWS}:{prospect.id}:{event_key}",
        channel=prospect.owner or "",
        kind=NEWS,
        payload={"prospect": prospect.id},
        not_before=now,
    )


def reminder_post(owner: str, day: date, *, now: datetime) -> PlannedPost:
    """One a person and day of theirs."""
    return PlannedPost(
        dedup_key=f"{REMINDER}:{owner}:{day.isoformat()}",
        channel=owner,
        kind=REMINDER,
        payload={"owner": owner, "day": day.isoformat()},
        not_before=now,
    )


def report_post(channel: str, monday: date, *, now: datetime) -> PlannedPost:
    """One a channel and week."""
    return PlannedPost(
        dedup_key=f"{REPORT}:{channel}:{monday.isoformat()}",
        channel=channel,
        kind=REPORT,
        payload={"channel": channel, "day": monday.isoformat()},
        not_before=now,
    )
