"""`backlinks broken`, `mentions`, `gap`, `reclaim` as a person and a program use them."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner, Result

from bot.app import decisions_to_read, rival_store
from bot.cli import app
from bot.cli.desk import settings_of_terminal
from bot.domain.backlinks import DomainName
from bot.playground.web import OURS, RIVALS, ahrefs_export, broken_links, own_pages_gone, web_app

PAGE = "http://library.example/resources/school-gardens"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The demonstration's web on its first day, on a thread of its own."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(web_app(lambda: 0))
    loop.run_until_complete(runner.setup())
    site = web.TCPSite(runner, "127.0.0.1", 0)
    loop.run_until_complete(site.start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield int(runner.addresses[0][1])
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def settings(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ALLOWED_PRIVATE_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("STATIC_HOSTS", f"*.example=127.0.0.1:{port}")
    monkeypatch.setenv("HOST_DELAY_SECONDS", "0")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def said(*words: str) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.usefixtures("settings")
def test_broken_says_in_json_what_is_broken_and_what_fits() -> None:
    found = said("broken", PAGE, OURS)
    assert {one["url"] for one in found["broken"]} == set(broken_links(PAGE, 0))
    assert {one["failure"] for one in found["broken"]} == {"page_gone"}
    assert any(one["fits"] == "http://garden.example/soil-test" for one in found["broken"])
    assert found["checked"] == found["works"] + len(found["broken"])
    text = call("broken", PAGE).stdout
    assert "6 of 8 links to other sites are broken" in text


@pytest.mark.usefixtures("settings")
def test_imported_exports_answer_gap_reclaim_and_mentions(tmp_path: Path) -> None:

    for site in (OURS, *RIVALS):
        file = tmp_path / f"{site}-backlinks-subdomains.csv"
        file.write_text(ahrefs_export(datetime.now(UTC).date(), target=site))
        assert call("import", str(file), "--target", site).exit_code == 0
    gap = said("gap", OURS, *RIVALS)
    assert [row["domain"] for row in gap["domains"]] == ["homestead.example"]
    assert "homestead.example" in call("gap", OURS, *RIVALS).stdout
    known = rival_store(decisions_to_read(settings_of_terminal()))
    assert set(asyncio.run(known.rivals_of(DomainName(OURS)))) == set(RIVALS)
    wasted = said("reclaim", OURS)["pages"]
    assert {page["url"] for page in wasted} >= set(own_pages_gone(0))
    assert "waste" in call("reclaim", OURS).stdout
    named = said("mentions", OURS, "http://news.example/local/tool-library")
    assert [one["name"] for one in named["mentions"]] == ["Garden Example"]


@pytest.mark.usefixtures("settings")
def test_wrong_words_are_wrong_usage_and_a_page_that_cannot_be_read_is_a_failure() -> None:
    assert call("broken", "nowhere").exit_code == 2
    assert call("gap", OURS, OURS).exit_code == 2
    result = call("broken", "http://library.example/none")
    assert result.exit_code == 1
    assert "cannot be looked at" in result.stderr
