"""What the web graph adds to an answer of `check`: within seconds, or it says that it could not."""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.backlinks import DomainName, Grain, SourceReport
from bot.domain.graph_news import change_sentence, not_compared_sentence
from bot.domain.names import Target
from bot.domain.webgraph import (
    PAGE_NOTE,
    DomainAuthority,
    InlinkReport,
    graph_domain,
    other_node_limit,
)
from bot.errors import SourceError
from bot.ports import WebGraph

_COMPARED: Final = 2_000
"""Referring domains that are read by name: the estimate of what is not seen wants them all."""
_CHANGED_SITES: Final = 3


@dataclass(frozen=True, slots=True)
class GraphPatience:
    """How long an answer waits for each part, in seconds: the graph may be asked over the network."""

    links: float = 10.0
    change: float = 4.0
    authorities: float = 1.0


PATIENCE: Final = GraphPatience()


@dataclass(frozen=True, slots=True)
class FromGraph:
    """What the graph says of a target."""

    report: InlinkReport | None = None
    """None: no release is built, or it cannot say anything of this very target, or it failed."""
    failed: str | None = None
    change: str = ""
    """What changed between the newest two releases; empty: fewer are built."""
    limit: str = ""
    """Why the graph cannot tell of this target, though a release is built; empty: it can."""

    @property
    def is_there(self) -> bool:
        """Whether a release is built and answers."""
        return self.report is not None or bool(self.limit)


async def ask_graph(
    target: Target, webgraph: WebGraph, *, patience: GraphPatience = PATIENCE
) -> FromGraph:
    """Who links to the target and what changed; what takes too long is left out, and said."""
    try:
        built = await webgraph.built()
        if not built:
            return FromGraph()
        if limit := _cannot_tell(target):
            return FromGraph(limit=limit)
        report = await asyncio.wait_for(
            webgraph.inlinks(target.domain, limit=_COMPARED), timeout=patience.links
        )
        if len(built) < 2:
            return FromGraph(report)
        return FromGraph(
            report, change=await _change(built[1], built[0], target, webgraph, patience)
        )
    except TimeoutError:
        waited = f"{patience.links:.0f} seconds"
        return FromGraph(failed=f"The web graph did not answer within {waited}; it is left out.")
    except SourceError as error:
        return FromGraph(failed=f"The web graph could not answer: {error}")


def _cannot_tell(target: Target) -> str:
    """The graph counts domains under ICANN suffixes; what is finer would be told others' links."""
    if target.page:
        return PAGE_NOTE
    node = graph_domain(target.domain)
    return other_node_limit(target.domain, node) if node and node != target.domain else ""


async def _change(
    older: str, newer: str, target: Target, webgraph: WebGraph, patience: GraphPatience
) -> str:
    """A comparison that fails or takes long never takes the answer's links with it."""
    try:
        compared = webgraph.diff(older, newer, target.domain, limit=_CHANGED_SITES)
        return change_sentence(await asyncio.wait_for(compared, timeout=patience.change))
    except TimeoutError:
        return not_compared_sentence(older, newer, target.domain, seconds=patience.change)
    except SourceError as error:
        return f"Web graph, {newer} against {older}: not compared. {error}"


async def authorities_of(
    sites: Iterable[DomainName], webgraph: WebGraph, *, patience: GraphPatience = PATIENCE
) -> Mapping[DomainName, DomainAuthority | None]:
    """What the graph says of sites, in their order, for as long as there is patience.

    None: the graph was asked, and knows nothing of that very site (a part of a node has no figures of its
    own). A site that was not reached in time is not in it.
    """
    found: dict[DomainName, DomainAuthority | None] = {}

    async def ask() -> None:
        for name in sites:
            authority = await webgraph.authority(name)
            is_its_own = authority is not None and authority.domain == name
            found[name] = authority if is_its_own else None

    with contextlib.suppress(SourceError, TimeoutError):
        await asyncio.wait_for(ask(), timeout=patience.authorities)
    return found


async def authority_of_site(
    site: DomainName, webgraph: WebGraph, *, patience: GraphPatience = PATIENCE
) -> DomainAuthority | None:
    """What the graph says of one site; None: nothing in time, or only of the node that it is a part of."""
    try:
        if not await webgraph.built():
            return None
    except SourceError:
        return None
    return (await authorities_of([site], webgraph, patience=patience)).get(site)


def graph_source(report: InlinkReport | None) -> list[SourceReport]:
    """The graph among the sources of an answer, with its release."""
    if report is None:
        return []
    source = SourceReport(
        name="webgraph",
        as_of=report.as_of,
        complete=None,
        grain=Grain.DOMAINS,
        referring_domains=report.referring_domains,
        backlinks=None,
    )
    return [replace(source, note=report.note or f"release {report.release}, domains only")]
