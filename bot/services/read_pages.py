"""Reads pages of others for one question: hosts side by side, each host one page after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from bot.domain.names import host_of
from bot.domain.pages import Page
from bot.domain.verdicts import Reason
from bot.errors import FetchError
from bot.ports import PageFetcher
from bot.services.verify_links import fetch_through_refreshes

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
    by_host: dict[str, list[str]] = {}
    wanted = list(dict.fromkeys(pages))
    for page in wanted:
        by_host.setdefault(host_of(page), []).append(page)
    found: dict[str, T] = {}
    free = asyncio.Semaphore(_HOSTS_AT_ONCE)

    async def read(url: str) -> T:
        try:
            page = await fetch_through_refreshes(fetcher, url)
        except FetchError as error:
            return unread(url, _reason(error))
        return await asyncio.to_thread(look, page)

    async def read_host(urls: Sequence[str]) -> None:
        async with free:
            for url in urls:
                found[url] = await read(url)
                await told(ReadProgress(len(found), len(wanted)))

    await asyncio.gather(*(read_host(urls) for urls in by_host.values()))
    return [found[page] for page in wanted]


def _reason(error: FetchError) -> Reason:
    try:
        return Reason(error.reason)
    except ValueError:
        return Reason.CONNECTION_ERROR
