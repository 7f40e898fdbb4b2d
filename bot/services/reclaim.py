"""`reclaim site.com`: what is wasted of the links that we had or have, looked at now."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Final

from bot.domain.backlinks import DomainName, MergedLink
from bot.domain.names import Target, host_of, normalize_url, registrable_domain
from bot.domain.own_pages import PageHealth
from bot.domain.reclaim import (
    WORTH_ASKING,
    LinkedPage,
    LostLink,
    Reclaim,
    ReclaimProgress,
    WastedPage,
    best_lost_first,
    called_lost,
    leading_of_sources,
    leading_of_tracked,
    linked_pages,
    score_lost,
)
from bot.domain.suggestions import suggest
from bot.domain.tracking import TrackedLink
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import DomainAuthority
from bot.ports import (
    BacklinkStore,
    Clock,
    ObservationStore,
    PageFetcher,
    TrackedLinkStore,
    WebGraph,
)
from bot.services.appraise_sites import authority_in
from bot.services.own_pages import OwnPages, OwnSite
from bot.services.verify_links import LinkRow, verify_many

PAGES: Final = 60
"""Pages of ours that one question looks at, those behind which most sites stand first."""
LOSSES: Final = 40
"""Pages of others that one question looks at: a source's word alone is never told."""
_LINKS: Final = 20_000
_TRACKED: Final = 1_000
_SPARE: Final = 40

Told = Callable[[ReclaimProgress], Awaitable[None]]


async def nobody(_: ReclaimProgress) -> None:
    """Progress that nobody wants to hear of."""


async def find_reclaim(
    target: Target,
    *,
    backlinks: BacklinkStore,
    observations: ObservationStore,
    tracked_links: TrackedLinkStore,
    webgraph: WebGraph,
    fetcher: PageFetcher,
    clock: Clock,
    memory: OwnPages,
    told: Told = nobody,
) -> Reclaim:
    """Look at our linked pages and at the links that are said to be lost; keep every look at a link."""
    search = _Search(
        target, backlinks, observations, tracked_links, webgraph, fetcher, clock, memory, told
    )  # fmt: skip
    return await search.run()


