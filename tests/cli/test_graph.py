"""`backlinks graph` as a person and a program use it, against the stand-in on loopback."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.playground.crawl.release import generate_release, list_release
from bot.playground.crawl.server import crawl_app
from bot.playground.crawl.web import invent_web, next_month

OLDER, NEWER = "cc-main-2026-mar-apr-may", "cc-main-2026-apr-may-jun"
COMING = "cc-main-2026-may-jun-jul"

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running stand-in, in a thread of its own: the command line has its own loop."""
    folder = tmp_path_factory.mktemp("published")
    older = invent_web(
        600, seed=3, also_links=[("a-blog.com", "site.com"), ("gone.org", "site.com")]
    )
    newer = next_month(older, seed=4)
    newer.links = [link for link in newer.links if link[1] != "site.com"]
    newer.links += [("a-blog.com", "site.com"), ("fresh.net", "site.com")]
    generate_release(older.domains, older.links, folder, OLDER)
    generate_release(newer.domains, newer.links, folder, NEWER)
    list_release(folder, COMING)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = web.AppRunner(crawl_app(folder))

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield f"http://127.0.0.1:{port}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def call(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `backlinks graph ...` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    settings = {
        "COMMONCRAWL_BASE_URL": server,
        "COMMONCRAWL_INDEX_URL": server,
        "DATA_DIR": str(tmp_path / "data"),
    }

    def run(*arguments: str, **more: str) -> Result:
        return CliRunner().invoke(app, ["graph", *arguments], env=settings | more)

    return run


def test_from_nothing_to_an_answer(call: Call) -> None:
    listed = [json.loads(line) for line in call("releases", "--json").stdout.splitlines()]
    assert [(row["release"], row["published"], row["built"]) for row in listed] == [
        (COMING, False, False), (NEWER, True, False), (OLDER, True, False),
    ]  # fmt: skip
    built = call("build", "--json")
    assert built.exit_code == 0
    assert json.loads(built.stdout)["release"] == NEWER
    assert "of disk needed" in built.stderr
    found = call("inlinks", "https://www.Site.com/page", "--json")
    answer = json.loads(found.stdout)
    assert list(answer)[:6] == [
        "release", "domain", "referring_domains", "returned", "complete", "rows",
    ]  # fmt: skip
    assert (answer["release"], answer["domain"]) == (NEWER, "site.com")
    assert (answer["referring_domains"], answer["returned"], answer["complete"]) == (2, 2, True)
    assert {row["domain"] for row in answer["rows"]} == {"a-blog.com", "fresh.net"}
    assert all({"domain", "rank", "referring_domains"} == set(row) for row in answer["rows"])
    assert call("inlinks", "site.com", "--limit", "1").stdout.count("more (--limit)") == 1


def test_two_releases_side_by_side(call: Call) -> None:
    call("build", "--release", OLDER)
    call("build", "--release", NEWER)
    answer = json.loads(call("diff", OLDER, NEWER, "site.com", "--json").stdout)
    assert [row["domain"] for row in answer["gained_rows"]] == ["fresh.net"]
    assert [row["domain"] for row in answer["lost_rows"]] == ["gone.org"]
    assert answer["referring_domains"] == {"older": 2, "newer": 2}
    shown = call("diff", OLDER, NEWER, "site.com").stdout
    assert "New in the web graph: 1" in shown
    assert "not a link lost" in shown
    degrees = call("outdegree", "site.com", "nobody-there.com", "--json").stdout.splitlines()
    assert [json.loads(line)["referring_domains"] for line in degrees] == [2, 0]
    status = json.loads(call("status", "--json").stdout)
    assert [row["release"] for row in status["releases"]] == [NEWER, OLDER]
    assert call("remove", OLDER).exit_code == 0
    assert call("diff", OLDER, NEWER, "site.com").exit_code == 1


def test_checkpoints_go_from_one_to_another(call: Call, tmp_path: Path) -> None:
    call("build", "--release", NEWER)
    before = call("inlinks", "site.com", "--json").stdout
    assert call("export", "shared.bin").exit_code == 0
    elsewhere = {"DATA_DIR": str(tmp_path / "elsewhere")}
    assert (
        json.loads(call("import", "shared.bin", "--json", **elsewhere).stdout)["release"] == NEWER
    )
    assert call("build", "--release", NEWER, **elsewhere).exit_code == 0
    assert call("inlinks", "site.com", "--json", **elsewhere).stdout == before


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("inlinks", "site.com"), 1, "graph build"),
        (("inlinks", "not a domain"), 2, "not a domain"),
        (("inlinks", "10.0.0.1"), 2, "not a domain"),
        (("inlinks",), 2, "Missing argument"),
        (("inlinks", "site.com", "--limit", "-1"), 2, "--limit"),
        (("inlinks", "site.com", "--release", "../../etc"), 2, "not a release"),
        (("build", "--release", COMING), 1, "graph releases"),
        (("remove", NEWER), 1, "not here"),
        (("export", "x.bin"), 1, "graph build"),
        (("import", "missing.bin"), 2, "no file"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_on_stderr(
    call: Call, arguments: tuple[str, ...], status: int, told: str
) -> None:
    result = call(*arguments)
    assert result.exit_code == status
    assert told in result.stderr
    assert result.stdout == ""
