"""Positions by harmonic centrality and by PageRank: of the best domains, or of all.

Layout: 8 bytes that name the format, the number of rows (8 bytes, little-endian), then columns of 4
bytes in this machine's order. Of some (`S`): nodes, ascending; their harmonic positions; their PageRank
positions. Of all (`A`): the harmonic positions of node 0, 1, 2, ...; their PageRank positions; 0 means
unknown.
"""

import mmap
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.webgraph.errors import GraphFormatError

_SOME, _ALL = b"BLWGRK1S", b"BLWGRK1A"
_HEAD = 16
_NUMBER = array("I").itemsize

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
            for column in (self._nodes, self._harmonic, self._pagerank):
                array("I", map(column.__getitem__, order)).tofile(file)


class AllRanksWriter:
    """Writes the ranks of all nodes in any order, through a memory map."""

    def __init__(self, path: Path, *, nodes: int) -> None:
        with path.open("wb") as file:
            file.write(_ALL + nodes.to_bytes(8, "little"))
            file.truncate(_HEAD + 2 * nodes * _NUMBER)
        with path.open("r+b") as file:
            self._data = mmap.mmap(file.fileno(), 0)
        self._columns = memoryview(self._data)[_HEAD:].cast("I")
        self._count = nodes

    def put(self, node: int, ranks: Ranks) -> None:
        """Set the positions of one node."""
        self._columns[node] = ranks.harmonic
        self._columns[self._count + node] = ranks.pagerank

    def close(self) -> None:
        """Write everything to disk."""
        self._columns.release()
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
        magic, count = self._data[:8], int.from_bytes(self._data[8:16], "little")
        columns = {_SOME: 3, _ALL: 2}.get(magic, 0)
        if not columns or len(self._data) != _HEAD + columns * count * _NUMBER:
            self._data.close()
            raise GraphFormatError(f"{path.name} is no file of ranks, or it is damaged.")
        self._numbers = memoryview(self._data)[_HEAD:].cast("I")
        self._nodes = self._numbers[:count] if columns == 3 else None
        self._harmonic = self._numbers[(columns - 2) * count : (columns - 1) * count]
        self._pagerank = self._numbers[(columns - 1) * count :]

    def __len__(self) -> int:
        return len(self._harmonic)

    def of(self, node: int) -> Ranks | None:
        """The positions of a node; None when they are not kept."""
        row = self._row(node)
        return None if row is None else Ranks(self._harmonic[row], self._pagerank[row])

    def harmonic(self, node: int) -> int | None:
        """The position by harmonic centrality alone; None when it is not kept."""
        row = self._row(node)
        return None if row is None else self._harmonic[row]

    def close(self) -> None:
        """Give the memory map back."""
        for view in (self._nodes, self._harmonic, self._pagerank, self._numbers):
            if view is not None:
                view.release()
        self._data.close()

    def _row(self, node: int) -> int | None:
        if self._nodes is None:
            return node if node < len(self._harmonic) and self._harmonic[node] else None
        row = bisect_left(self._nodes, node)
        return row if row < len(self._nodes) and self._nodes[row] == node else None
