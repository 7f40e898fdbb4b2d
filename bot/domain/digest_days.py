"""When a channel's digest is owed: once for each of its local days, however the clocks are changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.watches import ChannelSettings, end_of_quiet, first_moment

LATE_AFTER: Final = timedelta(minutes=30)
"""A digest that comes later than this says so, and waits for the end of the quiet hours."""
_LOOKED_BACK: Final = 400
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwedDigest:
    """A local day whose digest should be posted now."""

    channel: str
    local_date: date
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """A local day whose digest somebody took on."""

    channel: str
    local_date: date
    claimed_at: datetime
    """When it was taken, or taken again after a failure."""
    sent_at: datetime | None = None
    attempts: int = 0
    """How often it could not be posted."""
    last_error: str | None = None
    """Slack's name of the newest failure; None: none yet."""
    told: tuple[str, ...] | None = None
    """The keys of the events that it tells; None: not decided yet."""


def owed(
    settings: ChannelSettings,
    *,
    newest: date | None,
    now: datetime,
    late_after: timedelta = LATE_AFTER,
) -> OwedDigest | None:
    """The digest that a channel should get now; None: none, or not yet.

    `newest` is the newest local day that was taken. Today's is owed once its time has come, yesterday's
    until then: after a downtime one digest tells it all, and never two. A late one waits for the end of
    the quiet hours, since nobody chose its time.
    """
    if settings.digest_at is None:
        return None
    today = settings.day_of(now)
    if newest is not None and newest > today + 2 * _DAY:
        newest = None  # taken by a clock that was set right since; the ledger has each day once
    for day in (today, today - _DAY):
        if newest is not None and day <= newest:
            return None
        due_at = due_time(settings, day)
        if due_at is None or due_at > now:
            continue
        is_late = now - due_at > late_after
        if is_late and end_of_quiet(settings, now) > now:
            return None
        return OwedDigest(settings.channel, day, due_at, is_late)
    return None


def due_time(settings: ChannelSettings, day: date) -> datetime | None:
    """The moment of a day's digest, in UTC; None: that day has none."""
    if settings.digest_at is None or day.weekday() not in settings.digest_days:
        return None
    if not exists(day, settings.tz):
        return None
    due_at = first_moment(day, settings.digest_at, settings.tz)
    begun = settings.digest_from
    return None if begun is not None and due_at < begun else due_at


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether a zone had that day: Samoa left one out to change the side of the date line.

    >>> exists(date(2011, 12, 30), ZoneInfo("Pacific/Apia")), exists(date(2011, 12, 31), ZoneInfo("Pacific/Apia"))
    (False, True)
    """
    return first_moment(day, time(0), zone).astimezone(zone).date() == day


def next_due(settings: ChannelSettings, *, newest: date | None, now: datetime) -> datetime | None:
    """When the next digest will come; None: digests are off."""
    today = settings.day_of(now)
    for shift in range(-1, 9):
        day = today + shift * _DAY
        due_at = due_time(settings, day)
        if due_at is not None and due_at > now and (newest is None or day > newest):
            return due_at
    return None


def days_between(settings: ChannelSettings, last: date | None, day: date) -> int:
    """How many of a channel's digests were left out between two of its days."""
    if last is None:
        return 0
    return sum(1 for _ in _digest_days(settings, last + _DAY, day))


def _digest_days(settings: ChannelSettings, first: date, end: date) -> Iterator[date]:
    day = max(first, end - _LOOKED_BACK * _DAY)
    while day < end:
        if due_time(settings, day) is not None:
            yield day
        day += _DAY


def switched_on(
    settings: ChannelSettings,
    *,
    at: time,
    zone: str,
    days: frozenset[int],
    by: str,
    now: datetime,
) -> ChannelSettings:
    """A channel that wants a digest from now on: an hour that has passed today is not made up for."""
    return replace(settings, digest_at=at, zone=zone, digest_days=days, set_by=by, digest_from=now)


def switched_off(settings: ChannelSettings) -> ChannelSettings:
    """A channel that wants none."""
    return replace(settings, digest_at=None, digest_from=None)
