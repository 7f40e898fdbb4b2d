"""What the demonstration's bot has around it: a changing web, the server of a web graph, a vendor's API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.playground.crawl.release import generate_release
from bot.playground.crawl.server import crawl_app
from bot.playground.crawl.web import invent_web, next_month
from bot.playground.web import HOSTS, domain_links, vendor_app, web_app

_LOOPBACK = "127.0.0.1"
_GRAPH_DOMAINS = 3000
_OLDEST_MONTH = 3
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class World:
    """Where everything is served."""

    web_port: int
    crawl_port: int
    vendor_port: int

    @property
    def web_url(self) -> str:
        return f"http://{_LOOPBACK}:{self.web_port}"

    @property
    def crawl_url(self) -> str:
        return f"http://{_LOOPBACK}:{self.crawl_port}"

    @property
    def vendor_url(self) -> str:
        return f"http://{_LOOPBACK}:{self.vendor_port}/v3"


@asynccontextmanager
async def served(day: Callable[[], int], crawl_folder: Path) -> AsyncIterator[World]:
    """Serve the changing web, the files of the web graph and the vendor until the block is left."""
    today = datetime.now(UTC).date()
    async with (
        _on_loopback(web_app(day)) as web_port,
        _on_loopback(crawl_app(crawl_folder)) as crawl,
        _on_loopback(vendor_app(day, today=today)) as vendor,
    ):
        yield World(web_port, crawl, vendor)


@asynccontextmanager
async def _on_loopback(app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, _LOOPBACK, 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def invent_graph(folder: Path, today: date, *, months_ago: int) -> str:
    """Write the release whose three months ended so many months ago, up to 3; gives its name.

    It is a web of some thousand domains, the demonstration's sites among them; part of it is another one
    each month.
    """
    return await asyncio.to_thread(_invent_graph, folder, today, months_ago)


def _invent_graph(folder: Path, today: date, months_ago: int) -> str:
    web = invent_web(_GRAPH_DOMAINS, seed=1, also=HOSTS)
    for month in range(_OLDEST_MONTH - months_ago):
        web = next_month(web, seed=2 + month)
    first, last = _months_of(today, months_ago=months_ago)
    name = release_name(today, months_ago=months_ago)
    ours = domain_links(today, first=first, last=last)
    generate_release(web.domains, [*web.links, *ours], folder, name)
    return name


def _months_of(today: date, *, months_ago: int) -> tuple[date, date]:
    """The first and last day of a release's three months."""
    end = today.year * 12 + today.month - 1 - months_ago + 1
    (first_year, first_month), (year, month) = divmod(end - 3, 12), divmod(end, 12)
    return date(first_year, first_month + 1, 1), date(year, month + 1, 1) - timedelta(days=1)


def release_name(today: date, *, months_ago: int) -> str:
    """The name of the release whose three months ended so many months ago.

    >>> release_name(date(2026, 11, 23), months_ago=2)
    'cc-main-2026-jul-aug-sep'
    >>> release_name(date(2026, 3, 1), months_ago=2)
    'cc-main-2025-26-nov-dec-jan'
    """
    last = today.year * 12 + today.month - 1 - months_ago
    months = "-".join(_MONTHS[month % 12] for month in range(last - 2, last + 1))
    first_year, last_year = (last - 2) // 12, last // 12
    years = str(last_year) if first_year == last_year else f"{first_year}-{last_year % 100}"
    return f"cc-main-{years}-{months}"
