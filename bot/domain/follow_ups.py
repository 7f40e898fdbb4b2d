"""When a prospect is written to again: working days, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import WEEKEND
from bot.domain.prospects import Prospect, Status


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """How long we wait before we write again."""

    working_days: tuple[int, ...] = (3, 7)
    """Before the first follow-up, the second, ..."""
    give_up_after: timedelta = timedelta(days=14)
    """After the last follow-up."""
    late_after: timedelta = timedelta(hours=48)
    """How late a promise may be before its owner is reminded."""


def parse_days(names: Sequence[str]) -> tuple[int, ...]:
    """The setting FOLLOW_UP_DAYS as numbers.

    Raises:
        ValueError: one is no number from 1 to 365.
    """
    days = tuple(int(name) for name in names)
    if not days or any(not 1 <= day <= 365 for day in days):
        raise ValueError("days from 1 to 365")
    return days


def add_working_days(start: date, days: int) -> date:
    """The day that is so many working days (Monday to Friday) after `start`.

    >>> add_working_days(date(2026, 11, 20), 3), add_working_days(date(2026, 11, 21), 1)
    (datetime.date(2026, 11, 25), datetime.date(2026, 11, 23))
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() not in WEEKEND
    return day


def on_working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day if day.weekday() not in WEEKEND else add_working_days(day, 1)


def next_follow_up(follow_ups: int, today: date, rules: FollowUpRules) -> date:
    """When the next follow-up is due (or giving up), after so many were sent."""
    if follow_ups < len(rules.working_days):
        return add_working_days(today, rules.working_days[follow_ups])
    return on_working_day(today + rules.give_up_after)


class Duty(StrEnum):
    """What a prospect asks of its owner."""

    FOLLOW_UP = "follow_up"
    GIVE_UP = "give_up"
    """All follow-ups were sent: no reply is what it looks like."""
    ANSWER = "answer"
    """They wrote; it is our turn, or a date was set."""
    LATE_PROMISE = "late_promise"
    FIRST_LETTER = "first_letter"
    """A date was set for the first letter."""
    WAKE = "wake"


@dataclass(frozen=True, slots=True)
class Due:
    """A prospect that is due, and since when."""

    prospect: Prospect
    duty: Duty
    since: date


def due_of(prospect: Prospect, *, today: date, now: datetime, rules: FollowUpRules) -> Due | None:
    """What a prospect asks of its owner today; None: nothing.

    A promise is late 48 hours after the moment at which the link should have stood.
    """
    standing = prospect.standing
    if prospect.status is Status.AGREED and standing.agreed and standing.agreed.promised_at:
        late_at = standing.agreed.promised_at + rules.late_after
        snoozed = standing.follow_up_on and today < standing.follow_up_on
        return (
            Due(prospect, Duty.LATE_PROMISE, late_at.date())
            if now >= late_at and not snoozed
            else None
        )
    if prospect.status is Status.SNOOZED:
        until = standing.snoozed_until
        return Due(prospect, Duty.WAKE, until) if until and until <= today else None
    day = standing.follow_up_on
    if day is None or day > today:
        return None
    if prospect.status is Status.CONTACTED:
        given_up = standing.follow_ups >= len(rules.working_days)
        return Due(prospect, Duty.GIVE_UP if given_up else Duty.FOLLOW_UP, day)
    if prospect.status in (Status.REPLIED, Status.NEGOTIATING):
        return Due(prospect, Duty.ANSWER, day)
    return Due(prospect, Duty.FIRST_LETTER, day) if prospect.status is Status.NEW else None
