"""A build comes to the same end whatever happens on its way, and never harms what was built before."""

import asyncio
import gzip
import json
import sys
from pathlib import Path

import pytest

from bot.adapters.webgraph import checkpoint_file
from bot.adapters.webgraph.build_scan import ScanStep
from bot.adapters.webgraph.build_state import BuildState, load_state, save_state
from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.errors import (
    GraphFormatError,
    NoReleaseError,
    ReleaseChangedError,
    ServerError,
)
from bot.adapters.webgraph.kernel import fastest_scan
from bot.adapters.webgraph.scan import scan
from bot.errors import ConflictError, InvalidInputError, StoreError
from bot.playground.crawl.release import generate_release, list_release
from bot.playground.crawl.web import invent_web
from tests.adapters.webgraph.conftest import NEWER, OLDER, Crawl
from tests.adapters.webgraph.graphs import written

OURS = ("names.bin", "checkpoints.bin", "degrees.u8", "degrees.big", "ranks.bin")


def contents(crawl: Crawl, release: str) -> dict[str, bytes]:
    return {name: (crawl.folder.path(release) / name).read_bytes() for name in OURS}


async def test_cut_connections_and_503s_change_nothing_but_the_time(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    smooth = contents(crawl, NEWER)
    crawl.folder.remove(NEWER)
    crawl.faults.cut_every, crawl.faults.cut_at = 1, 2500
    crawl.faults.fail_every, crawl.faults.retry_after = 4, "3"
    await crawl.build(NEWER)
    assert contents(crawl, NEWER) == smooth
    assert 3.0 in crawl.waits
    assert crawl.faults.at_once == 1


async def test_a_server_that_ignores_ranges_is_read_again_from_the_start(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    smooth = contents(crawl, NEWER)
    crawl.folder.remove(NEWER)
    crawl.faults.ranges = False
    crawl.faults.cut_every = 2
    await crawl.build(NEWER)
    assert contents(crawl, NEWER) == smooth


async def test_a_file_that_changes_while_it_is_downloaded_is_noticed(
    crawl: Crawl, tmp_path: Path
) -> None:
    web = invent_web(800, seed=1)
    generate_release(web.domains, web.links, crawl.published, "cc-main-2026-jan-feb-mar")
    release = "cc-main-2026-jan-feb-mar"
    builder = crawl.builder()
    plan = await builder.plan(release, ranks=0, keep_graph=False)
    path = crawl.published_file(release, "-t.graph")
    path.write_bytes(path.read_bytes()[::-1] + b"more")
    with pytest.raises((ReleaseChangedError, ServerError)):
        await builder.build(plan, lambda *_: None)
    assert crawl.folder.built() == []
    generate_release(web.domains, web.links, crawl.published, release)
    await crawl.build(release)
    assert crawl.folder.built() == [release]


@pytest.mark.parametrize("engine", ["python", "compiled"])
@pytest.mark.parametrize("keep_graph", [False, True])
def test_a_scan_that_is_broken_off_anywhere_ends_the_same(
    tmp_path: Path, engine: str, keep_graph: bool
) -> None:
    graph = written(4000, seed=5)
    chosen = scan if engine == "python" else fastest_scan()
    version = FileVersion(len(graph.stream))

    def finished(stops: list[int]) -> dict[str, bytes]:
        folder = tmp_path / f"{engine}-{keep_graph}-{len(stops)}"
        folder.mkdir()
        for stop in [*stops, len(graph.stream)]:
            note = load_state(folder).scan
            step = ScanStep(
                folder, graph.properties, engine=chosen, keep_graph=keep_graph, note=note
            )
            for at in range(step.start, stop, 700):
                step.take(graph.stream[at : min(stop, at + 700)])
                save_state(folder, BuildState({}, set(), step.note()))
            if stop < len(graph.stream):
                step.take(graph.stream[stop : stop + 300])  # after the last note: must be forgotten
                step.close()
        step.finish(NEWER, version)
        (folder / "state.json").unlink()
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    size = len(graph.stream)
    whole = finished([])
    assert finished([size // 7, size // 3, size // 2, size - 400]) == whole
    assert set(whole) == {"checkpoints.bin", "degrees.u8", "degrees.big"} | (
        {"t.graph"} if keep_graph else set()
    )


async def test_a_killed_build_leaves_the_old_release_and_goes_on(crawl: Crawl) -> None:
    await crawl.build(OLDER)
    await crawl.build(NEWER)
    smooth = contents(crawl, NEWER)
    crawl.folder.remove(NEWER)
    domain = crawl.webs[OLDER].links[0][1]
    before = await crawl.graph().inlinks(domain, limit=100)
    for step in ("names", "links", "ranks"):
        code = _KILLED_AT.format(
            step=step, base=crawl.base_url, root=crawl.folder.root, release=NEWER
        )
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        assert await process.wait() == 9
        assert crawl.folder.built() == [OLDER]
        assert crawl.folder.begun() == [NEWER]
        assert await crawl.graph().inlinks(domain, limit=100) == before
    asked = len(crawl.faults.requests)
    await crawl.build(NEWER)
    assert contents(crawl, NEWER) == smooth
    later = [seen.path for seen in crawl.faults.requests[asked:] if seen.method == "GET"]
    assert not any(path.endswith(("vertices.txt.gz", "-t.graph")) for path in later)
    assert crawl.folder.begun() == []


_KILLED_AT = """
import asyncio, os
from datetime import UTC, datetime
from pathlib import Path
import httpx
from bot.adapters.webgraph.build import Builder
from bot.adapters.webgraph.releases import ReleaseFolder
from bot.adapters.webgraph.server import DataServer

def kill(step, done, total):
    if step == "{step}":
        os._exit(9)

async def main():
    async with httpx.AsyncClient(trust_env=False) as client:
        builder = Builder(ReleaseFolder(Path("{root}")), DataServer(client, user_agent="killed"),
            base_url="{base}", index_url="{base}", clock=lambda: datetime.now(UTC))
        plan = await builder.plan("{release}", ranks=10**9, keep_graph=False)
        await builder.build(plan, kill)

asyncio.run(main())
"""


async def test_a_build_that_lost_its_server_goes_on_in_the_middle(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    smooth = contents(crawl, NEWER)
    crawl.folder.remove(NEWER)
    builder = crawl.builder()
    plan = await builder.plan(NEWER, ranks=10**9, keep_graph=False)
    crawl.faults.cut_every, crawl.faults.cut_at = 1, 3000

    def lose(step: str, done: int, _total: int) -> None:
        if step == "links" and done >= 3000:
            crawl.faults.fail_every = 1

    with pytest.raises(ServerError, match="tries"):
        await builder.build(plan, lose)
    crawl.faults.fail_every = crawl.faults.cut_every = 0
    asked = len(crawl.faults.requests)
    await crawl.build(NEWER)
    assert contents(crawl, NEWER) == smooth
    later = [seen for seen in crawl.faults.requests[asked:] if seen.method == "GET"]
    resumed = [seen.headers["Range"] for seen in later if seen.path.endswith("-t.graph")]
    assert len(resumed) == 1
    assert int(resumed[0].removeprefix("bytes=").partition("-")[0]) > 2000


async def test_a_server_without_head_or_ranks_will_do(crawl: Crawl) -> None:
    crawl.faults.heads = False
    crawl.faults.missing = {"ranks"}
    await crawl.build(NEWER)
    domain = crawl.webs[NEWER].links[0][1]
    report = await crawl.graph().inlinks(domain, limit=1000)
    assert {row.domain for row in report.rows} == crawl.referrers(NEWER, domain)
    assert {row.rank for row in report.rows} == {None}


async def test_what_is_built_already_is_not_downloaded_again(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    asked = len(crawl.faults.requests)
    await crawl.build(NEWER, ranks=10)
    seen = [seen for seen in crawl.faults.requests[asked:] if seen.method == "GET"]
    assert [one.path.rpartition("-")[2] for one in seen] == ["t.properties"]


async def test_lookups_say_what_to_do_when_the_server_serves_whole_files_only(crawl: Crawl) -> None:
    crawl.faults.ranges = False
    await crawl.build(NEWER)
    domain = crawl.webs[NEWER].links[0][1]
    with pytest.raises(ServerError, match="--keep-graph"):
        await crawl.graph().inlinks(domain, limit=5)
    await crawl.build(NEWER, keep_graph=True)
    assert (await crawl.graph().inlinks(domain, limit=5)).returned


async def test_too_little_disk_is_said_before_anything_is_downloaded(crawl: Crawl) -> None:
    builder = crawl.builder(free_bytes=lambda _: 1000)
    plan = await builder.plan(NEWER, ranks=0, keep_graph=False)
    asked = len(crawl.faults.requests)
    with pytest.raises(StoreError, match="GB"):
        await builder.build(plan, lambda *_: None)
    assert len(crawl.faults.requests) == asked


async def test_two_builds_of_one_release_do_not_meet(crawl: Crawl) -> None:
    builder, other = crawl.builder(), crawl.builder()
    plan = await builder.plan(NEWER, ranks=0, keep_graph=False)
    met = []

    async def second() -> None:
        with pytest.raises(ConflictError, match="another process"):
            await other.build(plan, lambda *_: None)
        met.append(True)

    tasks: list[asyncio.Future[None]] = []
    await builder.build(
        plan, lambda *_: tasks.append(asyncio.ensure_future(second())) if not tasks else None
    )
    await asyncio.gather(*tasks)
    assert met


async def test_a_newer_build_of_the_same_release_replaces_it_under_an_open_graph(
    crawl: Crawl,
) -> None:
    await crawl.build(NEWER, ranks=0)
    graph = crawl.graph()
    domain = crawl.webs[NEWER].links[0][1]
    assert (await graph.inlinks(domain, limit=5)).rows[0].rank is None
    builder = crawl.builder()
    plan = await builder.plan(NEWER, ranks=10**9, keep_graph=False)
    await builder.build(plan, lambda *_: None)
    assert (await graph.inlinks(domain, limit=5)).rows[0].rank is not None
    await graph.close()


async def test_checkpoints_of_one_serve_another_without_reading_the_graph(
    crawl: Crawl, tmp_path: Path
) -> None:
    await crawl.build(NEWER)
    shared = tmp_path / "shared.bin"
    exported = crawl.builder().export_checkpoints(NEWER, shared)
    assert exported.release == NEWER
    domain = crawl.webs[NEWER].links[0][1]
    expected = await crawl.graph().inlinks(domain, limit=50)
    with pytest.raises(ConflictError):
        crawl.builder().import_checkpoints(shared)
    crawl.folder.remove(NEWER)
    crawl.builder().import_checkpoints(shared)
    asked = len(crawl.faults.requests)
    await crawl.build(NEWER)
    seen = crawl.faults.requests[asked:]
    assert not any(s.path.endswith("-t.graph") and s.method == "GET" for s in seen)
    found = await crawl.graph().inlinks(domain, limit=50)
    assert [row.domain for row in found.rows] == [row.domain for row in expected.rows]
    # Without a table of degrees the first rows cost a look-up each, the others do without.
    assert found.rows[:20] == expected.rows[:20]
    assert {row.referring_domains for row in found.rows[20:]} == {None}


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda data: data[:-40] + bytes(40), "checksum"),
        (lambda data: data[:50], "checksum"),
        (lambda data: b"BLWGCP99" + data[8:], "version"),
        (lambda _: b"PK\x03\x04 something else", "not a checkpoint file"),
        (lambda _: b"", "not a checkpoint file"),
    ],
    ids=["damaged", "cut", "newer", "another file", "empty"],
)
async def test_a_wrong_checkpoint_file_is_refused(
    crawl: Crawl, tmp_path: Path, harm: object, told: str
) -> None:
    await crawl.build(OLDER, ranks=0)
    path = tmp_path / "x.bin"
    crawl.builder().export_checkpoints(OLDER, path)
    crawl.folder.remove(OLDER)
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]  # one of the above
    with pytest.raises(GraphFormatError, match=told):
        crawl.builder().import_checkpoints(path)
    assert crawl.folder.begun() == []


async def test_checkpoints_of_another_file_are_not_used(crawl: Crawl, tmp_path: Path) -> None:
    await crawl.build(NEWER)
    smooth = contents(crawl, NEWER)
    path = crawl.folder.path(NEWER) / "checkpoints.bin"
    found = checkpoint_file.load(path)
    crawl.folder.remove(NEWER)
    work = crawl.folder.building(NEWER)
    work.mkdir()
    wrong = checkpoint_file.assemble(
        NEWER, found.properties, FileVersion(found.graph.size + 1), *found.table.sections
    )
    (work / "checkpoints.bin").write_bytes(wrong)
    await crawl.build(NEWER)
    assert contents(crawl, NEWER) == smooth


@pytest.mark.parametrize(
    ("ending", "harm", "told"),
    [
        ("-t.graph", lambda data: data[: len(data) // 2], "cut short"),
        ("-t.graph", lambda data: bytes(len(data)), "damaged"),
        ("-t.graph", lambda data: data + bytes(5000), "goes on after"),
        ("-t.properties", lambda data: data.replace(b"version=0", b"version=7"), "version"),
        ("-t.properties", lambda data: data.replace(b"arcs=", b"arcs=1"), "links"),
        ("-t.properties", lambda data: b"<html>not found</html>", "BVGraph"),
        ("-vertices.txt.gz", lambda data: data[: len(data) // 2], "cut short"),
        ("-vertices.txt.gz", lambda data: b"not gzip at all", "damaged"),
        ("-vertices.txt.gz", lambda _: gzip.compress(b"0\tcom.a\t1\n"), "names"),
        (
            "-vertices.txt.gz",
            lambda _: gzip.compress(b"0\tcom.b\t1\n1\tcom.a\t1\n"),
            "not in order",
        ),
        ("-vertices.txt.gz", lambda _: gzip.compress(b"hello\n"), "line"),
        ("-vertices.txt.gz", lambda _: gzip.compress(b"7\tcom.a\t1\n"), "from 0"),
        ("-vertices.txt.gz", lambda _: gzip.compress(bytes(50_000_000)), "too long"),
        ("-ranks.txt.gz", lambda _: gzip.compress(b"#head\nbroken\n"), "line"),
    ],
)
async def test_damaged_files_give_a_sentence_and_no_release(
    crawl: Crawl, ending: str, harm: object, told: str
) -> None:
    release = "cc-main-2025-26-nov-dec-jan"
    web = invent_web(600, seed=2)
    generate_release(web.domains, web.links, crawl.published, release)
    path = crawl.published_file(release, ending)
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]  # one of the above
    with pytest.raises(GraphFormatError, match=told):
        await crawl.build(release)
    assert crawl.folder.built() == []
    generate_release(web.domains, web.links, crawl.published, release)
    await crawl.build(release)
    assert crawl.folder.built() == [release]


async def test_releases_are_listed_and_the_newest_that_is_there_is_chosen(crawl: Crawl) -> None:
    list_release(crawl.published, "cc-main-2026-may-jun-jul")
    builder = crawl.builder()
    listed = await builder.releases()
    assert listed[0].release == "cc-main-2026-may-jun-jul"
    assert listed[0].published is False
    assert await builder.newest() == next(row.release for row in listed if row.published)
    with pytest.raises(NoReleaseError, match="graph releases"):
        await builder.plan("cc-main-2026-may-jun-jul", ranks=0, keep_graph=False)
    with pytest.raises(InvalidInputError):
        await builder.plan("../etc", ranks=0, keep_graph=False)


@pytest.mark.parametrize("content", [b"<html>", b"{}", b"[1, 2]", b'[{"name": "x"}]'])
async def test_a_list_that_cannot_be_read_is_an_error(
    crawl: Crawl, tmp_path: Path, content: bytes
) -> None:
    path = crawl.published / "graphinfo.json"
    kept = path.read_bytes()
    path.write_bytes(content)
    try:
        with pytest.raises((ServerError, NoReleaseError)):
            await crawl.builder().newest()
    finally:
        path.write_bytes(kept)


async def test_a_release_is_removed_whole(crawl: Crawl) -> None:
    await crawl.build(OLDER, ranks=0)
    await crawl.build(NEWER, ranks=0)
    assert crawl.folder.remove(OLDER) > 1000
    assert crawl.folder.built() == [NEWER]
    assert [path.name for path in crawl.folder.root.iterdir()] == [NEWER]
    with pytest.raises(NoReleaseError):
        crawl.folder.remove(OLDER)
    state = json.loads((crawl.folder.path(NEWER) / "release.json").read_bytes())
    assert state["release"] == NEWER
