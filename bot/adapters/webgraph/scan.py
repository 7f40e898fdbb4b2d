"""Finding where each node's list begins, without reading the lists: the skip-scan of a BVGraph.

The layout of a list is that of Boldi and Vigna, "The WebGraph Framework I: Compression Techniques"
(https://doi.org/10.1145/988672.988752), as https://webgraph.di.unimi.it/ writes it:

    degree       gamma; 0 ends the list
    reference    unary, if the window is not 0: this list copies from the node so many before
    block count  gamma, if the reference is not 0, then that many blocks (gamma, after the first less
                 1): lengths of runs of the referred list, copied and skipped by turns; with an even
                 count the rest is copied
    intervals    if something is left and intervals are on: count (gamma), then left end and length
                 of each (gamma; the first left end as a signed difference to the node)
    residuals    zeta_k gaps, the first signed relative to the node

So the degrees of the last `window` nodes are all that is needed to find the next list's beginning.
A scan can stop after any code and go on with more bytes: memory does not grow with the graph.
"""

from array import array
from dataclasses import dataclass, field

from bot.adapters.webgraph.codes import (
    LONGEST_CODE,
    gamma_table,
    read_gamma,
    read_unary,
    read_zeta,
    zeta_lengths,
)
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties

# What the next code in the stream is.
DEGREE, REFERENCE, BLOCK_COUNT, BLOCK, INTERVAL_COUNT, INTERVAL_LEFT, INTERVAL_LENGTH, RESIDUAL = (
    range(8)
)

# The registers of a scan: where in the grammar it stands. Kept in files to resume a build.
NODE, PHASE, START, NODE_DEGREE, NODE_REFERENCE, LEFT, COUNT, INDEX, TOTAL, REFERRED = range(10)
REGISTERS = 10

LOOKAHEAD = 2 * LONGEST_CODE
"""Bits that must follow a position before a code may be read there, unless the stream has ended."""


@dataclass(slots=True)
class ScanState:
    """Where a scan stands, small enough to write into a file at any time.

    `ring` holds the degrees of the last nodes, that of node n at n modulo its length.
    """

    registers: list[int]
    ring: list[int]

    @classmethod
    def at_start(cls, properties: GraphProperties) -> "ScanState":
        """Before node 0."""
        return cls([0] * REGISTERS, [0] * (properties.window + 1))

    @classmethod
    def at_node(
        cls, properties: GraphProperties, node: int, start: int, degrees: list[int]
    ) -> "ScanState":
        """Before `node`, whose list begins at bit `start`; `degrees` are those before it, nearest first."""
        state = cls.at_start(properties)
        state.registers[NODE], state.registers[START] = node, start
        for back, degree in enumerate(degrees, start=1):
            state.ring[(node - back) % len(state.ring)] = degree
        return state


@dataclass(slots=True)
class Found:
    """What a scan found, a row a node in order: its degree, reference, and first bit in the stream."""

    degrees: "array[int]" = field(default_factory=lambda: array("I"))
    references: "array[int]" = field(default_factory=lambda: array("I"))
    starts: "array[int]" = field(default_factory=lambda: array("Q"))


def scan(  # noqa: C901 - one loop over one grammar: a call for each code would double the time
    data: bytes,
    position: int,
    last: int,
    base: int,
    state: ScanState,
    properties: GraphProperties,
    found: Found,
    until: int,
) -> int:
    """Scan `data` from bit `position`; append to `found`; return the position of the next code.

    No code is begun after bit `last`, behind which `LOOKAHEAD` bits must follow (of padding, where the
    stream ends). `base` is the stream's bit at which `data` begins. Stops before node `until`.

    Raises:
        GraphFormatError: when the bits contradict the format or the properties.
    """
    registers, ring = state.registers, state.ring
    node, phase, start, degree, reference, left, count, index, total, referred = registers
    window, min_interval, zeta_k = properties.window, properties.min_interval, properties.zeta_k
    nodes, ring_size = properties.nodes, len(ring)
    gammas, lengths, from_bytes = gamma_table(), zeta_lengths(zeta_k), int.from_bytes
    until = min(until, nodes)
    while position <= last and node < until:
        if phase == RESIDUAL:
            while left and position <= last:
                at = position >> 3
                length = lengths[
                    (from_bytes(data[at : at + 3], "big") >> (8 - (position & 7))) & 0xFFFF
                ]
                position = position + length if length else read_zeta(data, position, zeta_k)[1]
                left -= 1
            if left:
                break
            phase = DEGREE
        elif phase == REFERENCE:
            reference, position = read_unary(data, position)
            if reference > window or reference > node:
                raise _impossible(node, "refers to a node outside the window")
            referred = ring[(node - reference) % ring_size]
            phase = BLOCK_COUNT if reference else INTERVAL_COUNT
        else:
            at = position >> 3
            entry = gammas[(from_bytes(data[at : at + 3], "big") >> (8 - (position & 7))) & 0xFFFF]
            if entry:
                value, position = entry >> 5, position + (entry & 31)
            else:
                value, position = read_gamma(data, position)
            if phase == DEGREE:
                if value > nodes:
                    raise _impossible(node, "has more successors than there are nodes")
                degree = left = value
                reference = 0
                if degree:
                    phase = REFERENCE if window else INTERVAL_COUNT
            elif phase == BLOCK_COUNT:
                if value > referred + 1:
                    raise _impossible(node, "copies more blocks than its reference holds")
                count, index, total = value, 0, 0
                phase = BLOCK
            elif phase == BLOCK:
                value += index > 0
                total += value
                if total > referred:
                    raise _impossible(node, "copies more than its reference holds")
                if not index & 1:
                    left -= value
                index += 1
            elif phase == INTERVAL_COUNT:
                if value * min_interval > left:
                    raise _impossible(node, "has more intervals than successors")
                count = value
                phase = INTERVAL_LEFT
            elif phase == INTERVAL_LEFT:
                phase = INTERVAL_LENGTH
            else:
                left -= value + min_interval
                count -= 1
                phase = INTERVAL_LEFT
            # The phases that may be empty are left as soon as nothing of them remains.
            if phase == BLOCK and index == count:
                if not count & 1:
                    left -= referred - total
                phase = INTERVAL_COUNT
            elif phase == INTERVAL_LEFT and not count:
                phase = RESIDUAL
            if left < 0:
                raise _impossible(node, "has longer parts than successors")
        if phase == INTERVAL_COUNT and (not left or not min_interval):
            phase = RESIDUAL
        if (phase == RESIDUAL and not left) or (phase == DEGREE):
            found.degrees.append(degree)
            found.references.append(reference)
            found.starts.append(start)
            ring[node % ring_size] = degree
            node += 1
            start = base + position
            phase = DEGREE
    registers[:] = [node, phase, start, degree, reference, left, count, index, total, referred]
    return position


def _impossible(node: int, what: str) -> GraphFormatError:
    return GraphFormatError(f"The graph's bits are damaged: node {node} {what}.")
