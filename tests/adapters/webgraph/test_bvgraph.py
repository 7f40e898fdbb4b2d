"""The reader gives exactly what was written, and refuses what it does not know."""

import hashlib
import struct
from array import array
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.webgraph.bvgraph import PADDING, read_all
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties, parse_properties
from bot.adapters.webgraph.scan import LOOKAHEAD, Found, ScanState, scan
from bot.errors import SourceError
from bot.playground.crawl.bvwriter import Coding, write_bvgraph
from tests.adapters.webgraph.graphs import CNR, weblike_lists, written


def scanned(stream: bytes, properties: GraphProperties) -> tuple[Found, int]:
    found = Found()
    end = scan(
        stream + PADDING,
        0,
        len(stream) * 8 - 1,
        0,
        ScanState.at_start(properties),
        properties,
        found,
        properties.nodes,
    )
    return found, end


codings = st.builds(
    Coding,
    window=st.integers(0, 9),
    max_chain=st.integers(0, 4),
    min_interval=st.integers(0, 5),
    zeta_k=st.integers(1, 6),
)


@given(
    coding=codings, nodes=st.integers(1, 60), seed=st.integers(0, 10**6), more=st.integers(0, 10**6)
)
@settings(max_examples=150, deadline=None)
def test_what_was_written_is_read(coding: Coding, nodes: int, seed: int, more: int) -> None:
    lists = weblike_lists(nodes, seed)
    if more % 3 == 0:
        lists += [[] for _ in range(more)][:5000]
        lists[0] = sorted({*lists[0], len(lists) - 1})
    graph = write_bvgraph(lists, coding)
    properties = parse_properties(graph.properties)
    read = list(read_all(graph.stream, properties))
    assert [list(successors) for _, successors in read] == lists
    assert [start for start, _ in read] == graph.offsets[:-1]
    found, end = scanned(graph.stream, properties)
    assert list(found.starts) == graph.offsets[:-1]
    assert list(found.degrees) == [len(successors) for successors in lists]
    assert end == graph.offsets[-1]


def test_a_scan_in_pieces_finds_the_same_as_in_one() -> None:
    graph = written(3000, seed=7)
    whole, _ = scanned(graph.stream, graph.properties)
    for size in (1, 7, 100, 4096):
        state, found = ScanState.at_start(graph.properties), Found()
        buffer, base, position = b"", 0, 0
        for at in range(0, len(graph.stream), size):
            buffer += graph.stream[at : at + size]
            last = len(buffer) * 8 - LOOKAHEAD
            position = scan(buffer, position, last, base, state, graph.properties, found, 3000)
            cut = position >> 3
            buffer, base, position = buffer[cut:], base + 8 * cut, position & 7
            assert len(buffer) <= size + LOOKAHEAD // 8 + 1
        last = len(buffer) * 8 - 1
        scan(buffer + PADDING, position, last, base, state, graph.properties, found, 3000)
        assert found == whole


def test_our_own_small_graph_keeps_its_figures() -> None:
    graph = written(2000, seed=2026)
    assert (graph.properties.nodes, graph.properties.arcs) == (2000, 36105)
    lists, offsets = hashlib.sha256(), array("Q")
    for start, successors in read_all(graph.stream, graph.properties):
        lists.update(struct.pack(f"<I{len(successors)}I", len(successors), *successors))
        offsets.append(start)
    assert lists.hexdigest()[:16] == "1ad7a8805d18f080"
    assert hashlib.sha256(graph.stream).hexdigest()[:16] == "c7e06b29a54ed1f0"


