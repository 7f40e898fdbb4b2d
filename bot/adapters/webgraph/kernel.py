"""The skip-scan of `bot.adapters.webgraph.scan`, compiled by numba where the extra `graph` is installed.

The same grammar in the same order; only the codes are read from machine words instead of by tables.
"""

import logging
from array import array
from collections.abc import Callable
from functools import cache
from typing import Any

from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import (
    BLOCK,
    BLOCK_COUNT,
    DEGREE,
    INTERVAL_COUNT,
    INTERVAL_LEFT,
    INTERVAL_LENGTH,
    NODE,
    REFERENCE,
    RESIDUAL,
    Found,
    ScanState,
    scan,
)
from bot.adapters.webgraph.stream import Scan

log = logging.getLogger(__name__)

_ROWS = 1 << 16
"""Nodes found in one call; more come by calling again."""

_PROBLEMS = {
    1: "is followed by no possible code",
    2: "refers to a node outside the window",
    3: "has more successors than there are nodes",
    4: "copies more blocks than its reference holds",
    5: "copies more than its reference holds",
    6: "has more intervals than successors",
    7: "has longer parts than successors",
}


def fastest_scan() -> Scan:
    """The compiled scan where numba is installed, else the one in Python, some 20 times slower."""
    try:
        return _compiled_scan()
    except ImportError:
        log.warning(
            "numba is not installed (pip install 'backlinks-bot[graph]'): scanning in Python"
        )
        return scan


@cache
def _compiled_scan() -> Scan:
    import numpy as np  # noqa: PLC0415 - an optional extra, and slow to import

    kernel = _compile(np)

    def compiled_scan(
        data: bytes,
        position: int,
        last: int,
        base: int,
        state: ScanState,
        properties: GraphProperties,
        found: Found,
        until: int,
    ) -> int:
        """As `scan`."""
        words = np.frombuffer(data + bytes(16 - len(data) % 8), ">u8").astype(np.uint64)
        registers = np.array(state.registers, np.int64)
        ring = np.array(state.ring, np.int64)
        degrees, references = np.empty(_ROWS, np.uint32), np.empty(_ROWS, np.uint32)
        starts = np.empty(_ROWS, np.uint64)
        numbers = np.array(
            [properties.window, properties.min_interval, properties.zeta_k, properties.nodes],
            np.int64,
        )
        until = min(until, properties.nodes)
        rows = _ROWS
        while rows == _ROWS:
            position, rows, problem = kernel(
                words, position, last, base, registers, ring, numbers, until,
                degrees, references, starts,
            )  # fmt: skip
            if problem:
                raise GraphFormatError(
                    f"The graph's bits are damaged: node {registers[NODE]} {_PROBLEMS[problem]}."
                )
            _append(found.degrees, degrees[:rows])
            _append(found.references, references[:rows])
            _append(found.starts, starts[:rows])
        state.registers[:] = registers.tolist()
        state.ring[:] = ring.tolist()
        return int(position)

    return compiled_scan


def _append(
    rows: "array[int]", more: Any
) -> None:  # numpy is optional: its arrays have no type here
    rows.frombytes(more.tobytes())


def _compile(np: Any) -> Callable[..., tuple[int, int, int]]:
    import numba  # noqa: PLC0415 - an optional extra, and slow to import

    u64, full = np.uint64, np.int64(64)
    one, six, mask = u64(1), np.int64(6), np.int64(63)

    def peek(words, position):  # type: ignore[no-untyped-def]  # numba infers the types
        """The 64 bits from `position` on."""
        at, shift = position >> six, position & mask
        word = words[at]
        if shift:
            word = (word << u64(shift)) | (words[at + 1] >> u64(full - shift))
        return word

    def zeros(word):  # type: ignore[no-untyped-def]  # numba infers the types
        """How many zeros a word begins with."""
        count = 0
        for width in (32, 16, 8, 4, 2, 1):
            if word >> u64(64 - width) == u64(0):
                count += width
                word <<= u64(width)
        return count

    return _build(
        numba, u64, one, numba.njit(inline="always")(peek), numba.njit(inline="always")(zeros)
    )


