"""What a digest says: its rows in the order of their worth, its figures, what became of the last one."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.delivery import is_for_digest
from bot.domain.events import EventKind, Phase, Value
from bot.domain.graph_news import release_of
from bot.domain.ratings import Rating
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.watches import Watch

_ORDER: Final = (
    EventKind.TARGET_BROKEN,
    EventKind.LOST,
    EventKind.DEVALUED,
    EventKind.OVERDUE,
    EventKind.UNREACHABLE,
    EventKind.TARGET_MENDED,
    EventKind.RESTORED,
    EventKind.GAINED,
    EventKind.NEW_IN_SOURCE,
    EventKind.ABSENT_IN_SOURCE,
    EventKind.UPGRADED,
    EventKind.CHANGED,
)
"""What is ours to mend first, then what was lost, then what can wait, then what is good to know."""
TO_DO: Final = frozenset(_ORDER[:5])
"""What somebody can take on."""
_COMES_AND_GOES: Final = frozenset(
    {
        EventKind.LOST,
        EventKind.RESTORED,
        EventKind.GAINED,
        EventKind.TARGET_BROKEN,
        EventKind.TARGET_MENDED,
    }
)
GAINS: Final = frozenset({EventKind.GAINED, EventKind.RESTORED})
CHART_DAYS: Final = 30
BUCKET_DAYS: Final = 2
"""A chart has room for 20 points, so two days make one."""


@dataclass(frozen=True, slots=True)
class RowClaim:
    """Somebody took on a row."""

    key: str
    """The row's key."""
    by: str
    """A Slack user's ID."""
    at: datetime


