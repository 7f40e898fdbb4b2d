"""Looks at one link over time become events: what is told, and only when it is sure.

The rules are in docs/watching.md. All of it is pure: a standing and a look make the next standing, the
events that the look confirmed, and the moment of the next look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Final

from bot.domain.names import normalize_url
from bot.domain.ratings import Rating
from bot.domain.verdicts import Observation, Reason, State


class EventKind(StrEnum):
    """What a channel can be told about a link."""

    GAINED = "gained"
    LOST = "lost"
    RESTORED = "restored"
    DEVALUED = "devalued"
    UPGRADED = "upgraded"
    CHANGED = "changed"
    UNREACHABLE = "unreachable"
    TARGET_BROKEN = "target_broken"
    TARGET_MENDED = "target_mended"
    """A page of ours that was told as broken answers again."""
    NEW_IN_SOURCE = "new_in_source"
    ABSENT_IN_SOURCE = "absent_in_source"
    """A newer edition of a source does not name a site that the one before did: no verdict on the link."""
    OVERDUE = "overdue"


class Phase(StrEnum):
    """What is held true of a tracked link."""

    NEW = "new"
    """Never looked at."""
    AWAITED = "awaited"
    """Looked at, or promised, and never seen live."""
    LIVE = "live"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Value:
    """What a live link was worth at one look; None: that look could not tell."""

    followed: bool | None
    indexable: bool | None
    canonical_elsewhere: bool | None
    editorial: bool | None
    indirect: bool
    placement: str | None
    anchor: str | None
    href: str | None
    moved_to: str | None = None
    """Another page of its list, to which it moved on; None: it stands on its own page."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the looks so far add up to, for one tracked link."""

    phase: Phase = Phase.NEW
    since: datetime | None = None
    """When the phase began; None: never looked at."""
    value: Value | None = None
    """Of the newest live look."""
    last_live_at: datetime | None = None
    missing_since: datetime | None = None
    """The first of a run of looks that saw no link, not yet confirmed; None: nothing is missing."""
    missing_reason: Reason | None = None
    back_since: datetime | None = None
    """A lost link was seen once again at this time, not yet confirmed."""
    unclear_since: datetime | None = None
    """The first of a run of looks that could not tell."""
    unclear_looks: int = 0
    unreachable_told: bool = False
    overdue_told: bool = False
    promised_at: datetime | None = None
    """When somebody promised the link; None: nobody did."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How sure we want to be, and how often we look."""

    confirm_after: timedelta = timedelta(minutes=30)
    confirm_gone_after: timedelta = timedelta(days=1)
    unreachable_after: timedelta = timedelta(days=7)
    overdue_after: timedelta = timedelta(hours=48)
    every: timedelta = timedelta(days=1)
    retry_after: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Event:
    """A confirmed difference."""

    kind: EventKind
    referring_page: str
    target: str
    at: datetime
    """When it was confirmed."""
    first_seen_at: datetime
    """When it was first seen."""
    reason: Reason | None = None
    live_since: datetime | None = None
    before: Value | None = None
    after: Value | None = None
    details: tuple[str, ...] = ()
    """What became worse, better or different, in words for people."""
    rating: Rating | None = None
    """How good the link was; None: nobody rated it."""

    @property
    def in_words(self) -> str:
        """The details as one text, without a full stop at its end."""
        return "; ".join(told for detail in self.details if (told := detail.strip().rstrip(".")))


@dataclass(frozen=True, slots=True)
class Step:
    """What one look changed."""

    standing: Standing
    events: tuple[Event, ...] = ()
    next_look_in: timedelta = field(default=timedelta(days=1))


CLOCK_WAS_WRONG: Final = timedelta(days=2)
"""What is known from so far ahead was written by a clock that was set right since."""

_GONE: Final = frozenset(
    {Reason.PAGE_GONE, Reason.PAGE_REDIRECTED, Reason.PARKED, Reason.DOMAIN_GONE}
)


def advance(standing: Standing, seen: Observation, *, policy: Policy) -> Step:
    """What a look makes of a standing. Looks come in the order of their times.

    One that is older than what the standing knows changes nothing, unless that lies so far ahead that
    the machine's clock must have been wrong then.
    """
    newest = _newest_time(standing)
    if newest is not None and seen.checked_at < newest:
        if newest - seen.checked_at <= CLOCK_WAS_WRONG:
            return Step(standing, next_look_in=policy.every)
        standing = _no_later_than(seen.checked_at, standing)
    if seen.state is State.LIVE:
        return _live(standing, seen, policy)
    if seen.state is State.LOST:
        return _missing(standing, seen, policy)
    return _unclear(standing, seen, policy)


