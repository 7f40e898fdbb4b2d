"""Looking up single nodes of a graph: from the nearest checkpoint, over any source of bytes."""

import asyncio
from collections import OrderedDict
from typing import Protocol

from bot.adapters.webgraph.bvgraph import PADDING, Successors, read_list
from bot.adapters.webgraph.checkpoints import Checkpoint, CheckpointTable
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import NODE, Found, ScanState, scan

_AT_ONCE_BITS = 1 << 17
"""Earlier lists that begin within 16 kB before a checkpoint are read with its stretch, in one request."""


class ByteSource(Protocol):
    """The bytes of a published graph, wherever they lie."""

    @property
    def size(self) -> int:
        """Bytes of the whole."""

    async def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to before `stop`; never fewer.

        Raises:
            WebGraphError: they cannot be had, or are of another version of the file.
        """


class _Stretch:
    """The lists from one checkpoint to the next: scanned as far as was needed so far."""

    def __init__(
        self,
        properties: GraphProperties,
        checkpoint: Checkpoint,
        data: bytes,
        base: int,
        stop: int,
    ) -> None:
        """`data` begins at bit `base` of the stream; the stretch ends before bit `stop`."""
        self._properties = properties
        self._checkpoint = checkpoint
        self._data = data + PADDING
        self._base = base
        self._stop = stop
        self._earlier = b""
        self._earlier_base = base
        self._found = Found()
        self._position = checkpoint.start - base
        self._state = ScanState.at_node(
            properties, checkpoint.node, checkpoint.start, checkpoint.degrees
        )

    @property
    def cost(self) -> int:
        """Bytes of memory, about."""
        return len(self._data) + len(self._earlier) + 16 * len(self._found.starts) + 1024

    def degree(self, node: int) -> int:
        """How many successors `node` has."""
        self._scan_to(node)
        return self._found.degrees[node - self._checkpoint.node]

    def missing(self, node: int) -> tuple[int, int] | None:
        """The bits before this stretch that are needed to read `node`'s list, if they are not here."""
        self._scan_to(node)
        first = self._checkpoint.node
        while node >= first:
            reference = self._found.references[node - first]
            if not reference:
                return None
            node -= reference
        needed = min(
            (bit for at, bit in self._checkpoint.earlier.items() if at <= node), default=-1
        )
        if needed < 0:
            raise GraphFormatError("The checkpoints do not fit the graph: build it again.")
        return (needed, self._base) if needed < self._earlier_base else None

    def give_earlier(self, data: bytes, base: int) -> None:
        """Hand in the bytes from bit `base` up to this stretch's first."""
        self._earlier, self._earlier_base = data + self._data, base

    def successors(self, node: int) -> Successors:
        """The list of `node`, whose `missing` bits must be here."""
        return self._read(node, 0)

    def _scan_to(self, node: int) -> None:
        if node < self._state.registers[NODE]:
            return
        last = self._stop - self._base - 1
        self._position = scan(
            self._data,
            self._position,
            last,
            self._base,
            self._state,
            self._properties,
            self._found,
            node + 1,
        )
        if node >= self._state.registers[NODE]:
            raise GraphFormatError(f"The graph's bits are damaged: node {node} is cut short.")

    def _read(self, node: int, depth: int) -> Successors:
        if depth > self._properties.max_chain:
            raise GraphFormatError(
                f"The graph's bits are damaged: node {node} is copied too often."
            )
        first = self._checkpoint.node
        if node >= first:
            data, base, start = self._data, self._base, self._found.starts[node - first]
        else:
            data, base = self._earlier or self._data, self._earlier_base
            start = self._checkpoint.earlier.get(node, -1)
        if start < base:
            raise GraphFormatError("The checkpoints do not fit the graph: build it again.")
        lists, end = read_list(
            data, start - base, node, self._properties, lambda other: self._read(other, depth + 1)
        )
        if base + end > self._stop:
            raise GraphFormatError(f"The graph's bits are damaged: node {node} is cut short.")
        return lists


class GraphReader:
    """Answers for single nodes; look-ups close to each other share what was read."""

    def __init__(
        self,
        properties: GraphProperties,
        table: CheckpointTable,
        source: ByteSource,
        *,
        kept_bytes: int = 32 << 20,
    ) -> None:
        """`kept_bytes`: how much of what was read stays in memory."""
        self._properties = properties
        self._table = table
        self._source = source
        self._kept_bytes = kept_bytes
        self._stretches: OrderedDict[int, _Stretch] = OrderedDict()
        self._busy = asyncio.Lock()

    async def successors(self, node: int) -> Successors:
        """Who follows `node`: in the transposed graph, who links to it.

        Raises:
            WebGraphError: the bytes cannot be had, have changed, or are damaged.
        """
        async with self._busy:
            index = self._covering(node)
            stretch = await self._stretch(index)
            missing = await asyncio.to_thread(stretch.missing, node)
            if missing is not None:
                start, stop = missing[0] // 8, missing[1] // 8
                stretch.give_earlier(await self._source.read(start, stop), start * 8)
            return await asyncio.to_thread(stretch.successors, node)

    async def degree(self, node: int) -> int:
        """How many follow `node`.

        Raises:
            WebGraphError: the bytes cannot be had, have changed, or are damaged.
        """
        async with self._busy:
            stretch = await self._stretch(self._covering(node))
            return await asyncio.to_thread(stretch.degree, node)

    def _covering(self, node: int) -> int:
        if not 0 <= node < self._properties.nodes:
            raise GraphFormatError(f"The graph has no node {node}.")
        return self._table.covering(node)

    async def _stretch(self, index: int) -> _Stretch:
        known = self._stretches.get(index)
        if known is not None:
            self._stretches.move_to_end(index)
            return known
        checkpoint = self._table.at(index)
        following = self._table.start(index + 1)
        stop = self._source.size * 8 if following is None else following
        nearest = min(checkpoint.earlier.values(), default=checkpoint.start)
        begin = nearest if checkpoint.start - nearest <= _AT_ONCE_BITS else checkpoint.start
        if not 0 <= begin <= checkpoint.start < stop <= self._source.size * 8:
            raise GraphFormatError("The checkpoints do not fit the graph: build it again.")
        data = await self._source.read(begin // 8, (stop + 7) // 8)
        stretch = _Stretch(self._properties, checkpoint, data, begin // 8 * 8, stop)
        self._stretches[index] = stretch
        self._make_room()
        return stretch

    def _make_room(self) -> None:
        kept = sum(stretch.cost for stretch in self._stretches.values())
        while kept > self._kept_bytes and len(self._stretches) > 1:
            _, oldest = self._stretches.popitem(last=False)
            kept -= oldest.cost
