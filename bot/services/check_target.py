"""`check`: everything that all sources know of who links to a target, as one answer."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.appraisal import Appraisal, appraise
from bot.domain.backlinks import DomainName, Grain, ReferringDomain, SourceReport
from bot.domain.coverage import Coverage, estimate_coverage
from bot.domain.events import Policy, confirms_loss
from bot.domain.findings import DomainFinding, Findings, LookCounts
from bot.domain.names import Target
from bot.domain.origins import Overrule
from bot.domain.prospects import Prospect
from bot.domain.ties import NO_TIES, Ties, asked_prospect
from bot.domain.traffic import Traffic
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import LIMITS, DomainAuthority, InlinkReport, Referrer
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

_ROWS = 500
"""Referring domains that are ranked and kept in the answer; the counts are of all."""
_GRAPH_ROWS = 200
_MONTHS = 12
_CONFIRMED_ROWS = 60
_LOOKS_BACK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What all rows of one answer rest on."""

    target: Target
    today: date
    looks: Mapping[DomainName, Observation]
    counts: Mapping[DomainName, LookCounts]
    decided: Mapping[str, Overrule]
    sources: Mapping[str, frozenset[str]]
    traffic: Traffic | None
    prospects: Mapping[DomainName, Sequence[Prospect]]

    def appraised(
        self, domain: DomainName, site: ReferringDomain | None, graph: DomainAuthority | None
    ) -> Appraisal:
        """The score and origin of what speaks for a site."""
        look = self.looks.get(domain)
        visits = self.traffic.by_site.get(domain) if self.traffic else None
        asked = self.prospects.get(domain, ()) if look else ()
        return appraise(
            self.target,
            site=site,
            look=look,
            graph=graph,
            today=self.today,
            overrule=self.decided.get(look.referring_page) if look else None,
            visits=None
            if self.traffic is None or visits is None
            else self.traffic.in_30_days(visits),
            ties=Ties(asked_prospect(asked, look.referring_page, self.target.domain))
            if look
            else NO_TIES,
        )

    def completed(self, row: DomainFinding, made: Appraisal) -> DomainFinding:
        """A row with its look, its origin, its visits and who knows of it."""
        named = {name for name, domains in self.sources.items() if row.domain in domains}
        row = replace(
            row,
            sources=tuple(sorted({*named, *row.sources})),
            visits=self.traffic.by_site.get(row.domain) if self.traffic else None,
            looks=self.counts.get(row.domain, LookCounts()),
        )
        if made.origin is not None:
            row = replace(row, origin=made.origin.origin.value, origin_assumed=made.origin.assumed)
        look = self.looks.get(row.domain)
        if look is None:
            return row
        return replace(
            row,
            sources=tuple(sorted({*row.sources, "own_looks"})),
            state=look.state,
            reason=look.reason,
            checked_at=look.checked_at,
            placement=look.placement,
            editorial=look.editorial,
            example_page=look.referring_page,
        )


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
    known = _Known(
        target=target,
        today=today,
        looks=await observations.newest_by_domain(target),
        counts=await observations.count_looks(target),
        decided=await overrules.overrules(target) if overrules else {},
        sources=_with_graph(by_source, graph),
        traffic=await traffic.traffic_of(target.domain),
        prospects=_by_site(await prospects.all_prospects() if prospects else ()),
    )
    unranked = (site.name for site in domains if site.authority is None)
    authorities = (
        await authorities_of(unranked, webgraph, patience=patience) if graph.report else {}
    )
    rows = [_row(known, site, authorities.get(site.name)) for site in domains]
    rows += _only_in_graph(known, {row.domain for row in rows}, graph.report)
    rows = await _with_confirmed(sorted(rows, key=_best_first), known, observations, policy)
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


def _by_site(prospects: Iterable[Prospect]) -> Mapping[DomainName, Sequence[Prospect]]:
    sites: dict[DomainName, list[Prospect]] = defaultdict(list)
    for prospect in prospects:
        sites[prospect.site].append(prospect)
    return sites


def _with_graph(
    by_source: Mapping[str, frozenset[str]], graph: FromGraph
) -> Mapping[str, frozenset[str]]:
    if graph.report is None:
        return by_source
    return {**by_source, "webgraph": frozenset(row.domain for row in graph.report.rows)}


def _row(known: _Known, site: ReferringDomain, graph: DomainAuthority | None) -> DomainFinding:
    made = known.appraised(site.name, site, graph)
    row = DomainFinding(
        domain=site.name,
        links=site.backlinks,
        followed=site.followed > 0 if site.followed or site.not_followed else None,
        quality=made.quality.score,
        scored=made.quality if made.quality.score is not None else None,
        since=site.first_seen,
        lost_on=site.last_seen if site.lost and not site.backlinks else None,
    )
    return known.completed(row, made)


async def _with_confirmed(
    rows: Sequence[DomainFinding],
    known: _Known,
    observations: ObservationStore,
    policy: Policy,
) -> list[DomainFinding]:
    """Say of the first rows without their link whether looks at its page agree; of others it stays unsaid."""
    checked = 0
    done = []
    for row in rows:
        look = known.looks.get(row.domain)
        if look is not None and look.state is State.LOST and checked < _CONFIRMED_ROWS:
            checked += 1
            looks = await observations.observations_of(
                look.referring_page, look.target, limit=_LOOKS_BACK
            )
            done.append(replace(row, confirmed=confirms_loss(looks, policy=policy)))
            continue
        done.append(row)
    return done


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


def _only_in_graph(
    known: _Known, names: Collection[DomainName], report: InlinkReport | None
) -> list[DomainFinding]:
    """The best that only the web graph knows; one whose page was found and looked at is scored by it."""
    if report is None:
        return []
    found = [referrer for referrer in report.rows if referrer.domain not in names]
    return [_from_graph(known, referrer, report.release) for referrer in found[:_GRAPH_ROWS]]


def _from_graph(known: _Known, referrer: Referrer, release: str) -> DomainFinding:
    degree = referrer.referring_domains
    row = DomainFinding(domain=referrer.domain, links=None, in_degree=degree, sources=("webgraph",))
    authority = None
    if degree is not None:
        authority = DomainAuthority(release, referrer.domain, degree, None, None, 0)
    made = known.appraised(referrer.domain, None, authority)
    look = known.looks.get(referrer.domain)
    if look is not None and look.state is State.LIVE:
        row = replace(row, quality=made.quality.score, scored=made.quality, followed=look.followed)
    return known.completed(row, made)


def _graph_count(report: InlinkReport | None) -> int:
    return report.referring_domains if report else 0


def _best_first(row: DomainFinding) -> tuple[bool, float, bool, int, int, str]:
    return (
        row.lost_on is not None,
        -row.standing,
        row.followed is not True,
        -(row.links or 0),
        -(row.in_degree or 0),
        row.domain,
    )


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
        lines.append(f"whether {unseen:,} of the shown domains still link today (Verify now looks)")
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
