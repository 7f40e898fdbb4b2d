"""The system's clock: the only place that asks it."""

from datetime import UTC, datetime


def system_clock() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)
