"""The peer: a reader of BVGraphs written straight from the format, in Python, without any trick.

What one would write first: a position, a function for each code, lists by recursion over offsets that
are all held in memory.
"""

from collections.abc import Sequence

from bot.adapters.webgraph.properties import GraphProperties


class PlainReader:
    """Reads a whole graph in memory; correct, and as slow as it is short."""

    def __init__(self, data: bytes, properties: GraphProperties) -> None:
        self._data = data
        self._properties = properties
        self._at = 0

    def bits(self, count: int) -> int:
        """The next `count` bits as a number."""
        first, last = self._at >> 3, (self._at + count + 7) >> 3
        word = int.from_bytes(self._data[first:last], "big")
        self._at += count
        return (word >> (last * 8 - self._at)) & ((1 << count) - 1)

    def unary(self) -> int:
        """Zeros before the next one."""
        count = 0
        while not self.bits(1):
            count += 1
        return count

    def gamma(self) -> int:
        """A gamma code."""
        length = self.unary()
        return (1 << length | self.bits(length)) - 1

    def zeta(self) -> int:
        """A zeta_k code."""
        k = self._properties.zeta_k
        h = self.unary()
        low = self.bits(h * k + k - 1)
        if low < 1 << h * k:
            return low + (1 << h * k) - 1
        return (low << 1 | self.bits(1)) - 1

    def read(self, node: int, start: int, lists: "PlainLists") -> list[int]:
        """The list of `node`, which begins at bit `start`."""
        self._at = start
        degree = self.gamma()
        found: list[int] = []
        if not degree:
            return found
        reference = self.unary() if self._properties.window else 0
        if reference:
            counts = [self.gamma() for _ in range(self.gamma())]
            end = self._at
            referred = lists[node - reference]
            self._at = end
            at = 0
            for index, count in enumerate(counts):
                end = at + count + (index > 0)
                if index % 2 == 0:
                    found += referred[at:end]
                at = end
            if len(counts) % 2 == 0:
                found += referred[at:]
        if len(found) < degree and self._properties.min_interval:
            at = node
            for index in range(self.gamma()):
                gap = self.gamma()
                at = at + gap + 1 if index else node + _signed(gap)
                count = self.gamma() + self._properties.min_interval
                found += range(at, at + count)
                at += count
        left = degree - len(found)
        value = node
        for index in range(left):
            gap = self.zeta()
            value = value + gap + 1 if index else node + _signed(gap)
            found.append(value)
        return sorted(found)

    @property
    def position(self) -> int:
        """The bit after what was read last."""
        return self._at


class PlainLists:
    """Lists by node: from a window while reading in order, or by offsets."""

    def __init__(self, reader: PlainReader, offsets: Sequence[int] | None = None) -> None:
        self._reader = reader
        self._offsets = offsets
        self.recent: dict[int, list[int]] = {}

    def __getitem__(self, node: int) -> list[int]:
        if self._offsets is None:
            return self.recent[node]
        return self._reader.read(node, self._offsets[node], self)


def read_in_order(data: bytes, properties: GraphProperties, nodes: int) -> tuple[int, list[int]]:
    """Arcs of the first `nodes` lists, and where each list begins."""
    reader = PlainReader(data, properties)
    lists = PlainLists(reader)
    offsets, arcs, at = [], 0, 0
    for node in range(nodes):
        offsets.append(at)
        found = reader.read(node, at, lists)
        at = reader.position
        arcs += len(found)
        lists.recent[node] = found
        lists.recent.pop(node - properties.window, None)
    return arcs, offsets


def _signed(value: int) -> int:
    return value >> 1 if value % 2 == 0 else -(value + 1) >> 1