class _Search:
    def __init__(
        self,
        target: Target,
        backlinks: BacklinkStore,
        observations: ObservationStore,
        tracked_links: TrackedLinkStore,
        webgraph: WebGraph,
        fetcher: PageFetcher,
        clock: Clock,
        memory: OwnPages,
        told: Told,
    ) -> None:
        self._target = target
        self._backlinks, self._observations = backlinks, observations
        self._tracked_links, self._fetcher, self._clock = tracked_links, fetcher, clock
        self._webgraph = webgraph
        self._authorities: dict[DomainName, DomainAuthority | None] = {}
        self._told = told
        self._done = self._total = 0
        self._site = OwnSite(
            target,
            backlinks=backlinks,
            fetcher=fetcher,
            clock=clock,
            memory=memory,
            budget=PAGES + _SPARE,
        )

    async def run(self) -> Reclaim:
        links = await self._links()
        alive = await self._tracked_links.tracked(self._target, limit=_TRACKED, state="live")
        leading = [*leading_of_sources(links), *leading_of_tracked(alive)]
        linked = linked_pages(leading, site=self._target.domain)
        tracked = await self._tracked_links.tracked(self._target, limit=_TRACKED, state="lost")
        to_look_at = await self._said_lost(links, tracked)
        self._total = len(linked[:PAGES]) + len(to_look_at[:LOSSES])
        wasted, unclear_pages = await self._wasted(linked[:PAGES])
        looks = await self._look(to_look_at[:LOSSES])
        gone = [look for look in looks if look.state is State.LOST]
        by_page = {
            normalize_url(str(link.referring_page)): link for link in links if link.referring_page
        }
        asked = [await self._lost(look, by_page) for look in gone if look.reason in WORTH_ASKING]
        confirmed = [await self._lost_of(link, by_page) for link in tracked]
        worth = [one for one in confirmed if one and one.reason in WORTH_ASKING]
        return Reclaim(
            target=self._target,
            as_of=self._clock(),
            wasted=wasted,
            lost=best_lost_first([*worth, *asked]),
            linked_pages=len(linked),
            looked_pages=len(linked[:PAGES]),
            unclear_pages=unclear_pages,
            called_lost=len(looks),
            alive=sum(look.state is State.LIVE for look in looks),
            unclear=sum(look.state is State.UNVERIFIED for look in looks),
            with_their_pages=len(gone) - len(asked) + len(confirmed) - len(worth),
            not_looked_at=max(0, len(to_look_at) - LOSSES),
        )  # fmt: skip

    async def _links(self) -> list[MergedLink]:
        found: list[MergedLink] = []
        after: int | None = 0
        while after is not None and len(found) < _LINKS:
            links, after = await self._backlinks.links_for(self._target, limit=500, after=after)
            found += links
        return found

    async def _wasted(self, pages: Sequence[LinkedPage]) -> tuple[tuple[WastedPage, ...], int]:
        """The pages that are gone or lead home, with what mends each; and how many could not be told."""
        found, unclear = [], 0
        for page in pages:
            seen = await self._site.look(page.url)
            if seen is None or seen.health is PageHealth.UNCLEAR:
                unclear += 1
            elif seen.health is not PageHealth.OK:
                found.append((page, seen))
            await self._step()
        if found:
            await self._site.learn()
        return tuple([
            WastedPage(page, seen, suggest(page.words, await self._site.fitting(page.words)))
            for page, seen in found
        ]), unclear  # fmt: skip

    async def _said_lost(
        self, links: Sequence[MergedLink], tracked: Sequence[TrackedLink]
    ) -> list[str]:
        """Pages whose link a source or a single look of ours calls lost; tracked ones are confirmed."""
        confirmed = {normalize_url(link.referring_page) for link in tracked}
        pages = [str(link.referring_page) for link in called_lost(links)]
        looks = await self._observations.newest_by_domain(Target(self._target.domain))
        pages += [one.referring_page for one in looks.values() if one.reason in WORTH_ASKING]
        each = {normalize_url(page): page for page in reversed(pages)}
        return [page for key, page in reversed(each.items()) if key not in confirmed]

    async def _look(self, pages: Sequence[str]) -> list[Observation]:
        rows = [LinkRow(page, str(Target(self._target.domain))) for page in pages]
        looks = []
        async for seen in verify_many(rows, fetcher=self._fetcher, clock=self._clock):
            await self._observations.save_observations([seen])
            looks.append(seen)
            await self._step()
        return looks

    async def _step(self) -> None:
        self._done += 1
        await self._told(ReclaimProgress(self._done, self._total))

    async def _lost_of(self, link: TrackedLink, by_page: dict[str, MergedLink]) -> LostLink | None:
        """A tracked link whose loss was confirmed; None when its newest look is kept no more."""
        seen = await self._observations.latest_observation(link.referring_page, str(link.target))
        if seen is None or seen.state is not State.LOST:
            return None
        return await self._lost(seen, by_page, since=link.standing.since)

    async def _lost(
        self,
        look: Observation,
        by_page: dict[str, MergedLink],
        *,
        since: datetime | None = None,
    ) -> LostLink:
        source = by_page.get(normalize_url(look.referring_page))
        live = await self._observations.last_live(look.referring_page, look.target)
        host = host_of(look.referring_page)
        domain = registrable_domain(host) or DomainName(host)
        if domain not in self._authorities:
            self._authorities[domain] = await authority_in(self._webgraph, domain)
        graph = self._authorities[domain]
        assert look.reason is not None  # it was lost
        return LostLink(
            referring_page=look.referring_page,
            domain=domain,
            target_page=(live.href if live else None)
            or (source.target_url if source else None)
            or look.target,
            reason=look.reason,
            seen_at=look.checked_at,
            since=since.date() if since else _lost_on(source),
            anchor=(live.anchor if live else None) or (_anchor(source) or ""),
            quality=score_lost(source, live, graph, today=self._clock().date()),
            before=live.evidence.before or "" if live else "",
            after=live.evidence.after or "" if live else "",
            now=look.evidence.instead or look.evidence.because,
        )


def _lost_on(link: MergedLink | None) -> date | None:
    return link.lost_on.value if link and link.lost_on else None


def _anchor(link: MergedLink | None) -> str | None:
    return link.anchor.value if link and link.anchor else None
