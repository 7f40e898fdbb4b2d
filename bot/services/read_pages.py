"""Reads pages of others for one question: hosts side by side, each host one page after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from bot.domain.names import host_of
from bot.domain.pages import Page
from bot.domain.verdicts import Reason
from bot.errors import FetchError
from bot.ports import PageFetcher
from bot.services.verify_links import ask

_HOSTS_AT_ONCE: Final = 20
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far the reading is."""

    done: int
    total: int


Told: TypeAlias = Callable[[ReadProgress], Awaitable[None]]


async def nobody(_: ReadProgress) -> None:
    """Progress that nobody wants to hear of."""


async def read_pages(
    pages: Sequence[str],
    look: Callable[[Page], T],
    unread: Callable[[str, Reason], T],
    *,
    fetcher: PageFetcher,
    told: Told = nobody,
) -> list[T]:
    """`look` at each page, in a thread; `unread` says why one could not be read. In the order of `pages`."""
    wanted = list(dict.fromkeys(pages))

    async def read(url: str) -> T:
        page = await ask(fetcher, url)
        if isinstance(page, FetchError):
            return unread(url, _reason(page))
        return await asyncio.to_thread(look, page)

    async def tell(done: Mapping[str, T]) -> None:
        await told(ReadProgress(len(done), len(wanted)))

    found = await host_by_host(wanted, read, at_once=_HOSTS_AT_ONCE, told=tell)
    return [found[page] for page in wanted]


async def host_by_host(
    urls: Sequence[str],
    work: Callable[[str], Awaitable[T]],
    *,
    at_once: int,
    told: Callable[[Mapping[str, T]], Awaitable[None]],
) -> dict[str, T]:
    """Do the work for each URL, one after the other on each host; `told` hears of all that is done so far."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(host_of(url), []).append(url)
    done: dict[str, T] = {}
    free = asyncio.Semaphore(at_once)

    async def visit(of_host: Sequence[str]) -> None:
        async with free:
            for url in of_host:
                done[url] = await work(url)
                await told(done)

    await asyncio.gather(*(visit(of_host) for of_host in by_host.values()))
    return done


def _reason(error: FetchError) -> Reason:
    try:
        return Reason(error.reason)
    except ValueError:
        return Reason.CONNECTION_ERROR
