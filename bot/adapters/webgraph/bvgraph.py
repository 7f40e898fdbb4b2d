"""Reading lists of a BVGraph: who follows a node, exactly as it was written.

`scan` finds where a list begins and what it refers to; this reads the list itself. The layout is told
in `bot.adapters.webgraph.scan`.
"""

from array import array
from collections.abc import Callable, Iterator
from heapq import merge
from itertools import islice
from operator import lt
from typing import TypeAlias

from bot.adapters.webgraph.codes import read_gamma, read_unary, read_zeta
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import LOOKAHEAD

Successors: TypeAlias = "array[int]"
"""Node ids, ascending, in 4 bytes each."""

MAX_DEGREE = 1 << 25
"""Twice the largest in-degree ever published (17.3 million): a list beyond it would only fill memory."""

PADDING = bytes(LOOKAHEAD // 8)
"""To be appended to the last bytes of a stream before they are read."""

_SORT_IN_MEMORY = 1 << 20


def read_list(
    data: bytes,
    position: int,
    node: int,
    properties: GraphProperties,
    list_of: Callable[[int], Successors],
) -> tuple[Successors, int]:
    """The successors of `node`, whose list begins at bit `position` of `data`, and the bit after it.

    `list_of` answers with the successors of an earlier node that this list copies from.

    Raises:
        GraphFormatError: when the bits contradict the format or the properties.
    """
    degree, position = read_gamma(data, position)
    if degree == 0:
        return array("I"), position
    if degree > min(properties.nodes, MAX_DEGREE):
        raise _damaged(node, "has more successors than can be")
    parts: list[Successors] = []
    left = degree
    if properties.window:
        reference, position = read_unary(data, position)
        if reference > min(properties.window, node):
            raise _damaged(node, "refers to a node outside the window")
        if reference:
            copied, position = _read_copied(data, position, node, list_of(node - reference))
            parts.append(copied)
            left -= len(copied)
    if left > 0 and properties.min_interval:
        intervals, position = _read_intervals(data, position, node, left, properties)
        parts.append(intervals)
        left -= len(intervals)
    if left < 0:
        raise _damaged(node, "has longer parts than successors")
    if left:
        residuals, position = _read_residuals(data, position, node, left, properties)
        parts.append(residuals)
    return _joined(node, parts), position


def read_all(data: bytes, properties: GraphProperties) -> Iterator[tuple[int, Successors]]:
    """(first bit, successors) of every node in order, from a whole graph in memory.

    Raises:
        GraphFormatError: when the bits contradict the format, the properties, or end too early.
    """
    padded, bits, position, arcs = data + PADDING, len(data) * 8, 0, 0
    recent: dict[int, Successors] = {}
    for node in range(properties.nodes):
        successors, end = read_list(padded, position, node, properties, recent.__getitem__)
        arcs += len(successors)
        if end > bits or arcs > properties.arcs:
            raise _damaged(node, "goes beyond the end of the graph")
        yield position, successors
        position = end
        recent[node] = successors
        recent.pop(node - properties.window, None)
    if arcs != properties.arcs:
        raise GraphFormatError(f"The graph holds {arcs} arcs, not {properties.arcs} as it says.")


def _read_copied(
    data: bytes, position: int, node: int, referred: Successors
) -> tuple[Successors, int]:
    count, position = read_gamma(data, position)
    if count > len(referred) + 1:
        raise _damaged(node, "copies more blocks than its reference holds")
    copied: Successors = array("I")
    at = 0
    for index in range(count):
        length, position = read_gamma(data, position)
        length += index > 0
        if at + length > len(referred):
            raise _damaged(node, "copies more than its reference holds")
        if not index & 1:
            copied.extend(referred[at : at + length])
        at += length
    if not count & 1:
        copied.extend(referred[at:])
    return copied, position


def _read_intervals(
    data: bytes, position: int, node: int, most: int, properties: GraphProperties
) -> tuple[Successors, int]:
    count, position = read_gamma(data, position)
    if count * properties.min_interval > most:
        raise _damaged(node, "has more intervals than successors")
    found: Successors = array("I")
    at = node
    for index in range(count):
        gap, position = read_gamma(data, position)
        at += gap + 1 if index else _signed(gap)
        length, position = read_gamma(data, position)
        length += properties.min_interval
        if at < 0 or at + length > properties.nodes or len(found) + length > most:
            raise _damaged(node, "has an interval outside the graph")
        found.extend(range(at, at + length))
        at += length
    return found, position


def _read_residuals(
    data: bytes, position: int, node: int, count: int, properties: GraphProperties
) -> tuple[Successors, int]:
    nodes, k = properties.nodes, properties.zeta_k
    if position + count * k > len(data) * 8:  # no zeta_k code is shorter than k bits
        raise _damaged(node, "has more successors than bits")
    gap, position = read_zeta(data, position, k)
    at = node + _signed(gap)
    found: Successors = array("I")
    for _ in range(count - 1):
        if not 0 <= at < nodes:
            break
        found.append(at)
        gap, position = read_zeta(data, position, k)
        at += gap + 1
    if not 0 <= at < nodes:
        raise _damaged(node, "has a successor outside the graph")
    found.append(at)
    return found, position


def _joined(node: int, parts: list[Successors]) -> Successors:
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return parts[0] if parts else array("I")
    total = sum(map(len, parts))
    if total > _SORT_IN_MEMORY:
        joined = array("I", merge(*parts))
    else:
        joined = array("I", sorted(value for part in parts for value in part))
    if not all(map(lt, joined, islice(joined, 1, None))):
        raise _damaged(node, "has a successor twice")
    return joined


def _signed(value: int) -> int:
    """The integer that a natural number stands for: 0, -1, 1, -2, 2, ...

    >>> [_signed(value) for value in range(5)]
    [0, -1, 1, -2, 2]
    """
    return (value >> 1) ^ -(value & 1)


def _damaged(node: int, what: str) -> GraphFormatError:
    return GraphFormatError(f"The graph's bits are damaged: node {node} {what}.")
