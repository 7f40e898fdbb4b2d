"""Single look-ups give what a full reading gives, from any bytes, and notice when those change."""

import random
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.webgraph.byte_sources import MappedBytes, RangeBytes
from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.checkpoints import STEP, CheckpointTable
from bot.adapters.webgraph.errors import GraphFormatError, ReleaseChangedError, ServerError
from bot.adapters.webgraph.lookups import GraphReader
from bot.adapters.webgraph.piece_cache import DiskCache
from bot.adapters.webgraph.server import DataServer
from bot.playground.crawl.bvwriter import Coding, write_bvgraph
from bot.playground.crawl.server import Faults, crawl_app
from tests.adapters.webgraph.graphs import SmallGraph, checkpoints_of, weblike_lists, written


class Bytes:
    """A graph's bytes in memory; counts what is read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.reads = data, list[tuple[int, int]]()

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self, start: int, stop: int) -> bytes:
        self.reads.append((start, stop))
        return self.data[start:stop]


def reader_of(graph: SmallGraph, source: object = None, **options: int) -> GraphReader:
    table = CheckpointTable(*checkpoints_of(graph))
    data = source or Bytes(graph.stream)
    return GraphReader(graph.properties, table, data, **options)  # type: ignore[arg-type]  # fakes


async def test_every_node_reads_as_in_the_full_list_in_any_order() -> None:
    graph = written(5000, seed=21)
    source = Bytes(graph.stream)
    reader = reader_of(graph, source)
    order = list(range(5000))
    random.Random(1).shuffle(order)
    for node in order:
        assert list(await reader.successors(node)) == graph.lists[node]
        assert await reader.degree(node) == len(graph.lists[node])
    assert len(source.reads) <= 2 * -(-5000 // STEP)


@given(
    coding=st.builds(
        Coding,
        window=st.integers(0, 9),
        max_chain=st.integers(0, 5),
        min_interval=st.integers(0, 5),
        zeta_k=st.integers(1, 5),
    ),
    seed=st.integers(0, 10**6),
)
@settings(max_examples=8, deadline=None)
async def test_lookups_are_exact_around_checkpoints_for_every_coding(
    coding: Coding, seed: int
) -> None:
    graph = written(2 * STEP + 40, seed, coding)
    reader = reader_of(graph, kept_bytes=0)
    for edge in (STEP, 2 * STEP):
        for node in range(edge - 12, edge + 25):
            assert list(await reader.successors(node)) == graph.lists[node]


async def test_a_lookup_does_not_read_the_hub_beside_it() -> None:
    lists: list[list[int]] = [[node] for node in range(40_000)]
    lists[500] = sorted(random.Random(3).sample(range(40_000), 8000))
    graph = SmallGraph(lists, write_bvgraph(lists, Coding(window=1)))
    source = Bytes(graph.stream)
    table = CheckpointTable(*checkpoints_of(graph, hub=1000))
    reader = GraphReader(graph.properties, table, source)
    hub_bytes = (graph.offsets[501] - graph.offsets[500]) // 8
    assert list(await reader.successors(490)) == [490]
    assert list(await reader.successors(700)) == [700]
    assert sum(stop - start for start, stop in source.reads) < hub_bytes / 4
    assert list(await reader.successors(500)) == lists[500]


async def test_a_node_outside_the_graph_is_an_error() -> None:
    reader = reader_of(written(50, seed=1))
    with pytest.raises(GraphFormatError, match="no node 50"):
        await reader.successors(50)


@given(st.data())
@settings(max_examples=25, deadline=None)
async def test_damaged_bytes_and_checkpoints_never_crash_a_lookup(data: st.DataObject) -> None:
    graph = written(1500, seed=8)
    rows, details = (bytearray(part) for part in checkpoints_of(graph))
    stream = bytearray(graph.stream)
    for part in (rows, details, stream):
        for _ in range(data.draw(st.integers(0, 3))):
            part[data.draw(st.integers(0, len(part) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with suppress(GraphFormatError):
        table = CheckpointTable(bytes(rows), bytes(details))
        reader = GraphReader(graph.properties, table, Bytes(bytes(stream)))
        for node in range(0, 1500, 97):
            with suppress(GraphFormatError):
                found = await reader.successors(node)
                assert all(0 <= value < 1500 for value in found)


class Published:
    """A graph of its own on a server that fails on demand."""

    def __init__(self, folder: Path, url: str, faults: Faults, client: httpx.AsyncClient) -> None:
        self.graph = written(6000, seed=33)
        self.path = folder / "x-t.graph"
        self.path.write_bytes(self.graph.stream)
        self.url, self.faults = f"{url}x-t.graph", faults
        self.waits: list[float] = []
        self.server = DataServer(
            client, user_agent="BacklinksBot/test (+mailto:a@b.example)", sleep=self._sleep
        )

    async def source(self, cache: DiskCache | None = None) -> RangeBytes:
        version = await self.server.head(self.url)
        assert version is not None
        return RangeBytes(self.server, self.url, version, cache)

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
async def published(tmp_path: Path) -> AsyncIterator[Published]:
    faults = Faults()
    async with (
        TestServer(crawl_app(tmp_path, faults)) as server,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        yield Published(tmp_path, str(server.make_url("/")), faults, client)


@pytest.mark.parametrize(
    ("lookups", "kept_bytes", "least_requests"),
    [(400, 0, 300), pytest.param(10_000, 0, 2000, marks=pytest.mark.slow)],
)
async def test_random_lookups_by_range_equal_the_full_scan_whatever_the_connection_does(
    published: Published, lookups: int, kept_bytes: int, least_requests: int
) -> None:
    published.faults.fail_every, published.faults.cut_every = 7, 5
    published.faults.retry_after = "2"
    reader = reader_of(published.graph, await published.source(), kept_bytes=kept_bytes)
    rng = random.Random(99)
    for _ in range(lookups):
        node = rng.randrange(6000)
        assert list(await reader.successors(node)) == published.graph.lists[node]
    statuses = [seen.status for seen in published.faults.requests]
    assert statuses.count(206) > least_requests
    assert statuses.count(503) > 5
    assert set(published.waits) <= {1.0, 2.0, 4.0}
    assert published.faults.at_once == 1


@pytest.mark.parametrize("kind", ["if_range", "etag_alone", "length_alone"])
async def test_a_file_that_changes_in_the_middle_is_noticed(
    published: Published, kind: str
) -> None:
    published.faults.heeds_if_range = kind == "if_range"
    published.faults.etags = kind != "length_alone"
    reader = reader_of(published.graph, await published.source(), kept_bytes=0)
    assert list(await reader.successors(5)) == published.graph.lists[5]
    other = written(6000, seed=34).stream
    published.path.write_bytes(other)
    with pytest.raises(ReleaseChangedError, match="build the release again"):
        await reader.successors(4000)
    sent = [seen.sent for seen in published.faults.requests if seen.status == 200]
    assert sum(sent) <= len(other)


async def test_a_cached_part_is_not_asked_for_again_and_a_damaged_one_is(
    published: Published, tmp_path: Path
) -> None:
    path = tmp_path / "cache.sqlite"
    for expected in (1, 1):
        cache = DiskCache(path)
        reader = reader_of(published.graph, await published.source(cache))
        await reader.successors(3000)
        cache.close()
        parts = [seen for seen in published.faults.requests if seen.status == 206]
        assert len(parts) == expected
    path.write_bytes(b"no database at all" * 100)
    cache = DiskCache(path)
    reader = reader_of(published.graph, await published.source(cache))
    assert list(await reader.successors(3000)) == published.graph.lists[3000]
    cache.close()


def test_a_full_cache_forgets_what_was_not_used_for_the_longest(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "cache.sqlite", most_bytes=1000)
    for start in range(0, 1000, 100):
        cache.put(start, start + 100, bytes(100))
    assert cache.get(0, 100) == bytes(100)
    cache.put(1000, 1100, bytes(100))
    assert cache.get(0, 100) == bytes(100)
    assert cache.get(100, 200) is None
    cache.put(5000, 6000, bytes(1000))
    assert cache.get(5000, 6000) is None
    cache.close()


async def test_a_server_that_stays_away_is_an_error_after_some_tries(published: Published) -> None:
    source = await published.source()
    published.faults.fail_every = 1
    with pytest.raises(ServerError, match="did not answer after 4 tries"):
        await source.read(0, 10)
    assert published.waits == [1.0, 2.0, 4.0]
    published.faults.fail_every, published.faults.fail_status = 1, 410
    with pytest.raises(ServerError, match="410"):
        await source.read(0, 10)


async def test_each_request_says_who_asks_and_wants_no_packing(published: Published) -> None:
    await (await published.source()).read(10, 20)
    headers = published.faults.requests[-1].headers
    assert headers["User-Agent"].startswith("BacklinksBot/test")
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Range"] == "bytes=10-19"
    assert headers["If-Range"].startswith('"')


async def test_a_local_copy_answers_alike_and_must_be_the_same_file(tmp_path: Path) -> None:
    graph = SmallGraph(lists := weblike_lists(3000, seed=4), write_bvgraph(lists))
    path = tmp_path / "t.graph"
    path.write_bytes(graph.stream)
    copy = MappedBytes(path, FileVersion(len(graph.stream)))
    reader = reader_of(graph, copy)
    for node in range(0, 3000, 37):
        assert list(await reader.successors(node)) == lists[node]
    copy.close()
    with pytest.raises(ReleaseChangedError):
        MappedBytes(path, FileVersion(len(graph.stream) + 1))
