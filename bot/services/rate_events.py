"""Rates the links of events before they are kept: how good each was when it happened."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.domain.appraisal import rate
from bot.domain.names import Target
from bot.domain.tracking import StoredEvent
from bot.ports import BacklinkStore, TrackedLinkStore, TrafficStore, WebGraph
from bot.services.check_graph import authorities_of
from bot.services.watch_sites import is_worked_for

Rater: TypeAlias = Callable[[Sequence[StoredEvent]], Awaitable[Sequence[StoredEvent]]]
"""Events with what their links were worth, in the same order."""


async def unrated(events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
    """A rater for where nobody asks how good links are."""
    return events


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSources:
    """What links are rated by; its `rate` is a `Rater`.

    The rating is kept with the event and never made again: what a channel was told of it, and what a
    watch would have posted of it, then stay the same.
    """

    links: TrackedLinkStore
    backlinks: BacklinkStore
    webgraph: WebGraph
    traffic: TrafficStore

    async def rate(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """See `Rater`. A page of ours carries no link, so nothing is said of it.

        A web graph that fails or takes long leaves its factor out.
        """
        wanted = [stored for stored in events if stored.event.referring_page]
        links = await self.links.tracked_by_ids(
            {stored.link_id for stored in wanted if stored.link_id is not None}
        )
        names = dict.fromkeys(s.referring_domain for s in wanted if s.referring_domain)
        graph = await authorities_of(names, self.webgraph) if names else {}
        pairs = dict.fromkeys((stored.target_domain, stored.referring_domain) for stored in wanted)
        sites = {
            (target, name): await self.backlinks.domain_of(Target(target), name)
            for target, name in pairs
            if name
        }
        traffic = {name: await self.traffic.traffic_of(name) for name, _ in pairs}
        rated = {}
        for stored in wanted:
            name, target = stored.referring_domain, stored.target_domain
            kept = traffic[target]
            rating = rate(
                stored,
                site=sites.get((target, name)) if name else None,
                graph=graph.get(name) if name else None,
                visits=kept.through(stored.event.referring_page, name) if kept else None,
                worked_for=is_worked_for(links.get(stored.link_id or 0)),
            )
            rated[stored.key] = replace(stored, event=replace(stored.event, rating=rating))
        return [rated.get(stored.key, stored) for stored in events]
