"""Scanning a graph while it is being downloaded: bytes in, lists found out, constant memory."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.webgraph.bvgraph import PADDING
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import LOOKAHEAD, NODE, REGISTERS, Found, ScanState, scan

Scan = Callable[[bytes, int, int, int, ScanState, GraphProperties, Found, int], int]
"""The signature of `scan`, which the compiled kernel shares."""

_TRAILING_BYTES = 16
"""Writers fill up their last word; what is longer than that is another graph than its properties say."""


@dataclass(frozen=True, slots=True)
class ScanMark:
    """Where a scan can be taken up again: read the stream from byte `bit // 8` on."""

    bit: int
    registers: tuple[int, ...]
    ring: tuple[int, ...]


class StreamScan:
    """A scan that is fed with pieces of any size, and can be written down between any two."""

    def __init__(
        self, properties: GraphProperties, *, mark: ScanMark | None = None, engine: Scan = scan
    ) -> None:
        """Begin at the start, or at `mark`, where the first piece must begin at byte `mark.bit // 8`."""
        self._properties = properties
        self._engine = engine
        self._state = ScanState.at_start(properties)
        self._buffer = b""
        self._base = 0
        self._position = 0
        if mark is not None:
            if len(mark.registers) != REGISTERS or len(mark.ring) != properties.window + 1:
                raise GraphFormatError("The notes of the broken-off scan do not fit this graph.")
            self._state = ScanState(list(mark.registers), list(mark.ring))
            self._base, self._position = mark.bit // 8 * 8, mark.bit % 8

    @property
    def node(self) -> int:
        """The first node that is not finished."""
        return self._state.registers[NODE]

    def mark(self) -> ScanMark:
        """What to write down to go on from here."""
        state = self._state
        bit = self._base + self._position
        return ScanMark(bit, tuple(state.registers), tuple(state.ring))

    def feed(self, piece: bytes) -> Found:
        """What the next piece of the stream completes.

        Raises:
            GraphFormatError: the bits contradict the format or the properties.
        """
        self._buffer = self._buffer + piece if self._buffer else piece
        found = self._scan(self._buffer, len(self._buffer) * 8 - LOOKAHEAD)
        cut = self._position >> 3
        self._buffer = self._buffer[cut:]
        self._base += cut * 8
        self._position &= 7
        if self.node == self._properties.nodes and len(self._buffer) > _TRAILING_BYTES:
            raise GraphFormatError("The graph's file goes on after its last node.")
        return found

    def finish(self) -> Found:
        """What was still incomplete, now that the stream has ended.

        Raises:
            GraphFormatError: it ended too early.
        """
        end = len(self._buffer) * 8
        found = self._scan(self._buffer + PADDING, end - 1)
        if self.node < self._properties.nodes or self._position > end:
            raise GraphFormatError(
                f"The graph's file ends at node {self.node} of {self._properties.nodes}: it is cut short."
            )
        return found

    def _scan(self, data: bytes, last: int) -> Found:
        found = Found()
        self._position = self._engine(
            data,
            self._position,
            last,
            self._base,
            self._state,
            self._properties,
            found,
            self._properties.nodes,
        )
        return found
