"""Writing a BVGraph: the format in which the web graphs are published.

P. Boldi, S. Vigna, "The WebGraph Framework I: Compression Techniques"
(https://doi.org/10.1145/988672.988752); bit for bit as class BVGraph of
https://webgraph.di.unimi.it/ reads it, with the codes that it writes by default.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.playground.crawl.bitstream import BitWriter, gamma_length, natural, zeta_length


@dataclass(frozen=True, slots=True)
class Coding:
    """The parameters of a BVGraph; the defaults are those of the published graphs."""

    window: int = 7
    max_chain: int = 3
    min_interval: int = 4
    zeta_k: int = 3


@dataclass(frozen=True, slots=True)
class WrittenGraph:
    """A graph's bit stream, its properties file, and the first bit of every list (and the end)."""

    stream: bytes
    properties: str
    offsets: list[int]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one list is going to be written, and at what cost in bits."""

    reference: int
    blocks: list[int]
    intervals: list[tuple[int, int]]
    residuals: list[int]
    chain: int
    bits: int


@dataclass(slots=True)
class _Window:
    lists: dict[int, Sequence[int]] = field(default_factory=dict)
    chains: dict[int, int] = field(default_factory=dict)


def write_bvgraph(lists: Iterable[Sequence[int]], coding: Coding | None = None) -> WrittenGraph:
    """Write the lists of node 0, 1, 2, ...; each ascending and without repeats.

    Each list copies from that one of the last `window` lists which costs the fewest bits, unless
    chains of copies would become longer than `max_chain`.
    """
    how = coding or Coding()
    bits, offsets, window, arcs = BitWriter(), [0], _Window(), 0
    stream = bytearray()
    node = -1
    for node, successors in enumerate(lists):
        plan = _best_plan(node, successors, window, how)
        _write(bits, node, len(successors), plan, how)
        window.lists[node], window.chains[node] = successors, plan.chain
        window.lists.pop(node - how.window, None)
        window.chains.pop(node - how.window, None)
        arcs += len(successors)
        offsets.append(bits.length)
        if node % 1024 == 0:
            stream += bits.take()
    stream += bits.finish()
    return WrittenGraph(bytes(stream), _properties(node + 1, arcs, how), offsets)


def _best_plan(node: int, successors: Sequence[int], window: _Window, how: Coding) -> _Plan:
    plans = [_plan(node, successors, 0, (), 0, how)]
    for back in range(1, min(how.window, node) + 1):
        referred, chain = window.lists[node - back], window.chains[node - back] + 1
        if referred and chain <= how.max_chain:
            plans.append(_plan(node, successors, back, referred, chain, how))
    return min(plans, key=lambda plan: plan.bits)


def _plan(
    node: int,
    successors: Sequence[int],
    reference: int,
    referred: Sequence[int],
    chain: int,
    how: Coding,
) -> _Plan:
    wanted = set(successors)
    blocks = _blocks([value in wanted for value in referred])
    extra = sorted(wanted.difference(referred))
    intervals, residuals = _intervals(extra, how.min_interval)
    plan = _Plan(reference, blocks, intervals, residuals, chain, 0)
    counter = _Counter()
    _write(counter, node, len(successors), plan, how)
    return _Plan(reference, blocks, intervals, residuals, chain, counter.length)


def _blocks(kept: list[bool]) -> list[int]:
    """Lengths of the runs kept and left out by turns, beginning with kept; the last is left unsaid."""
    runs, current = [0], True
    for keep in kept:
        if keep != current:
            runs.append(0)
            current = keep
        runs[-1] += 1
    return runs[:-1]


def _intervals(extra: list[int], least: int) -> tuple[list[tuple[int, int]], list[int]]:
    intervals: list[tuple[int, int]] = []
    residuals: list[int] = []
    at = 0
    while at < len(extra):
        end = at + 1
        while end < len(extra) and extra[end] == extra[end - 1] + 1:
            end += 1
        if least and end - at >= least:
            intervals.append((extra[at], end - at))
        else:
            residuals += extra[at:end]
        at = end
    return intervals, residuals


class _Counter(BitWriter):
    """Counts what a list would cost instead of writing it."""

    def write_unary(self, value: int) -> None:
        self.length += value + 1

    def write_gamma(self, value: int) -> None:
        self.length += gamma_length(value)

    def write_zeta(self, value: int, k: int) -> None:
        self.length += zeta_length(value, k)


def _write(bits: BitWriter, node: int, degree: int, plan: _Plan, how: Coding) -> None:
    bits.write_gamma(degree)
    if not degree:
        return
    if how.window:
        bits.write_unary(plan.reference)
    if plan.reference:
        bits.write_gamma(len(plan.blocks))
        for index, length in enumerate(plan.blocks):
            bits.write_gamma(length - (index > 0))
    if (plan.intervals or plan.residuals) and how.min_interval:
        _write_intervals(bits, node, plan.intervals, how)
    previous = 0
    for index, value in enumerate(plan.residuals):
        bits.write_zeta(value - previous - 1 if index else natural(value - node), how.zeta_k)
        previous = value


def _write_intervals(
    bits: BitWriter, node: int, intervals: list[tuple[int, int]], how: Coding
) -> None:
    bits.write_gamma(len(intervals))
    previous = 0
    for index, (left, length) in enumerate(intervals):
        bits.write_gamma(left - previous - 1 if index else natural(left - node))
        bits.write_gamma(length - how.min_interval)
        previous = left + length


def _properties(nodes: int, arcs: int, how: Coding) -> str:
    return (
        "#BVGraph properties\n"
        "graphclass=it.unimi.dsi.webgraph.BVGraph\n"
        "version=0\n"
        "compressionflags=\n"
        f"nodes={nodes}\n"
        f"arcs={arcs}\n"
        f"windowsize={how.window}\n"
        f"maxrefcount={how.max_chain}\n"
        f"minintervallength={how.min_interval}\n"
        f"zetak={how.zeta_k}\n"
    )
