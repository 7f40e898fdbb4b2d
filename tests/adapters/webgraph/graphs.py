"""Graphs for the tests: made by the stand-in's own writer, with degrees as the real web has them."""

import random
from pathlib import Path

from bot.adapters.webgraph.checkpoints import HUB, CheckpointPicker, pack
from bot.adapters.webgraph.properties import GraphProperties, parse_properties
from bot.adapters.webgraph.scan import Found
from bot.adapters.webgraph.stream import StreamScan
from bot.playground.crawl.bvwriter import Coding, WrittenGraph, write_bvgraph

CNR = Path(__file__).parents[4] / "shared" / "corpora" / "graph" / "cnr-2000-t"
"""A real web graph, where it lies beside the project."""


def weblike_lists(nodes: int, seed: int) -> list[list[int]]:
    """Lists of `nodes` nodes: many empty, most short, a few hubs, neighbours that copy each other."""
    rng = random.Random(seed)
    lists: list[list[int]] = []
    for _ in range(nodes):
        kind = rng.random()
        if kind < 0.3:
            lists.append([])
            continue
        size = min(nodes, int(rng.paretovariate(0.9)))
        found = {rng.randrange(nodes) for _ in range(size)}
        if lists and kind < 0.7:
            found |= {value for value in lists[-1] if rng.random() < 0.9}
        if kind > 0.9:
            start = rng.randrange(nodes)
            found |= set(range(start, min(nodes, start + rng.randrange(4, 20))))
        lists.append(sorted(found))
    return lists


def written(nodes: int, seed: int, coding: Coding | None = None) -> "SmallGraph":
    """A graph of `weblike_lists`, written."""
    lists = weblike_lists(nodes, seed)
    return SmallGraph(lists, write_bvgraph(lists, coding))


class SmallGraph:
    """A graph known in full: what was written and what it must read as."""

    def __init__(self, lists: list[list[int]], graph: WrittenGraph) -> None:
        self.lists = lists
        self.stream = graph.stream
        self.offsets = graph.offsets
        self.text = graph.properties

    @property
    def properties(self) -> GraphProperties:
        """The properties as the bot reads them."""
        return parse_properties(self.text)


def checkpoints_of(
    graph: SmallGraph, *, piece: int = 1 << 16, hub: int = HUB
) -> tuple[bytes, bytes]:
    """The rows and details of a graph's checkpoints, found on its stream in pieces."""
    scan, picker = StreamScan(graph.properties), CheckpointPicker(graph.properties, hub=hub)
    rows, details = bytearray(), bytearray()

    def keep(found: Found, *, final: bool) -> None:
        for checkpoint in picker.add(found, final=final):
            row, detail = pack(checkpoint, len(details))
            rows.extend(row)
            details.extend(detail)

    for at in range(0, len(graph.stream), piece):
        keep(scan.feed(graph.stream[at : at + piece]), final=False)
    keep(scan.finish(), final=True)
    return bytes(rows), bytes(details)
