"""How many domains link to each node: a byte a node, and a list of those that need more.

`NAME.u8` holds min(degree, 255) for every node in order; `NAME.big` holds, for each node with 255 or
more, node * 2**32 + degree in 8 bytes of this machine's order, ascending. Both are only appended to, so
that a broken-off build can cut them to what it had noted and go on.
"""

import mmap
import re
import sys
from array import array
from bisect import bisect_left
from pathlib import Path

from bot.adapters.webgraph.errors import GraphFormatError

_MOST = 255
_NOT_ZERO = re.compile(rb"[^\x00]")


def encode_degrees(first: int, degrees: "array[int]") -> tuple[bytes, bytes]:
    """What to append to either file for the nodes from `first` on. `degrees` are of type code "I".

    >>> list(encode_degrees(7, array("I", [3, 255, 300]))[0])
    [3, 255, 255]
    """
    raw = degrees.tobytes()
    size, low = degrees.itemsize, 0 if sys.byteorder == "little" else degrees.itemsize - 1
    small = bytearray(raw[low::size])
    # Almost all degrees fit a byte, so that the others are found by looking at the higher bytes.
    for place in range(size):
        if place != low:
            for found in _NOT_ZERO.finditer(raw[place::size]):
                small[found.start()] = _MOST
    big = array("Q")
    at = small.find(_MOST)
    while at >= 0:
        big.append((first + at) << 32 | degrees[at])
        at = small.find(_MOST, at + 1)
    return bytes(small), big.tobytes()


class DegreeTable:
    """The two files, mapped into memory."""

    def __init__(self, small: Path, big: Path, *, nodes: int) -> None:
        """Open them.

        Raises:
            GraphFormatError: they cannot be read or are not of a graph with so many nodes.
        """
        self._small, self._big_data = _mapped(small), _mapped(big)
        if len(self._small) != nodes or len(self._big_data) % 8:
            self._close_maps()
            raise GraphFormatError(f"The table of degrees {small.name} is damaged: build it again.")
        self._big = memoryview(self._big_data).cast("Q")

    def degree(self, node: int) -> int:
        """The in-degree of a node that exists."""
        degree: int = self._small[node]
        if degree < _MOST:
            return degree
        at = bisect_left(self._big, node << 32)
        if at == len(self._big) or self._big[at] >> 32 != node:
            raise GraphFormatError("The table of degrees is damaged: build it again.")
        return self._big[at] & 0xFFFF_FFFF

    def close(self) -> None:
        """Give the memory maps back."""
        self._big.release()
        self._close_maps()

    def _close_maps(self) -> None:
        for data in (self._small, self._big_data):
            if isinstance(data, mmap.mmap):
                data.close()


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        if path.stat().st_size == 0:
            return b""  # an empty file cannot be mapped
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise GraphFormatError(f"The table {path.name} cannot be read.") from error