def _build(  # noqa: C901 - the grammar of a list is one loop, as in `scan`
    numba: Any, u64: Any, one: Any, peek: Any, zeros: Any
) -> Callable[..., tuple[int, int, int]]:
    def kernel(  # type: ignore[no-untyped-def]  # noqa: C901 - as above; numba infers the types
        words, position, last, base, registers, ring, numbers, until, degrees, references, starts
    ):
        window, min_interval, zeta_k, nodes = numbers
        ring_size = len(ring)
        node, phase, start, degree, reference, left, count, index, total, referred = registers
        rows, problem = 0, 0
        while position <= last and node < until and rows < len(starts):
            if phase == RESIDUAL:
                while left > 0 and position <= last:
                    word = peek(words, position)
                    h = zeros(word)
                    length = h + h * zeta_k + zeta_k
                    if length >= 64:
                        problem = 1
                        break
                    # A code is one bit longer unless the bits after the first one are all zero.
                    head = (word << u64(h + 1)) >> u64(65 - zeta_k) if zeta_k > 1 else u64(0)
                    position += length + (head != u64(0))
                    left -= 1
                if problem or left > 0:
                    break
                phase = DEGREE
            elif phase == REFERENCE:
                reference = zeros(peek(words, position))
                position += reference + 1
                if reference > window or reference > node:
                    problem = 2
                    break
                referred = ring[(node - reference) % ring_size]
                phase = BLOCK_COUNT if reference else INTERVAL_COUNT
            else:
                word = peek(words, position)
                length = 2 * zeros(word) + 1
                if length > 64:
                    problem = 1
                    break
                value = numba.int64((word >> u64(64 - length)) - one)
                position += length
                if phase == DEGREE:
                    if value > nodes:
                        problem = 3
                        break
                    degree = value
                    left = value
                    reference = 0
                    if degree:
                        phase = REFERENCE if window else INTERVAL_COUNT
                elif phase == BLOCK_COUNT:
                    if value > referred + 1:
                        problem = 4
                        break
                    count = value
                    index = 0
                    total = 0
                    phase = BLOCK
                elif phase == BLOCK:
                    value += index > 0
                    total += value
                    if total > referred:
                        problem = 5
                        break
                    if index & 1 == 0:
                        left -= value
                    index += 1
                elif phase == INTERVAL_COUNT:
                    if value * min_interval > left:
                        problem = 6
                        break
                    count = value
                    phase = INTERVAL_LEFT
                elif phase == INTERVAL_LEFT:
                    phase = INTERVAL_LENGTH
                else:
                    left -= value + min_interval
                    count -= 1
                    phase = INTERVAL_LEFT
                if phase == BLOCK and index == count:
                    if count & 1 == 0:
                        left -= referred - total
                    phase = INTERVAL_COUNT
                elif phase == INTERVAL_LEFT and count == 0:
                    phase = RESIDUAL
                if left < 0:
                    problem = 7
                    break
            if phase == INTERVAL_COUNT and (left == 0 or min_interval == 0):
                phase = RESIDUAL
            if (phase == RESIDUAL and left == 0) or phase == DEGREE:
                degrees[rows] = degree
                references[rows] = reference
                starts[rows] = start
                rows += 1
                ring[node % ring_size] = degree
                node += 1
                start = base + position
                phase = DEGREE
        registers[0] = node
        registers[1] = phase
        registers[2] = start
        registers[3] = degree
        registers[4] = reference
        registers[5] = left
        registers[6] = count
        registers[7] = index
        registers[8] = total
        registers[9] = referred
        return position, rows, problem

    compiled: Callable[..., tuple[int, int, int]] = numba.njit(kernel)
    return compiled
