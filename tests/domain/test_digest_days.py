"""A channel's digest is owed once for each of its local days, whatever is done to the clocks."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digest_days import days_between, due_time, exists, next_due, owed, switched_on
from bot.domain.watches import WORKDAYS, ChannelSettings, first_moment

DAY = timedelta(days=1)


def settings(zone: str = "Europe/Berlin", at: time | None = time(9)) -> ChannelSettings:
    return ChannelSettings("C1", zone=zone, digest_at=at)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# https://www.iana.org/time-zones, release 2026a: Berlin changes on 29 March and 25 October 2026 at 01:00Z,
# New York on 8 March at 07:00Z and 1 November at 06:00Z, Lord Howe by half an hour on 5 April at 15:00Z
# (of the day before) and 4 October; Kolkata never.
MOMENTS = [
    ("Europe/Berlin", "2026-03-28", "02:30", "2026-03-28T01:30"),
    ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30"),
    ("Europe/Berlin", "2026-03-30", "02:30", "2026-03-30T00:30"),
    ("Europe/Berlin", "2026-03-30", "00:00", "2026-03-29T22:00"),
    ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
    ("Europe/Berlin", "2026-10-26", "02:30", "2026-10-26T01:30"),
    ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30"),
    ("America/New_York", "2026-03-09", "00:15", "2026-03-09T04:15"),
    ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
    ("America/New_York", "2026-11-02", "01:30", "2026-11-02T06:30"),
    ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
    ("Australia/Lord_Howe", "2026-04-06", "01:45", "2026-04-05T15:15"),
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45"),
    ("Australia/Lord_Howe", "2026-10-05", "02:15", "2026-10-04T15:15"),
    ("Asia/Kolkata", "2026-03-29", "02:30", "2026-03-28T21:00"),
    ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:30"),
]


@pytest.mark.parametrize(("zone", "day", "at", "expected"), MOMENTS)
def test_the_moment_of_a_day_s_digest(zone: str, day: str, at: str, expected: str) -> None:
    wanted = settings(zone, time.fromisoformat(at))
    assert due_time(wanted, date.fromisoformat(day)) == utc(expected)


HOURS = [time(0), time(0, 30), time(1, 45), time(2, 30), time(23, 59)]
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo"]


@pytest.mark.parametrize("at", HOURS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_each_local_day_of_a_year_is_owed_once_and_in_time(zone: str, at: time) -> None:
    wanted = settings(zone, at)
    now = utc("2026-01-01T12:00")
    begun = newest = now.astimezone(wanted.tz).date()
    sent: list[date] = []
    while now < utc("2027-01-02T12:00"):
        due = owed(wanted, newest=newest, now=now)
        if due is not None:
            assert not due.is_late
            newest = due.local_date
            sent.append(due.local_date)
        now += timedelta(minutes=20)
    assert sent == [begun + n * DAY for n in range(1, len(sent) + 1)]
    assert len(sent) in (365, 366)


MINUTES = int(os.environ.get("DIGEST_MINUTES", "16"))
"""Of the 1,440 minutes of a day at which a digest may stand; docs/reliability.md has all of them."""


def ticks(zone: ZoneInfo, at: time) -> Iterator[datetime]:
    """A year's moments at which a bot that is up looks: each day before, at and after the digest's
    minute, and every five minutes of the days beside a change of the clocks.
    """
    day = date(2026, 1, 1)
    while day < date(2027, 1, 2):
        noon = datetime.combine(day, time(12), zone).astimezone(UTC)
        if (noon - DAY).astimezone(zone).utcoffset() != (noon + DAY).astimezone(zone).utcoffset():
            yield from (noon + n * timedelta(minutes=5) for n in range(-144, 144))
        moment = first_moment(day, at, zone)
        yield from (moment + n * timedelta(minutes=1) for n in (-1, 0, 1))
        yield moment + timedelta(hours=9)
        day += DAY


@pytest.mark.parametrize("zone", ZONES)
def test_whatever_the_minute_and_the_downtime_no_day_has_two_and_none_is_forgotten(
    zone: str,
) -> None:
    """The bot is down over its hour now and then, up to three days; each start knows the ledger alone."""
    draw = random.Random(zone)
    late = 0
    for minute in range(0, 1440, 1440 // MINUTES):
        at = time(minute // 60, minute % 60)
        wanted = replace(settings(zone, at), quiet_from=time(0), quiet_until=time(0))
        newest: date | None = None
        down_until = utc("2026-01-01T00:00")
        moments: list[datetime] = []
        for now in sorted(ticks(wanted.tz, at)):
            if draw.random() < 0.02:
                down_until = max(down_until, now + draw.uniform(0.2, 72) * timedelta(hours=1))
            if now < down_until:
                continue
            moments.append(now)
            while (due := owed(wanted, newest=newest, now=now)) is not None:
                assert newest is None or due.local_date > newest, "two for one day"
                skipped = due.local_date - newest - DAY if newest else timedelta()
                # A day is left to the next one only if nobody was up between the two moments.
                for n in range(1, skipped.days + 1):
                    missed = due_time(wanted, newest + n * DAY) if newest else None
                    follows = due_time(wanted, newest + (n + 1) * DAY) if newest else None
                    assert missed is not None
                    assert follows is not None
                    assert not any(missed <= up < follows for up in moments[:-1]), newest
                late += due.is_late
                newest = due.local_date
        assert newest is not None
        assert newest >= date(2026, 12, 20), "up again in time"
    assert late, "there were digests to make up for"


def test_a_day_that_a_zone_left_out_has_no_digest() -> None:
    wanted = settings("Pacific/Apia", time(9))
    assert not exists(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    assert due_time(wanted, date(2011, 12, 30)) is None
    newest = date(2011, 12, 29)
    due = owed(wanted, newest=newest, now=utc("2011-12-30T19:00"))
    assert due is not None
    assert due.local_date == date(2011, 12, 31)
    assert days_between(wanted, newest, due.local_date) == 0


def test_a_missed_digest_comes_late_until_the_next_one_is_due() -> None:
    wanted = settings()
    monday = date(2026, 11, 23)
    later = owed(wanted, newest=date(2026, 11, 22), now=utc("2026-11-23T14:00"))
    assert later is not None
    assert (later.local_date, later.is_late) == (monday, True)
    swept = owed(wanted, newest=date(2026, 11, 22), now=utc("2026-11-24T07:30"))
    assert swept is not None
    assert (swept.local_date, swept.is_late) == (monday, True)
    next_one = owed(wanted, newest=date(2026, 11, 22), now=utc("2026-11-24T08:00"))
    assert next_one is not None
    assert (next_one.local_date, next_one.is_late) == (date(2026, 11, 24), False)
    assert days_between(wanted, date(2026, 11, 22), next_one.local_date) == 1


def test_after_a_week_without_the_bot_there_is_one_digest() -> None:
    wanted = settings()
    due = owed(wanted, newest=date(2026, 11, 15), now=utc("2026-11-23T09:00"))
    assert due is not None
    assert due.local_date == date(2026, 11, 23)
    assert days_between(wanted, date(2026, 11, 15), due.local_date) == 7
    assert owed(wanted, newest=due.local_date, now=utc("2026-11-23T09:01")) is None


def test_a_late_one_waits_for_the_end_of_the_quiet_hours() -> None:
    wanted = settings(at=time(18))
    newest = date(2026, 11, 22)
    assert owed(wanted, newest=newest, now=utc("2026-11-23T22:00")) is None
    morning = owed(wanted, newest=newest, now=utc("2026-11-24T06:00"))
    assert morning is not None
    assert morning.local_date == date(2026, 11, 23)


def test_a_digest_whose_own_hour_is_quiet_comes_at_that_hour() -> None:
    wanted = settings(at=time(23, 30))
    due = owed(wanted, newest=date(2026, 11, 22), now=utc("2026-11-23T22:31"))
    assert due is not None
    assert due.local_date == date(2026, 11, 23)


def test_switching_on_owes_nothing_of_the_past() -> None:
    now = utc("2026-11-23T10:00")
    wanted = switched_on(
        settings(at=None), at=time(9), zone="Europe/Berlin", days=WORKDAYS, by="U1", now=now
    )
    assert owed(wanted, newest=None, now=now) is None
    assert owed(wanted, newest=None, now=utc("2026-11-24T07:59")) is None
    assert next_due(wanted, newest=None, now=now) == utc("2026-11-24T08:00")
    due = owed(wanted, newest=None, now=utc("2026-11-24T08:00"))
    assert due is not None
    assert due.local_date == date(2026, 11, 24)


def test_a_day_that_was_sent_is_not_sent_again_at_another_hour() -> None:
    wanted = replace(settings(at=time(15)), digest_from=utc("2026-11-23T11:00"))
    assert owed(wanted, newest=date(2026, 11, 23), now=utc("2026-11-23T14:30")) is None


def test_days_of_the_week_are_kept_to() -> None:
    wanted = replace(settings(), digest_days=WORKDAYS)
    friday = date(2026, 11, 20)
    assert owed(wanted, newest=friday, now=utc("2026-11-21T12:00")) is None
    assert owed(wanted, newest=friday, now=utc("2026-11-22T12:00")) is None
    assert next_due(wanted, newest=friday, now=utc("2026-11-21T12:00")) == utc("2026-11-23T08:00")
    due = owed(wanted, newest=friday, now=utc("2026-11-23T08:00"))
    assert due is not None
    assert days_between(wanted, friday, due.local_date) == 0


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), -DAY])
def test_a_clock_that_jumps_repeats_nothing(jump: timedelta) -> None:
    wanted = settings()
    now = utc("2026-11-23T08:00")
    due = owed(wanted, newest=date(2026, 11, 22), now=now)
    assert due is not None
    assert owed(wanted, newest=due.local_date, now=now + jump) is None


def test_a_clock_that_jumps_ahead_by_a_day_owes_that_day_and_no_other() -> None:
    wanted = settings()
    ahead = owed(wanted, newest=date(2026, 11, 23), now=utc("2026-11-24T08:10"))
    assert ahead is not None
    assert ahead.local_date == date(2026, 11, 24)
    assert owed(wanted, newest=ahead.local_date, now=utc("2026-11-23T08:11")) is None
    assert owed(wanted, newest=ahead.local_date, now=utc("2026-11-24T12:00")) is None
