"""What is known of the team's own pages: their titles and health, looked at politely and remembered."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.likely_pages import best_sitemap, is_of_site, read_sitemap, sitemaps_in_robots
from bot.domain.names import Target, host_of, normalize_url, registrable_domain
from bot.domain.own_pages import OwnPage, PageHealth, read_own_page
from bot.domain.pages import Page
from bot.domain.suggestions import LinkWords, rank
from bot.errors import FetchError
from bot.ports import BacklinkStore, Clock, PageFetcher
from bot.services.verify_links import fetch_through_refreshes

log = logging.getLogger(__name__)

REMEMBERED_FOR: Final = timedelta(hours=6)
FIRST_LOOKS: Final = 12
"""Pages whose titles are read whatever is asked: those that most links lead to."""
LOOKS: Final = 40
"""Requests to our own site that one question may cost, its sitemap included."""
_IMPORTED: Final = 5_000
_SITEMAPS: Final = 3
_REMEMBERED: Final = 20_000
_PER_LINK: Final = 3


@dataclass(frozen=True, slots=True)
class _Look:
    page: OwnPage
    at: datetime


@dataclass(slots=True)
class OwnPages:
    """Remembers looks at our own pages for some hours; one for the process."""

    _looks: OrderedDict[str, _Look] = field(default_factory=OrderedDict)
    _addresses: dict[str, tuple[datetime, tuple[str, ...]]] = field(default_factory=dict)

    def known(self, url: str, now: datetime) -> OwnPage | None:
        """The page as a look of the last hours found it; None: look again."""
        look = self._looks.get(normalize_url(url))
        return look.page if look and now - look.at < REMEMBERED_FOR else None

    def remember(self, page: OwnPage, now: datetime) -> None:
        """What could not be told is asked again next time."""
        if page.health is PageHealth.UNCLEAR:
            return
        self._looks[normalize_url(page.url)] = _Look(page, now)
        if len(self._looks) > _REMEMBERED:
            self._looks.popitem(last=False)

    def forget_looks(self, domain: str) -> None:
        """Somebody mended pages of that site and asks again: look at each anew."""
        gone = [
            key
            for key, look in self._looks.items()
            if registrable_domain(host_of(look.page.url)) == domain
        ]
        for key in gone:
            del self._looks[key]

    def addresses(self, domain: str, now: datetime) -> tuple[str, ...] | None:
        """The addresses of the sitemap as read in the last hours."""
        at, urls = self._addresses.get(domain, (now - REMEMBERED_FOR, ()))
        return urls if now - at < REMEMBERED_FOR else None

    def remember_addresses(self, domain: str, urls: tuple[str, ...], now: datetime) -> None:
        self._addresses[domain] = (now, urls)


class OwnSite:
    """Our own site during one question: its addresses, and looks at its pages within a budget."""

    def __init__(
        self,
        target: Target,
        *,
        backlinks: BacklinkStore,
        fetcher: PageFetcher,
        clock: Clock,
        memory: OwnPages,
        budget: int = LOOKS,
    ) -> None:
        self._target = Target(target.domain)
        self._backlinks, self._fetcher, self._clock = backlinks, fetcher, clock
        self._memory = memory
        self._left = budget
        self._addresses: tuple[str, ...] = ()
        self.looks: dict[str, OwnPage] = {}
        """What is known by now, by normalised address."""

    async def learn(self, *, also: Iterable[str] = ()) -> None:
        """Collect the addresses, and read the pages that most links lead to, `also` before them."""
        imported = await self._imported()
        listed = await self._listed(imported)
        named = [url for url in also if is_of_site(url, self._target.domain)]
        self._addresses = _each_once([*named, *imported, *listed])
        for url in self._addresses[: FIRST_LOOKS + len(named)]:
            await self.look(url)

    async def fitting(self, link: LinkWords) -> Sequence[OwnPage]:
        """The pages that may fit a dead link, read where they were not: judged by their addresses first."""
        by_address = [OwnPage(url) for url in self._addresses]
        guesses = await asyncio.to_thread(rank, link, by_address, least=0.05)
        for guess in guesses[:_PER_LINK]:
            await self.look(guess.page.url)
        return [page for page in self.looks.values() if page.health is PageHealth.OK]

    async def home(self) -> OwnPage | None:
        """Our home page; None: it did not answer."""
        for root in self._roots(await self._imported()):
            page = await self.look(f"{root}/")
            if page is not None and page.health is PageHealth.OK:
                return page
        return None

    async def look(self, url: str) -> OwnPage | None:
        """One page of ours; None: not known, and the budget is spent."""
        key = normalize_url(url)
        known = self.looks.get(key) or self._memory.known(url, self._clock())
        if known is None or (known.health is PageHealth.UNCLEAR and known.url != url):
            answer = await self._fetch(url)
            if answer is None:
                return None
            known = (
                OwnPage(url, health=PageHealth.UNCLEAR, because=str(answer))
                if isinstance(answer, FetchError)
                else read_own_page(url, answer)
            )
            self._memory.remember(known, self._clock())
        self.looks[key] = known
        return known

    async def _fetch(self, url: str) -> Page | FetchError | None:
        if self._left <= 0:
            return None
        self._left -= 1
        try:
            return await fetch_through_refreshes(self._fetcher, url)
        except FetchError as error:
            log.debug("a page of ours did not answer: %s", error.reason)
            return error

    async def _imported(self) -> list[str]:
        """The pages that links lead to, those with most links first."""
        counted: dict[str, int] = {}
        after: int | None = 0
        read = 0
        while after is not None and read < _IMPORTED:
            links, after = await self._backlinks.links_for(self._target, limit=500, after=after)
            read += len(links)
            for link in links:
                if link.target_url:
                    counted[link.target_url] = counted.get(link.target_url, 0) + 1
        return sorted(counted, key=lambda url: (-counted[url], url))

    async def _listed(self, imported: Sequence[str]) -> tuple[str, ...]:
        """The pages that the sitemap names."""
        domain = self._target.domain
        if (known := self._memory.addresses(domain, self._clock())) is not None:
            return known
        found: tuple[str, ...] = ()
        for root in self._roots(imported):
            found = await self._sitemap_of(root)
            if found:
                break
        self._memory.remember_addresses(domain, found, self._clock())
        return found

    def _roots(self, imported: Sequence[str]) -> list[str]:
        """Where the site may answer: as links write it, else as sites mostly do."""
        seen = [f"{url.partition('//')[0]}//{host_of(url)}" for url in imported[:50]]
        domain = self._target.domain
        usual = [f"https://{domain}", f"https://www.{domain}", f"http://{domain}"]
        return list(dict.fromkeys([*seen[:2], *usual]))[:4]

    async def _sitemap_of(self, root: str) -> tuple[str, ...]:
        robots = await self._fetch(f"{root}/robots.txt")
        if not isinstance(robots, Page):
            return ()
        named = sitemaps_in_robots(robots) if robots.status == 200 else ()
        own = [url for url in named if is_of_site(url, self._target.domain)]
        url: str | None = best_sitemap(own) or f"{root}/sitemap.xml"
        pages: list[str] = []
        for _ in range(_SITEMAPS):
            if url is None:
                break
            answer = await self._fetch(url)
            if not isinstance(answer, Page) or answer.status != 200:
                break
            sitemap = read_sitemap(answer)
            pages += [one for one in sitemap.pages if is_of_site(one, self._target.domain)]
            url = best_sitemap(
                one for one in sitemap.sitemaps if is_of_site(one, self._target.domain)
            )
        return tuple(pages)


def _each_once(urls: Iterable[str]) -> tuple[str, ...]:
    """Each page under its first spelling; what is no URL is left out."""
    found: dict[str, str] = {}
    for url in urls:
        if url.startswith(("http://", "https://")):
            found.setdefault(normalize_url(url), url)
    return tuple(found.values())
