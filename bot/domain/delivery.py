"""Who hears of an event at once, as part of which message, and what is left to the digest.

All of it is pure and decided from the events' own times, so that a replay of the history says what
really would have been posted.

A card is one message for its whole life. Events of one kind, from one cause (a site, or for a page of
ours the page), that a channel hears of on the same local day share one card.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final

from bot.domain.events import EventKind, Value
from bot.domain.tracking import PlannedPost, StoredEvent
from bot.domain.watches import ChannelSettings, Watch, end_of_quiet, first_moment

CARD: Final = "event_card"
THREAD: Final = "card_thread"
NOTICE: Final = "notice"
TROUBLE: Final = "trouble"

OURS_TO_MEND: Final = frozenset({EventKind.TARGET_BROKEN, EventKind.OVERDUE})
"""Our own broken page, and a promise that was made to us: always worth a message."""
ENDS: Final[Mapping[EventKind, EventKind]] = {
    EventKind.RESTORED: EventKind.LOST,
    EventKind.UPGRADED: EventKind.DEVALUED,
}
"""Good news, and the bad news whose message it is written into."""

_WORTH_MEND: Final = 400
_WORTH_WORK: Final = 200
_WORTH_VALUE: Final = 101


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What is known of an event's link besides the event."""

    worked_for: bool = False
    """Paid, or won by our own work: a prospect of ours covers it, or somebody owns it."""
    quality: int | None = None
    """None: not known."""


NOTHING_KNOWN: Final = LinkFacts()
Told = Mapping[tuple[str, int, EventKind], str]
"""By channel, link and kind: the newest card that tells it."""


def covers(watch: Watch, stored: StoredEvent) -> bool:
    """Whether an event is about what a channel watches."""
    if stored.target_domain != watch.target.domain:
        return False
    return watch.target.page is None or stored.event.target == str(watch.target)


def is_valuable(stored: StoredEvent) -> bool:
    """Whether the link is, or was, worth something: followed, in the content, on a page that counts."""
    value = stored.event.before or stored.event.after
    if stored.event.kind in (EventKind.GAINED, EventKind.RESTORED, EventKind.UPGRADED):
        value = stored.event.after or value
    return value is not None and _counts(value)


def _counts(value: Value) -> bool:
    is_editorial = value.editorial is not False
    page_counts = value.indexable is not False and value.canonical_elsewhere is not True
    return value.followed is True and is_editorial and page_counts and not value.indirect


def is_at_once(
    watch: Watch, stored: StoredEvent, *, facts: LinkFacts, muted: Collection[str]
) -> bool:
    """Whether the channel is told at once, before budget and quiet hours are thought of."""
    if not covers(watch, stored) or stored.event.kind not in watch.at_once:
        return False
    if stored.event.kind in OURS_TO_MEND:
        return True
    if stored.referring_domain in muted:
        return False
    if facts.worked_for:
        return True
    if watch.least_quality is not None and (facts.quality or 0) < watch.least_quality:
        return facts.quality is None and is_valuable(stored)
    return is_valuable(stored) or not watch.only_valuable


def is_for_digest(watch: Watch, stored: StoredEvent) -> bool:
    """Whether the channel reads of it in its digest: all it asked for, told at once or not."""
    return covers(watch, stored) and stored.event.kind in watch.in_digest | watch.at_once


def worth(stored: StoredEvent, facts: LinkFacts) -> int:
    """What is told first, and what stays when the budget is short."""
    total = facts.quality or 0
    total += _WORTH_MEND if stored.event.kind in OURS_TO_MEND else 0
    total += _WORTH_WORK if facts.worked_for else 0
    return total + (_WORTH_VALUE if is_valuable(stored) else 0)


def plan(
    events: Iterable[StoredEvent],
    *,
    watches: Iterable[Watch],
    settings: Mapping[str, ChannelSettings],
    facts: Mapping[int, LinkFacts],
    told: Told,
) -> list[PlannedPost]:
    """What the channels are told at once of these events: a row per event and channel.

    Rows with the same `card` become one message. A channel without an entry in `settings` has the
    defaults; a link without one in `facts` is a link of which nothing more is known.
    """
    by_channel: dict[str, list[Watch]] = defaultdict(list)
    for watch in watches:
        by_channel[watch.channel].append(watch)
    known = dict(told)
    posts: dict[str, PlannedPost] = {}
    for stored in sorted(events, key=lambda stored: (stored.event.at, stored.key)):
        for channel, mine in by_channel.items():
            how = settings.get(channel) or ChannelSettings(channel)
            for post in _plan_one(stored, mine, how, facts, known):
                posts.setdefault(post.dedup_key, post)
    return list(posts.values())


def _plan_one(
    stored: StoredEvent,
    watches: Sequence[Watch],
    settings: ChannelSettings,
    facts: Mapping[int, LinkFacts],
    told: dict[tuple[str, int, EventKind], str],
) -> list[PlannedPost]:
    link, kind, channel = stored.link_id, stored.event.kind, settings.channel
    mine = facts.get(link, NOTHING_KNOWN) if link is not None else NOTHING_KNOWN
    watch = next((w for w in watches if covers(w, stored)), None)
    if watch is None:
        return []
    if link is not None and kind in ENDS and (card := told.get((channel, link, ENDS[kind]))):
        # An edit makes no noise: it waits for no morning.
        return [_row(card, stored, watch, stored.event.at, worth(stored, mine))]
    loud = (w for w in watches if is_at_once(w, stored, facts=mine, muted=settings.muted))
    watch = next(loud, None)
    if watch is None:
        return []
    posting_at = end_of_quiet(settings, stored.event.at)
    card = _card_key(channel, stored, posting_at.astimezone(settings.tz).date())
    if link is not None:
        told[channel, link, kind] = card
    thread = PlannedPost(
        dedup_key=f"{card}|thread",
        channel=channel,
        kind=THREAD,
        payload={"card": card, "watch": watch.id},
        not_before=posting_at,
        events=(stored.key,),
    )
    return [_row(card, stored, watch, posting_at, worth(stored, mine)), thread]


