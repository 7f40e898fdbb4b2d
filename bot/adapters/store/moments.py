"""Times as the measured store writes them: one offset for all, so that text sorts as time does."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """`2026-11-23T09:14:00.000000+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_text_or_none(moment: datetime | None) -> str | None:
    """The same, where there may be no time."""
    return to_text(moment) if moment else None


def from_text(text: str | None) -> datetime | None:
    """The time that was written."""
    return datetime.fromisoformat(text) if text else None
