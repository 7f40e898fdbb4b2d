"""Each event is told once, each local day has at most one digest, whatever fails in between."""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.digests import Digest
from bot.domain.events import Event, EventKind
from bot.domain.names import parse_target
from bot.domain.tracking import StoredEvent
from bot.domain.watches import ChannelSettings, Watch
from bot.errors import DeliveryError
from bot.message import Message
from bot.services.build_digest import DigestSources
from bot.services.send_digests import DigestSender, Drawing, wait_after
from tests.digest_fakes import (
    FakeDigestLedger,
    FakeEvents,
    FakePoster,
    FakeWatches,
    KilledError,
    NoClaims,
    NoLinks,
    refusal,
)

SITE = parse_target("site.example")
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(minutes=30)


class World:
    """One channel, its events, and as many bots as a test wants."""

    def __init__(
        self, zone: str = "Europe/Berlin", at: time = time(9), *, channel: str = "C1"
    ) -> None:
        self.now = START
        self.ledger = FakeDigestLedger()
        self.events = FakeEvents()
        self.poster = FakePoster()
        settings = ChannelSettings(
            channel, zone=zone, digest_at=at, digest_from=START, set_by="U1", weekly_report=False
        )
        self.watches = FakeWatches([Watch("w", channel, SITE, "U1", START)], {channel: settings})

    def sender(self) -> DigestSender:
        """A bot that has just started."""
        return DigestSender(
            sources=DigestSources(
                watches=self.watches,
                links=NoLinks(),  # type: ignore[arg-type]  # the part of the port that digests use
                events=self.events,
                ledger=self.ledger,
                claims=NoClaims(),
            ),
            poster=self.poster,
            clock=lambda: self.now,
            drawing=Drawing(digest=drawn, refused=lambda *_: Message("refused"), shown_rows=10),
        )

    async def happen(self, kind: EventKind = EventKind.LOST, *, delay: timedelta = DAY * 0) -> str:
        """Something happens, and is recorded only after `delay`."""
        at = self.now - delay
        event = Event(kind, f"https://{at.timestamp()}.example/", "site.example", at, at)
        key = f"{at.isoformat()}:{kind}"
        domain = DomainName("site.example")
        await self.events.add_events([StoredEvent(key, None, domain, None, event)])
        return key

    def told(self) -> list[str]:
        """The events that the channel's posts told, in order."""
        return [
            key
            for channel, message, _ in self.poster.posts
            if channel == "C1"
            for key in message.text.split("\n")[1:]
        ]

    def days(self) -> list[str]:
        return [about["digest"] for where, _, about in self.poster.posts if about and where == "C1"]


def drawn(digest: Digest) -> Message:
    """A digest as its day and the keys of what it tells."""
    keys = [stored.key for row in digest.rows for stored in row.events]
    return Message("\n".join([str(digest.local_date), *keys]))


async def live(
    world: World,
    chance: random.Random,
    *,
    days: int,
    down: float = 0.0,
    bots: int = 2,
) -> list[str]:
    """Let days pass with `bots` at once; with `down` they are often away, for minutes or for days."""
    happened = []
    end = world.now + days * DAY
    away_until = world.now
    while world.now < end:
        if chance.random() < 0.02:
            happened.append(await world.happen(delay=timedelta(minutes=chance.randrange(60))))
        if world.now >= away_until and chance.random() < down:
            away_until = world.now + timedelta(hours=chance.choice((1, 3, 8, 30, 80)))
        if world.now >= away_until:
            ticks = (world.sender().send_due() for _ in range(bots))
            for outcome in await asyncio.gather(*ticks, return_exceptions=True):
                assert isinstance(outcome, int | KilledError)
        world.now += TICK
    return happened


ZONES = [
    ("Europe/Berlin", time(2, 30)),
    ("America/New_York", time(1, 30)),
    ("Australia/Lord_Howe", time(1, 45)),
    ("Asia/Kolkata", time(9)),
]


