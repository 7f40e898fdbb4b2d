"""`check`: everything that all sources know of who links to a target, as one answer."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.domain.backlinks import DomainName, Grain, ReferringDomain, SourceReport, TargetSummary
from bot.domain.coverage import Coverage, estimate_coverage
from bot.domain.domain_list import DomainView, arranged, page_of
from bot.domain.events import Policy
from bot.domain.findings import DomainFinding, Findings
from bot.domain.names import Target
from bot.domain.prospects import Prospect
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import LIMITS, DomainAuthority, InlinkReport
from bot.ports import (
    BacklinkStore,
    Clock,
    ObservationStore,
    OverruleStore,
    ProspectStore,
    TargetPageStore,
    TrackedLinkStore,
    TrafficStore,
    WebGraph,
)
from bot.services.check_graph import (
    PATIENCE,
    FromGraph,
    GraphPatience,
    ask_graph,
    authorities_of,
    graph_source,
)
from bot.services.check_rows import Known, Sites, best_first, sites_of, with_confirmed

_ROWS = 500
"""Referring domains that are ranked and kept in the answer; the counts are of all."""
_MONTHS = 12
FIRST_PAGE: Final = DomainView()


async def check(
    target: Target,
    *,
    backlinks: BacklinkStore,
    observations: ObservationStore,
    tracked_links: TrackedLinkStore,
    target_pages: TargetPageStore,
    webgraph: WebGraph,
    clock: Clock,
    traffic: TrafficStore,
    overrules: OverruleStore | None = None,
    prospects: ProspectStore | None = None,
    policy: Policy,
    patience: GraphPatience = PATIENCE,
    view: DomainView = FIRST_PAGE,
) -> Findings:
    """Ask every source at once; one that fails is named and never hides the others.

    Without `overrules` and `prospects` each origin is what the pages alone show. The graph is asked of every
    row while there is patience, and then of those on the page of `view`, which are about to be shown.
    """
    now = clock()
    told, graph = await asyncio.gather(
        _told(target, now.date(), backlinks), ask_graph(target, webgraph, patience=patience)
    )
    looks = await observations.newest_by_domain(target)
    known = Known(
        target=target,
        today=now.date(),
        looks=looks,
        counts=await observations.count_looks(target),
        decided=await overrules.overrules(target) if overrules else {},
        sources=_with_graph(told.by_source, graph),
        traffic=await traffic.traffic_of(target.domain),
        prospects=await _asked(looks, prospects) if prospects else {},
    )
    sites = sites_of(known, told.domains, graph.report)
    rows = await _rows(sites, webgraph if graph.is_there else None, patience, view)
    rows = await with_confirmed(rows, known, observations, policy)
    states = await tracked_links.count_states(target)
    tracked = sum(number for state, number in states.items() if state != "ignored")
    dead_pages = await target_pages.broken_pages(target)
    found = _findings(known, told, graph, rows, as_of=now)
    unknown = (*found.unknown, *_unasked(found, tracked))
    return replace(found, tracked=tracked, dead_pages=dead_pages, unknown=unknown)


def _unasked(found: Findings, tracked: int) -> Iterator[str]:
    """What no source and no look can say: of our own pages only those behind tracked links are looked at."""
    if found.backlinks:
        which = "your pages that no tracked link leads to" if tracked else "your linked pages"
        yield f"whether {which} still answer: reclaim looks at them"
    named = sum(
        source.grain is Grain.PAGES and source.name != "own_looks" for source in found.sources
    )
    if named > 1 and found.coverage is None:
        yield "how many sites there are in all, as the sources' lists lie within each other"


@dataclass(frozen=True, slots=True)
class _Told:
    """What the team's own sources say of a target."""

    summary: TargetSummary
    domains: Sequence[ReferringDomain]
    by_month: tuple[tuple[str, int], ...]
    by_source: Mapping[str, frozenset[str]]


async def _told(target: Target, today: date, backlinks: BacklinkStore) -> _Told:
    since = _months_back(today, _MONTHS - 1)
    summary, domains, months, by_source = await asyncio.gather(
        backlinks.summary(target, today=today),
        backlinks.best_domains(target, limit=_ROWS),
        backlinks.domains_by_month(target, since=since),
        backlinks.domains_by_source(target),
    )
    return _Told(summary, domains, _running_total(months, _months(since, today)), by_source)


async def _rows(
    sites: Sites, webgraph: WebGraph | None, patience: GraphPatience, view: DomainView
) -> list[DomainFinding]:
    """All rows, best first. `webgraph` None: there is none to ask."""
    asked: Mapping[DomainName, DomainAuthority | None] = {}
    if webgraph:
        asked = await authorities_of(sites.worth_asking(), webgraph, patience=patience)
    rows = sorted((sites.row(name, asked.get(name)) for name in sites.names()), key=best_first)
    shown = page_of(arranged(rows, view), view)
    left = [one.domain for one in shown if one.in_degree is None and one.domain not in asked]
    if not webgraph or not left:
        return rows
    # The order stays: it would move rows to other pages while somebody turns them.
    late = await authorities_of(left, webgraph, patience=patience)
    return [sites.row(row.domain, late[row.domain]) if row.domain in late else row for row in rows]


