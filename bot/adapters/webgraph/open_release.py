"""A release that is built here, opened: names, degrees, ranks, and the lists behind them."""

import heapq
from collections.abc import Iterable
from pathlib import Path

from bot.adapters.webgraph import checkpoint_file
from bot.adapters.webgraph.bvgraph import Successors
from bot.adapters.webgraph.byte_sources import MappedBytes, RangeBytes
from bot.adapters.webgraph.checkpoint_file import CheckpointFile
from bot.adapters.webgraph.degrees import DegreeTable
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.lookups import GraphReader
from bot.adapters.webgraph.names import NameTable
from bot.adapters.webgraph.piece_cache import DiskCache
from bot.adapters.webgraph.ranks import Ranks, RankTable
from bot.adapters.webgraph.releases import PublishedFiles
from bot.adapters.webgraph.server import DataServer
from bot.domain.backlinks import DomainName
from bot.domain.webgraph import Referrer, reversed_name

CHECKPOINTS, NAMES, RANKS, LOCAL_GRAPH = "checkpoints.bin", "names.bin", "ranks.bin", "t.graph"
DEGREES, BIG_DEGREES, CACHE = "degrees.u8", "degrees.big", "cache.sqlite"

_UNRANKED = 1 << 62


class OpenRelease:
    """One release: everything answered in nodes, and turned into names at the edge."""

    def __init__(self, folder: Path, server: DataServer, base_url: str) -> None:
        """Open what was built in `folder`. Blocking, some milliseconds.

        Raises:
            GraphFormatError: a file is missing or damaged.
            ReleaseChangedError: the local copy is of another file than the checkpoints.
        """
        self._checkpoints = checkpoint_file.load(folder / CHECKPOINTS)
        self.release = self._checkpoints.release
        self.nodes = self._checkpoints.properties.nodes
        self.names = NameTable(folder / NAMES)
        if len(self.names) != self.nodes:
            raise GraphFormatError(f"{self.release} is damaged here: remove it and build it again.")
        self._ranks = RankTable(folder / RANKS) if (folder / RANKS).exists() else None
        self._degrees = (
            DegreeTable(folder / DEGREES, folder / BIG_DEGREES, nodes=self.nodes)
            if (folder / DEGREES).exists()
            else None
        )
        self._cache = DiskCache(folder / CACHE)
        self._source = _bytes_of(self._checkpoints, folder, server, base_url, self._cache)
        self._reader = GraphReader(
            self._checkpoints.properties, self._checkpoints.table, self._source
        )

    async def successors(self, node: int) -> Successors:
        """The nodes that link to `node`."""
        return await self._reader.successors(node)

    async def degree(self, node: int) -> int:
        """How many nodes link to `node`."""
        if self._degrees is not None:
            return self._degrees.degree(node)
        return await self._reader.degree(node)

    def node(self, domain: str) -> int | None:
        """The node of a domain; None when the release does not know it."""
        try:
            return self.names.node(reversed_name(domain).encode("ascii"))
        except UnicodeEncodeError:
            return None

    def domain(self, node: int) -> DomainName:
        """The domain of a node."""
        return DomainName(reversed_name(self.names.name(node).decode("ascii", "replace")))

    def ranks(self, node: int) -> Ranks | None:
        """The positions of a node; None when they are not kept here."""
        return self._ranks.of(node) if self._ranks is not None else None

    def best(self, nodes: Iterable[int], limit: int) -> list[int]:
        """The best `limit` nodes: by position first, then by the domains that link to them. Blocking."""
        return heapq.nsmallest(limit, nodes, key=self._standing)

    async def referrers(self, nodes: Iterable[int], *, most_lookups: int) -> tuple[Referrer, ...]:
        """Nodes as people see them, in order.

        Without a local table of degrees only the first `most_lookups` get theirs, by one look-up each.
        """
        rows = []
        for at, node in enumerate(nodes):
            ranks = self.ranks(node)
            known = self._degrees is not None or at < most_lookups
            rows.append(
                Referrer(
                    self.domain(node),
                    ranks.harmonic if ranks else None,
                    await self.degree(node) if known else None,
                )
            )
        return tuple(rows)

    def close(self) -> None:
        """Give files and memory maps back."""
        for part in (self.names, self._ranks, self._degrees, self._cache):
            if part is not None:
                part.close()
        if isinstance(self._source, MappedBytes):
            self._source.close()

    def _standing(self, node: int) -> tuple[int, int, int]:
        rank = self._ranks.harmonic(node) if self._ranks is not None else None
        degree = self._degrees.degree(node) if self._degrees is not None else 0
        return (_UNRANKED if rank is None else rank, -degree, node)


def _bytes_of(
    file: CheckpointFile, folder: Path, server: DataServer, base_url: str, cache: DiskCache
) -> MappedBytes | RangeBytes:
    if (folder / LOCAL_GRAPH).exists():
        return MappedBytes(folder / LOCAL_GRAPH, file.graph)
    url = PublishedFiles(file.release, base_url).url("-t.graph")
    return RangeBytes(server, url, file.graph, cache)
