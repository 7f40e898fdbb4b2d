"""What a person should know before they write to a site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.prospects import WRITTEN_TO, Action, Prospect, Status

CONTACTED_WITHIN: Final = timedelta(days=100)
DECLINED_WITHIN: Final = timedelta(days=365)


class Guard(StrEnum):
    """A reason to think twice; the value's order is that of their weight."""

    DO_NOT_CONTACT = "do_not_contact"
    COLLEAGUE = "colleague"
    CONTACTED = "contacted"
    DECLINED = "declined"
    LINKS_ALREADY = "links_already"


@dataclass(frozen=True, slots=True)
class Caution:
    """One guard that applies, with who and when where it is about somebody."""

    guard: Guard
    who: str | None = None
    """A Slack user's ID."""
    when: datetime | None = None
    number: int = 0
    """Of links that they have already."""


def guards(
    prospect: Prospect | None,
    site: Sequence[Prospect],
    *,
    person: str,
    links: int,
    now: datetime,
) -> tuple[Caution, ...]:
    """What speaks against writing to a site now, gravest first.

    `site`: all prospects of the site, this one among them. `links`: how many live links it has to our
    target. What the person did themselves to this prospect is no warning to them.
    """
    found: list[Caution] = []
    for other in site:
        is_same = prospect is not None and other.id == prospect.id
        found += _about(other, is_same=is_same, person=person, now=now)
    if links:
        found.append(Caution(Guard.LINKS_ALREADY, number=links))
    order = list(Guard)
    first: dict[Guard, Caution] = {}
    for warning in sorted(found, key=lambda w: order.index(w.guard)):
        first.setdefault(warning.guard, warning)
    return tuple(first.values())


def _about(other: Prospect, *, is_same: bool, person: str, now: datetime) -> list[Caution]:
    found = []
    standing = other.standing
    if other.status is Status.DO_NOT_CONTACT:
        found.append(
            Caution(Guard.DO_NOT_CONTACT, _last_by(other, Action.DO_NOT_CONTACT), standing.since)
        )
    busy = other.status in (*WRITTEN_TO, Status.NEW, Status.SNOOZED)
    if busy and other.owner not in (None, person):
        found.append(Caution(Guard.COLLEAGUE, other.owner, standing.since))
    wrote = other.contacted_at
    by_me = is_same and other.owner == person
    if wrote and now - wrote < CONTACTED_WITHIN and not by_me:
        found.append(Caution(Guard.CONTACTED, _last_by(other, Action.CONTACTED), wrote))
    if other.status is Status.DECLINED and now - standing.since < DECLINED_WITHIN:
        found.append(Caution(Guard.DECLINED, _last_by(other, Action.DECLINED), standing.since))
    return found


def _last_by(prospect: Prospect, action: Action) -> str | None:
    return next((m.by for m in reversed(prospect.moves) if m.action is action), prospect.owner)


def codes(warnings: Sequence[Caution]) -> frozenset[Guard]:
    """Which guards a person was shown."""
    return frozenset(warning.guard for warning in warnings)
