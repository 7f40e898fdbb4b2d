"""Checkpoints: where in a graph's bit stream a reader can begin, and what it must know to begin there.

A BVGraph has no marks in its stream and its offsets are not published. A checkpoint keeps, for one node
in `STEP`: the first bit of its list, the degrees of the `window` lists before it (a scan from there
needs them), and the first bits of those earlier lists from which later ones copy, directly or over
others (a reader of whole lists needs those). Lists longer than `HUB` have a checkpoint
before and one after them, and no stretch without one is longer than `STRETCH_BITS` and a list, so that no look-up reads past a hub that it did not ask for.
"""

import struct
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import Found
from bot.adapters.webgraph.varints import read_varint, varint

STEP = 1024
HUB = 1 << 15
STRETCH_BITS = 1 << 20

_ROW = struct.Struct("<IQI")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A place to begin. `earlier` maps nodes before it to the first bit of their lists."""

    node: int
    start: int
    degrees: list[int]
    """Of the nodes before it, nearest first."""
    earlier: dict[int, int]


class CheckpointPicker:
    """Chooses checkpoints from what a scan finds, batch by batch, holding only the last few rows."""

    def __init__(
        self,
        properties: GraphProperties,
        *,
        first: int = 0,
        rows: Found | None = None,
        hub: int = HUB,
    ) -> None:
        """Begin at node 0, or go on with `rows`, the last rows of a broken-off run, from node `first`."""
        self._hub = hub
        self._properties = properties
        self._first = first
        self._rows = rows or Found()
        self._last: tuple[int, int] | None = None

    @property
    def rows(self) -> tuple[int, Found]:
        """What to write down to go on from here: the first node still held, and the rows from it on."""
        return self._first, self._rows

    @property
    def last(self) -> tuple[int, int] | None:
        """(node, start) of the last checkpoint chosen."""
        return self._last

    @last.setter
    def last(self, last: tuple[int, int] | None) -> None:
        self._last = last

    def add(self, found: Found, *, final: bool = False) -> list[Checkpoint]:
        """The checkpoints among the rows so far; what later rows may refer to must be known first."""
        rows = self._rows
        rows.degrees.extend(found.degrees)
        rows.references.extend(found.references)
        rows.starts.extend(found.starts)
        window = self._properties.window
        ready = len(rows.degrees) - (0 if final else window)
        hubs: list[int] = []
        if max(rows.degrees, default=0) >= self._hub:
            hubs = [at for at, degree in enumerate(rows.degrees) if degree >= self._hub]
        chosen = []
        while (at := self._next(hubs)) < ready:
            self._last = (self._first + at, rows.starts[at])
            chosen.append(self._checkpoint(at))
        self._forget(max(0, ready - self._properties.reach - 1))
        return chosen

    def _next(self, hubs: list[int]) -> int:
        """The row of the next checkpoint, counted from the first row held."""
        if self._last is None:
            return 0
        node, start = self._last
        after = node + 1 - self._first
        if 0 < after <= len(self._rows.degrees) and self._rows.degrees[after - 1] >= self._hub:
            return after
        regular = (node // STEP + 1) * STEP - self._first
        stretched = bisect_left(self._rows.starts, start + STRETCH_BITS, lo=max(0, after))
        hub = bisect_left(hubs, after)
        return min(regular, stretched, hubs[hub] if hub < len(hubs) else regular)

    def _checkpoint(self, at: int) -> Checkpoint:
        rows, window, node = self._rows, self._properties.window, self._first + at
        degrees = [rows.degrees[at - back] for back in range(1, min(window, at) + 1)]
        wanted = set()
        for ahead in range(min(window, len(rows.references) - at)):
            back = rows.references[at + ahead] - ahead
            if back > 0:
                wanted.add(at - back)
        for row in range(at - 1, max(-1, at - self._properties.reach - 1), -1):
            if row in wanted and rows.references[row]:
                wanted.add(row - rows.references[row])
        if wanted and min(wanted) < 0:
            raise GraphFormatError(
                f"Node {node} copies from further away than the graph's properties allow."
            )
        earlier = {self._first + row: rows.starts[row] for row in sorted(wanted)}
        return Checkpoint(node, rows.starts[at], degrees, earlier)

    def _forget(self, count: int) -> None:
        rows = self._rows
        self._rows = Found(rows.degrees[count:], rows.references[count:], rows.starts[count:])
        self._first += count


def pack(checkpoint: Checkpoint, detail_offset: int) -> tuple[bytes, bytes]:
    """A checkpoint as (row, detail); the row points to the detail."""
    detail = bytearray(varint(len(checkpoint.degrees)))
    for degree in checkpoint.degrees:
        detail += varint(degree)
    detail += varint(len(checkpoint.earlier))
    for node, start in checkpoint.earlier.items():
        detail += varint(checkpoint.node - node) + varint(checkpoint.start - start)
    return _ROW.pack(checkpoint.node, checkpoint.start, detail_offset), bytes(detail)


class CheckpointTable:
    """Checkpoints as packed bytes, looked at in place."""

    def __init__(self, rows: bytes, details: bytes) -> None:
        if not rows or len(rows) % _ROW.size or _ROW.unpack_from(rows, 0)[:2] != (0, 0):
            raise GraphFormatError("The checkpoints do not begin with the graph's first node.")
        self._rows = rows
        self._details = details

    def __len__(self) -> int:
        return len(self._rows) // _ROW.size

    @property
    def sections(self) -> tuple[bytes, bytes]:
        """The packed rows and details, as they are written."""
        return self._rows, self._details

    def covering(self, node: int) -> int:
        """The index of the last checkpoint at or before `node`."""
        return bisect_right(range(len(self)), node, key=self._node) - 1

    def at(self, index: int) -> Checkpoint:
        """One checkpoint.

        Raises:
            GraphFormatError: the table is damaged.
        """
        node, start, offset = _ROW.unpack_from(self._rows, index * _ROW.size)
        try:
            degrees, offset = _read_varints(self._details, offset)
            count, offset = read_varint(self._details, offset)
            earlier = {}
            for _ in range(count):
                distance, offset = read_varint(self._details, offset)
                bits, offset = read_varint(self._details, offset)
                earlier[node - distance] = start - bits
        except IndexError as error:
            raise GraphFormatError("The checkpoints are damaged: a detail is cut short.") from error
        return Checkpoint(node, start, degrees, earlier)

    def start(self, index: int) -> int | None:
        """The first bit of the checkpoint's list; None after the last one."""
        if index >= len(self):
            return None
        found: int = _ROW.unpack_from(self._rows, index * _ROW.size)[1]
        return found

    def _node(self, index: int) -> int:
        found: int = _ROW.unpack_from(self._rows, index * _ROW.size)[0]
        return found


def _read_varints(data: bytes, offset: int) -> tuple[list[int], int]:
    count, offset = read_varint(data, offset)
    values = []
    for _ in range(count):
        value, offset = read_varint(data, offset)
        values.append(value)
    return values, offset