@pytest.mark.skipif(not CNR.with_suffix(".graph").exists(), reason="the real graph is not here")
def test_a_real_graph_reads_exactly() -> None:
    properties = parse_properties(CNR.with_suffix(".properties").read_text("ascii"))
    stream = CNR.with_suffix(".graph").read_bytes()
    assert (properties.nodes, properties.arcs) == (325_557, 3_216_152)
    lists, offsets, known = hashlib.sha256(), array("Q"), {}
    for node, (start, successors) in enumerate(read_all(stream, properties)):
        lists.update(struct.pack(f"<I{len(successors)}I", len(successors), *successors))
        offsets.append(start)
        if node in {0, 1000, 123_456}:
            known[node] = (start, list(successors))
    assert known == {0: (0, [1, 4, 8]), 1000: (36_229, [988]), 123_456: (3_042_448, [124_320])}
    assert lists.hexdigest() == "2e559f1a73c268b48672844697cd2137eddbe67fd1fd2eb9eec34b5ed5ad05b6"
    found, end = scanned(stream, properties)
    assert found.starts == offsets
    offsets.append(end)
    packed = struct.pack(f"<{len(offsets)}Q", *offsets)
    assert (
        hashlib.sha256(packed).hexdigest()
        == "b1dbf388ba79acf1bbe04f09a50dccb40c7ac5fc9e99e7bc8339afd29cdd3285"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("graphclass=it.unimi.dsi.webgraph.EFGraph", "not say that it is a BVGraph"),
        ("version=1", "version"),
        ("endianness=little", "little-endian"),
        ("compressionflags=OUTDEGREES_DELTA | REFERENCES_UNARY", "OUTDEGREES_DELTA"),
        ("nodes=-3", "nodes"),
        ("nodes=99999999999", "nodes"),
        ("arcs=", "arcs"),
        ("windowsize=1000", "windowsize"),
        ("maxrefcount=2147483647", "maxrefcount"),
        ("zetak=0", "zetak"),
        ("minintervallength=four", "minintervallength"),
    ],
)
def test_unknown_parameters_are_refused_by_name(line: str, told: str) -> None:
    text = written(5, seed=1).text + line + "\n"
    with pytest.raises(GraphFormatError) as refused:
        parse_properties(text)
    assert told in str(refused.value)


def test_the_defaults_may_be_said_aloud() -> None:
    text = written(5, seed=1).text + "compressionflags=OUTDEGREES_GAMMA|RESIDUALS_ZETA\n"
    assert parse_properties(text).nodes == 5


@given(st.binary(max_size=400), st.integers(1, 10**9), codings)
@settings(max_examples=300, deadline=None)
def test_random_bytes_give_an_error_or_lists_within_bounds(
    stream: bytes, nodes: int, coding: Coding
) -> None:
    properties = replace(parse_properties(write_bvgraph([[]], coding).properties), nodes=nodes)
    properties = replace(properties, arcs=1 << 20)
    arcs = 0
    with suppress(GraphFormatError):
        for _, successors in read_all(stream, properties):
            arcs += len(successors)
            assert not successors or (successors[-1] < nodes and arcs <= 1 << 20)
    with suppress(GraphFormatError):
        found, _ = scanned(stream, properties)
        assert len(found.starts) <= len(stream) * 8


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_graph_never_crashes_or_reads_outside(data: st.DataObject) -> None:
    graph = written(200, seed=3)
    stream = bytearray(graph.stream)
    for _ in range(data.draw(st.integers(1, 4))):
        stream[data.draw(st.integers(0, len(stream) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cut = data.draw(st.integers(0, len(stream)))
    with suppress(GraphFormatError):
        for _, successors in read_all(bytes(stream[:cut]), graph.properties):
            assert all(0 <= value < 200 for value in successors)


def test_a_graph_cut_short_or_with_other_counts_is_an_error_for_people() -> None:
    graph = written(200, seed=3)
    properties = graph.properties
    for stream, claimed in (
        (graph.stream[:-9], properties),
        (graph.stream, replace(properties, arcs=properties.arcs - 1)),
        (graph.stream, replace(properties, arcs=properties.arcs + 1)),
        (b"", properties),
        (bytes(500), properties),
    ):
        with pytest.raises(SourceError, match="graph"):
            list(read_all(stream, claimed))
