"""What the clock and the calendar say where somebody is."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKEND: Final = (5, 6)
"""Days of the week without work, as `date.weekday` counts them."""


def local(moment: datetime, zone: str | None) -> datetime:
    """A moment as it is there; in UTC where nobody knows the zone (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone) if zone else UTC)


def local_day(moment: datetime, zone: str | None) -> date:
    """The date there; UTC's where nobody knows.

    >>> local_day(datetime(2026, 11, 23, 23, tzinfo=UTC), "Europe/Berlin")
    datetime.date(2026, 11, 24)
    """
    return local(moment, zone).date()


def end_of_day(day: date | None, zone: str | None) -> datetime | None:
    """The moment at which a local day is over, in UTC."""
    if day is None:
        return None
    tz = ZoneInfo(zone) if zone else UTC
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=tz).astimezone(UTC)
