"""Positions by harmonic centrality and by PageRank: of the best domains, or of all.

Layout: `MAGIC` and the number of rows (8 bytes, little-endian), then the rows. Of some (`S`): node,
harmonic and PageRank position in 4 bytes each, ascending by node. Of all (`A`): the two positions of
node 0, 1, 2, ...; 0 means unknown.
"""

import mmap
import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.webgraph.errors import GraphFormatError

_SOME, _ALL = b"BLWGRK1S", b"BLWGRK1A"
_HEAD = 16
_ROW = struct.Struct("<III")
_PAIR = struct.Struct("<II")

MOST_SORTED = 5_000_000
"""Rows that may be sorted in memory (some 50 bytes each); of more, all are kept by node."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """Positions from 1, the best."""

    harmonic: int
    pagerank: int


def parse_rank_line(line: bytes) -> tuple[bytes, Ranks]:
    """(reversed name, positions) of a line of the published ranks.

    Columns: harmonic position and value, PageRank position and value, reversed name, hosts.

    Raises:
        GraphFormatError: the line has other columns.
    """
    columns = line.split(b"\t")
    try:
        return columns[4], Ranks(int(columns[0]), int(columns[2]))
    except (IndexError, ValueError) as error:
        raise GraphFormatError("The ranks have a line that cannot be read.") from error


class SomeRanks:
    """Collects the ranks of some nodes, 12 bytes each, to be written in order."""

    def __init__(self) -> None:
        self._nodes, self._harmonic, self._pagerank = array("I"), array("I"), array("I")

    def put(self, node: int, ranks: Ranks) -> None:
        """Take the positions of one node."""
        self._nodes.append(node)
        self._harmonic.append(ranks.harmonic)
        self._pagerank.append(ranks.pagerank)

    def write(self, path: Path) -> None:
        """Write them all."""
        order = sorted(range(len(self._nodes)), key=self._nodes.__getitem__)
        with path.open("wb") as file:
            file.write(_SOME + len(order).to_bytes(8, "little"))
            for at in order:
                file.write(_ROW.pack(self._nodes[at], self._harmonic[at], self._pagerank[at]))


class AllRanksWriter:
    """Writes the ranks of all nodes in any order, through a memory map."""

    def __init__(self, path: Path, *, nodes: int) -> None:
        with path.open("wb") as file:
            file.write(_ALL + nodes.to_bytes(8, "little"))
            file.truncate(_HEAD + nodes * _PAIR.size)
        with path.open("r+b") as file:
            self._data = mmap.mmap(file.fileno(), 0)

    def put(self, node: int, ranks: Ranks) -> None:
        """Set the positions of one node."""
        _PAIR.pack_into(self._data, _HEAD + node * _PAIR.size, ranks.harmonic, ranks.pagerank)

    def close(self) -> None:
        """Write everything to disk."""
        self._data.flush()
        self._data.close()


class RankTable:
    """A finished file of ranks, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            GraphFormatError: it is none, or it is damaged.
        """
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GraphFormatError(f"The ranks {path.name} cannot be read.") from error
        magic, self._count = self._data[:8], int.from_bytes(self._data[8:16], "little")
        layout = {_SOME: (_ROW, self._of_some), _ALL: (_PAIR, self._of_all)}.get(magic)
        if layout is None or len(self._data) != _HEAD + self._count * layout[0].size:
            self.close()
            raise GraphFormatError(f"{path.name} is no file of ranks, or it is damaged.")
        self._of: Callable[[int], Ranks | None] = layout[1]

    def __len__(self) -> int:
        return self._count

    def of(self, node: int) -> Ranks | None:
        """The positions of a node; None when they are not kept."""
        return self._of(node)

    def close(self) -> None:
        """Give the memory map back."""
        self._data.close()

    def _of_some(self, node: int) -> Ranks | None:
        row = bisect_left(range(self._count), node, key=lambda at: int(self._row(at)[0]))
        if row == self._count:
            return None
        found, harmonic, pagerank = self._row(row)
        return Ranks(harmonic, pagerank) if found == node else None

    def _of_all(self, node: int) -> Ranks | None:
        if node >= self._count:
            return None
        harmonic, pagerank = _PAIR.unpack_from(self._data, _HEAD + node * _PAIR.size)
        return Ranks(harmonic, pagerank) if harmonic else None

    def _row(self, at: int) -> tuple[int, int, int]:
        node, harmonic, pagerank = _ROW.unpack_from(self._data, _HEAD + at * _ROW.size)
        return node, harmonic, pagerank
