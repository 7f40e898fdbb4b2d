"""A large BVGraph for measuring: degrees as in the domain graph, written as fast as numba can.

In-degrees follow a power law with exponent 2.1, a fifth are 0, a third of the lists copy from the one
before, a tenth have an interval; gaps spread over all nodes. Residuals of node x are x modulo 8, so that
no list has a successor twice.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np

WINDOW, MIN_INTERVAL, ZETA_K = 7, 4, 3
_BUFFER = 64 << 20
_LONGEST = 2_000_000


def _compiled(function: Callable[..., int]) -> Callable[..., int]:
    """numba's decorator, with a type."""
    done: Callable[..., int] = numba.njit(function)
    return done


def write_synthetic(path: Path, nodes: int, seed: int) -> int:
    """Write a graph of `nodes` nodes and its properties; return its arcs (about 35 a node)."""
    buffer = np.zeros(_BUFFER, np.uint8)
    state = np.zeros(8, np.int64)
    previous, current = np.zeros(_LONGEST + 8, np.int64), np.zeros(_LONGEST + 8, np.int64)
    fresh = np.zeros(_LONGEST + 8, np.int64)
    _seed(seed)
    with path.open("wb") as file:
        while state[0] < nodes:
            bits = _write(buffer, nodes, state, previous, current, fresh)
            whole = bits >> 3
            file.write(buffer[:whole].tobytes())
            buffer[0] = buffer[whole]
            buffer[1 : whole + 2] = 0
            state[1] = bits & 7
        file.write(buffer[:1].tobytes())
    arcs = int(state[2])
    path.with_suffix(".properties").write_text(
        "graphclass=it.unimi.dsi.webgraph.BVGraph\nversion=0\ncompressionflags=\n"
        f"nodes={nodes}\narcs={arcs}\nwindowsize={WINDOW}\nmaxrefcount=3\n"
        f"minintervallength={MIN_INTERVAL}\nzetak={ZETA_K}\n",
        "ascii",
    )
    return arcs


@_compiled
def _seed(seed: int) -> int:
    np.random.seed(seed)
    return seed


@_compiled
def _put(buffer: Any, at: int, value: int, count: int) -> int:
    while count > 0:
        room = 8 - (at & 7)
        take = min(room, count)
        piece = (value >> (count - take)) & ((1 << take) - 1)
        buffer[at >> 3] |= np.uint8(piece << (room - take))
        at += take
        count -= take
    return at


@_compiled
def _length(value: int) -> int:
    count = 0
    while value > 0:
        value >>= 1
        count += 1
    return count


@_compiled
def _gamma(buffer: Any, at: int, value: int) -> int:
    return _put(buffer, at, value + 1, 2 * _length(value + 1) - 1)


@_compiled
def _zeta(buffer: Any, at: int, value: int) -> int:
    number = value + 1
    h = (_length(number) - 1) // ZETA_K
    low = 1 << (h * ZETA_K)
    at = _put(buffer, at, 1, h + 1)
    if number - low < low:
        return _put(buffer, at, number - low, h * ZETA_K + ZETA_K - 1)
    return _put(buffer, at, number, h * ZETA_K + ZETA_K)


@_compiled
def _natural(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


@_compiled
def _residuals(nodes: int, node: int, wanted: int, fresh: Any) -> int:
    """Fill `fresh` with up to `wanted` ascending ids that are `node` modulo 8; return how many."""
    step = max(1.0, nodes / (8.0 * (wanted + 1)))
    value = int(np.random.random() * step) * 8 + (node & 7)
    count = 0
    while count < wanted and value < nodes:
        fresh[count] = value
        count += 1
        value += 8 * (1 + int(-np.log(1.0 - np.random.random()) * step))
    return count


@_compiled
def _write(  # noqa: C901 - one record after the other, compiled
    buffer: Any, nodes: int, state: Any, previous: Any, current: Any, fresh: Any
) -> int:
    node, at, arcs, chain, held, copyable = (
        state[0],
        state[1],
        state[2],
        state[3],
        state[4],
        state[5],
    )
    limit = (_BUFFER - 12 * _LONGEST) * 8
    while node < nodes and at < limit:
        wanted = 0
        if np.random.random() > 0.2:
            wanted = int(4.6 * (1.0 - np.random.random()) ** (-1 / 1.1))
            wanted = min(wanted, _LONGEST // 2, nodes // 64)
        copied = 0
        if wanted > 3 and held > 2 and copyable and chain < 3 and np.random.random() < 0.4:
            copied = min(held, max(1, wanted // 2))
        interval = 0
        if copied == 0 and wanted > 8 and np.random.random() < 0.15:
            interval = 4 + int(np.random.random() * 8)
        count = _residuals(nodes, node, max(0, wanted - copied - interval), fresh)
        left = fresh[count - 1] + 3 if count else node
        if left + interval >= nodes:
            interval = 0
        degree = copied + interval + count
        arcs += degree
        at = _gamma(buffer, at, degree)
        if degree:
            at = _put(buffer, at, 1, 2 if copied else 1)
            if copied:
                at = _gamma(buffer, at, 1 if copied < held else 0)
                if copied < held:
                    at = _gamma(buffer, at, copied)
            if degree > copied:
                at = _gamma(buffer, at, 1 if interval else 0)
                if interval:
                    at = _gamma(buffer, at, _natural(left - node))
                    at = _gamma(buffer, at, interval - MIN_INTERVAL)
            for index in range(count):
                gap = fresh[index] - fresh[index - 1] - 1 if index else _natural(fresh[0] - node)
                at = _zeta(buffer, at, gap)
        # Copied and own ids in order, for the next list to copy from.
        one, other, total = 0, 0, 0
        while one < copied or other < count:
            if other >= count or (one < copied and previous[one] < fresh[other]):
                current[total] = previous[one]
                one += 1
            else:
                current[total] = fresh[other]
                other += 1
            total += 1
        for index in range(total):
            previous[index] = current[index]
        held, copyable = total, 1 if interval == 0 else 0
        chain = chain + 1 if copied else 0
        node += 1
    state[0], state[2], state[3], state[4], state[5] = node, arcs, chain, held, copyable
    return int(at)
