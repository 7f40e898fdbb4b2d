"""How outreach goes: contacted, won, publish rate, what still stands, and what it cost."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from bot.domain.promises import PromiseRecord, promise_record
from bot.domain.prospects import Action, Move, Prospect, Status, WonLink


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some prospects."""

    contacted: int = 0
    replied: int = 0
    """Of those, they answered since, be it by agreeing or declining."""
    won: int = 0
    """Of those that were contacted."""
    live: int = 0
    """Won, and not lost as far as we saw."""
    days: float | None = None
    """The median from the first letter to the live link; None: nothing was won."""

    @property
    def publish_rate(self) -> float | None:
        """Contacted to live link, 0 to 1; None: nobody was contacted."""
        return self.won / self.contacted if self.contacted else None

    @property
    def reply_rate(self) -> float | None:
        return self.replied / self.contacted if self.contacted else None


@dataclass(frozen=True, slots=True)
class OutreachReport:
    """A channel's week of outreach, and all of it."""

    since: datetime
    week: Figures
    """Of what happened in the week."""
    all: Figures
    by_kind: Mapping[str, Figures]
    by_owner: Mapping[str, Figures]
    promises: PromiseRecord
    cost_per_live: Mapping[str, Decimal]
    """By currency: what was paid for links, divided by those of them that stand."""
    by_week: tuple[tuple[str, int, int], ...]
    """(Monday as `23 Nov`, contacted, won), oldest first, eight weeks."""
    begun_at: datetime | None = None
    """When somebody was first written to; None: nobody was."""


def report(
    prospects: Sequence[Prospect], *, now: datetime, late_after: timedelta
) -> OutreachReport:
    """The figures of some prospects; the publish rate counts each prospect once."""
    since = now - timedelta(days=7)
    return OutreachReport(
        since=since,
        week=_of_week(prospects, since, now + timedelta(seconds=1)),
        all=figures(prospects),
        by_kind=_grouped(prospects, lambda p: p.details.kind.value),
        by_owner=_grouped(prospects, lambda p: p.owner or ""),
        promises=promise_record(prospects, now=now, late_after=late_after),
        cost_per_live=_cost(prospects),
        by_week=tuple(_week(prospects, now, back) for back in range(7, -1, -1)),
        begun_at=min(filter(None, map(first_contact, prospects)), default=None),
    )


def first_contact(prospect: Prospect) -> datetime | None:
    """When somebody first wrote, as far as it was not undone; None: nobody did."""
    letter = _first_letter(prospect)
    return letter.at if letter else None


def _first_letter(prospect: Prospect) -> Move | None:
    undone = {move.undoes for move in prospect.moves}
    return next(
        (m for m in prospect.moves if m.action is Action.CONTACTED and m.version not in undone),
        None,
    )


def won_link(prospect: Prospect) -> WonLink | None:
    """The link that was won by writing; None: none was."""
    link, contact = prospect.standing.link, first_contact(prospect)
    was_won = any(move.action is Action.WON for move in prospect.moves)
    return link if link and contact and was_won and link.won_at >= contact else None


def figures(prospects: Iterable[Prospect]) -> Figures:
    contacted = [p for p in prospects if first_contact(p)]
    links = [(p, won_link(p)) for p in contacted]
    won = [(p, link) for p, link in links if link]
    days = [
        (link.won_at - (first_contact(p) or link.won_at)) / timedelta(days=1) for p, link in won
    ]
    return Figures(
        contacted=len(contacted),
        replied=sum(_replied(p) for p in contacted),
        won=len(won),
        live=sum(link.lost_at is None for _, link in won),
        days=round(median(days), 1) if days else None,
    )


def _replied(prospect: Prospect) -> bool:
    answers = (Action.REPLIED, Action.NEGOTIATING, Action.AGREED, Action.DECLINED)
    undone, letter = {move.undoes for move in prospect.moves}, _first_letter(prospect)
    return letter is not None and any(
        m.action in answers and m.version not in undone and m.version > letter.version
        for m in prospect.moves
    )


def _of_week(prospects: Sequence[Prospect], since: datetime, until: datetime) -> Figures:
    contacts = [first_contact(p) for p in prospects]
    links = [won_link(p) for p in prospects]
    won = [link for link in links if link and since <= link.won_at < until]
    return Figures(
        contacted=sum(at is not None and since <= at < until for at in contacts),
        won=len(won),
        live=sum(link.lost_at is None for link in won),
    )


def _grouped(
    prospects: Sequence[Prospect], key: Callable[[Prospect], str]
) -> Mapping[str, Figures]:
    groups: dict[str, list[Prospect]] = defaultdict(list)
    for prospect in prospects:
        groups[key(prospect)].append(prospect)
    found = {name: figures(group) for name, group in groups.items()}
    return {name: one for name, one in sorted(found.items()) if one.contacted}


def _cost(prospects: Sequence[Prospect]) -> Mapping[str, Decimal]:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    live: dict[str, int] = defaultdict(int)
    for prospect in prospects:
        terms, link = prospect.standing.agreed, prospect.standing.link
        if terms and terms.cost and link:
            paid[terms.cost.currency] += terms.cost.amount
            live[terms.cost.currency] += link.lost_at is None
    return {
        name: (total / live[name]).quantize(Decimal("0.01"))
        for name, total in paid.items()
        if live[name]
    }


def _week(prospects: Sequence[Prospect], now: datetime, back: int) -> tuple[str, int, int]:
    monday = (now - timedelta(days=now.weekday(), weeks=back)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    one = _of_week(prospects, monday, monday + timedelta(days=7))
    return f"{monday.day} {monday:%b}", one.contacted, one.won


def funnel(counts: Mapping[Status, int]) -> tuple[tuple[Status, int], ...]:
    """How many are in each status, in the order of the way."""
    return tuple((status, counts[status]) for status in Status if counts.get(status))
