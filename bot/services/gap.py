"""`gap site.com rival.com`: compares who links, by all that was imported and by the web graph."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.gap import Gap, GapRow, Linker, compare, rank, shared_sites
from bot.domain.names import Target
from bot.domain.quality import authority_of_graph
from bot.domain.webgraph import LIMITS, graph_domain
from bot.errors import SourceError
from bot.ports import BacklinkStore, Clock, WebGraph

_IMPORTED: Final = 50_000
_FROM_GRAPH: Final = 100_000
_JUDGED: Final = 500
"""Rows whose authority is looked up in the web graph: the best by all else that is known."""
_EXAMPLES: Final = 5_000
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class _Known:
    linkers: tuple[Linker, ...]
    notes: tuple[str, ...] = ()


async def find_gap(
    target: Target,
    rivals: Sequence[Target],
    *,
    backlinks: BacklinkStore,
    webgraph: WebGraph,
    clock: Clock,
) -> Gap:
    """Compare; a source that fails is named in the notes and never hides the other."""
    known = await asyncio.gather(
        *(_linkers(Target(one.domain), backlinks, webgraph) for one in (target, *rivals))
    )
    ours, theirs = known[0], known[1:]
    by_rival = {rival.domain: one.linkers for rival, one in zip(rivals, theirs, strict=True)}
    rows = compare(ours.linkers, by_rival, own=[target.domain, *by_rival])
    rows = await _judged(rows, webgraph)
    rows = await _with_examples(rows, rivals, backlinks)
    notes = dict.fromkeys(note for one in known for note in one.notes)
    return Gap(
        target=Target(target.domain),
        rivals=tuple(Target(rival.domain) for rival in rivals),
        as_of=clock(),
        rows=rows,
        ours=len({one.domain for one in ours.linkers}),
        theirs=tuple(len({one.domain for one in each.linkers}) for each in theirs),
        shared=shared_sites(ours.linkers, (one for each in theirs for one in each.linkers)),
        notes=tuple(notes),
    )


async def _linkers(target: Target, backlinks: BacklinkStore, webgraph: WebGraph) -> _Known:
    domains = await backlinks.best_domains(target, limit=_IMPORTED)
    imported = [
        Linker(one.name, "exports", one.authority, one.backlinks)
        for one in domains
        if one.backlinks
    ]
    graph = await _graph_linkers(target.domain, webgraph)
    return _Known((*imported, *graph.linkers), graph.notes)  # fmt: skip


async def _graph_linkers(domain: str, webgraph: WebGraph) -> _Known:
    try:
        if await webgraph.latest() is None:
            return _Known(())
        report = await webgraph.inlinks(domain, limit=_FROM_GRAPH)
    except SourceError as error:
        return _Known((), (f"The web graph could not answer for {domain}: {error}",))
    notes = [f"Web graph: {report.release}. {LIMITS}"]
    if report.note:
        notes.append(report.note)
    if report.domain != domain:
        # The links to all of github.io say nothing of a.github.io.
        return _Known((), tuple(notes))
    if not report.complete:
        notes.append(
            f"Of {report.referring_domains:,} domains that link to {domain} the best {report.returned:,} were compared."
        )
    return _Known(tuple(Linker(row.domain, "webgraph") for row in report.rows), tuple(notes))  # fmt: skip


async def _judged(rows: Sequence[GapRow], webgraph: WebGraph) -> tuple[GapRow, ...]:
    """The rows with the authority that the web graph gives to those of which no export says any."""
    unknown = [row.domain for row in rows if row.authority is None][:_JUDGED]
    degrees = await _degrees(unknown, webgraph)
    judged = [
        replace(row, authority=round(authority_of_graph(degrees[row.domain]), 1), authority_from="webgraph")
        if row.authority is None and row.domain in degrees
        else row
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(judged, key=rank))


async def _degrees(domains: Iterable[DomainName], webgraph: WebGraph) -> dict[str, int]:
    try:
        if await webgraph.latest() is None:
            return {}
        whole = [domain for domain in domains if graph_domain(domain) == domain]
        return dict(await webgraph.degree(whole))
    except SourceError:
        return {}


async def _with_examples(
    rows: Sequence[GapRow], rivals: Sequence[Target], backlinks: BacklinkStore
) -> tuple[GapRow, ...]:
    """The best rows with a page of theirs that links to a rival."""
    wanted = {row.domain for row in rows[:_SHOWN]}
    pages: dict[DomainName, str] = {}
    for rival in rivals:
        after: int | None = 0
        read = 0
        while after is not None and read < _EXAMPLES and len(pages) < len(wanted):
            links, after = await backlinks.links_for(Target(rival.domain), limit=500, after=after)
            read += len(links)
            for link in links:
                if link.referring_page and link.referring_domain in wanted:
                    pages.setdefault(link.referring_domain, link.referring_page)
    return tuple(replace(row, example_page=pages.get(row.domain)) for row in rows)
