"""Which of the planned messages are really posted, and what a watch would have posted of a history.

The sender and the replay share these decisions: what has something to tell at its time is posted, the
best first, as long as the channel's budget of the day lasts; the rest is left to the digest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from bot.domain.delivery import CARD, OURS_TO_MEND, LinkFacts, is_for_digest, plan
from bot.domain.events import EventKind
from bot.domain.tracking import PlannedPost, StoredEvent
from bot.domain.watches import ChannelSettings, Watch, first_moment


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One row of a card, read back from its post."""

    card: str
    subject: str
    at: datetime
    """When it happened."""
    due: datetime
    """When it was to be posted, before any retry."""
    worth: int
    ends: bool
    """It makes another row of the card good."""


def entry_of(post: PlannedPost) -> CardEntry:
    """What a row of a card says; rows of older versions lack some of it."""
    said = post.payload
    due = datetime.fromisoformat(said["due"])
    return CardEntry(
        card=said["card"],
        subject=said.get("subject") or f"link:{said.get('link')}",
        at=datetime.fromisoformat(said["at"]) if "at" in said else due,
        due=due,
        worth=int(said["worth"]),
        ends=bool(said.get("ends")),
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


def due_cards(rows: Iterable[PlannedPost]) -> list[DueCard]:
    """The messages that rows make.

    A row that joins later than the first says nothing of the worth, nor does one that makes another good.
    """
    cards = []
    for key, members in _by_card(rows).items():
        opening = [entry for entry in members if not entry.ends] or members
        cards.append(_due(key, opening, min(entry.due for entry in opening)))
    return cards


def _due(key: str, entries: Sequence[CardEntry], moment: datetime) -> DueCard:
    worths = [entry.worth for entry in entries if entry.due == moment]
    return DueCard(key, moment, max(worths))


def _by_card(rows: Iterable[PlannedPost]) -> Mapping[str, list[CardEntry]]:
    by_card: dict[str, list[CardEntry]] = defaultdict(list)
    for row in rows:
        entry = entry_of(row)
        by_card[entry.card].append(entry)
    return by_card


@dataclass(frozen=True, slots=True)
class Replay:
    """What a watch would have posted of a history."""

    at_once: tuple[str, ...] = ()
    """Keys of the cards, in the order of posting."""
    over_budget: int = 0
    digest_days: tuple[date, ...] = field(default=())
    """Local days whose digest would have had news."""
    unrated: int = 0
    """Of them: about links whose quality nobody knows, which a threshold lets pass; 0 without one."""


def replay(
    events: Sequence[StoredEvent],
    *,
    watch: Watch,
    settings: ChannelSettings,
    facts: Mapping[str, LinkFacts],
) -> Replay:
    """Post a history as if the watch had been there: the same decisions, in the same order."""
    posts = plan(events, watches=[watch], settings={watch.channel: settings}, facts=facts, told={})
    rows = _by_card(post for post in posts if post.kind == CARD)
    by_day: dict[date, list[DueCard]] = defaultdict(list)
    for key, entries in rows.items():
        if card := _first_told(key, entries):
            by_day[settings.day_of(card.not_before)].append(card)
    chosen = [choose(cards, left=settings.budget) for _, cards in sorted(by_day.items())]
    news = {settings.day_of(e.event.at) for e in events if is_for_digest(watch, e)}
    told = tuple(key for choice in chosen for key in choice.post)
    return Replay(
        at_once=told,
        over_budget=sum(len(choice.leave) for choice in chosen),
        digest_days=tuple(sorted(day for day in news if day.weekday() in settings.digest_days)),
        unrated=0 if watch.least_quality is None else _unrated(posts, told, facts),
    )


def _unrated(
    posts: Iterable[PlannedPost], told: Sequence[str], facts: Mapping[str, LinkFacts]
) -> int:
    """How many of the messages are about links of which no quality is known."""
    keys = set(told)
    rated: set[str] = set()
    unknown: set[str] = set()
    for post in posts:
        if post.kind != CARD or EventKind(post.payload["event_kind"]) in OURS_TO_MEND:
            continue
        known = facts.get(post.payload["event"])
        (unknown if known is None or known.quality is None else rated).add(post.payload["card"])
    return len((unknown - rated) & keys)


def _first_told(key: str, entries: Sequence[CardEntry]) -> DueCard | None:
    """The card at the first moment at which it has something to tell; None: it never has.

    What was good again by then is told to nobody; what joins the card later can still open it.
    """
    opening = [entry for entry in entries if not entry.ends]
    for moment in sorted({entry.due for entry in opening}):
        if _is_open(entry for entry in entries if entry.at <= moment):
            return _due(key, opening, moment)
    return None


def _is_open(entries: Iterable[CardEntry]) -> bool:
    """Whether something is bad still; entries come in the order in which they happened."""
    newest: dict[str, bool] = {}
    for entry in sorted(entries, key=lambda entry: entry.at):
        newest[entry.subject] = entry.ends
    return not all(newest.values())


def day_begins(settings: ChannelSettings, moment: datetime) -> datetime:
    """The first moment of the channel's local day, in UTC."""
    return first_moment(settings.day_of(moment), time(0), settings.tz).astimezone(UTC)
