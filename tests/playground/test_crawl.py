"""The stand-in for the data's server gives what the real one publishes, and fails as it does."""

import gzip
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from aiohttp.test_utils import TestServer

from bot.adapters.webgraph.bvgraph import read_all
from bot.adapters.webgraph.properties import parse_properties
from bot.playground.crawl.bvwriter import write_bvgraph
from bot.playground.crawl.ranks import java_number
from bot.playground.crawl.release import generate_release, list_release
from bot.playground.crawl.server import Faults, crawl_app
from bot.playground.crawl.web import invent_web, next_month
from tests.adapters.webgraph.graphs import CNR

RELEASE = "cc-main-2026-apr-may-jun"
EXPORTS = Path(__file__).parents[3] / "shared" / "corpora" / "exports"

VERTEX = re.compile(r"\d+\t[a-z0-9.-]+\t\d+")
EDGE = re.compile(r"\d+\t\d+")
NUMBER = r"\d+\.\d+(?:E-?\d+)?"
RANK = re.compile(rf"\d+\t{NUMBER}\t\d+\t{NUMBER}\t[a-z0-9.-]+\t\d+")


def lines_of(folder: Path, kind: str) -> list[str]:
    path = folder / f"{RELEASE}-domain-{kind}.txt.gz"
    return gzip.decompress(path.read_bytes()).decode("ascii").splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    web = invent_web(400, seed=5, also=["bakery.example.com", "shop.co.uk"])
    return generate_release(web.domains, web.links, tmp_path, RELEASE)


def test_a_release_has_the_published_formats(folder: Path) -> None:
    vertices, edges, ranks = (lines_of(folder, kind) for kind in ("vertices", "edges", "ranks"))
    assert all(VERTEX.fullmatch(line) for line in vertices)
    assert all(EDGE.fullmatch(line) for line in edges)
    assert ranks[0] == "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\t#n_hosts"
    assert all(RANK.fullmatch(line) for line in ranks[1:])
    names = [line.split("\t")[1] for line in vertices]
    assert [int(line.split("\t")[0]) for line in vertices] == list(range(len(names)))
    assert names == sorted(names)
    assert "uk.co.shop" in names
    pairs = [tuple(map(int, line.split("\t"))) for line in edges]
    assert pairs == sorted(set(pairs))
    assert {line.split("\t")[4] for line in ranks[1:]} == set(names)


@pytest.mark.skipif(not EXPORTS.exists(), reason="the real files' heads are not here")
def test_the_real_files_have_the_same_formats() -> None:
    def head(name: str) -> list[str]:
        return next(EXPORTS.glob(name)).read_text("utf-8").splitlines()

    assert all(VERTEX.fullmatch(line) for line in head("commoncrawl_domain_vertices*"))
    assert all(EDGE.fullmatch(line) for line in head("commoncrawl_domain_edges*"))
    assert all(RANK.fullmatch(line) for line in head("commoncrawl_domain_ranks*")[1:])


def test_both_graphs_hold_the_links_of_the_edges(folder: Path) -> None:
    pairs = {tuple(map(int, line.split("\t"))) for line in lines_of(folder, "edges")}
    for suffix, turned in (("", False), ("-t", True)):
        base = folder / f"{RELEASE}-domain{suffix}"
        properties = parse_properties(base.with_name(base.name + ".properties").read_text("ascii"))
        stream = base.with_name(base.name + ".graph").read_bytes()
        read = {
            (int(successor), node) if turned else (node, int(successor))
            for node, (_, successors) in enumerate(read_all(stream, properties))
            for successor in successors
        }
        assert read == pairs


def test_the_list_of_releases_is_newest_first(folder: Path) -> None:
    root = folder.parents[3]
    list_release(root, "cc-main-2026-may-jun-jul")
    listed = json.loads((root / "graphinfo.json").read_text("utf-8"))
    assert [entry["id"] for entry in listed] == ["cc-main-2026-may-jun-jul", RELEASE]


def test_a_month_later_links_have_gone_and_come() -> None:
    web = invent_web(400, seed=5)
    later = next_month(web, seed=6)
    assert set(web.links) - set(later.links)
    assert set(later.links) - set(web.links)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (0.000999, "9.99E-4"),
        (1e-5, "1.0E-5"),
    ],
)
def test_numbers_are_written_as_java_does(value: float, text: str) -> None:
    assert java_number(value) == text


class Served:
    """A running stand-in that serves one file of 1,000 bytes."""

    def __init__(self, folder: Path, faults: Faults, client: httpx.AsyncClient) -> None:
        self.path, self.faults, self.client = folder / "file.bin", faults, client


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    (tmp_path / "file.bin").write_bytes(bytes(range(250)) * 4)
    faults = Faults()
    async with (
        TestServer(crawl_app(tmp_path, faults)) as server,
        httpx.AsyncClient(base_url=str(server.make_url("/")), trust_env=False) as client,
    ):
        yield Served(tmp_path, faults, client)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=10-19", 10, 20),
        ("bytes=990-", 990, 1000),
        ("bytes=-5", 995, 1000),
        ("bytes=900-5000", 900, 1000),
    ],
)
async def test_a_range_is_answered(served: Served, asked: str, start: int, stop: int) -> None:
    answer = await served.client.get("file.bin", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == served.path.read_bytes()[start:stop]
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/1000"


async def test_if_range_tells_a_changed_file(served: Served) -> None:
    etag = (await served.client.head("file.bin")).headers["ETag"]
    headers = {"Range": "bytes=0-9", "If-Range": etag}
    assert (await served.client.get("file.bin", headers=headers)).status_code == 206
    served.path.write_bytes(b"other" * 100)
    changed = await served.client.get("file.bin", headers=headers)
    assert (changed.status_code, len(changed.content)) == (200, 500)
    assert changed.headers["ETag"] != etag


async def test_beyond_the_end_is_416_and_outside_the_folder_404(served: Served) -> None:
    beyond = await served.client.get("file.bin", headers={"Range": "bytes=1000-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */1000")
    assert (await served.client.get("%2e%2e/%2e%2e/etc/passwd")).status_code == 404
    assert (await served.client.get("nothing")).status_code == 404


async def test_faults_come_on_demand_and_requests_are_recorded(served: Served) -> None:
    served.faults.fail_next, served.faults.retry_after = 1, "7"
    refused = await served.client.get("file.bin")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "7")
    served.faults.cut_every = 1
    with pytest.raises(httpx.RemoteProtocolError):
        await served.client.get("file.bin")
    served.faults.cut_every, served.faults.ranges = 0, False
    whole = await served.client.get("file.bin", headers={"Range": "bytes=0-9"})
    assert (whole.status_code, len(whole.content)) == (200, 1000)
    assert [seen.status for seen in served.faults.requests] == [503, 200, 200]
    assert [seen.sent for seen in served.faults.requests] == [0, 500, 1000]
    assert served.faults.at_once == 1


@pytest.mark.slow
@pytest.mark.skipif(not CNR.with_suffix(".graph").exists(), reason="the real graph is not here")
def test_a_real_graph_is_written_byte_for_byte() -> None:
    stream = CNR.with_suffix(".graph").read_bytes()
    properties = parse_properties(CNR.with_suffix(".properties").read_text("ascii"))
    lists = [list(successors) for _, successors in read_all(stream, properties)]
    assert write_bvgraph(lists).stream == stream
