"""A source's data imported again: what is new in it is told once, the first import never."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.sources.exports import read_export
from bot.adapters.store.database import Database
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.import_news import SqlImportNews
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.source_losses import SqlSourceLosses
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.events import Event, EventKind, Policy
from bot.domain.imports import ImportCounts, NewImport
from bot.domain.names import Target
from bot.domain.pages import Page, Validators
from bot.domain.tracking import NewLink
from bot.errors import FetchError
from bot.services.check_source_losses import check_source_losses
from bot.services.import_export import import_file
from bot.services.run_checks import LEASE
from bot.services.tell_import_news import tell_import_news
from tests.fakes import FakeFetcher, FetchCall
from tests.looks import a_page

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
SITE = DomainName("site.example")


async def bring(database: Database, *rows: str, day: int = 0) -> list[str]:
    """Import rows `page,anchor` of a plain CSV, and give the pages told of so far."""
    now = NOW + timedelta(days=day)
    lines = [
        "source_url,target_url,anchor",
        *(
            f"https://{page},https://site.example/,{anchor}"
            for page, anchor in (r.split(",") for r in rows)
        ),
    ]
    await import_file(
        io.BytesIO("\n".join(lines).encode()),
        name="links.csv",
        target=SITE,
        read_export=read_export,
        store=SqlImportStore(database),
        clock=lambda: now,
    )
    events = SqlEventStore(database)
    while await tell_import_news(
        news=SqlImportNews(database),
        events=events,
        observations=SqlObservationStore(database),
        fetcher=FakeFetcher(),
        clock=lambda: now,
    ):
        pass
    found = await events.events_between(
        None, since=NOW - timedelta(days=1), until=NOW + timedelta(99)
    )
    assert {stored.event.kind.value for stored in found} <= {"new_in_source"}
    assert all("New in your file" in stored.event.details[0] for stored in found)
    return [stored.event.referring_page for stored in found]


async def test_only_what_the_source_had_not_said_is_told_and_once(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    assert await bring(database, "a.example/1,guide", "b.example/2,guide") == []
    again = await bring(database, "a.example/1,guide", "c.example/3,guide", day=7)
    assert again == ["https://c.example/3"]
    same = await bring(database, "a.example/1,guide", "c.example/3,guide", day=7)
    assert same == again
    later = await bring(database, "a.example/1,another anchor", "c.example/3,guide", day=14)
    assert later == again, "another anchor on a known page is no new link"
    database.close()


async def test_what_a_source_calls_lost_is_looked_at_and_told_by_nobody(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    store, looks = SqlImportStore(database), SqlObservationStore(database)
    started = await store.begin_import(
        NewImport(
            "f", "lost.csv", "plain", "ahrefs", Grain.PAGES, SITE, NOW.date(), "file", None, NOW
        )
    )
    page = "https://journal.example/tools"
    claim = Backlink(
        "ahrefs", DomainName("journal.example"), SITE, NOW.date(), referring_page=page, lost=True
    )
    await store.import_rows(started, [claim])
    await store.finish_import(started, ImportCounts(1, 1, 0, 0), NOW)
    events, web = SqlEventStore(database), FakeFetcher()
    for _ in range(2):
        await tell_import_news(
            news=SqlImportNews(database),
            events=events,
            observations=looks,
            fetcher=web,
            clock=lambda: NOW,
        )
    assert web.urls == [page]
    assert await looks.latest_observation(page, str(SITE)) is not None
    found = await events.events_between(
        None, since=NOW - timedelta(days=9), until=NOW + timedelta(days=9)
    )
    assert found == ()
    database.close()


class Web(FakeFetcher):
    """Pages that link to the site, but for those that lost their link, and those that are away."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.without: set[str] = set()
        self.away: set[str] = set()

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        self.calls.append(FetchCall(url, validators, fresh))
        if url in self.away:
            raise FetchError("timeout", "No answer.", url=url)
        link = "" if url in self.without else '<a href="https://site.example/">guide</a>'
        words = f"<p>Of {url}: spades and soil, seeds and seasons, from March to the frost.</p>" * 9
        return replace(a_page(f"<h1>Tools</h1>{words}{link}", url=url), fetched_at=self.now)


@dataclass
class World:
    """A store, a web and a clock; imports come as files."""

    database: Database
    web: Web
    now: datetime = NOW

    async def bring(self, *pages: str) -> None:
        """Import a file that names these pages; look at what is due until nothing is."""
        lines = ["source_url,target_url", *(f"https://{p},https://site.example/" for p in pages)]
        await import_file(
            io.BytesIO("\n".join(lines).encode()),
            name="links.csv",
            target=SITE,
            read_export=read_export,
            store=SqlImportStore(self.database),
            clock=lambda: self.now,
        )
        while await tell_import_news(
            news=SqlImportNews(self.database),
            events=SqlEventStore(self.database),
            observations=SqlObservationStore(self.database),
            fetcher=self.web,
            clock=lambda: self.now,
        ):
            pass
        await self.look()

    async def look(self) -> None:
        self.web.now = self.now
        await check_source_losses(
            losses=SqlSourceLosses(self.database),
            links=SqlTrackedLinkStore(self.database),
            observations=SqlObservationStore(self.database),
            fetcher=self.web,
            clock=lambda: self.now,
            policy=Policy(),
        )

    async def lost(self) -> list[Event]:
        found = await SqlEventStore(self.database).events_between(
            None, since=NOW - timedelta(days=1), until=NOW + timedelta(99)
        )
        return [stored.event for stored in found if stored.event.kind is EventKind.LOST]


