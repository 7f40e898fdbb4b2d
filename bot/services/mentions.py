"""`mentions site.com`: reads pages, given or known, for our name without a link."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.mentions import Mentions, PageLook, look_for, names_of
from bot.domain.names import Target, host_of, normalize_url
from bot.domain.verdicts import Reason, State
from bot.errors import FetchError
from bot.ports import BacklinkStore, Clock, ObservationStore, PageFetcher
from bot.services.own_pages import OwnPages, OwnSite
from bot.services.verify_links import fetch_through_refreshes

PAGES: Final = 60
"""Pages of others that one question reads."""
_LINKS: Final = 5_000
_HOSTS_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class MentionProgress:
    """How far the reading is."""

    done: int
    total: int


Told = Callable[[MentionProgress], Awaitable[None]]


async def nobody(_: MentionProgress) -> None:
    """Progress that nobody wants to hear of."""


async def find_mentions(
    target: Target,
    pages: Sequence[str],
    *,
    names: Sequence[str] = (),
    backlinks: BacklinkStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    memory: OwnPages,
    told: Told = nobody,
) -> Mentions:
    """Read `pages`; without any, the imported pages that may have no link to us (any more).

    Without `names` our home page says how we are called.
    """
    wanted = list(pages) or await _doubtful(target, backlinks, observations)
    site = OwnSite(target, backlinks=backlinks, fetcher=fetcher, clock=clock, memory=memory)
    home = await site.home() if not names else None
    looked_for = names_of(target, home, names)
    looks = await _read_all(wanted[:PAGES], looked_for, target, fetcher, told)
    return Mentions(target, looked_for, clock(), tuple(looks), max(0, len(wanted) - PAGES))


async def _doubtful(
    target: Target, backlinks: BacklinkStore, observations: ObservationStore
) -> list[str]:
    """Imported pages, those that a source or our own look calls lost before the others; none seen live."""
    lost: dict[str, str] = {}
    other: dict[str, str] = {}
    looks = await observations.newest_by_domain(Target(target.domain))
    live = {normalize_url(one.referring_page) for one in looks.values() if one.state is State.LIVE}
    gone = {normalize_url(one.referring_page) for one in looks.values() if one.state is State.LOST}
    after: int | None = 0
    read = 0
    while after is not None and read < _LINKS:
        links, after = await backlinks.links_for(Target(target.domain), limit=500, after=after)
        read += len(links)
        for link in links:
            page = link.referring_page
            key = normalize_url(page) if page else ""
            if page and key not in live:
                is_lost = (link.lost is not None and link.lost.value) or key in gone
                (lost if is_lost else other).setdefault(key, page)
    return list({**lost, **other}.values())


async def _read_all(
    pages: Sequence[str], names: Sequence[str], target: Target, fetcher: PageFetcher, told: Told
) -> list[PageLook]:
    by_host: dict[str, list[str]] = {}
    for page in dict.fromkeys(pages):
        by_host.setdefault(host_of(page), []).append(page)
    total = sum(map(len, by_host.values()))
    found: dict[str, PageLook] = {}
    free = asyncio.Semaphore(_HOSTS_AT_ONCE)

    async def read_host(urls: Sequence[str]) -> None:
        async with free:
            for url in urls:
                found[url] = await _read(url, names, target, fetcher)
                await told(MentionProgress(len(found), total))

    await asyncio.gather(*(read_host(urls) for urls in by_host.values()))
    return [found[page] for page in dict.fromkeys(pages)]


async def _read(url: str, names: Sequence[str], target: Target, fetcher: PageFetcher) -> PageLook:
    try:
        page = await fetch_through_refreshes(fetcher, url)
    except FetchError as error:
        try:
            return PageLook(url, reason=Reason(error.reason))
        except ValueError:
            return PageLook(url, reason=Reason.CONNECTION_ERROR)
    return await asyncio.to_thread(look_for, page, names, target)
