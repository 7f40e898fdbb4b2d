"""Who is told today what is due, each in their own time zone."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import Due, Duty, FollowUpRules, due_of
from bot.domain.local_time import WEEKEND, local, local_day
from bot.domain.prospect_moves import wake
from bot.domain.prospects import OPEN, Prospect, Status
from bot.ports import Clock, ProspectStore, ReminderLedger

REMIND_AT: Final = time(9)
"""Local."""
_AHEAD: Final = timedelta(days=1)
"""Somewhere it is tomorrow already."""
Zones = Callable[[str], Awaitable[str | None]]
"""A person's time zone by its IANA name; None: nobody knows, so UTC counts."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is told on one day."""

    owner: str
    day: date
    due: tuple[Due, ...]


async def wake_sleepers(
    *, prospects: ProspectStore, zones: Zones, clock: Clock
) -> tuple[Prospect, ...]:
    """Snoozed prospects whose day has come go back to where they were."""
    now, woken = clock(), []
    for prospect in await prospects.maybe_due(now.date() + _AHEAD):
        if prospect.status is not Status.SNOOZED:
            continue
        today = local_day(now, await zones(prospect.owner or ""))
        until = prospect.standing.snoozed_until
        if until and until <= today:
            awake = partial(wake, today=today, at=now)
            woken.append(await prospects.change_prospect(prospect.id, awake))
    return tuple(woken)


async def due_reminders(
    *,
    prospects: ProspectStore,
    ledger: ReminderLedger,
    zones: Zones,
    clock: Clock,
    rules: FollowUpRules,
) -> tuple[Reminder, ...]:
    """The reminders of this moment that nobody planned yet: from nine on a working day of the owner's zone."""
    now, reminders = clock(), []
    for owner, owned in _by_owner(await prospects.maybe_due(now.date() + _AHEAD)).items():
        here = local(now, await zones(owner))
        if here.weekday() in WEEKEND or here.time() < REMIND_AT:
            continue
        due = due_today(owned, today=here.date(), now=now, rules=rules)
        if due and not await ledger.is_claimed(owner, here.date()):
            reminders.append(Reminder(owner, here.date(), due))
    return tuple(reminders)


def _by_owner(prospects: Sequence[Prospect]) -> Mapping[str, list[Prospect]]:
    owned: dict[str, list[Prospect]] = defaultdict(list)
    for prospect in prospects:
        if prospect.owner and prospect.status in OPEN:
            owned[prospect.owner].append(prospect)
    return owned


def due_today(
    prospects: Sequence[Prospect], *, today: date, now: datetime, rules: FollowUpRules
) -> tuple[Due, ...]:
    """What is due: late promises first, then the longest due."""
    found = [due_of(prospect, today=today, now=now, rules=rules) for prospect in prospects]
    due = [one for one in found if one]
    return tuple(
        sorted(due, key=lambda d: (d.duty is not Duty.LATE_PROMISE, d.since, d.prospect.id))
    )


async def due_lines(
    domains: Sequence[DomainName],
    *,
    today: date,
    now: datetime,
    prospects: ProspectStore,
    rules: FollowUpRules,
) -> tuple[str, ...]:
    """What is due for some of our sites, as a line for their channel's digest; `today` is the channel's."""
    ours = [
        prospect
        for prospect in await prospects.maybe_due(today)
        if prospect.details.target and prospect.details.target.domain in domains
    ]
    due = due_today(ours, today=today, now=now, rules=rules)
    late = sum(one.duty is Duty.LATE_PROMISE for one in due)
    counts = [(len(due) - late, "follow-up"), (late, "late promise")]
    words = [f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts if n]
    return (f"Due today: {', '.join(words)}.",) if words else ()
