"""A running stand-in with two releases, and what asks it."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from aiohttp.test_utils import TestServer

from bot.adapters.webgraph.build import Builder
from bot.adapters.webgraph.releases import ReleaseFolder
from bot.adapters.webgraph.server import DataServer
from bot.adapters.webgraph.source import CommonCrawlGraph
from bot.playground.crawl.release import generate_release
from bot.playground.crawl.server import Faults, crawl_app
from bot.playground.crawl.web import SmallWeb, invent_web, next_month

OLDER, NEWER = "cc-main-2026-mar-apr-may", "cc-main-2026-apr-may-jun"
TARGET = "bakery.example.com"
"""A page of the demo; its node is example.com."""


@dataclass
class Crawl:
    """The data's server on loopback, and everything that is built from it."""

    published: Path
    base_url: str
    faults: Faults
    client: httpx.AsyncClient
    folder: ReleaseFolder
    webs: dict[str, SmallWeb]
    waits: list[float] = field(default_factory=list)
    opened: list[CommonCrawlGraph] = field(default_factory=list)

    def server(self) -> DataServer:
        """A polite asker whose waiting is only noted."""
        return DataServer(self.client, user_agent="BacklinksBot/test", sleep=self._sleep)

    def builder(self, **options: object) -> Builder:
        """A builder of releases; `options` are those of Builder."""
        return Builder(
            self.folder,
            self.server(),
            base_url=self.base_url,
            index_url=self.base_url,
            clock=lambda: datetime(2026, 7, 1, tzinfo=UTC),
            **options,  # type: ignore[arg-type]  # a test names them as Builder does
        )

    def graph(self) -> CommonCrawlGraph:
        """What answers from the releases built here; closed when the test ends."""
        self.opened.append(CommonCrawlGraph(self.folder, self.server(), base_url=self.base_url))
        return self.opened[-1]

    async def build(self, release: str, *, ranks: int = 10**9, keep_graph: bool = False) -> None:
        """Build a release without telling anybody of the progress."""
        builder = self.builder()
        plan = await builder.plan(release, ranks=ranks, keep_graph=keep_graph)
        await builder.build(plan, lambda *_: None)

    def published_file(self, release: str, ending: str) -> Path:
        """A file of the stand-in, by what its name ends with."""
        folder = self.published / "projects/hyperlinkgraph" / release / "domain"
        return folder / f"{release}-domain{ending}"

    def referrers(self, release: str, domain: str) -> set[str]:
        """Who links to a domain, as the web was invented."""
        return {
            source
            for source, target in self.webs[release].links
            if target == domain and source != domain
        }

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, SmallWeb]]:
    """Two releases of an invented web of 2,500 domains; not to be changed by a test."""
    folder = tmp_path_factory.mktemp("published")
    older = invent_web(2500, seed=11, also=["example.com", "github.io"])
    webs = {OLDER: older, NEWER: next_month(older, seed=12)}
    for release, web in webs.items():
        generate_release(web.domains, web.links, folder, release)
    return folder, webs


@pytest.fixture
async def crawl(
    published: tuple[Path, dict[str, SmallWeb]], tmp_path: Path
) -> AsyncIterator[Crawl]:
    """The stand-in, running, with files of its own that a test may change."""
    faults = Faults()
    files = tmp_path / "published"
    shutil.copytree(published[0], files)
    async with (
        TestServer(crawl_app(files, faults)) as server,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        base_url = str(server.make_url("/")).rstrip("/")
        folder = ReleaseFolder(tmp_path / "webgraph")
        crawl = Crawl(files, base_url, faults, client, folder, published[1])
        yield crawl
        for graph in crawl.opened:
            await graph.close()
