"""What fetching a page costs beside judging it: CPU-milliseconds of this process, beside its named peers.

The pages come from the server of `verify`, 100 hosts at once, each one page after the other.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import httpx

from benchmarks.processes import running
from bot.config import load
from bot.domain.names import parse_page_url, parse_target
from bot.fetching import open_fetcher

HOSTS = 200
_AT_ONCE = 100
_SETTINGS = {
    "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
    "HOST_DELAY_SECONDS": "0",
    "RESPECT_ROBOTS": "false",
}

Get = Callable[[str], Awaitable[bytes]]


def main(*, quick: bool = False) -> None:
    """Print the least of several rounds for the guarded fetcher, aiohttp's and httpx's clients."""
    pages, rounds = (300, 2) if quick else (3_000, 6)
    with running([sys.executable, "-m", "benchmarks.page_server"]) as port:
        urls = [f"http://127.0.{n % HOSTS}.1:{port}/{n}" for n in range(pages)]
        print(f"{pages:,} pages, the least of {rounds} rounds in turns")
        asyncio.run(_measure(urls, rounds))
    _print("reading a row's page and target", min(_reading(urls) for _ in range(rounds)))


async def _measure(urls: list[str], rounds: int) -> None:
    settings = load(_SETTINGS)
    async with (
        open_fetcher(settings) as (fetcher, _),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        httpx.AsyncClient(limits=httpx.Limits(max_connections=_AT_ONCE)) as client,
    ):

        async def guarded(url: str) -> bytes:
            return (await fetcher.fetch(url)).body

        async def plain(url: str) -> bytes:
            async with session.get(url) as response:
                return await response.read()

        async def by_httpx(url: str) -> bytes:
            return (await client.get(url)).content

        ways = {"the guarded fetcher": guarded, "aiohttp": plain, "httpx": by_httpx}
        costs: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, get in ways.items():
                costs[name].append(await _cost(urls, get))
    for name, found in costs.items():
        _print(name, min(found))


async def _cost(urls: list[str], get: Get) -> float:
    hosts = [urls[first::HOSTS] for first in range(HOSTS)]

    async def work() -> int:
        size = 0
        while hosts:
            for url in hosts.pop():
                size += len(await get(url))
        return size

    started = time.process_time()
    sizes = await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
    if sum(sizes) < 1_000 * len(urls):
        raise RuntimeError("the pages did not come")
    return (time.process_time() - started) / len(urls)


def _reading(urls: list[str]) -> float:
    started = time.process_time()
    for number, url in enumerate(urls):
        parse_page_url(f"{url}?again={number}")
        parse_target("target.example")
    return (time.process_time() - started) / len(urls)


def _print(name: str, seconds: float) -> None:
    print(f"{name:34}{seconds * 1000:8.3f} ms a page")


if __name__ == "__main__":
    main()
