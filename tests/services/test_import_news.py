"""A source's data imported again: what is new in it is told once, the first import never."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.sources.exports import read_export
from bot.adapters.store.database import Database
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.import_news import SqlImportNews
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.imports import ImportCounts, NewImport
from bot.services.import_export import import_file
from bot.services.tell_import_news import tell_import_news
from tests.fakes import FakeFetcher

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
    assert all("New in the data of" in stored.event.details[0] for stored in found)
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
