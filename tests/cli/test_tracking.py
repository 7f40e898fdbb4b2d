"""`backlinks track`, `untrack`, `links`, `asof`, `proof`, `export events`, as a person types them."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.cli import app
from bot.domain.names import parse_target
from bot.domain.tracking import NewLink
from tests.domain.test_events import DAY, look
from tests.handlers.test_verifying import LINK, page
from tests.services.test_run_checks import World, serve

PAGE = "https://journal.example/tools"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def run(*args: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(app, args, input=stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_links_are_tracked_listed_and_let_go() -> None:
    lines = f"{PAGE} site.example\nhttps://other.example/ https://site.example/guide\nnothing\n"
    assert run("track", "--from", "-", stdin=lines) == "2 new, 0 tracked already\n"
    assert run("track", PAGE, "site.example") == "0 new, 1 tracked already\n"
    listed = run("links", "site.example")
    assert "new" in listed
    assert f"{PAGE} -> site.example" in listed
    assert run("links", "site.example", "--state", "lost") == (
        "No tracked link to site.example is lost.\n"
    )
    assert run("links", "other.example") == "No link to other.example is tracked.\n"
    assert run("untrack", "site.example") == "2 tracked no longer\n"


def test_what_was_live_on_a_day_and_the_proof(data_dir: Path) -> None:
    database = open_database(data_dir)
    store = SqlObservationStore(database)
    asyncio.run(store.save_observations([look(0 * DAY), look(9 * DAY, "link_removed")]))
    database.close()
    assert "live" in run("asof", "site.example", "2026-03-05")
    assert "lost" in run("asof", "site.example", "2026-03-30")
    assert run("asof", "site.example", "2026-02-01") == "nobody had looked by then\n"
    text = run("proof", PAGE, "site.example")
    assert "State: lost (link_removed)" in text
    assert "newest look that saw the link" in text
    assert "State: live" in run("proof", PAGE, "site.example", "--on", "2026-03-05")
    lines = run("proof", PAGE, "site.example", "--json").splitlines()
    assert [json.loads(line)["state"] for line in lines] == ["lost", "live"]
    page = run("proof", PAGE, "site.example", "--html", "-")
    assert page.startswith("<!doctype html>")
    assert "Lost: link removed" in page
    file = data_dir / "asof.html"
    assert run("asof", "site.example", "2026-03-05", "--html", str(file)) == ""
    assert "Live" in file.read_text(encoding="utf-8")


def test_machine_output_is_json_alone(data_dir: Path) -> None:
    added = json.loads(
        run("track", "--from", "-", "--json", stdin=f"{PAGE} site.example\nnothing\n")
    )
    assert (added["new"], added["known"], added["refusals"][0]["line"]) == (1, 0, 2)
    (line,) = run("links", "site.example", "--json").splitlines()
    link = json.loads(line)
    assert (link["referring_page"], link["target"], link["state"]) == (PAGE, "site.example", "new")
    assert link["next_look_at"] > link["added_at"]
    assert run("links", "site.example", "--state", "lost", "--json") == ""
    assert run("asof", "site.example", "2026-03-01", "--json") == ""
    assert json.loads(run("untrack", "site.example", "--json")) == {"untracked": 1}


def test_a_state_that_does_not_exist_is_refused_with_those_that_do() -> None:
    result = CliRunner().invoke(app, ["links", "site.example", "--state", "gone"])
    assert result.exit_code == 2
    assert "missing" in result.stderr


def test_a_wrong_day_is_said_in_a_sentence() -> None:
    result = CliRunner().invoke(app, ["asof", "site.example", "yesterday"])
    assert result.exit_code == 2
    assert "2026-03-01" in result.stderr


def test_events_are_exported(data_dir: Path) -> None:
    async def live() -> None:
        world = World(open_database(data_dir))
        pair = NewLink(PAGE, parse_target("site.example"), "cli")
        await world.links.track([pair], now=world.now)
        world.now += timedelta(days=1)
        for link in (LINK, "", ""):
            serve(world, {PAGE: page(PAGE, link)})
            await world.run()
            world.now += timedelta(days=2)
        world.database.close()

    asyncio.run(live())
    lines = run("export", "events", "site.example").splitlines()
    assert lines[0].startswith("at,kind,referring_page")
    assert [line.split(",")[1] for line in lines[1:]] == ["lost"]