def _card_key(channel: str, stored: StoredEvent, day: date) -> str:
    event = stored.event
    cause = stored.referring_domain or event.target
    reason = event.reason.value if event.reason else ""
    return f"card:{channel}:{day}:{event.kind.value}:{reason}:{stored.target_domain}:{cause}"


def _row(card: str, stored: StoredEvent, watch: Watch, at: datetime, value: int) -> PlannedPost:
    return PlannedPost(
        dedup_key=f"{card}|{stored.key}",
        channel=watch.channel,
        kind=CARD,
        payload={
            "card": card,
            "event": stored.key,
            "link": stored.link_id,
            "event_kind": stored.event.kind.value,
            "watch": watch.id,
            "worth": value,
            "due": at.isoformat(),
        },
        not_before=at,
        events=(stored.key,),
    )


@dataclass(frozen=True, slots=True)
class DueCard:
    """A message whose time has come, before anybody asked whether the budget allows it."""

    key: str
    not_before: datetime
    worth: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the due messages is posted; the rest is left to the digest."""

    post: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()


def choose(cards: Iterable[DueCard], *, left: int) -> Choice:
    """The first to come, and of those that come together the best, as long as the budget lasts."""
    ranked = sorted(cards, key=lambda card: (card.not_before, -card.worth, card.key))
    keys = tuple(card.key for card in ranked)
    left = max(0, left)
    return Choice(keys[:left], keys[left:])


def due_at(row: PlannedPost) -> datetime:
    """When a row of a card was to be posted, before any retry."""
    return datetime.fromisoformat(row.payload["due"])


def due_cards(rows: Iterable[PlannedPost]) -> list[DueCard]:
    """The messages that rows make. A row that joins later than the first says nothing of the worth."""
    by_card: dict[str, list[PlannedPost]] = defaultdict(list)
    for row in rows:
        by_card[row.payload["card"]].append(row)
    cards = []
    for key, members in by_card.items():
        begin = min(due_at(row) for row in members)
        values = [int(row.payload["worth"]) for row in members if due_at(row) == begin]
        cards.append(DueCard(key, begin, max(values)))
    return cards


@dataclass(frozen=True, slots=True)
class Replay:
    """What a watch would have posted of a history."""

    at_once: tuple[str, ...] = ()
    """Keys of the cards, in the order of posting."""
    over_budget: int = 0
    digest_days: tuple[date, ...] = field(default=())
    """Local days whose digest would have had news."""


def replay(
    events: Sequence[StoredEvent],
    *,
    watch: Watch,
    settings: ChannelSettings,
    facts: Mapping[int, LinkFacts],
) -> Replay:
    """Post a history as if the watch had been there: the same decisions, in the same order."""
    posts = plan(events, watches=[watch], settings={watch.channel: settings}, facts=facts, told={})
    by_day: dict[date, list[DueCard]] = defaultdict(list)
    rows = [post for post in posts if post.kind == CARD]
    for card in due_cards(_openings(rows)):
        by_day[local_day(settings, card.not_before)].append(card)
    chosen = [choose(cards, left=settings.budget) for _, cards in sorted(by_day.items())]
    news = {local_day(settings, e.event.at) for e in events if is_for_digest(watch, e)}
    return Replay(
        at_once=tuple(key for choice in chosen for key in choice.post),
        over_budget=sum(len(choice.leave) for choice in chosen),
        digest_days=tuple(sorted(day for day in news if day.weekday() in settings.digest_days)),
    )


def _openings(rows: Sequence[PlannedPost]) -> list[PlannedPost]:
    """The rows that open messages: no edits, and nothing that was good again before it was told."""
    ends = {kind.value: ENDS[kind].value for kind in ENDS}
    opens: dict[str, list[PlannedPost]] = defaultdict(list)
    ended: dict[tuple[str, int], datetime] = {}
    for row in rows:
        card, kind = row.payload["card"], row.payload["event_kind"]
        if kind in ends and f":{ends[kind]}:" in card:
            ended[card, row.payload["link"]] = due_at(row)
        else:
            opens[card].append(row)
    told: list[PlannedPost] = []
    for card, members in opens.items():
        begin = min(due_at(row) for row in members)
        known = [row for row in members if due_at(row) == begin]
        if not all(ended.get((card, r.payload["link"]), _NEVER) <= begin for r in known):
            told += members
        else:
            told += [row for row in members if due_at(row) > begin]
    return told


_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def local_day(settings: ChannelSettings, moment: datetime) -> date:
    """The date on the channel's wall."""
    return moment.astimezone(settings.tz).date()


def day_begins(settings: ChannelSettings, moment: datetime) -> datetime:
    """The first moment of the channel's local day, in UTC."""
    return first_moment(local_day(settings, moment), time(0), settings.tz).astimezone(UTC)
