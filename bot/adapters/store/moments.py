"""Times as the measured store writes them: one offset for all, so that text sorts as time does."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, or_

LONGEST_WAIT: Final = timedelta(days=9)
"""No look is planned further ahead, but for links that never came."""


def to_text(moment: datetime) -> str:
    """`2026-11-23T09:14:00.000000+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_text_or_none(moment: datetime | None) -> str | None:
    """The same, where there may be no time."""
    return to_text(moment) if moment else None


def from_text(text: str | None) -> datetime | None:
    """The time that was written."""
    return datetime.fromisoformat(text) if text else None


def is_due(at: ColumnElement[Any], now: datetime, *, longest: timedelta) -> ColumnElement[bool]:
    """Whether a planned time has come; `longest`: nothing is ever planned further ahead.

    What is was planned by a clock that was set right since, and would wait until that date.
    """
    return or_(at <= to_text(now), at > to_text(now + longest))


def is_free(
    claimed_until: ColumnElement[Any], now: datetime, *, lease: timedelta
) -> ColumnElement[bool]:
    """Whether nobody has claimed it; a claim longer than the lease was made before the clock was set back."""
    return or_(claimed_until.is_(None), is_due(claimed_until, now, longest=lease))
