"""The changing web, watched for two weeks through the real fetcher: what is told is what changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.http.assembly import make_fetcher
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.outbox import SqlOutbox
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.config import load
from bot.domain.events import Policy
from bot.domain.names import parse_target
from bot.domain.tracking import NewLink, PlannedPost, StoredEvent
from bot.playground.web import changes, story, web_app
from bot.playground.web.truth import PATIENCE_SECONDS
from bot.services.run_checks import run_due

START = datetime(2026, 3, 1, 1, tzinfo=UTC)
DAYS = 14
LATEST = timedelta(days=2)
"""A page gone is confirmed after a day; what was restored or lost is seen twice."""


@dataclass
class Days:
    """The web's day, and the moment within it."""

    now: datetime = START

    def day(self) -> int:
        return (self.now - START) // timedelta(days=1)


@asynccontextmanager
async def _watching(tmp_path: Path, time: Days) -> AsyncIterator[tuple[list[StoredEvent], int]]:
    async def hurry(seconds: float) -> None:
        if seconds > PATIENCE_SECONDS:
            raise web.HTTPServiceUnavailable

    async def plan(events: object, now: datetime) -> list[PlannedPost]:
        assert isinstance(events, list)
        return [
            PlannedPost(stored.key, "C1", "card", {}, now, events=(stored.key,))
            for stored in events
        ]

    database = open_database(tmp_path)
    links = SqlTrackedLinkStore(database)
    async with TestServer(web_app(time.day, sleep=hurry)) as server:
        settings = load(
            {
                "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                "STATIC_HOSTS": f"*.example=127.0.0.1:{server.port}",
                "HOST_DELAY_SECONDS": "0",
                "FETCH_DEADLINE_SECONDS": "5",
            }
        )
        fetcher = make_fetcher(settings, clock=lambda: time.now)
        pairs = {(truth.page, truth.target) for truth in story(DAYS)}
        wanted = [NewLink(page, parse_target(target), "U1") for page, target in sorted(pairs)]
        await links.track(wanted, now=START)
        while time.day() < DAYS:
            done = await run_due(
                links=links,
                observations=SqlObservationStore(database),
                fetcher=fetcher,
                clock=lambda: time.now,
                policy=Policy(),
                plan=plan,
            )
            if not done.looked_at:
                time.now += timedelta(hours=1)
        await fetcher.aclose()
    found = await SqlEventStore(database).events_between(
        None, since=START, until=time.now + timedelta(days=1)
    )
    yield list(found), await SqlOutbox(database).count_waiting()
    database.close()


@pytest.mark.slow
async def test_the_bot_tells_what_changed_and_nothing_else(tmp_path: Path) -> None:
    time = Days()
    async with _watching(tmp_path, time) as (events, waiting):
        assert waiting == len(events), "each event has its post"
    told = {(e.event.referring_page, e.event.target, e.event.kind.value): e.event for e in events}
    true = {(c.page, c.target, c.kind): c.day for c in changes(DAYS)}
    for key, event in told.items():
        if key[2] == "unreachable":
            continue
        assert key in true, f"nobody changed that: {key} {event.details}"
    missed = [
        (key, day) for key, day in true.items() if key not in told and day < DAYS - LATEST.days - 1
    ]
    assert missed == []
    for key, event in told.items():
        if key in true:
            begin = START + timedelta(days=true[key])
            assert begin <= event.at <= begin + timedelta(days=1) + LATEST, key