def _no_later_than(moment: datetime, standing: Standing) -> Standing:
    def known(time: datetime | None) -> datetime | None:
        return min(time, moment) if time else None

    return replace(
        standing,
        since=known(standing.since),
        last_live_at=known(standing.last_live_at),
        missing_since=known(standing.missing_since),
        back_since=known(standing.back_since),
        unclear_since=known(standing.unclear_since),
    )


def _newest_time(standing: Standing) -> datetime | None:
    times = (
        standing.since,
        standing.last_live_at,
        standing.missing_since,
        standing.back_since,
        standing.unclear_since,
    )
    return max((time for time in times if time), default=None)


def _live(standing: Standing, seen: Observation, policy: Policy) -> Step:
    clear = replace(
        standing,
        missing_since=None,
        missing_reason=None,
        unclear_since=None,
        unclear_looks=0,
        unreachable_told=False,
    )
    value = value_of(seen)
    if standing.phase is Phase.LOST:
        return _returning(clear, seen, value, policy)
    now_live = replace(
        clear, phase=Phase.LIVE, value=value, last_live_at=seen.checked_at, back_since=None
    )
    if standing.phase is Phase.LIVE:
        return Step(now_live, _differences(standing, seen, value), policy.every)
    now_live = replace(now_live, since=seen.checked_at)
    baseline = standing.phase is Phase.NEW and standing.promised_at is None
    gained = () if baseline else (_event(EventKind.GAINED, standing, seen, after=value),)
    return Step(now_live, gained, policy.every)


def _returning(standing: Standing, seen: Observation, value: Value, policy: Policy) -> Step:
    back_since = standing.back_since or seen.checked_at
    if seen.checked_at - back_since < policy.confirm_after:
        return Step(replace(standing, back_since=back_since), (), policy.confirm_after)
    live = replace(
        standing,
        phase=Phase.LIVE,
        since=back_since,
        value=value,
        last_live_at=seen.checked_at,
        back_since=None,
    )
    event = _event(EventKind.RESTORED, standing, seen, after=value, first=back_since)
    return Step(live, (event,), policy.every)


def _missing(standing: Standing, seen: Observation, policy: Policy) -> Step:
    clear = replace(
        standing, unclear_since=None, unclear_looks=0, unreachable_told=False, back_since=None
    )
    if standing.phase is Phase.LOST:
        return Step(clear, (), policy.every)
    if standing.phase is not Phase.LIVE:
        return _awaiting(clear, seen.checked_at, policy)
    first = standing.missing_since or seen.checked_at
    wait = _confirm_wait(policy, seen.reason, standing.missing_reason)
    if seen.checked_at - first < wait:
        missing = replace(clear, missing_since=first, missing_reason=_graver(standing, seen))
        return Step(missing, (), first + wait - seen.checked_at)
    lost = replace(clear, phase=Phase.LOST, since=first, missing_since=None, missing_reason=None)
    event = _event(EventKind.LOST, standing, seen, first=first, reason=seen.reason)
    return Step(lost, (event,), policy.every)


def _confirm_wait(policy: Policy, *reasons: Reason | None) -> timedelta:
    gone = any(reason in _GONE for reason in reasons)
    return policy.confirm_gone_after if gone else policy.confirm_after


def confirms_loss(looks: Sequence[Observation], *, policy: Policy) -> bool:
    """Whether looks at one pair, newest first, confirm a loss: they agree, far enough apart.

    A look that could not tell neither confirms nor contradicts.
    """
    told = takewhile(
        lambda look: look.state is State.LOST,
        (look for look in looks if look.state is not State.UNVERIFIED),
    )
    run = list(told)
    wait = _confirm_wait(policy, *(look.reason for look in run))
    return len(run) > 1 and run[0].checked_at - run[-1].checked_at >= wait


def _graver(standing: Standing, seen: Observation) -> Reason | None:
    """A page gone at any look of the run asks for the longer wait."""
    return standing.missing_reason if standing.missing_reason in _GONE else seen.reason


def _awaiting(standing: Standing, at: datetime, policy: Policy) -> Step:
    awaited = standing
    if standing.phase is Phase.NEW:
        awaited = replace(standing, phase=Phase.AWAITED, since=at)
    return Step(awaited, (), policy.every)