A, B, C = "a.example/1", "b.example/2", "c.example/3"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    database = open_database(tmp_path)
    yield World(database, Web())
    database.close()


async def test_what_a_source_no_longer_names_is_told_when_two_looks_agree(world: World) -> None:
    world.web.without = {f"https://{A}"}
    await world.bring(A, B, C)
    assert world.web.urls == [], "the first import is a baseline"
    world.now += timedelta(days=7)
    await world.bring(C)
    assert sorted(world.web.urls) == [f"https://{A}", f"https://{B}"]
    assert await world.lost() == [], "seen once"
    for _ in range(3):
        world.now += timedelta(minutes=31)
        await world.look()
    (event,) = await world.lost()
    assert event.referring_page == f"https://{A}"
    assert event.details == (
        "Your file of 8 May 2026 does not name it any more, and our own looks agree",
    )
    assert world.web.calls[-1].fresh
    assert world.web.urls.count(f"https://{B}") == 1, "it is there, so it is let go"
    world.now += timedelta(days=7)
    await world.bring(B)
    world.now += timedelta(minutes=31)
    await world.look()
    assert len(await world.lost()) == 1, "what was told is not told again"


async def test_what_cannot_be_read_is_let_go_without_a_word(world: World) -> None:
    await world.bring(A, C)
    world.web.away = {f"https://{A}"}
    world.now += timedelta(days=1)
    await world.bring(C)
    for _ in range(40):
        world.now += timedelta(hours=8)
        await world.look()
    asked = len(world.web.urls)
    assert await world.lost() == []
    world.now += timedelta(days=30)
    await world.look()
    assert len(world.web.urls) == asked


async def test_a_tracked_link_is_left_to_its_own_looks(world: World) -> None:
    await world.bring(A, C)
    await SqlTrackedLinkStore(world.database).track(
        [NewLink(f"https://{A}", Target(SITE), "U1")], now=world.now
    )
    world.web.without = {f"https://{A}"}
    world.now += timedelta(days=1)
    await world.bring(C)
    assert world.web.urls == []


class Portal(Web):
    """Something between us and the web answers for everybody."""

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        await super().fetch(url, validators=validators, fresh=fresh)
        words = "<h1>Hotel</h1>" + "<p>Welcome to our guests and friends.</p>" * 20
        return replace(a_page(words, url=url), fetched_at=self.now)


async def test_one_site_is_enough_to_doubt_ourselves_when_our_own_answers_alike(
    world: World,
) -> None:
    await world.bring(A, C)
    world.web = Portal()
    world.now += timedelta(days=1)
    await world.bring(C)
    for _ in range(5):
        world.now += timedelta(hours=1)
        await world.look()
    assert await world.lost() == []
    assert "http://site.example/" in world.web.urls
    world.web = Web()
    world.web.without = {f"https://{A}"}
    for _ in range(4):
        world.now += timedelta(hours=2)
        await world.look()
    assert [event.referring_page for event in await world.lost()] == [f"https://{A}"]


async def test_a_page_that_our_own_program_fails_on_is_looked_at_again(world: World) -> None:
    class Faulty(Web):
        async def fetch(
            self, url: str, *, validators: Validators | None = None, fresh: bool = False
        ) -> Page:
            raise RuntimeError("a fault of ours")

    await world.bring(A, C)
    world.web.without = {f"https://{A}"}
    world.now += timedelta(days=1)
    await world.bring(C)
    world.web = Faulty()
    world.now += timedelta(hours=1)
    await world.look()
    assert await world.lost() == []
    world.web = Web()
    world.web.without = {f"https://{A}"}
    for _ in range(4):
        world.now += timedelta(hours=1)
        await world.look()
    assert len(await world.lost()) == 1


async def test_the_same_bytes_from_many_sites_are_a_doubt_about_ourselves(world: World) -> None:
    pages = [f"s{n}.example/1" for n in range(6)]
    await world.bring(*pages, C)
    world.web = Portal()
    world.now += timedelta(days=1)
    await world.bring(C)
    for _ in range(5):
        world.now += timedelta(hours=1)
        await world.look()
    assert await world.lost() == []


async def test_a_kill_before_a_look_is_kept_repeats_the_look_and_tells_once(world: World) -> None:
    world.web.without = {f"https://{A}"}
    await world.bring(A, C)
    world.now += timedelta(days=1)
    await world.bring(C)
    world.now += timedelta(minutes=31)
    store = SqlSourceLosses(world.database)
    (claimed,) = await store.claim_due_losses(now=world.now, limit=9, lease=LEASE)
    assert claimed.referring_page == f"https://{A}"
    await world.look()
    assert await world.lost() == [], "it is somebody else's for now"
    world.now += LEASE
    for _ in range(2):
        await world.look()
    assert len(await world.lost()) == 1
