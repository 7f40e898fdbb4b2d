"""What a channel wants to hear: which events of which target, when, and how much of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.events import EventKind
from bot.domain.names import Target

AT_ONCE: Final = frozenset({EventKind.LOST, EventKind.TARGET_BROKEN, EventKind.OVERDUE})
"""By default at once, when valuable, paid or ours to mend; see `bot.domain.delivery`."""
ALL_DAY: Final = frozenset(range(7))
WORKDAYS: Final = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Watch:
    """A channel's subscription to a target."""

    id: str
    channel: str
    target: Target
    created_by: str
    """A Slack user's ID: who is told when the channel cannot be posted to."""
    created_at: datetime
    at_once: frozenset[EventKind] = AT_ONCE
    in_digest: frozenset[EventKind] = frozenset(EventKind)
    only_valuable: bool = True
    """Whether at once means only what is valuable, paid or ours to mend."""
    least_quality: int | None = None
    """Links whose known quality is below it are left to the digest; None: no threshold."""
    is_private: bool = False
    """Whether the channel was private when it was set up."""


_TWO_SIDES: Final = {
    EventKind.NEW_IN_SOURCE: EventKind.ABSENT_IN_SOURCE,
    EventKind.TARGET_BROKEN: EventKind.TARGET_MENDED,
}
"""One news has two sides: nobody chooses them apart."""


def digest_kinds(watch: Watch) -> frozenset[EventKind]:
    """What a watch's digest tells: all that it asked for, at once or not, and the other side of it."""
    asked = watch.in_digest | watch.at_once
    return asked | {other for kind, other in _TWO_SIDES.items() if kind in asked}


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """How one channel wants its posts."""

    channel: str
    zone: str = "UTC"
    """An IANA time zone, from the person who set the digest."""
    digest_at: time | None = None
    """Local; None: no digest."""
    digest_days: frozenset[int] = ALL_DAY
    """0 is Monday."""
    digest_from: datetime | None = None
    """When the digest was switched on or changed: hours before it are not owed. None: always on."""
    set_by: str = ""
    quiet_from: time = time(22)
    quiet_until: time = time(7)
    budget: int = 10
    """Posts at once a local day; what is beyond it goes to the digest, the least valuable first."""
    quiet_day_line: bool = True
    """Whether a day without news gets one line, or nothing."""
    weekly_report: bool = True
    muted: frozenset[str] = field(default=frozenset())
    """Referring domains of which nothing is told at once."""

    @property
    def tz(self) -> ZoneInfo:
        """The zone; an unknown name would have been refused when it was set."""
        return ZoneInfo(self.zone)

    def day_of(self, moment: datetime) -> date:
        """The date on the channel's wall."""
        return moment.astimezone(self.tz).date()


def end_of_quiet(settings: ChannelSettings, now: datetime) -> datetime:
    """`now`, or the end of the channel's quiet hours if it is within them.

    Quiet hours that begin and end at the same time are none.
    """
    begin, end = settings.quiet_from, settings.quiet_until
    if begin == end:
        return now
    local = now.astimezone(settings.tz)
    clock = local.time().replace(tzinfo=None)
    over_midnight = begin > end
    is_quiet = (clock >= begin or clock < end) if over_midnight else (begin <= clock < end)
    if not is_quiet:
        return now
    day = local.date() + timedelta(days=1 if over_midnight and clock >= begin else 0)
    return first_moment(day, end, settings.tz)


def first_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first moment of a local day at which its clocks show `clock` or later, in UTC.

    An hour that exists twice counts at its first time; of one that does not exist, the moment after the
    gap (https://peps.python.org/pep-0495/: with fold=0 a missing time is read with the offset before it).
    """
    local = datetime.combine(day, clock, tzinfo=zone)
    return local.astimezone(UTC)