def _unclear(standing: Standing, seen: Observation, policy: Policy) -> Step:
    since = standing.unclear_since or seen.checked_at
    unclear = replace(standing, unclear_since=since, unclear_looks=standing.unclear_looks + 1)
    wait = (
        policy.retry_after if unclear.unclear_looks <= 2 or standing.missing_since else policy.every
    )
    told = standing.unreachable_told or standing.phase is Phase.LOST
    if told or seen.checked_at - since < policy.unreachable_after:
        return Step(unclear, (), wait)
    event = _event(EventKind.UNREACHABLE, standing, seen, first=since, reason=seen.reason)
    return Step(replace(unclear, unreachable_told=True), (event,), policy.every)


def overdue(standing: Standing, page: str, target: str, *, now: datetime, policy: Policy) -> Step:
    """A promised link that nobody has seen 48 hours after the promised time: told once."""
    promised = standing.promised_at
    due = promised is not None and now - promised >= policy.overdue_after
    if promised is None or not due or standing.overdue_told or standing.last_live_at is not None:
        return Step(standing)
    event = Event(EventKind.OVERDUE, page, target, at=now, first_seen_at=promised)
    return Step(replace(standing, overdue_told=True), (event,))


def value_of(seen: Observation) -> Value:
    """What a live look says that the link is worth."""
    return Value(
        followed=seen.followed,
        indexable=seen.indexable,
        canonical_elsewhere=seen.canonical_elsewhere,
        editorial=seen.editorial,
        indirect=seen.indirect,
        placement=seen.placement,
        anchor=seen.anchor,
        href=seen.href,
        moved_to=seen.evidence.moved_to,
    )


_WORTH: Final[Mapping[str, tuple[object, str, str]]] = {
    "followed": (True, "no longer followed", "now followed"),
    "indexable": (True, "its page is now noindex", "its page is indexable again"),
    "canonical_elsewhere": (
        False,
        "its page's canonical now points elsewhere",
        "its page is its own canonical again",
    ),
    "editorial": (True, "moved out of the content", "moved into the content"),
    "indirect": (False, "now goes through a redirector", "now links directly"),
}
"""Each property, its good value, and the words for losing and for winning it."""


def _differences(standing: Standing, seen: Observation, value: Value) -> tuple[Event, ...]:
    before = standing.value
    if before is None:
        return ()
    worse = tuple(words[1] for name, words in _WORTH.items() if _turned(before, value, name) < 0)
    better = tuple(words[2] for name, words in _WORTH.items() if _turned(before, value, name) > 0)
    details = (*worse, *better, *_changes(before, value))
    if not details:
        return ()
    # One look tells one thing: what became worse goes before what became better or merely different.
    kind = EventKind.CHANGED
    if worse or better:
        kind = EventKind.DEVALUED if worse else EventKind.UPGRADED
    return (_event(kind, standing, seen, after=value, details=details),)


def _turned(before: Value, after: Value, name: str) -> int:
    """-1: was good and is not; 1: the reverse; 0: the same, or one of the two is not known."""
    good = _WORTH[name][0]
    was, is_ = getattr(before, name), getattr(after, name)
    if was is None or is_ is None or was == is_:
        return 0
    return -1 if was == good else 1


def _changes(before: Value, after: Value) -> tuple[str, ...]:
    changes = []
    if _folded(before.anchor) != _folded(after.anchor):
        changes.append(f"anchor text was “{before.anchor or ''}”, is “{after.anchor or ''}”")
    if before.href and after.href and normalize_url(before.href) != normalize_url(after.href):
        changes.append(f"linked to {before.href}, now links to {after.href}")
    if after.moved_to and not before.moved_to:
        changes.append(f"moved on with its list to {after.moved_to}")
    return tuple(changes)


def _folded(text: str | None) -> str:
    return " ".join((text or "").split())


def _event(
    kind: EventKind,
    standing: Standing,
    seen: Observation,
    *,
    after: Value | None = None,
    first: datetime | None = None,
    reason: Reason | None = None,
    details: tuple[str, ...] = (),
) -> Event:
    return Event(
        kind=kind,
        referring_page=seen.referring_page,
        target=seen.target,
        at=seen.checked_at,
        first_seen_at=first or seen.checked_at,
        reason=reason,
        live_since=standing.since if standing.phase is Phase.LIVE else None,
        before=standing.value,
        after=after,
        details=details,
    )
