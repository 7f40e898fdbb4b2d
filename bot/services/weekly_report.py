"""The week of outreach for each channel with a digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.outreach_figures import OutreachReport, report
from bot.domain.watches import ChannelSettings, first_moment
from bot.ports import Clock, ProspectStore, ReminderLedger, WatchStore

_WEEK: Final = timedelta(days=7)
_LATE_FOR: Final = timedelta(days=2)
"""After that a missed report is left out: the next one tells the figures again."""


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """What one channel is told."""

    channel: str
    day: date
    figures: OutreachReport


async def report_of(
    domains: Sequence[DomainName],
    *,
    prospects: ProspectStore,
    now: datetime,
    late_after: timedelta,
) -> OutreachReport:
    """The figures of all prospects for some of our sites."""
    every = await prospects.all_prospects()
    ours = [p for p in every if p.details.target and p.details.target.domain in domains]
    return report(ours, now=now, late_after=late_after)


def week_key(channel: str) -> str:
    """Under which a channel's weeks are taken in the ledger."""
    return f"weekly {channel}"


async def due_reports(
    *,
    prospects: ProspectStore,
    watches: WatchStore,
    ledger: ReminderLedger,
    clock: Clock,
    late_after: timedelta,
) -> tuple[WeeklyReport, ...]:
    """The reports of this moment that nobody planned yet: on Mondays at the digest's local time.

    Where nobody was written to there is none, and the first one waits until it has a week to tell.
    """
    now, found = clock(), []
    for settings in await watches.all_settings():
        monday = due_monday(settings, now)
        if monday is None or await ledger.is_claimed(week_key(settings.channel), monday):
            continue
        domains = [w.target.domain for w in await watches.watches(channel=settings.channel)]
        figures = await report_of(domains, prospects=prospects, now=now, late_after=late_after)
        if figures.begun_at and now - figures.begun_at >= _WEEK:
            found.append(WeeklyReport(settings.channel, monday, figures))
    return tuple(found)


def due_monday(settings: ChannelSettings, now: datetime) -> date | None:
    """The Monday whose report is due now in the channel's zone; None: none is, or none is wanted."""
    if settings.digest_at is None or not settings.weekly_report:
        return None
    today = settings.day_of(now)
    monday = today - timedelta(days=today.weekday())
    due = first_moment(monday, settings.digest_at, settings.tz)
    return monday if due <= now < due + _LATE_FOR else None
