"""The demonstration in one process: the unchanged bot, its workspace, a web that changes from day to day.

Its time stands in a clock's file, as that of `backlinks demo` does, but moves in steps: at each hour every
job runs to its end before the next one begins. So a day takes as long as its work, and nothing is missed.
"""

import io
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp.test_utils import TestServer

from bot.cli.demo.days import write_pace
from bot.cli.demo.news import day_in_words
from bot.cli.demo.world import invent_graph
from bot.config import Settings, load
from bot.deps import Deps
from bot.domain.backlinks import DomainName
from bot.domain.pace import Pace
from bot.graph import web_graph
from bot.playground.crawl.server import crawl_app
from bot.playground.web import OURS, ahrefs_export, site_map, web_app
from bot.services.import_export import import_file
from bot.slack_app import connected, open_deps, web_client
from jobs import JOBS
from tests.workspace import Json, Workspace, at_once, project_manifest, workspace

HOUR = 3600.0
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Madrid, where Ana is."""


@dataclass(slots=True)
class Sky:
    """What time it is, and which day of the web."""

    clock_file: Path
    day: int = 0
    now: float = MORNING.timestamp()

    def set(self, now: float) -> None:
        """From `now` on the time goes on as it does outside."""
        self.now = now
        write_pace(self.clock_file, Pace(time.time(), now, 1, now))


@dataclass(slots=True)
class Town:
    """A person's workspace, and the hands that move its time."""

    here: Workspace
    deps: Deps
    sky: Sky
    settings: Settings
    crawl: Path
    """What the web graph's server serves."""

    async def pass_hours(self, hours: int) -> None:
        """Let the bot live through so many hours; a job that fails fails the test."""
        for _ in range(hours):
            self.sky.set(self.sky.now + HOUR)
            await self.tick()

    async def tick(self) -> None:
        """Every job once, as the bot does it each minute."""
        for job in JOBS:
            await job.work(self.deps)

    async def next_day(self) -> Json:
        """What the button of `backlinks demo` does: 24 hours pass, the web's new day begins after two."""
        await self.pass_hours(2)
        self.sky.day += 1
        await self.pass_hours(22)
        return {"text": day_in_words(self.sky.day)}

    async def import_export(self, target: str = OURS) -> None:
        """Give the bot the export of that site."""
        data = ahrefs_export(self.deps.clock().date(), target=target).encode()
        await import_file(
            io.BytesIO(data),
            name=f"{target}-backlinks-subdomains.csv",
            target=DomainName(target),
            read_export=self.deps.read_export,
            store=self.deps.imports,
            clock=self.deps.clock,
        )

    async def publish_graph(self, *, months_ago: int) -> None:
        """A release of the web graph appears, and whoever runs the bot builds it."""
        today = self.deps.clock().date()
        release = await invent_graph(self.crawl, today, months_ago=months_ago)
        async with web_graph(self.settings) as tools:
            plan = await tools.builder.plan(release, ranks=10_000, keep_graph=False)
            await tools.builder.build(plan, lambda *_: None)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """Everything, connected, on day 0; nothing is imported yet."""
    sky = Sky(folder / "clock.json")
    sky.set(sky.now)
    found: Town | None = None

    async def next_day() -> Json:
        assert found is not None
        return await found.next_day()

    async with (
        TestServer(web_app(lambda: sky.day, sleep=at_once)) as web,
        TestServer(crawl_app(folder / "crawl")) as graph,
    ):
        pages = f"http://127.0.0.1:{web.port}"
        stage = workspace(
            project_manifest(),
            now=lambda: sky.now,
            on_next_day=next_day,
            site_map=site_map(pages),
        )
        async with stage as here, aiohttp.ClientSession() as session:
            settings = load(
                {
                    "SLACK_API_URL": here.api_url,
                    "DATA_DIR": str(folder / "data"),
                    "CLOCK_FILE": str(sky.clock_file),
                    "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                    "STATIC_HOSTS": f"*.example=127.0.0.1:{web.port}",
                    "HOST_DELAY_SECONDS": "0",
                    "POST_EVERY_SECONDS": "0",
                    "FETCH_DEADLINE_SECONDS": "5",
                    "COMMONCRAWL_BASE_URL": str(graph.make_url("")),
                    "COMMONCRAWL_INDEX_URL": str(graph.make_url("")),
                }
            )
            client = web_client(settings, here.bot_token, session)
            async with open_deps(settings, client) as deps, connected(client, here.app_token, deps):
                found = Town(here, deps, sky, settings, folder / "crawl")
                yield found
