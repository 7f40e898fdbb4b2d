"""What a build is going to take, before anything of it is downloaded."""

import logging
from dataclasses import dataclass

from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.errors import NoReleaseError
from bot.adapters.webgraph.properties import GraphProperties, parse_properties
from bot.adapters.webgraph.ranks import MOST_SORTED
from bot.adapters.webgraph.releases import PublishedFiles
from bot.adapters.webgraph.server import DataServer

log = logging.getLogger(__name__)

GRAPH, VERTICES, RANKS_FILE = "-t.graph", "-vertices.txt.gz", "-ranks.txt.gz"
_PROPERTIES_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a build is going to take. Sizes in bytes."""

    release: str
    properties: GraphProperties
    versions: dict[str, FileVersion]
    ranks: int
    keep_graph: bool
    download: int
    """At most: a build that goes on takes less."""
    disk: int
    """At the fullest moment, on top of what is there."""


async def make_plan(
    server: DataServer, files: PublishedFiles, *, ranks: int, keep_graph: bool
) -> BuildPlan:
    """What building a release would take; nothing is written.

    `ranks`: how many of the best to keep positions of; 0 for none.

    Raises:
        NoReleaseError: its files are not on the server.
        GraphFormatError: its graph is of a kind that is not known here.
    """
    release = files.release
    versions = {}
    for ending in (GRAPH, VERTICES, *((RANKS_FILE,) if ranks else ())):
        version = await server.head(files.url(ending))
        if ending == RANKS_FILE and version is None:
            log.warning("%s has no ranks on the server: built without them", release)
            ranks = 0
            continue
        if version is None or not version.size:
            raise NoReleaseError(
                f"{release} has no {ending.lstrip('-')} on the server (yet). "
                "`backlinks graph releases` says which releases can be built."
            )
        versions[ending] = version
    text = await server.get(files.url("-t.properties"), most_bytes=_PROPERTIES_BYTES)
    properties = parse_properties(text.decode("latin-1"))
    ranks = min(ranks, properties.nodes)
    return BuildPlan(
        release,
        properties,
        versions,
        ranks,
        keep_graph,
        _download(versions, ranks, properties.nodes),
        _disk(versions, ranks, properties.nodes, keep_graph=keep_graph),
    )


def _download(versions: dict[str, FileVersion], ranks: int, nodes: int) -> int:
    total = sum(version.size for version in versions.values())
    if ranks < nodes and RANKS_FILE in versions:
        # Ranks are sorted, so that the download ends with the last one wanted.
        total -= versions[RANKS_FILE].size * (nodes - ranks) // nodes
    return total


def _disk(versions: dict[str, FileVersion], ranks: int, nodes: int, *, keep_graph: bool) -> int:
    """Measured sizes, rounded up: see docs/webgraph.md."""
    names = 11 * nodes + versions[VERTICES].size
    table = (8 * nodes if ranks >= nodes or ranks > MOST_SORTED else 12 * ranks) if ranks else 0
    graph = versions[GRAPH].size if keep_graph else 0
    return names + 2 * nodes + table + graph + (16 << 20)