def short_key(key: str) -> str:
    """A name for a row that fits into a menu and holds nothing that strangers wrote.

    >>> short_key("12:lost:2026-11-23")
    'fb220bf072aef82f'
    """
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class DigestRow:
    """What one cause did: one event, or several of the same kind from one site."""

    events: tuple[StoredEvent, ...]
    """At least one, oldest first."""
    link: TrackedLink | None = None
    """Of the first event; None: it is tracked no more, or never was."""
    claim: RowClaim | None = None
    is_back: bool = False
    """What was lost is live again by now, what was promised is there, a page of ours works again."""

    @property
    def key(self) -> str:
        """The name under which the row is claimed."""
        return self.events[0].key

    @property
    def kind(self) -> EventKind:
        """What happened."""
        return self.events[0].event.kind

    @property
    def is_won(self) -> bool:
        """Whether outreach brought it: a link that a prospect was asked for."""
        asked = self.link is not None and self.link.prospect_id is not None
        return asked and (self.kind is EventKind.GAINED or (self.is_back and self.is_promise))

    @property
    def is_promise(self) -> bool:
        return self.kind is EventKind.OVERDUE

    @property
    def can_be_claimed(self) -> bool:
        return self.kind in TO_DO and self.claim is None and not self.is_back

    @property
    def value(self) -> Value | None:
        """What the link was worth: before it was lost, or now; None: nobody saw it."""
        event = self.events[0].event
        return event.before if event.kind in TO_DO else event.after or event.before

    @property
    def rating(self) -> Rating | None:
        """Of the best of its links, with the visits of all; None: nobody rated any."""
        known = [stored.event.rating for stored in self.events if stored.event.rating]
        if not known:
            return None
        best = max(known, key=lambda rating: -1 if rating.best is None else rating.best)
        visits = [rating.visits for rating in known if rating.visits is not None]
        return replace(best, visits=sum(visits) if visits else None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the losses that the last digest told."""

    told_on: date
    lost: int
    won_back: int
    claimed: int
    unclaimed_since: datetime | None
    """When the oldest of those that nobody took on was confirmed; None: there is none."""

    @property
    def unclaimed(self) -> int:
        return self.lost - self.won_back - self.claimed


@dataclass(frozen=True, slots=True)
class Week:
    """How the week's verdicts held: the measure of our own honesty."""

    since: date
    """The first day."""
    called: int
    """Losses that were told."""
    wrong: int
    """Of them: people said Wrong alert, or our own look a week later saw the link."""
    looked_back: int
    """Of them: checked again by now, by people or by us."""
    sources: tuple[tuple[str, int, int], ...] = ()
    """(source, its losses that we looked at, of them alive)."""


@dataclass(frozen=True, slots=True)
class Digest:
    """All that one digest shows."""

    channel: str
    local_date: date
    zone: str
    targets: tuple[str, ...]
    rows: tuple[DigestRow, ...]
    """What is ours to mend first, then lost, the most valuable first."""
    states: Mapping[str, int]
    """How many tracked links are in each `shown_state`."""
    chart: tuple[tuple[date, int, int], ...]
    """(first day of two, gained, lost), oldest first."""
    due_at: datetime | None = None
    """When it should have been posted, when that was long ago; None: it is in time."""
    left_out: int = 0
    """How many digests could not be posted before it; it tells their events too."""
    last: Outcome | None = None
    due_lines: tuple[str, ...] = ()
    """What is due today in outreach, in words."""
    week: Week | None = None
    next_at: datetime | None = None
    wrong_this_year: tuple[int, int] = (0, 0)
    """(wrong, losses called)."""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to do and nothing to know."""
        return not (self.rows or self.due_lines or self.week)

    def count(self, *kinds: EventKind) -> int:
        """How many events of these kinds its rows tell."""
        return sum(len(row.events) for row in self.rows if row.kind in kinds)


def wanted_by(watches: Sequence[Watch], events: Iterable[StoredEvent]) -> list[StoredEvent]:
    """The events that a channel's digest tells: what its watches want to hear, and is not withdrawn.

    What is told at once stands in the digest too, as a thing to do: a channel that wants a kind at once
    gets what its budget or threshold left over here.
    """
    return [
        stored
        for stored in events
        if stored.wrong_by is None and any(is_for_digest(watch, stored) for watch in watches)
    ]


def settled(events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Events, oldest first, without those that a later one undid: lost and back again is just back."""
    newest: dict[str, StoredEvent] = {}
    for stored in events:
        if stored.event.kind in _COMES_AND_GOES:
            newest[stored.subject] = stored
    return [
        stored
        for stored in events
        if stored.event.kind not in _COMES_AND_GOES or newest[stored.subject] is stored
    ]


def make_rows(
    events: Sequence[StoredEvent],
    *,
    links: Mapping[int, TrackedLink],
    claims: Mapping[str, RowClaim],
    mended: Mapping[str, datetime] = MappingProxyType({}),
) -> tuple[DigestRow, ...]:
    """Group by cause, leave out what people ignore, put in order.

    `mended`: by its subject, when each page of ours was last told to work again.
    """
    groups: dict[tuple[str, str, str], list[StoredEvent]] = defaultdict(list)
    for stored in events:
        link = links.get(stored.link_id) if stored.link_id is not None else None
        if link is None or not link.ignored:
            groups[_cause(stored)].append(stored)
    rows = [_row(tuple(group), links, claims, mended) for group in groups.values()]
    return tuple(sorted(rows, key=_place))


def _cause(stored: StoredEvent) -> tuple[str, str, str]:
    """What happened to several pages of a site at once is one row; our own dead page is one as well."""
    event = stored.event
    if event.kind in (EventKind.TARGET_BROKEN, EventKind.TARGET_MENDED):
        return (event.kind.value, "", event.target)
    if release := release_of(stored):
        return (event.kind.value, release, event.target)
    return (event.kind.value, stored.referring_domain or event.referring_page, event.target)


def _row(
    group: tuple[StoredEvent, ...],
    links: Mapping[int, TrackedLink],
    claims: Mapping[str, RowClaim],
    mended: Mapping[str, datetime],
) -> DigestRow:
    if release_of(group[0]):
        # All of one moment: the row bears the name of the best site.
        group = tuple(sorted(group, key=_worst_last))
    claim = next((claims[stored.key] for stored in group if stored.key in claims), None)
    first = group[0].link_id
    can_come = group[0].event.kind in (EventKind.LOST, EventKind.OVERDUE)
    is_back = can_come and all(is_live(s, links) for s in group)
    newest = group[-1]
    if newest.event.kind is EventKind.TARGET_BROKEN and newest.subject in mended:
        is_back = mended[newest.subject] >= newest.event.at
    return DigestRow(group, links.get(first) if first is not None else None, claim, is_back)


def _worst_last(stored: StoredEvent) -> int:
    rating = stored.event.rating
    return 1 if rating is None or rating.best is None else -rating.best


def is_live(stored: StoredEvent, links: Mapping[int, TrackedLink]) -> bool:
    """Whether the link of an event is live now, as far as we know."""
    link = links.get(stored.link_id) if stored.link_id is not None else None
    if link is None or link.standing.phase is not Phase.LIVE:
        return False
    since = link.standing.since
    return since is not None and since >= stored.event.first_seen_at


def _place(row: DigestRow) -> tuple[int, int, float, str]:
    event = row.events[0].event
    since = (event.live_since or event.at).timestamp()
    return (_ORDER.index(row.kind), -worth(row), since, row.key)


def worth(row: DigestRow) -> int:
    """How much a row's best link is worth, 0 to 100: its quality, else a guess by what is known of it.

    Unknown is not zero: editorial counts before followed before direct.
    """
    rating, value = row.rating, row.value
    if rating is not None and rating.best is not None:
        return rating.best
    if value is None:
        return 0
    return 40 * bool(value.editorial) + 20 * bool(value.followed) + 10 * (not value.indirect)


def outcome(
    told_on: date,
    losses: Sequence[StoredEvent],
    *,
    links: Mapping[int, TrackedLink],
    claims: Mapping[str, RowClaim],
) -> Outcome | None:
    """What became of the losses of a digest; None: it told none, or all of them were wrong."""
    rows = make_rows([loss for loss in losses if loss.wrong_by is None], links=links, claims=claims)
    back = claimed = open_ = 0
    since: datetime | None = None
    for row in rows:
        for stored in row.events:
            if is_live(stored, links):
                back += 1
            elif row.claim is not None:
                claimed += 1
            else:
                open_ += 1
                since = min(since or stored.event.at, stored.event.at)
    lost = back + claimed + open_
    return Outcome(told_on, lost, back, claimed, since) if lost else None


def chart_points(
    events: Iterable[StoredEvent], *, day: date, zone: ZoneInfo
) -> tuple[tuple[date, int, int], ...]:
    """Gained and lost of the 30 local days that end with `day`, two days a point."""
    first = day - timedelta(days=CHART_DAYS - 1)
    counts: Counter[tuple[int, bool]] = Counter()
    for stored in events:
        kind = stored.event.kind
        local = stored.event.at.astimezone(zone).date()
        counted = kind in GAINS or (kind is EventKind.LOST and stored.wrong_by is None)
        if counted and first <= local <= day:
            counts[((local - first).days // BUCKET_DAYS, kind in GAINS)] += 1
    return tuple(
        (
            first + timedelta(days=BUCKET_DAYS * bucket),
            counts[(bucket, True)],
            counts[(bucket, False)],
        )
        for bucket in range(CHART_DAYS // BUCKET_DAYS)
    )


def honesty(events: Iterable[StoredEvent]) -> tuple[int, int, int]:
    """(losses called, wrong ones, those that somebody looked at again) of some events."""
    losses = [stored for stored in events if stored.event.kind is EventKind.LOST]
    wrong = sum(1 for loss in losses if is_wrong(loss))
    looked = sum(1 for loss in losses if loss.wrong_by is not None or loss.was_wrong is not None)
    return len(losses), wrong, looked


def is_wrong(loss: StoredEvent) -> bool:
    """Whether a person or our own look-back said that a loss was none."""
    return loss.wrong_by is not None or loss.was_wrong is True
