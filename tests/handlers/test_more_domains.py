"""More domains: sorted and filtered by menus that remember each other, and a chart of the types."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.domain_list import PAGE
from bot.slack import findings
from bot.slack.domain_list import TYPES_OVER_TIME, VIEW
from tests.graphs import NEWER, FakeGraph
from tests.handlers.conftest import Office, office
from tests.handlers.test_quality import WEB, _import
from tests.handlers.test_verifying import LINK, page
from tests.handlers.test_verifying import PAGE as LINKING

Json = dict[str, Any]
SITES = [f"site{number:02}.example" for number in range(PAGE + 5)]
GRAPH = FakeGraph({NEWER: {"site.example": SITES}})


async def _open(bot: Office) -> Json:
    await bot.here.command("/backlinks check site.example")
    answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
    await bot.here.click(answer, findings.MENU, "more site.example")
    return await bot.here.wait_for(lambda m: "referring domains 1 to" in m["text"])


def _entries(message: Json, menu: str) -> dict[str, str]:
    """A menu's entries: text to value."""
    for block in message["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == f"{VIEW}.{menu}":
                return {one["text"]["text"]: one["value"] for one in element["options"]}
    raise AssertionError(f"no menu {menu}")


async def test_menus_filter_and_sort_and_remember_each_other(tmp_path: Path) -> None:
    async with office(tmp_path, WEB, webgraph=GRAPH) as bot:
        await _import(bot)
        await bot.here.command(f"/backlinks verify {LINKING} site.example")
        await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        more = await _open(bot)
        assert f"referring domains 1 to {PAGE} of {PAGE + 7}" in more["text"]
        editorial = _entries(more, "type")["Editorial"]
        await bot.here.click(more, f"{VIEW}.type", editorial)
        only = await bot.here.wait_for(lambda m: "type editorial" in m["text"])
        assert "referring domains (type editorial) 1 to 1 of 1" in only["text"]
        assert "journal.example" in only["text"]
        assert only["ts"] == more["ts"], "it stands where the list stood"
        await bot.here.click(only, f"{VIEW}.least", _entries(only, "least")["Quality 80 and more"])
        none = await bot.here.wait_for(lambda m: "quality 80 and more" in m["text"])
        assert "referring domains (type editorial, quality 80 and more) 1 to 1" in none["text"]
        await bot.here.click(none, f"{VIEW}.type", _entries(none, "type")["Not looked at"])
        none = await bot.here.wait_for(lambda m: "type not looked at, quality 80" in m["text"])
        assert "no referring domains" in none["text"]


async def test_pages_keep_what_the_menus_say(tmp_path: Path) -> None:
    async with office(tmp_path, WEB, webgraph=GRAPH) as bot:
        await _import(bot)
        more = await _open(bot)
        await bot.here.click(
            more, f"{VIEW}.source", _entries(more, "source")["Common Crawl web graph"]
        )
        graph = await bot.here.wait_for(lambda m: "known from Common Crawl web graph" in m["text"])
        assert f"1 to {PAGE} of {PAGE + 5}" in graph["text"]
        await bot.here.click(graph, f"{VIEW}.next")
        last = await bot.here.wait_for(lambda m: f"{PAGE + 1} to {PAGE + 5}" in m["text"])
        assert "known from Common Crawl web graph" in last["text"]
        await bot.here.click(last, f"{VIEW}.order", _entries(last, "order")["By name"])
        first = await bot.here.wait_for(lambda m: f"1 to {PAGE} of {PAGE + 5}" in m["text"])
        assert first["text"].splitlines()[1].startswith("site00.example")


async def test_the_mix_of_types_is_drawn_once_there_is_a_history(tmp_path: Path) -> None:
    async with office(tmp_path, WEB, webgraph=GRAPH) as bot:
        await _import(bot)
        more = await _open(bot)
        await bot.here.click(more, TYPES_OVER_TIME)
        await bot.here.wait_for(lambda m: "no history to draw yet" in m["text"])
        for days in (0, 2):
            await _look_after(bot, days)
        await bot.here.click(more, TYPES_OVER_TIME)
        drawn = await bot.here.wait_for(lambda m: "types of links over time, " in m["text"])
        chart = next(b for b in drawn["blocks"] if b["type"] == "data_visualization")
        assert chart["chart"]["type"] == "area"
        assert [line["name"] for line in chart["chart"]["series"]] == ["editorial"]
        assert "Now: editorial 1." in drawn["text"]


async def _look_after(bot: Office, days: int) -> None:
    bot.time.now += timedelta(days=days)
    bot.pages.answers = {LINKING: replace(page(LINKING, LINK), fetched_at=bot.time.now)}
    await bot.here.command(f"/backlinks verify {LINKING} site.example")
    await bot.here.wait_for(lambda m: m["text"].startswith("Live."))


def test_the_command_line_sorts_and_filters_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fill() -> None:
        async with office(tmp_path, WEB) as bot:
            await _import(bot)
            await bot.here.command(f"/backlinks verify {LINKING} site.example")
            await bot.here.wait_for(lambda m: m["text"].startswith("Live."))

    asyncio.run(fill())
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    def asked(*words: str) -> Json:
        done = CliRunner().invoke(app, ["check", "site.example", "--json", *words])
        assert done.exit_code == 0, done.output
        answer: Json = orjson.loads(done.stdout)
        return answer

    everything = asked("--sort", "name")
    names = [row["domain"] for row in everything["domains"]]
    assert names == sorted(names)
    assert len(names) > 1
    assert [row["domain"] for row in asked("--type", "editorial")["domains"]] == ["journal.example"]
    assert asked("--type", "footer")["domains"] == []
    scored = asked("--type", "editorial")["domains"][0]
    assert sum(line["points"] for line in scored["factors"]) == scored["quality"]
    assert "topic" in scored["missing"]
    best = asked("--min-quality", "90")["domains"]
    assert [(row["domain"], row["rough"]) for row in best] == [("journal.example", True)]
    assert asked("--type", "editorial")["referring_domains"] == everything["referring_domains"]
    refused = CliRunner().invoke(app, ["check", "site.example", "--type", "nice"])
    assert refused.exit_code == 2
    assert "Types are" in refused.stderr
