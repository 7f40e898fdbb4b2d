"""`broken PAGE`: looks at a page's links to other sites, politely, and offers pages of ours for the dead ones."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.domain.anchors import find_links
from bot.domain.broken_links import (
    BrokenLinks,
    BrokenProgress,
    CheckedLink,
    Destination,
    Failure,
    Outbound,
    Outcome,
    best_first,
    judge_destination,
    outbound_links,
)
from bot.domain.directories import listing_of
from bot.domain.documents import Document
from bot.domain.judging import sign_of_page
from bot.domain.names import Target, host_of, registrable_domain
from bot.domain.own_pages import is_home
from bot.domain.placement import Placement
from bot.domain.suggestions import suggest
from bot.errors import FetchError
from bot.ports import BacklinkStore, Clock, PageFetcher
from bot.services.own_pages import OwnPages, OwnSite
from bot.services.read_pages import host_by_host
from bot.services.verify_links import ask, fetch_through_refreshes

_HOSTS_AT_ONCE: Final = 30

Told = Callable[[BrokenProgress], Awaitable[None]]


async def nobody(_: BrokenProgress) -> None:
    """Progress that nobody wants to hear of."""


async def find_broken(
    page_url: str,
    target: Target | None,
    *,
    fetcher: PageFetcher,
    backlinks: BacklinkStore,
    clock: Clock,
    memory: OwnPages,
    told: Told = nobody,
) -> BrokenLinks:
    """Look at every link of a page to another site; with a target, say which page of it fits each dead one.

    Each host is asked one link after the other, hosts side by side. `told` hears of progress, after each
    link.

    Raises:
        FetchError: the page itself cannot be read; the sentence says why.
    """
    document = await _read(page_url, fetcher)
    outbound = await asyncio.to_thread(outbound_links, document)
    site = (
        OwnSite(target, backlinks=backlinks, fetcher=fetcher, clock=clock, memory=memory)
        if target
        else None
    )
    looking = _look_at_all(outbound, fetcher, told)
    if site is None:
        checked = await looking
    else:
        checked, _ = await asyncio.gather(looking, site.learn())
        checked = [await _compared(one, target, site) for one in checked]
    return _answer(document, target, outbound, checked, site, clock)


async def _read(url: str, fetcher: PageFetcher) -> Document:
    page = await fetch_through_refreshes(fetcher, url)
    sign = sign_of_page(page)
    if sign is not None:
        sentence = f"The links of {url} cannot be looked at. {sign.because}"
        raise FetchError(sign.reason.value, sentence, url=url)
    return Document(page)


async def _look_at_all(outbound: Outbound, fetcher: PageFetcher, told: Told) -> list[CheckedLink]:
    async def tell(seen: Mapping[str, Destination]) -> None:
        broken = sum(one.outcome is Outcome.BROKEN for one in seen.values())
        await told(BrokenProgress(len(seen), len(outbound.links), broken))

    look = partial(look_behind, fetcher=fetcher)
    urls = [link.url for link in outbound.links]
    seen = await host_by_host(urls, look, at_once=_HOSTS_AT_ONCE, told=tell)
    return [CheckedLink(link, seen[link.url]) for link in outbound.links]


async def look_behind(url: str, fetcher: PageFetcher) -> Destination:
    """What stands behind a link. A name that does not exist is asked for twice before it is said."""
    seen = judge_destination(url, await ask(fetcher, url))
    if seen.failure is Failure.NAME_GONE:
        return judge_destination(url, await ask(fetcher, url, fresh=True))
    return seen


async def _compared(one: CheckedLink, target: Target | None, site: OwnSite) -> CheckedLink:
    """The link with the page of ours that fits, where it is dead and was not ours."""
    if target and registrable_domain(host_of(one.link.url)) == target.domain:
        return replace(one, is_ours=True)
    if one.seen.outcome not in (Outcome.BROKEN, Outcome.SENT_HOME):
        return one
    return replace(one, suggestion=suggest(one.link.words, await site.fitting(one.link.words)))


def _answer(
    document: Document,
    target: Target | None,
    outbound: Outbound,
    checked: Sequence[CheckedLink],
    site: OwnSite | None,
    clock: Clock,
) -> BrokenLinks:
    def of(outcome: Outcome) -> tuple[CheckedLink, ...]:
        return best_first(one for one in checked if one.seen.outcome is outcome)

    entries = sum(link.placement == Placement.DIRECTORY.value for link in outbound.links)
    sites = {registrable_domain(host_of(link.url)) for link in outbound.links}
    links_to_us = len(find_links(document, Target(target.domain)).links) if target else None
    own = [page for page in site.looks.values() if page.topic] if site else []
    return BrokenLinks(
        page=document.page.url,
        title=document.title or "",
        looked_at=clock(),
        target=target,
        checked=len(checked),
        left_out=outbound.left_out,
        broken=of(Outcome.BROKEN),
        sent_home=of(Outcome.SENT_HOME),
        unclear=of(Outcome.UNCLEAR),
        links_to_us=links_to_us,
        own_pages=sum(not is_home(page.url) for page in own),
        listing=listing_of(document, entries=entries, sites=len(sites)),
    )
