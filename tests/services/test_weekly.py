"""The weekly summary measures our own verdicts and each source's, by what was seen later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.backlinks import Backlink, DomainName
from bot.domain.digests import Week
from bot.domain.events import Event, EventKind
from bot.domain.imports import StartedImport
from bot.domain.names import parse_target
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Observation, Reason, State
from bot.domain.watches import ChannelSettings, Watch
from bot.services.source_rates import source_rates
from bot.services.weekly import week_before
from tests.digest_fakes import FakeEvents
from tests.fakes import FakeLinkStore, FakeObservationStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
SITE = parse_target("site.example")
SETTINGS = ChannelSettings("C1")
WATCH = Watch("w", "C1", SITE, "U1", NOW)


def loss(number: int, at: datetime, *, was_wrong: bool | None = None) -> StoredEvent:
    page = f"https://blog{number}.example/"
    event = Event(EventKind.LOST, page, "site.example", at, at)
    return StoredEvent(
        f"k{number}", number, DomainName("site.example"), None, event, was_wrong=was_wrong
    )


async def week(events: FakeEvents, **changes: object) -> Week | None:
    about = {"day": MONDAY, "last_sent": MONDAY - DAY, **changes}
    return await week_before(SETTINGS, [WATCH], events=events, **about)  # type: ignore[arg-type]  # by name


async def test_a_week_is_told_when_each_of_its_losses_was_looked_at_again() -> None:
    monday = datetime(2026, 11, 9, tzinfo=UTC)
    losses = [
        loss(1, monday - timedelta(seconds=1)),
        loss(2, monday, was_wrong=True),
        loss(3, monday + 6 * DAY, was_wrong=False),
        loss(4, monday + 3 * DAY),
        loss(5, monday + 7 * DAY),
    ]
    assert await week(FakeEvents(losses)) == Week(date(2026, 11, 9), 3, 1, 2)


async def test_it_is_told_once_a_week_and_only_where_it_is_wanted() -> None:
    events = FakeEvents([loss(1, datetime(2026, 11, 10, tzinfo=UTC))])
    tuesday = MONDAY + DAY
    assert await week(events, day=tuesday, last_sent=MONDAY) is None
    assert await week(events, day=tuesday, last_sent=MONDAY - DAY) is not None
    assert await week(events, last_sent=None) is None
    assert await week(FakeEvents()) is None
    unwanted = replace(SETTINGS, weekly_report=False)
    told = await week_before(unwanted, [WATCH], day=MONDAY, last_sent=MONDAY - DAY, events=events)
    assert told is None


def said_lost(number: int, source: str) -> Backlink:
    return Backlink(
        source=source,
        as_of=date(2026, 11, 14),
        referring_domain=DomainName(f"blog{number}.example"),
        target_domain=DomainName("site.example"),
        referring_page=f"https://blog{number}.example/",
        target_url="https://site.example/",
        lost=True,
    )


def looked(number: int, state: State, at: datetime = NOW) -> Observation:
    reason = {State.LOST: Reason.LINK_REMOVED, State.UNVERIFIED: Reason.BLOCKED}.get(state)
    return Observation(f"https://blog{number}.example/", "site.example", state, reason, at)


async def test_a_source_is_measured_by_the_looks_that_could_tell() -> None:
    links = FakeLinkStore()
    started = StartedImport(1, MONDAY)
    rows = [said_lost(n, "ahrefs") for n in range(5)] + [said_lost(9, "moz")]
    await links.import_rows(started, rows)
    looks = FakeObservationStore(
        [
            looked(0, State.LIVE),
            looked(1, State.LOST),
            looked(2, State.UNVERIFIED),
            looked(3, State.LIVE, NOW - 30 * DAY),
            looked(9, State.LOST),
        ]
    )
    rates = await source_rates(
        [SITE, SITE], since=NOW - 14 * DAY, backlinks=links, observations=looks
    )
    assert rates == (("ahrefs", 2, 1), ("moz", 1, 0))
