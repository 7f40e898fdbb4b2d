"""`backlinks prospects ...` while the bot runs on the same DATA_DIR: read at once, changed by the bot."""

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import control
from bot.cli import app
from bot.domain.prospects import Status
from bot.errors import StoreError
from bot.prospecting import carry_out_order, post_card
from bot.services.desk import Order, Task
from tests.handlers.conftest import Office, office
from tests.handlers.test_prospects import opened


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """The bot, holding its store, with an ear for terminals."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    async with (
        office(tmp_path) as running,
        control.listening(tmp_path, partial(carry_out_order, running.deps)),
    ):
        yield running


async def run(*args: object) -> tuple[int, str, str]:
    """The command line, in a thread, since it has an event loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, app, [str(arg) for arg in args])
    return result.exit_code, result.stdout, result.stderr


async def test_lists_and_exports_are_read_while_the_bot_runs(bot: Office) -> None:
    await opened(bot.here)
    code, out, err = await run("prospects", "list", "--json")
    assert code == 0, err
    assert json.loads(out)["page"] == "https://blog.example/tools"
    code, out, _ = await run("export", "prospects")
    assert (code, "blog.example" in out) == (0, True)
    assert (await run("prospects", "who", "blog.example", "--json"))[0] == 0
    assert (await run("prospects", "report", "--json"))[0] == 0


async def test_a_move_of_the_terminal_is_made_by_the_bot_and_its_cards_follow(bot: Office) -> None:
    code, out, err = await run(
        "prospects", "add", "https://blog.example/tools", "site.example", "--json"
    )
    assert code == 0, err
    number = json.loads(out)["id"]
    await post_card(bot.here.user, bot.deps, await bot.deps.prospects.prospect(number))
    code, out, err = await run(
        "prospects", "move", number, "contacted", "--note", "by mail", "--json"
    )
    assert (code, json.loads(out)["status"]) == (0, "contacted"), err
    kept = await bot.deps.prospects.prospect(number)
    assert kept.status is Status.CONTACTED
    await bot.here.wait_for(lambda m: "Contacted" in m["text"], channel="dm")
    assert (await run("prospects", "move", number, "undone"))[0] == 0
    assert (await run("prospects", "forget", "blog.example", "--yes"))[0] == 0


async def test_what_is_not_possible_is_said_with_status_one(bot: Office) -> None:
    await run("prospects", "add", "https://blog.example/tools", "site.example")
    await run("prospects", "move", 1, "contacted")
    await run("prospects", "add", "https://blog.example/other", "site.example")
    code, _, err = await run("prospects", "move", 2, "contacted")
    assert (code, "contacted" in err) == (1, True)
    code, _, err = await run("prospects", "move", 1, "reopened")
    assert (code, "not possible" in err) == (1, True)
    code, _, err = await run("prospects", "move", 99, "contacted")
    assert (code, "no such prospect" in err) == (1, True)


async def test_who_does_not_know_the_secret_changes_nothing(bot: Office, tmp_path: Path) -> None:
    place = tmp_path / control.FILE_NAME
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    known = json.loads(place.read_text())
    place.write_text(json.dumps(known | {"secret": "guessed"}))
    with pytest.raises(StoreError, match="started anew"):
        await control.ask_bot(tmp_path, Order(Task.FORGET, what="blog.example"))
    reader, writer = await asyncio.open_connection("127.0.0.1", known["port"])
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert b"did not understand" in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_without_an_answer_it_says_what_to_do(bot: Office, tmp_path: Path) -> None:
    (tmp_path / control.FILE_NAME).unlink()
    code, _, err = await run("prospects", "add", "blog.example", "site.example")
    assert code == 1
    assert "Try again in a moment, or use its Slack commands" in err
