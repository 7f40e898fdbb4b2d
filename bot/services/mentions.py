"""`mentions site.com`: reads pages, given or known, for our name without a link."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.domain.mentions import Mentions, PageLook, look_for, names_of
from bot.domain.names import Target, normalize_url
from bot.domain.verdicts import Reason, State
from bot.ports import BacklinkStore, Clock, ObservationStore, PageFetcher
from bot.services.own_pages import OwnPages, OwnSite
from bot.services.read_pages import Told, nobody, read_pages

PAGES: Final = 60
"""Pages of others that one question reads."""
_LINKS: Final = 5_000


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
    looks = await read_pages(
        wanted[:PAGES],
        partial(look_for, names=looked_for, target=target),
        _unread,
        fetcher=fetcher,
        told=told,
    )
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


def _unread(page: str, reason: Reason) -> PageLook:
    return PageLook(page, reason=reason)
