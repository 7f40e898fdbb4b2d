"""`check`: everything that all sources know of who links to a target, as one answer."""

import asyncio
import contextlib
import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.anchor_profile import AnchorUse, anchor_profile
from bot.domain.appraisal import appraise, our_names
from bot.domain.backlinks import DomainName, Grain, ReferringDomain, SourceReport
from bot.domain.coverage import Coverage, estimate_coverage
from bot.domain.findings import DomainFinding, Findings
from bot.domain.graph_news import change_sentence
from bot.domain.names import Target
from bot.domain.origins import Overrule
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import LIMITS, DomainAuthority, InlinkReport
from bot.errors import SourceError
from bot.ports import BacklinkStore, Clock, ObservationStore, OverruleStore, TrafficStore, WebGraph
from bot.services.link_table import link_rows

_ROWS = 500
"""Referring domains that are ranked and kept in the answer; the counts are of all."""
_GRAPH_ROWS = 200
_GRAPH_AUTHORITIES = 40
_GRAPH_SECONDS = 1.0
_MONTHS = 12
_PROFILED_LINKS = 5_000


@dataclass(frozen=True, slots=True)
class _FromGraph:
    report: InlinkReport | None = None
    failed: str | None = None
    change: str = ""


async def check(
    target: Target,
    *,
    backlinks: BacklinkStore,
    observations: ObservationStore,
    webgraph: WebGraph,
    clock: Clock,
    overrules: OverruleStore | None = None,
    traffic: TrafficStore | None = None,
) -> Findings:
    """Ask every source at once; one that fails is named and never hides the others.

    Without `overrules` (the running bot holds their store) each origin is the program's own view.
    """
    now = clock()
    today = now.date()
    since = _months_back(today, _MONTHS - 1)
    summary, domains, months, graph = await asyncio.gather(
        backlinks.summary(target, today=today),
        backlinks.best_domains(target, limit=_ROWS),
        backlinks.domains_by_month(target, since=since),
        _ask_graph(target, webgraph),
    )
    looks = await observations.newest_by_domain(target)
    authorities = await _authorities(domains, webgraph) if graph.report else {}
    decided = await overrules.overrules(target) if overrules else {}
    rows = [
        _row(target, domain, looks.get(domain.name), authorities.get(domain.name), decided, today)
        for domain in domains
    ]
    rows += _only_in_graph(target, rows, graph.report, looks, decided, today)
    visited = await traffic.traffic_of(target.domain) if traffic else None
    if visited is not None:
        rows = [replace(row, visits=visited.by_site.get(row.domain)) for row in rows]
    sources = [*summary.sources, *_own_looks(looks.values()), *_graph_source(graph.report)]
    has_pages = any(source.grain is Grain.PAGES for source in sources)
    known = summary.followed + summary.not_followed
    return Findings(
        target=target,
        as_of=now,
        referring_domains=max(summary.referring_domains, len(rows), _graph_count(graph.report)),
        backlinks=summary.backlinks if has_pages else None,
        followed=summary.followed if known else None,
        followed_known=known,
        new_30_days=summary.new_30_days if has_pages else None,
        lost_30_days=summary.lost_30_days if has_pages else None,
        domains=tuple(sorted(rows, key=_best_first)),
        by_month=_running_total(months, _months(since, today)),
        types=_types(looks.values()),
        sources=tuple(sources),
        unknown=_unknown(rows, sources),
        coverage=await _coverage(target, backlinks, graph.report),
        failed=(graph.failed,) if graph.failed else (),
        graph_change=graph.change,
    )


async def _ask_graph(target: Target, webgraph: WebGraph) -> _FromGraph:
    try:
        if await webgraph.latest() is None:
            return _FromGraph()
        report = await webgraph.inlinks(target.domain, limit=_GRAPH_ROWS)
        built = await webgraph.built()
        if len(built) < 2:
            return _FromGraph(report)
        diff = await webgraph.diff(built[1], built[0], target.domain, limit=1)
        return _FromGraph(report, change=change_sentence(diff))
    except SourceError as error:
        return _FromGraph(failed=f"The web graph could not answer: {error}")


async def _authorities(
    domains: Sequence[ReferringDomain], webgraph: WebGraph
) -> Mapping[DomainName, DomainAuthority]:
    """What the graph says of the sites that no export ranks, within a second: it may be asked remotely."""
    wanted = [site.name for site in domains if site.authority is None][:_GRAPH_AUTHORITIES]
    found: dict[DomainName, DomainAuthority] = {}

    async def ask() -> None:
        for name in wanted:
            authority = await webgraph.authority(name)
            if authority is not None:
                found[name] = authority

    with contextlib.suppress(SourceError, TimeoutError):
        await asyncio.wait_for(ask(), timeout=_GRAPH_SECONDS)
    return found


