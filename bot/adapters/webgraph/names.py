"""The table of names: a node's name and a name's node, from a sorted list in front-coded blocks.

Layout: `MAGIC`; the number of names (8 bytes) and where the index begins (8 bytes), little-endian; the
blocks; the index: where each block begins, 5 bytes each. A block holds `BLOCK` names, ascending by
bytes. It begins with the length of what all its names share (1 byte) and the first name (its length in
1 byte, then itself). Each other name is one byte - high half: how many bytes beyond the shared ones it
takes from the name before; low half: how many are new; 15 in either half means that one more byte
follows with the number - and its new bytes.
"""

import mmap
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from bot.adapters.webgraph.errors import GraphFormatError

MAGIC = b"BLWGNM01"
BLOCK = 32
LONGEST_NAME = 254
"""Bytes; a domain name has at most 253 (RFC 1035, section 2.3.4)."""

_HEAD = len(MAGIC) + 16
_POINTER = 5


class NameTableWriter:
    """Writes a table from names in order, with constant memory but for 5 bytes a block."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to `file`, which must be empty and seekable."""
        self._file = file
        self._pending: list[bytes] = []
        self._pointers = bytearray()
        self._last = b""
        self._at = _HEAD
        self._written = 0
        file.write(bytes(_HEAD))

    @property
    def count(self) -> int:
        """Names taken so far."""
        return self._written + len(self._pending)

    def add(self, names: Iterable[bytes]) -> None:
        """Append names, each greater than the one before by bytes.

        Raises:
            GraphFormatError: they are not ascending, or one is empty or too long.
        """
        pending, last = self._pending, self._last
        for name in names:
            if name <= last or len(name) > LONGEST_NAME:
                raise _unsorted(self.count)
            pending.append(name)
            last = name
            if len(pending) == BLOCK:
                self._write_block(pending)
                pending.clear()
        self._last = last

    def finish(self) -> None:
        """Write what is left, the index and the head. The file is not closed."""
        if self._pending:
            self._write_block(self._pending)
            self._pending.clear()
        self._file.write(self._pointers)
        self._file.seek(0)
        self._file.write(MAGIC + self.count.to_bytes(8, "little") + self._at.to_bytes(8, "little"))
        self._file.flush()

    def _write_block(self, names: list[bytes]) -> None:
        block = _encode_block(names)
        self._pointers += self._at.to_bytes(_POINTER, "little")
        self._file.write(block)
        self._at += len(block)
        self._written += len(names)


def _encode_block(names: list[bytes]) -> bytes:
    first = names[0]
    shared = _shared(first, names[-1])
    block = bytearray((shared, len(first)))
    block += first
    previous, kept = first, len(first)
    for name in names[1:]:
        # Neighbours share most: begin where the last pair parted.
        kept = min(kept, len(name))
        if name[:kept] == previous[:kept]:
            while kept < len(previous) and kept < len(name) and name[kept] == previous[kept]:
                kept += 1
        else:
            kept = _shared(previous, name)
        taken, new = kept - shared, len(name) - kept
        block.append(min(taken, 15) << 4 | min(new, 15))
        if taken >= 15:
            block.append(taken)
        if new >= 15:
            block.append(new)
        block += name[kept:]
        previous = name
    return bytes(block)


def _shared(one: bytes, other: bytes) -> int:
    length = min(len(one), len(other))
    if one[:length] == other[:length]:
        return length
    # The highest bit that differs tells the first byte that does.
    parted = int.from_bytes(one[:length], "big") ^ int.from_bytes(other[:length], "big")
    return length - (parted.bit_length() + 7) // 8


class NameTable:
    """A finished table, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Open a table.

        Raises:
            GraphFormatError: it is none, of another version, or cut short.
        """
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GraphFormatError(f"The table of names {path.name} cannot be read.") from error
        self._count = int.from_bytes(self._data[8:16], "little")
        self._index = int.from_bytes(self._data[16:24], "little")
        self._blocks = -(-self._count // BLOCK)
        sound = len(self._data) == self._index + self._blocks * _POINTER
        if self._data[: len(MAGIC)] != MAGIC or not sound:
            self.close()
            raise GraphFormatError(f"{path.name} is no table of names, or it is damaged.")
        self._last: tuple[int, list[bytes]] = (-1, [])

    def __len__(self) -> int:
        return self._count

    def name(self, node: int) -> bytes:
        """The name of a node, reversed as the graph has it.

        Raises:
            GraphFormatError: there is no such node, or the table is damaged.
        """
        if not 0 <= node < self._count:
            raise GraphFormatError(f"There is no name for node {node}.")
        return self._block(node // BLOCK)[node % BLOCK]

    def names(self, nodes: Iterable[int]) -> Iterator[bytes]:
        """The names of many nodes; quickest in ascending order."""
        return map(self.name, nodes)

    def node(self, name: bytes) -> int | None:
        """The node of a (reversed) name; None when there is none.

        Raises:
            GraphFormatError: the table is damaged.
        """
        block = bisect_right(range(self._blocks), name, key=self._first) - 1
        if block < 0:
            return None
        for at, found in enumerate(self._block(block)):
            if found >= name:
                return block * BLOCK + at if found == name else None
        return None

    def close(self) -> None:
        """Give the memory map back."""
        self._data.close()

    def _start(self, block: int) -> int:
        at = self._index + block * _POINTER
        return int.from_bytes(self._data[at : at + _POINTER], "little")

    def _first(self, block: int) -> bytes:
        start = self._start(block)
        if start + 2 > self._index:
            raise _damaged()
        return self._data[start + 2 : start + 2 + self._data[start + 1]]

    def _block(self, block: int) -> list[bytes]:
        last, names = self._last
        if last == block:
            return names
        start = self._start(block)
        stop = self._start(block + 1) if block + 1 < self._blocks else self._index
        try:
            names = _decode_block(self._data[start:stop])
        except IndexError as error:
            raise _damaged() from error
        if len(names) != min(BLOCK, self._count - block * BLOCK):
            raise _damaged()
        self._last = (block, names)
        return names


def _decode_block(data: bytes) -> list[bytes]:
    shared, at = data[0], 2 + data[1]
    name = data[2:at]
    names, end = [name], len(data)
    while at < end:
        halves = data[at]
        at += 1
        taken, new = halves >> 4, halves & 15
        if taken == 15:
            taken = data[at]
            at += 1
        if new == 15:
            new = data[at]
            at += 1
        name = name[: shared + taken] + data[at : at + new]
        at += new
        names.append(name)
    if at != end:
        raise IndexError(at)
    return names


def _damaged() -> GraphFormatError:
    return GraphFormatError("The table of names is damaged: build it again.")


def _unsorted(node: int) -> GraphFormatError:
    return GraphFormatError(
        f"The names are not in order at node {node}: this release cannot be used "
        "(the releases before the summer of 2022 were not sorted)."
    )
