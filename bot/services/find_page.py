"""Finds the page of a site that links to a target, where only the domain is known, within a budget."""

import logging
from dataclasses import replace

from bot.domain.found_page import FoundPage, Search
from bot.domain.judging import judge
from bot.domain.likely_pages import (
    Candidate,
    best_sitemap,
    candidates_in,
    candidates_on,
    is_of_site,
    likeliest,
    read_sitemap,
    sitemaps_in_robots,
)
from bot.domain.names import Target, host_of
from bot.domain.pages import Page
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import FetchError
from bot.ports import PageFetcher

log = logging.getLogger(__name__)

BUDGET = 12
"""Requests that one search may cost the site, the home page, robots.txt and sitemaps included."""

_SITEMAP_REQUESTS = 3
_SHUT = frozenset(
    {
        Reason.BLOCKED,
        Reason.ROBOTS_DISALLOWED,
        Reason.DNS_ERROR,
        Reason.UNSAFE_ADDRESS,
        Reason.BAD_URL,
    }
)


class _OverBudgetError(Exception):
    """The site has been asked often enough."""


async def find_page(
    site: str, target: Target, *, fetcher: PageFetcher, budget: int = BUDGET
) -> FoundPage:
    """Look for the page of `site` (a domain) that links to `target`, the likeliest places first.

    The home page; then pages whose address or link text names the target, or is one of those under
    which links are kept; then what the sitemap adds. Ends with the first page that links. Never raises
    for what the site does.
    """
    search = _SearchOfSite(site, target, fetcher, budget)
    try:
        return await search.run()
    except _OverBudgetError:
        return search.missed()


class _SearchOfSite:
    def __init__(self, site: str, target: Target, fetcher: PageFetcher, budget: int) -> None:
        self._site = site
        self._target = target
        self._fetcher = fetcher
        self._budget = budget
        self._requests = 0
        self._looked_at: list[str] = []
        self._candidates: list[Candidate] = []
        self._failure = ""

    async def run(self) -> FoundPage:
        home = await self._home()
        if home is None:
            return self._ended(Search.SITE_CLOSED, None, self._failure)
        seen = self._judge(home)
        if seen is not None and seen.state is State.LIVE:
            return self._ended(Search.FOUND, seen, "The home page links to it.")
        if seen is not None and seen.reason in _SHUT:
            return self._ended(Search.SITE_CLOSED, None, seen.evidence.because)
        self._learn_from(home)
        # A look where people keep links, before the sitemap is worth its requests.
        found = await self._look_through(most=max(1, self._budget // 2 - self._requests))
        if found is None:
            await self._read_sitemaps(home.url)
            found = await self._look_through(most=self._budget)
        if found is None:
            return self.missed()
        return self._ended(Search.FOUND, found, f"{found.referring_page} links to it.")

    def missed(self) -> FoundPage:
        """Nothing found in what may be asked."""
        count = len(self._looked_at)
        pages = f"{count} page{'' if count == 1 else 's'}"
        because = f"None of the {pages} that were read links to {self._target}; another one may."
        return self._ended(Search.NOT_FOUND, None, because)

    async def _home(self) -> Page | None:
        for url in (
            f"https://{self._site}/",
            f"https://www.{self._site}/",
            f"http://{self._site}/",
        ):
            page = await self._fetch(url)
            if page is not None and page.status < 400:
                return page
            if page is not None:
                self._failure = f"{self._site} answered {page.status} for its home page."
        return None

    async def _look_through(self, *, most: int) -> Observation | None:
        for _ in range(most):
            ranked = likeliest(self._candidates, seen=self._looked_at)
            if not ranked:
                return None
            page = await self._fetch(ranked[0].url)
            self._looked_at.append(ranked[0].url)
            if page is None:
                continue
            seen = self._judge(page, asked=ranked[0].url)
            if seen is not None and seen.state is State.LIVE:
                return seen
            self._learn_from(page)
        return None

    async def _read_sitemaps(self, home_url: str) -> None:
        root = f"{home_url.partition('//')[0]}//{host_of(home_url)}"
        robots = await self._fetch(f"{root}/robots.txt")
        named = sitemaps_in_robots(robots) if robots is not None and robots.status == 200 else ()
        url = best_sitemap(url for url in named if self._is_own(url)) or f"{root}/sitemap.xml"
        for _ in range(_SITEMAP_REQUESTS - 1):
            page = await self._fetch(url)
            if page is None or page.status != 200:
                return
            sitemap = read_sitemap(page)
            site, target = self._site, self._target.domain
            self._candidates += candidates_in(sitemap, site=site, target=target)
            following = best_sitemap(found for found in sitemap.sitemaps if self._is_own(found))
            if following is None:
                return
            url = following

    async def _fetch(self, url: str) -> Page | None:
        if self._requests >= self._budget:
            raise _OverBudgetError
        self._requests += 1
        try:
            return await self._fetcher.fetch(url)
        except FetchError as error:
            self._failure = str(error)
            log.debug("no answer while looking for a page: %s", error.reason)
            return None

    def _judge(self, page: Page, *, asked: str | None = None) -> Observation | None:
        """The verdict, when the page still belongs to the site after its redirects."""
        if not self._is_own(page.url):
            return None
        if asked is None:
            self._looked_at.append(page.url)
        return replace(judge(page, self._target), referring_page=page.url)

    def _learn_from(self, page: Page) -> None:
        if self._is_own(page.url) and page.status < 400:
            found = candidates_on(page, site=self._site, target=self._target.domain)
            self._candidates += found

    def _is_own(self, url: str) -> bool:
        return is_of_site(url, self._site)

    def _ended(self, outcome: Search, seen: Observation | None, because: str) -> FoundPage:
        return FoundPage(
            self._site,
            str(self._target),
            outcome,
            seen,
            tuple(self._looked_at),
            self._requests,
            because,
        )