def _row(
    target: Target,
    site: ReferringDomain,
    look: Observation | None,
    graph: DomainAuthority | None,
    decided: Mapping[str, Overrule],
    today: date,
) -> DomainFinding:
    overrule = decided.get(look.referring_page) if look else None
    made = appraise(target, site=site, look=look, graph=graph, today=today, overrule=overrule)
    followed = site.followed > 0 if site.followed or site.not_followed else None
    row = DomainFinding(
        domain=site.name,
        links=site.backlinks,
        followed=followed,
        quality=made.quality.score,
        why=made.quality.sum_line() if made.quality.score is not None else "",
        since=site.first_seen,
        lost_on=site.last_seen if site.lost and not site.backlinks else None,
    )
    if made.origin is not None:
        row = replace(row, origin=made.origin.origin.value, origin_assumed=made.origin.assumed)
    return _with_look(row, look) if look else row


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


def _with_look(row: DomainFinding, look: Observation) -> DomainFinding:
    return replace(
        row,
        state=look.state,
        reason=look.reason,
        checked_at=look.checked_at,
        placement=look.placement,
        editorial=look.editorial,
        example_page=look.referring_page,
    )


def _only_in_graph(
    target: Target,
    rows: Sequence[DomainFinding],
    report: InlinkReport | None,
    looks: Mapping[DomainName, Observation],
    decided: Mapping[str, Overrule],
    today: date,
) -> list[DomainFinding]:
    """Domains that only the web graph knows; one whose page was found and looked at is scored by it."""
    known = {row.domain for row in rows}
    added = []
    for referrer in report.rows if report else ():
        if referrer.domain in known:
            continue
        row = DomainFinding(domain=referrer.domain, links=None, sources=("webgraph",))
        look = looks.get(referrer.domain)
        added.append(row if look is None else _looked_at(target, row, look, decided, today))
    return added


def _looked_at(
    target: Target,
    row: DomainFinding,
    look: Observation,
    decided: Mapping[str, Overrule],
    today: date,
) -> DomainFinding:
    overrule = decided.get(look.referring_page)
    made = appraise(target, site=None, look=look, graph=None, today=today, overrule=overrule)
    row = _with_look(replace(row, sources=("webgraph", "own_looks")), look)
    if look.state is State.LIVE:
        why = made.quality.sum_line()
        row = replace(row, quality=made.quality.score, why=why, followed=look.followed)
    if made.origin is None:
        return row
    return replace(row, origin=made.origin.origin.value, origin_assumed=made.origin.assumed)


def _graph_count(report: InlinkReport | None) -> int:
    return report.referring_domains if report else 0


def _graph_source(report: InlinkReport | None) -> list[SourceReport]:
    if report is None:
        return []
    return [
        SourceReport(
            name="webgraph",
            as_of=report.as_of,
            complete=None,
            grain=Grain.DOMAINS,
            referring_domains=report.referring_domains,
            backlinks=None,
            note=report.note or f"release {report.release}, domains only",
        )
    ]


def _best_first(row: DomainFinding) -> tuple[bool, int, bool, int, str]:
    return (
        row.lost_on is not None,
        -(row.quality or 0),
        row.followed is not True,
        -(row.links or 0),
        row.domain,
    )


def _types(looks: Iterable[Observation]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for look in looks:
        if look.placement:
            counted[look.placement] = counted.get(look.placement, 0) + 1
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _unknown(
    rows: Sequence[DomainFinding],
    sources: Sequence[SourceReport],
) -> tuple[str, ...]:
    lines = []
    not_followed = sum(row.followed is None and row.state is None for row in rows)
    if not_followed:
        lines.append(f"whether the links of {not_followed:,} of the shown domains are followed")
    unseen = sum(row.state is None for row in rows)
    if unseen and rows:
        lines.append(f"whether {unseen:,} of the shown domains still link today (Verify now looks)")
    if any(source.name == "webgraph" for source in sources):
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


async def _coverage(
    target: Target,
    backlinks: BacklinkStore,
    graph: InlinkReport | None,
) -> Coverage | None:
    """How much of all there is we see, from the overlap of the sources; None with fewer than two.

    Our own looks go where the sources lead, so their overlap would say nothing.
    """
    sets: dict[str, Collection[str]] = dict(await backlinks.domains_by_source(target))
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


async def export_csv(
    target: Target,
    *,
    backlinks: BacklinkStore,
    traffic: TrafficStore | None = None,
    limit: int = 100_000,
) -> bytes:
    """Every known link as CSV (UTF-8 with BOM, for spreadsheets), cells guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    written = 0
    visited = await traffic.traffic_of(target.domain) if traffic else None
    async for row in link_rows(target, backlinks=backlinks, traffic=visited):
        writer.writerow(row)
        written += 1
        if written > limit:
            break
    return b"\xef\xbb\xbf" + out.getvalue().encode()


async def anchor_texts(
    target: Target, *, backlinks: BacklinkStore, limit: int = 30
) -> tuple[list[tuple[str, int]], str | None]:
    """The most used anchor texts with their links, and a warning where the profile looks unnatural."""
    counted = list(await backlinks.anchors(target, limit=limit))
    uses: list[AnchorUse] = []
    links, _ = await backlinks.links_for(target, limit=_PROFILED_LINKS)
    for link in links:
        if link.anchor is not None:
            is_image = link.image is not None and link.image.value
            uses.append(AnchorUse(link.anchor.value, link.referring_domain, image=is_image))
    profile = anchor_profile(uses, domain=target.domain, brands=our_names(target.domain))
    return counted, " ".join(profile.warnings) or None
