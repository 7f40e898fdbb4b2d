"""`directories`: reads pages, given or known, for lists of sites in which we could stand."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.list_pages import ListLook, ListPages, likely_first, look_for_list
from bot.domain.names import Target, normalize_url
from bot.domain.verdicts import Reason
from bot.ports import BacklinkStore, Clock, PageFetcher, RivalStore
from bot.services.read_pages import Told, nobody, read_pages

PAGES: Final = 60
"""Pages of others that one question reads."""
_LINKS: Final = 5_000


async def find_directories(
    target: Target | None,
    pages: Sequence[str],
    *,
    backlinks: BacklinkStore,
    rivals: RivalStore,
    fetcher: PageFetcher,
    clock: Clock,
    told: Told = nobody,
) -> ListPages:
    """Read `pages`; without any, the imported pages that link to our known rivals and not to us."""
    named: tuple[DomainName, ...] = ()
    wanted = list(pages)
    if not wanted and target is not None:
        named = await rivals.rivals_of(target.domain)
        wanted = await _pages_of_rivals(target, named, backlinks)
    looks = await read_pages(
        wanted[:PAGES],
        partial(look_for_list, target=target),
        _unread,
        fetcher=fetcher,
        told=told,
    )
    left_out = max(0, len(wanted) - PAGES)
    return ListPages(target, clock(), tuple(looks), left_out, tuple(map(str, named)))


def _unread(page: str, reason: Reason) -> ListLook:
    return ListLook(page, reason=reason)


async def _pages_of_rivals(
    target: Target, rivals: Sequence[DomainName], backlinks: BacklinkStore
) -> list[str]:
    """Those that sound like lists first; pages that a source says link to us are left out."""
    ours = {normalize_url(page) for page, _ in await _known(target.domain, backlinks)}
    theirs = [pair for rival in rivals for pair in await _known(rival, backlinks)]
    return likely_first([pair for pair in theirs if normalize_url(pair[0]) not in ours])


async def _known(domain: DomainName, backlinks: BacklinkStore) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    after: int | None = 0
    while after is not None and len(found) < _LINKS:
        links, after = await backlinks.links_for(Target(domain), limit=500, after=after)
        found += [
            (link.referring_page, link.title.value if link.title and link.title.value else "")
            for link in links
            if link.referring_page and not (link.lost and link.lost.value)
        ]
    return found
