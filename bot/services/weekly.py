"""The weekly summary: how the verdicts of the week before held."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from bot.domain.digests import Week, honesty
from bot.domain.watches import ChannelSettings, Watch, first_moment
from bot.ports import EventStore

_WEEK: Final = timedelta(days=7)

SourceRates: TypeAlias = Callable[
    [Sequence[Watch], datetime], Awaitable[Sequence[tuple[str, int, int]]]
]
"""(source, its losses that we looked at since a moment, of them alive)."""


async def no_source_rates(
    _watches: Sequence[Watch], _since: datetime
) -> Sequence[tuple[str, int, int]]:
    """No source has reported a loss."""
    return ()


async def week_before(
    settings: ChannelSettings,
    watches: Sequence[Watch],
    *,
    day: date,
    last_sent: date | None,
    events: EventStore,
    rates: SourceRates = no_source_rates,
) -> Week | None:
    """The report on the week before the one of `day`, for the first digest of a week.

    It is about the week before that, whose losses were looked at again by now. None: it was told
    already, the channel wants none, or nothing was called lost.
    """
    monday = day - timedelta(days=day.weekday())
    if not settings.weekly_report or last_sent is None or last_sent >= monday:
        return None
    since, until = (first_moment(monday - weeks * _WEEK, time(0), settings.tz) for weeks in (2, 1))
    found = {}
    for watch in watches:
        for stored in await events.events_between(watch.target, since=since, until=until):
            found[stored.key] = stored
    called, wrong, looked_back = honesty(found.values())
    sources = tuple(await rates(watches, since))
    if not called and not sources:
        return None
    return Week(monday - 2 * _WEEK, called, wrong, looked_back, sources)
