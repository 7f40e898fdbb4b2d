"""`check`: everything that all sources know of who links to a target, as one answer."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from bot.domain.backlinks import DomainName, Grain, SourceReport
from bot.domain.coverage import Coverage, estimate_coverage
from bot.domain.events import Policy
from bot.domain.findings import DomainFinding, Findings
from bot.domain.names import Target
from bot.domain.prospects import Prospect
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import LIMITS, InlinkReport
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
from bot.services.check_rows import Known, best_first, graph_rows, row_of, with_confirmed

_ROWS = 500
"""Referring domains that are ranked and kept in the answer; the counts are of all."""
_MONTHS = 12


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
) -> Findings:
    """Ask every source at once; one that fails is named and never hides the others.

    Without `overrules` and `prospects` each origin is what the pages alone show.
    """
    now = clock()
    today = now.date()
    since = _months_back(today, _MONTHS - 1)
    summary, domains, months, by_source, graph = await asyncio.gather(
        backlinks.summary(target, today=today),
        backlinks.best_domains(target, limit=_ROWS),
        backlinks.domains_by_month(target, since=since),
        backlinks.domains_by_source(target),
        ask_graph(target, webgraph, patience=patience),
    )
    looks = await observations.newest_by_domain(target)
    known = Known(
        target=target,
        today=today,
        looks=looks,
        counts=await observations.count_looks(target),
        decided=await overrules.overrules(target) if overrules else {},
        sources=_with_graph(by_source, graph),
        traffic=await traffic.traffic_of(target.domain),
        prospects=await _asked(looks, prospects) if prospects else {},
    )
    unranked = (site.name for site in domains if site.authority is None)
    authorities = (
        await authorities_of(unranked, webgraph, patience=patience) if graph.is_there else {}
    )
    rows = [row_of(known, site, authorities.get(site.name)) for site in domains]
    rows += graph_rows(known, {row.domain for row in rows}, graph.report)
    rows = await with_confirmed(sorted(rows, key=best_first), known, observations, policy)
    sources = [*summary.sources, *_own_looks(known.looks.values()), *graph_source(graph.report)]
    has_pages = any(source.grain is Grain.PAGES for source in sources)
    told = summary.followed + summary.not_followed
    states = await tracked_links.count_states(target)
    return Findings(
        target=target,
        as_of=now,
        referring_domains=max(
            summary.referring_domains,
            len(frozenset[str]().union(*known.sources.values())),
            _graph_count(graph.report),
        ),
        backlinks=summary.backlinks if has_pages else None,
        followed=summary.followed if told else None,
        followed_known=told,
        new_30_days=summary.new_30_days if has_pages else None,
        lost_30_days=summary.lost_30_days if has_pages else None,
        tracked=sum(number for state, number in states.items() if state != "ignored"),
        domains=tuple(rows),
        by_month=_running_total(months, _months(since, today)),
        types=_types(known.looks.values()),
        sources=tuple(sources),
        unknown=_unknown(rows, graph),
        coverage=_coverage(by_source, graph.report),
        failed=(graph.failed,) if graph.failed else (),
        dead_pages=await target_pages.broken_pages(target),
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
        lines.append(f"whether the links of {not_followed:,} of the shown domains are followed")
    unseen = sum(row.state is None for row in rows)
    if unseen and rows:
        lines.append(
            f"whether {unseen:,} of the shown domains still link today, as nobody has looked"
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
