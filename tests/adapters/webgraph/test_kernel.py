"""The compiled scan finds what the scan in Python finds, and refuses what it refuses."""

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.adapters.webgraph.bvgraph import PADDING
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.kernel import fastest_scan
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import Found, ScanState, scan
from bot.adapters.webgraph.stream import Scan, StreamScan
from bot.playground.crawl.bvwriter import Coding
from tests.adapters.webgraph.graphs import written

pytest.importorskip("numba")


def outcome(engine: Scan, stream: bytes, properties: GraphProperties) -> tuple[Found, bool]:
    found, state = Found(), ScanState.at_start(properties)
    last = len(stream) * 8 - 1
    try:
        engine(stream + PADDING, 0, last, 0, state, properties, found, properties.nodes)
    except GraphFormatError:
        return Found(), False
    return found, True


@pytest.mark.parametrize(
    "coding",
    [Coding(), Coding(0, 0, 0, 1), Coding(1, 5, 1, 2), Coding(9, 2, 5, 6)],
    ids=["as published", "plain", "short window", "wide"],
)
def test_both_scans_agree_on_graphs_and_on_damage(coding: Coding) -> None:
    compiled = fastest_scan()
    assert compiled is not scan
    graph = written(1500, seed=17, coding=coding)
    assert outcome(compiled, graph.stream, graph.properties) == outcome(
        scan, graph.stream, graph.properties
    )
    rng = random.Random(2)
    for _ in range(150):
        damaged = bytearray(graph.stream)
        for _ in range(3):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        cut = bytes(damaged[: rng.randrange(len(damaged))])
        wild = rng.randbytes(200)
        for stream in (cut, wild):
            one = outcome(compiled, stream, graph.properties)
            assert one == outcome(scan, stream, graph.properties)


def test_more_nodes_than_fit_in_one_call_are_all_found() -> None:
    properties = replace(written(5, seed=1).properties, nodes=200_000, arcs=0)
    stream = b"\xff" * 25_000  # 200,000 empty lists of one bit each
    for engine in (scan, fastest_scan()):
        stream_scan = StreamScan(properties, engine=engine)
        rows = sum(
            len(stream_scan.feed(stream[at : at + 9000]).starts) for at in range(0, 25_000, 9000)
        )
        assert rows + len(stream_scan.finish().starts) == 200_000


def test_a_damaged_stream_ends_a_streamed_scan_with_an_error() -> None:
    graph = written(1500, seed=17)
    for engine in (scan, fastest_scan()):
        stream_scan = StreamScan(graph.properties, engine=engine)
        with suppress(GraphFormatError):
            stream_scan.feed(graph.stream[: len(graph.stream) // 2])
        with pytest.raises(GraphFormatError, match="cut short"):
            stream_scan.finish()
        longer = StreamScan(graph.properties, engine=engine)
        with pytest.raises(GraphFormatError, match="goes on after"):
            longer.feed(graph.stream + bytes(100))
