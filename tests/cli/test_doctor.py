"""`backlinks doctor` against a playground, a broken server, and folders of every kind."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from typer.testing import CliRunner

from bot.adapters.slack.health import HttpSlackHealth
from bot.adapters.store.database import FILE_NAME
from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.health import FolderHealth
from bot.adapters.store.migrate import open_database
from bot.cli import app
from bot.cli.manifest import manifest_text
from bot.playground import Playground, running

_TOKEN = "xoxb-1-secret-of-ours"


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    playground = Playground(json.loads(manifest_text()))
    async with running(playground):
        yield playground


def _environment(playground: Playground, folder: Path) -> dict[str, str]:
    return {
        "SLACK_API_URL": f"{playground.base_url}/api/",
        "SLACK_BOT_TOKEN": playground.bot_token,
        "SLACK_APP_TOKEN": playground.app_token,
        "DATA_DIR": str(folder / "data"),
        # The playground stands in for the web as well: any answer will do.
        "COMMONCRAWL_BASE_URL": playground.base_url,
        "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
    }


@dataclass
class _Said:
    status: int
    text: str

    @property
    def checks(self) -> dict[str, Any]:
        return {check["name"]: check for check in json.loads(self.text)["checks"]}

    @property
    def problems(self) -> list[str]:
        return [name for name, check in self.checks.items() if not check["ok"]]


async def _doctor(folder: Path, environment: Mapping[str, str], *options: str) -> _Said:
    def call() -> _Said:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            done = CliRunner(env=dict(environment)).invoke(app, ["doctor", *options])
            return _Said(done.exit_code, done.stdout)

    return await asyncio.to_thread(call)


async def test_all_is_well_with_good_tokens(slack: Playground, tmp_path: Path) -> None:
    said = await _doctor(tmp_path, _environment(slack, tmp_path), "--json")
    assert said.problems == []
    assert said.status == 0
    assert set(said.checks) == {
        *("settings", "python", "storage", "space", "database", "lock"),
        *("bot token", "app token", "scopes", "clock", "network", "vendors"),
    }
    assert "Demo" in said.checks["bot token"]["said"]


async def test_people_read_a_line_a_check_and_what_to_do(slack: Playground, tmp_path: Path) -> None:
    environment = _environment(slack, tmp_path) | {"SLACK_APP_TOKEN": "xapp-wrong"}
    said = await _doctor(tmp_path, environment)
    assert said.status == 1
    lines = said.text.splitlines()
    assert lines[-1] == "1 to mend."
    wrong = next(index for index, line in enumerate(lines) if line.startswith("PROBLEM"))
    assert "SLACK_APP_TOKEN does not work" in lines[wrong]
    assert "->" in lines[wrong + 1]


async def test_no_secret_is_ever_printed(slack: Playground, tmp_path: Path) -> None:
    environment = _environment(slack, tmp_path)
    bad = environment | {"SLACK_BOT_TOKEN": _TOKEN, "SLACK_APP_TOKEN": "xapp-secret"}
    for settings in (environment, bad):
        for options in ((), ("--json",)):
            said = await _doctor(tmp_path, settings, *options)
            assert settings["SLACK_BOT_TOKEN"] not in said.text
            assert settings["SLACK_APP_TOKEN"] not in said.text
            assert "ticket=" not in said.text


async def test_missing_tokens_are_told_beside_everything_else(tmp_path: Path) -> None:
    environment = {"SLACK_API_URL": "http://127.0.0.1:9/api/", "DATA_DIR": str(tmp_path)}
    said = await _doctor(tmp_path, environment, "--json")
    assert said.status == 1
    assert {"slack", "network"} <= set(said.problems)
    assert said.checks["storage"]["ok"]


async def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    said = await _doctor(tmp_path, {"MAX_CONNECTIONS": "many"}, "--json")
    assert said.problems == ["settings"]
    assert "MAX_CONNECTIONS" in said.checks["settings"]["said"]


async def test_a_token_with_too_few_scopes_is_told_which(tmp_path: Path) -> None:
    manifest = json.loads(manifest_text())
    manifest["oauth_config"]["scopes"]["bot"].remove("files:read")
    playground = Playground(manifest)
    async with running(playground):
        said = await _doctor(tmp_path, _environment(playground, tmp_path), "--json")
    assert said.problems == ["scopes"]
    assert "files:read" in said.checks["scopes"]["said"]
    assert "reinstall" in said.checks["scopes"]["mend"]


def _server(body: bytes, **headers: str) -> TestServer:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, headers=headers)

    application = web.Application()
    application.router.add_post("/api/{method}", answer)
    return TestServer(application)


async def test_the_time_of_slacks_answer_is_read() -> None:
    server = _server(b'{"ok": true}', Date="Mon, 23 Nov 2026 08:00:00 GMT")
    async with server:
        look = await HttpSlackHealth(str(server.make_url("/api/")), _TOKEN, None).look()
    assert look.server_time == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert look.scopes is None


@pytest.mark.parametrize("body", [b"<html>a proxy's login page", b"[]", b"", b"null"])
async def test_an_answer_that_is_not_slacks_never_raises(body: bytes) -> None:
    server = _server(body)
    async with server:
        look = await HttpSlackHealth(str(server.make_url("/api/")), _TOKEN, "xapp-1").look()
    assert look.unreachable or look.bot_error
    assert _TOKEN not in repr(look)


async def test_a_folder_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    look = await FolderHealth(tmp_path / "file").look()
    assert look.problem


def test_a_fresh_folder_is_not_made_by_looking(tmp_path: Path) -> None:
    look = asyncio.run(FolderHealth(tmp_path / "a" / "b").look())
    assert look.problem is None
    assert list(tmp_path.iterdir()) == []


async def test_a_store_in_use_is_seen_with_its_mode_and_holder(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    decisions = open_decisions(tmp_path)
    try:
        look = await FolderHealth(tmp_path).look()
    finally:
        decisions.close()
        database.close()
    assert look.journal_mode == "wal"
    assert look.damage is None
    assert look.held_by
    assert (await FolderHealth(tmp_path).look()).held_by is None


async def test_looking_at_the_lock_does_not_keep_a_bot_out(tmp_path: Path) -> None:
    open_decisions(tmp_path).close()
    await FolderHealth(tmp_path).look()
    open_decisions(tmp_path).close()


async def test_a_damaged_store_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database, whatever its name says" * 100)
    assert (await FolderHealth(tmp_path).look()).damage


async def test_a_store_without_wal_is_seen(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert (await FolderHealth(tmp_path).look()).journal_mode == "delete"