@pytest.mark.parametrize(("zone", "at"), ZONES, ids=[zone for zone, _ in ZONES])
async def test_a_year_with_two_bots_and_failures_has_one_digest_a_local_day(
    zone: str, at: time
) -> None:
    """A tenth of the posts fails, some after they were made, and a process dies now and then.

    Where the channel's history can be read, nothing is told twice, not even then.
    """
    chance = random.Random(f"{zone}{at}")

    def trouble(when: str) -> None:
        if when == "before" and chance.random() < 0.10:
            raise refusal("ratelimited", after=5)
        if when == "after" and chance.random() < 0.05:
            raise refusal("unreachable")
        if chance.random() < 0.02:
            raise KilledError

    world = World(zone, at)
    world.poster.trouble = trouble
    happened = await live(world, chance, days=365)
    world.poster.trouble = lambda _: None
    await live(world, random.Random(1), days=2)
    first = date.fromisoformat(world.days()[0].split()[1])
    assert world.days() == [f"C1 {first + n * DAY}" for n in range(len(world.days()))]
    assert len(world.days()) >= 366
    counted = Counter(world.told())
    assert set(happened) <= set(counted)
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_downtime_each_event_is_told_once(seed: int) -> None:
    chance = random.Random(seed)
    world = World(at=time(chance.randrange(24), chance.choice((0, 30))))
    happened = await live(world, chance, days=120, down=0.01)
    await live(world, random.Random(0), days=3)
    assert len(set(world.days())) == len(world.days())
    counted = Counter(world.told())
    assert set(happened) <= set(counted)
    assert set(counted.values()) == {1}


async def test_without_the_history_only_the_window_of_a_crash_repeats() -> None:
    """The one window that Slack leaves: posted, and killed before it was marked."""
    chance = random.Random(3)
    windows = 0

    def trouble(when: str) -> None:
        nonlocal windows
        if chance.random() < 0.05:
            windows += when == "after"
            raise KilledError

    world = World()
    world.poster.can_look = False
    world.poster.trouble = trouble
    happened = await live(world, chance, days=200)
    world.poster.trouble = lambda _: None
    await live(world, random.Random(0), days=2)
    repeats = len(world.days()) - len(set(world.days()))
    assert 0 < repeats <= windows
    assert set(happened) <= set(world.told())


async def test_a_channel_s_failure_does_not_stop_the_others() -> None:
    world = World()
    world.watches.kept.append(Watch("v", "C2", SITE, "U1", START))
    world.watches.settings["C2"] = replace(world.watches.settings["C1"], channel="C2")

    def trouble(when: str) -> None:
        if when == "before" and not world.ledger.days.get(("C2", date(2026, 1, 2))):
            raise RuntimeError("a bug")

    world.poster.trouble = trouble
    world.now += DAY
    assert await world.sender().send_due() == 1
    assert [where for where, _, _ in world.poster.posts] == ["C2"]


async def test_a_refusal_is_told_once_to_who_set_it_and_nothing_is_dropped() -> None:
    world = World()
    key = await world.happen()
    world.poster.refusing.add("C1")
    for _ in range(3 * 24):
        world.now += timedelta(hours=1)
        await world.sender().send_due()
    assert [channel for channel, _, _ in world.poster.posts] == ["U1"]
    world.poster.refusing.clear()
    for _ in range(26):
        world.now += timedelta(hours=1)
        await world.sender().send_due()
    assert world.told() == [key]


async def test_a_quiet_day_may_have_no_message() -> None:
    world = World()
    world.watches.settings["C1"] = replace(world.watches.settings["C1"], quiet_day_line=False)
    await live(world, random.Random(0), days=0)
    world.now += DAY
    for _ in range(3):
        await world.sender().send_due()
        world.now += timedelta(minutes=10)
    assert not world.poster.posts
    world.now += DAY
    key = await world.happen()
    world.now += timedelta(hours=20)
    await world.sender().send_due()
    assert world.told() == [key]


async def test_a_digest_switched_off_between_two_tries_is_not_sent() -> None:
    world = World()

    def trouble(_: str) -> None:
        raise refusal("ratelimited", after=60)

    world.poster.trouble = trouble
    world.now += DAY
    await world.sender().send_due()
    world.watches.settings["C1"] = replace(world.watches.settings["C1"], digest_at=None)
    world.poster.trouble = lambda _: None
    world.now += timedelta(minutes=5)
    await world.sender().send_due()
    assert not world.poster.posts


@pytest.mark.parametrize(
    ("attempts", "error", "seconds"),
    [
        (0, refusal("unreachable"), 30),
        (3, refusal("unreachable"), 240),
        (60, refusal("unreachable"), 3600),
        (0, refusal("ratelimited", after=90), 90),
        (60, refusal("ratelimited", after=7200), 7200),
        (0, refusal("is_archived", permanent=True), 3600),
    ],
)
def test_the_wait_grows_and_never_undercuts_what_slack_asks(
    attempts: int, error: DeliveryError, seconds: int
) -> None:
    assert wait_after(attempts, error) == timedelta(seconds=seconds)
