"""A store, a channel and a Slack that fails on purpose, for tests of the sender."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.store.cards import DecidedActs, SqlCardLog
from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.outbox import SqlOutbox
from bot.adapters.store.row_claims import DecidedRowClaims
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.adapters.store.watches import DecidedWatches
from bot.domain.tracking import StoredEvent
from bot.errors import DeliveryError
from bot.message import Message
from bot.ports import Posted, Poster
from bot.services.cards import CardReader
from bot.services.deliver import Delivery, Drawing
from bot.services.rate_events import Rater, unrated
from bot.services.watch_sites import Planning
from bot.slack import events as drawn
from tests.domain.test_delivery import NOON, WATCH

Trouble = Callable[[str, str], DeliveryError | None]
"""Of a method and a channel: what goes wrong this time."""


def refused(code: str, *, permanent: bool = True, after: float | None = None) -> DeliveryError:
    return DeliveryError(code, f"Slack: {code}", permanent=permanent, retry_after_seconds=after)


LOST_ANSWER = refused("unreachable", permanent=False)


@dataclass
class BadSlack:
    """A `Poster` that posts into a dict, or fails before or after it posted."""

    fails: Trouble = lambda _method, _channel: None
    loses: Trouble = lambda _method, _channel: None
    """Fails after the message stands: the answer is lost."""
    may_look: bool = True
    stands: dict[Posted, Message] = field(default_factory=dict)
    about: dict[Posted, Mapping[str, str]] = field(default_factory=dict)
    threads: list[tuple[Posted, str]] = field(default_factory=list)
    files: list[tuple[Posted, str, bytes]] = field(default_factory=list)
    """(the message in whose thread it stands, its name, its bytes)."""

    async def post(
        self,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Posted:
        if error := self.fails("post", channel):
            raise error
        posted = Posted(channel, f"{len(self.stands) + 1}.0")
        self.stands[posted] = message
        self.about[posted] = metadata or {}
        if thread_ts:
            self.threads.append((posted, thread_ts))
        if error := self.loses("post", channel):
            raise error
        return posted

    async def update(self, posted: Posted, message: Message) -> None:
        if error := self.fails("update", posted.channel):
            raise error
        self.stands[posted] = message

    async def upload(
        self,
        channel: str,
        *,
        filename: str,
        content: bytes,
        comment: str,
        thread_ts: str | None = None,
    ) -> None:
        if error := self.fails("upload", channel):
            raise error
        self.files.append((Posted(channel, thread_ts or ""), filename, content))
        if error := self.loses("upload", channel):
            raise error

    async def find_own(
        self,
        channel: str,
        metadata: Mapping[str, str],
        *,
        newest: int = 50,
        thread_ts: str | None = None,
    ) -> Posted | None:
        if not self.may_look:
            return None
        parents = dict(self.threads)
        return next(
            (
                place
                for place, about in self.about.items()
                if place.channel == channel
                and about == metadata
                and parents.get(place) == thread_ts
            ),
            None,
        )

    async def has_file(self, beside: Posted, filename: str) -> bool:
        there = [(place, name) for place, name, _ in self.files]
        return self.may_look and (beside, filename) in there

    def cards(self, channel: str = "C1") -> list[str]:
        """The keys of the cards that stand there, with repeats."""
        there = [about for posted, about in self.about.items() if posted.channel == channel]
        return [about["card"] for about in there if "card" in about]

    def texts(self, channel: str) -> list[str]:
        return [m.text for posted, m in self.stands.items() if posted.channel == channel]


class Sending:
    """The sender on real stores, with a clock that a test moves."""

    def __init__(self, folder: Path, slack: Poster | None = None) -> None:
        self.now: datetime = NOON
        self.poster: Poster = slack or BadSlack()
        self.database = open_database(folder)
        self.decisions = open_decisions(folder)
        self.watches = DecidedWatches(self.decisions)
        self.events = SqlEventStore(self.database)
        self.outbox = SqlOutbox(self.database)
        self.cards = SqlCardLog(self.database)
        self.links = SqlTrackedLinkStore(self.database)
        self.acts = DecidedActs(self.decisions)
        self.rate: Rater = unrated

    def close(self) -> None:
        self.decisions.close()
        self.database.close()

    @property
    def slack(self) -> BadSlack:
        """The Slack in memory, where it is one."""
        assert isinstance(self.poster, BadSlack)
        return self.poster

    @property
    def delivery(self) -> Delivery:
        reader = CardReader(
            cards=self.cards,
            events=self.events,
            links=self.links,
            observations=SqlObservationStore(self.database),
            acts=self.acts,
            claims=DecidedRowClaims(self.decisions),
            clock=lambda: self.now,
        )
        return Delivery(
            outbox=self.outbox,
            cards=self.cards,
            reader=reader,
            watches=self.watches,
            poster=self.poster,
            clock=lambda: self.now,
            drawing=Drawing(drawn.card, drawn.thread, drawn.notice, drawn.trouble),
        )

    async def watched(self, **settings: object) -> None:
        """One channel watches the site."""
        await self.watches.add_watch(WATCH)
        await self.watches.change_settings(
            "C1",
            lambda known: replace(known, **settings),  # type: ignore[arg-type]  # a table of settings
        )

    async def happened(self, *events: StoredEvent) -> None:
        """Events with their posts, kept as a run keeps them."""
        planning = Planning(watches=self.watches, links=self.links, cards=self.cards)
        rated = await self.rate(events)
        await self.events.add_events(rated, await planning.plan(rated, self.now))

    async def tick(self, after: timedelta = timedelta()) -> None:
        """The sender's job, that much later."""
        self.now += after
        while await self.delivery.send_due():
            pass
