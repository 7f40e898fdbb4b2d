"""Who hears of an event at once, as part of which message, and what is left to the digest.

All of it is pure and decided from the events' own times, so that a replay of the history says what
really would have been posted.

A card is one message for its whole life. Events of one kind, from one cause (a site, or for a page of
ours the page), that a channel hears of on the same local day share one card. What was told, made good
and happens once more is new: it has a card of its own, unless nobody had heard of it before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.events import EventKind, Value
from bot.domain.tracking import PlannedPost, StoredEvent
from bot.domain.watches import ChannelSettings, Watch, digest_kinds, end_of_quiet

CARD: Final = "event_card"
THREAD: Final = "card_thread"
NOTICE: Final = "notice"
TROUBLE: Final = "trouble"

OURS_TO_MEND: Final = frozenset({EventKind.TARGET_BROKEN, EventKind.OVERDUE})
"""Our own broken page, and a promise that was made to us: always worth a message."""
ENDS: Final[Mapping[EventKind, EventKind]] = {
    EventKind.RESTORED: EventKind.LOST,
    EventKind.UPGRADED: EventKind.DEVALUED,
    EventKind.TARGET_MENDED: EventKind.TARGET_BROKEN,
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


@dataclass(frozen=True, slots=True)
class ToldCard:
    """The newest card of a channel that tells one kind of news of one subject."""

    card: str
    due: datetime
    """When that subject's row of it was to be posted."""
    is_over: bool = False
    """A later event of the subject made it good, and stands on the card too."""


Told = Mapping[tuple[str, str, EventKind], ToldCard]
"""By channel, subject (`StoredEvent.subject`) and kind."""


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
    if facts.quality is not None and facts.quality < (watch.least_quality or 0):
        return False
    return is_valuable(stored) or not watch.only_valuable


def is_for_digest(watch: Watch, stored: StoredEvent) -> bool:
    """Whether the channel reads of it in its digest: all it asked for, told at once or not."""
    return covers(watch, stored) and stored.event.kind in digest_kinds(watch)


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
    facts: Mapping[str, LinkFacts],
    told: Told,
) -> list[PlannedPost]:
    """What the channels are told at once of these events: a row per event and channel.

    Rows with the same `card` become one message. A channel without an entry in `settings` has the
    defaults; an event without one in `facts` (by its key) is of a link of which nothing more is known.
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
    facts: Mapping[str, LinkFacts],
    told: dict[tuple[str, str, EventKind], ToldCard],
) -> list[PlannedPost]:
    kind, channel = stored.event.kind, settings.channel
    mine = facts.get(stored.key, NOTHING_KNOWN)
    watch = next((w for w in watches if covers(w, stored)), None)
    if watch is None:
        return []
    if kind in ENDS and (begun := told.get((channel, stored.subject, ENDS[kind]))):
        told[channel, stored.subject, ENDS[kind]] = replace(begun, is_over=True)
        # An edit makes no noise: it waits for no morning.
        return [_row(begun.card, stored, watch, stored.event.at, worth(stored, mine), ends=True)]
    loud = (w for w in watches if is_at_once(w, stored, facts=mine, muted=settings.muted))
    watch = next(loud, None)
    if watch is None:
        return []
    posting_at = end_of_quiet(settings, stored.event.at)
    card = _card_of(stored, settings, posting_at, told.get((channel, stored.subject, kind)))
    told[channel, stored.subject, kind] = ToldCard(card, posting_at)
    thread = PlannedPost(
        dedup_key=thread_key(card),
        channel=channel,
        kind=THREAD,
        payload={"card": card, "watch": watch.id},
        not_before=posting_at,
        events=(stored.key,),
    )
    return [_row(card, stored, watch, posting_at, worth(stored, mine)), thread]


def thread_key(card: str) -> str:
    """The dedup key of the details under a card."""
    return f"{card}|thread"


def _card_of(
    stored: StoredEvent, settings: ChannelSettings, posting_at: datetime, before: ToldCard | None
) -> str:
    """The day's card of the cause, or the next one if this came back after it had been told and made good.

    What went, came and went again before the morning was told to nobody in between: one card says it.
    """
    event, day = stored.event, settings.day_of(posting_at)
    cause = stored.referring_domain or event.target
    reason = event.reason.value if event.reason else ""
    card = (
        f"card:{settings.channel}:{day}:{event.kind.value}:{reason}:{stored.target_domain}:{cause}"
    )
    if before is None or (before.card != card and not before.card.startswith(f"{card}#")):
        return card
    if not before.is_over or before.due >= posting_at:
        return before.card
    number = before.card.removeprefix(card).removeprefix("#")
    return f"{card}#{int(number or 1) + 1}"


def _row(
    card: str, stored: StoredEvent, watch: Watch, due: datetime, value: int, *, ends: bool = False
) -> PlannedPost:
    return PlannedPost(
        dedup_key=f"{card}|{stored.key}",
        channel=watch.channel,
        kind=CARD,
        payload={
            "card": card,
            "event": stored.key,
            "event_kind": stored.event.kind.value,
            "subject": stored.subject,
            "at": stored.event.at.isoformat(),
            "due": due.isoformat(),
            "ends": ends,
            "watch": watch.id,
            "worth": value,
        },
        not_before=due,
        events=(stored.key,),
    )