def _findings(
    known: Known, told: _Told, graph: FromGraph, rows: Sequence[DomainFinding], *, as_of: datetime
) -> Findings:
    summary, looks = told.summary, known.looks.values()
    sources = [*summary.sources, *_own_looks(looks), *graph_source(graph.report)]
    has_pages = any(source.grain is Grain.PAGES for source in sources)
    followed_known = summary.followed + summary.not_followed
    return Findings(
        target=known.target,
        as_of=as_of,
        referring_domains=max(
            summary.referring_domains,
            len(frozenset[str]().union(*known.sources.values())),
            _graph_count(graph.report),
        ),
        backlinks=summary.backlinks if has_pages else None,
        followed=summary.followed if followed_known else None,
        followed_known=followed_known,
        new_30_days=summary.new_30_days if has_pages else None,
        lost_30_days=summary.lost_30_days if has_pages else None,
        domains=tuple(rows),
        by_month=told.by_month,
        types=_types(looks),
        sources=tuple(sources),
        unknown=_unknown(rows, graph),
        coverage=_coverage(told.by_source, graph.report),
        failed=(graph.failed,) if graph.failed else (),
        graph_change=graph.change,
    )


async def _asked(
    looked_at: Collection[DomainName], prospects: ProspectStore
) -> Mapping[DomainName, Sequence[Prospect]]:
    """The prospects of the sites that somebody looked at; reading all ten thousand would take a second."""
    sites = await prospects.sites()
    return {site: await prospects.prospects_of_site(site) for site in sites.intersection(looked_at)}


def _with_graph(
    by_source: Mapping[str, frozenset[str]], graph: FromGraph
) -> Mapping[str, frozenset[str]]:
    if graph.report is None:
        return by_source
    return {**by_source, "webgraph": frozenset(row.domain for row in graph.report.rows)}


def _own_looks(looks: Iterable[Observation]) -> list[SourceReport]:
    seen = [look for look in looks if look.state is not State.UNVERIFIED]
    if not seen:
        return []
    newest = max(look.checked_at for look in seen)
    return [
        SourceReport(
            name="own_looks",
            as_of=newest.date(),
            complete=None,
            grain=Grain.PAGES,
            referring_domains=sum(look.state is State.LIVE for look in seen),
            backlinks=None,
            imported_at=newest,
        )
    ]


def _graph_count(report: InlinkReport | None) -> int:
    return report.referring_domains if report else 0


def _types(looks: Iterable[Observation]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for look in looks:
        if look.placement:
            counted[look.placement] = counted.get(look.placement, 0) + 1
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _unknown(rows: Sequence[DomainFinding], graph: FromGraph) -> tuple[str, ...]:
    lines = []
    not_followed = sum(row.followed is None and row.state is None for row in rows)
    if not_followed:
        lines.append(f"whether the links of {not_followed:,} of {len(rows):,} domains are followed")
    unseen = sum(row.state is None for row in rows)
    if unseen and rows:
        lines.append(
            f"whether {unseen:,} of {len(rows):,} domains still link today, as nobody has looked"
        )
    if graph.limit:
        lines.append(graph.limit)
    if graph.report:
        lines.append(LIMITS.rstrip("."))
    return tuple(lines)


def _running_total(
    months: Mapping[date, int], shown: Sequence[date]
) -> tuple[tuple[str, int], ...]:
    """Sites known by the end of each month; all that came before the first month count from the start."""
    total = sum(number for month, number in months.items() if month < shown[0])
    line = []
    for month in shown:
        total += months.get(month, 0)
        line.append((f"{month:%b %y}", total))
    return tuple(line) if months else ()


def _coverage(
    by_source: Mapping[str, frozenset[str]], graph: InlinkReport | None
) -> Coverage | None:
    """How much of all there is we see, from the overlap of the sources; None with fewer than two.

    Our own looks go where the sources lead, so their overlap would say nothing.
    """
    sets: dict[str, Collection[str]] = dict(by_source)
    if graph is not None and graph.complete:
        sets["webgraph"] = {row.domain for row in graph.rows}
    estimate = estimate_coverage(sets)
    # Where every source's list lies inside another's, the overlap cannot say what all of them miss.
    return estimate if estimate and estimate.high > estimate.known else None


def _months_back(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _months(first: date, last: date) -> list[date]:
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = _months_back(month, -1)
    return months
