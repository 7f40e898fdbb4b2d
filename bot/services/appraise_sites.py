"""Judges the sites of prospects: their quality, and which rivals they link to."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.names import Target
from bot.domain.prospects import Prospect
from bot.domain.site_worth import STALE_AFTER, SiteWorth, is_stale, worth_of
from bot.domain.webgraph import DomainAuthority, graph_domain
from bot.errors import SourceError
from bot.ports import BacklinkStore, Clock, ProspectStore, RivalStore, WebGraph

AT_ONCE: Final = 200
"""Prospects that one run judges; the others wait for the next."""
_FROM_GRAPH: Final = 100_000
_PATIENCE_SECONDS: Final = 1.0
"""A card is waited for; the web graph may be asked remotely. What takes longer is judged by the clock."""


async def appraised(
    prospect: Prospect,
    *,
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    rivals: RivalStore,
    webgraph: WebGraph,
    clock: Clock,
) -> Prospect:
    """The prospect with its site judged within the last week, by what answers within a second.

    Which rivals a site links to by the web graph is found by the clock: that answer takes longer.
    """
    today = clock().date()
    if not is_stale(prospect.worth, today):
        return prospect
    known = await _rivals_of(prospect, rivals)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            worth = await _worth(
                prospect, known, {}, backlinks=backlinks, webgraph=webgraph, now=clock()
            )
    except TimeoutError:
        return prospect
    await prospects.keep_worths({prospect.id: worth})
    return await prospects.prospect(prospect.id)


async def appraise_due(
    *,
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    rivals: RivalStore,
    webgraph: WebGraph,
    clock: Clock,
) -> int:
    """Judge prospects that were never judged, or not for a week; returns how many. Safe to repeat."""
    now = clock()
    due = await prospects.to_appraise(before=now.date() - STALE_AFTER, limit=AT_ONCE)
    linkers: dict[DomainName, frozenset[str]] = {}
    worths: dict[int, SiteWorth] = {}
    by_target: dict[DomainName | None, list[Prospect]] = defaultdict(list)
    for prospect in due:
        target = prospect.details.target
        by_target[target.domain if target else None].append(prospect)
    for group in by_target.values():
        known = await _rivals_of(group[0], rivals)
        for rival in known:
            if rival not in linkers:
                linkers[rival] = await _linkers(rival, webgraph)
        for prospect in group:
            worths[prospect.id] = await _worth(
                prospect, known, linkers, backlinks=backlinks, webgraph=webgraph, now=now
            )
    if worths:
        await prospects.keep_worths(worths)
    return len(worths)


async def _rivals_of(prospect: Prospect, rivals: RivalStore) -> tuple[DomainName, ...]:
    target = prospect.details.target
    found = await rivals.rivals_of(target.domain) if target else ()
    return tuple(rival for rival in found if rival != prospect.site)


async def _worth(
    prospect: Prospect,
    rivals: Sequence[DomainName],
    linkers: Mapping[DomainName, frozenset[str]],
    *,
    backlinks: BacklinkStore,
    webgraph: WebGraph,
    now: datetime,
) -> SiteWorth:
    """What the exports of our site and of its rivals say of the site, and the graph."""
    target, site = prospect.details.target, prospect.site
    asked = [*([target.domain] if target else []), *rivals]
    vendor: float | None = None
    linked = set()
    for domain in asked:
        found = await backlinks.domain_of(Target(domain), site)
        if found is None:
            continue
        linked.add(domain)
        if found.authority is not None:
            vendor = max(vendor or 0.0, found.authority)
    graph = None if vendor is not None else await authority_in(webgraph, site)
    node = graph_domain(site)
    both = [
        rival
        for rival in rivals
        if rival in linked or (node == site and node in linkers.get(rival, frozenset()))
    ]
    return worth_of(vendor=vendor, graph=graph, rivals=both, today=now.date())


async def authority_in(webgraph: WebGraph, site: DomainName) -> DomainAuthority | None:
    """How well known a site is; None: no graph is built, does not know it, or cannot answer."""
    try:
        return await webgraph.authority(site) if await webgraph.latest() else None
    except SourceError:
        return None


async def _linkers(rival: DomainName, webgraph: WebGraph) -> frozenset[str]:
    try:
        if await webgraph.latest() is None:
            return frozenset()
        report = await webgraph.inlinks(rival, limit=_FROM_GRAPH)
    except SourceError:
        return frozenset()
    return frozenset(row.domain for row in report.rows)
