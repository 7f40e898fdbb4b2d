"""Clicks and windows of an older version, and values that nobody sends: a sentence, never a fault."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.config import load
from bot.slack.prospects import read_seen
from bot.slack_app import open_deps, slack_app, web_client
from handlers.listeners import OLD_WINDOW
from tests.workspace import project_manifest, workspace

Send = Callable[[dict[str, Any]], Awaitable[BoltResponse]]

ODD = [
    "",
    "x",
    "-1",
    "{}",
    "a b c",
    "1|2",
    "\u202e",
    "x" * 2000,
    "2026-99-99 1",
    "live x site.example",
]


@pytest.fixture
async def send(tmp_path: Path) -> AsyncIterator[Send]:
    """Hand a payload to the real app, and wait until its work is done."""
    async with workspace(project_manifest()) as here, aiohttp.ClientSession() as session:
        tokens = {"SLACK_BOT_TOKEN": here.bot_token, "SLACK_APP_TOKEN": here.app_token}
        settings = load({"SLACK_API_URL": here.api_url, "DATA_DIR": str(tmp_path), **tokens})
        client = web_client(settings, here.bot_token, session)
        async with open_deps(settings, client) as deps:
            app = slack_app(client, deps)
            team = (await client.auth_test())["team_id"]

            async def dispatch(payload: dict[str, Any]) -> BoltResponse:
                whole = {"team": {"id": team}, "user": {"id": "U1"}, "trigger_id": "1.2", **payload}
                answer = await app.async_dispatch(AsyncBoltRequest(body=whole, mode="socket_mode"))
                await deps.background.drain(timeout_seconds=5)
                return answer

            yield dispatch


@pytest.mark.parametrize(
    "action_id",
    ["tracked.next", "tracked.look_now", "digest.csv", "digest.give_back", "digest.take.1", "prospect.menu",
     "prospect.move.contacted", "prospect.open", "remind.replied", "card.look", "watch.undo", "quality.manual",
     "domains.view.sort", "nobody.knows.this"],
)  # fmt: skip
async def test_a_click_with_a_value_that_means_nothing_is_answered_in_a_sentence(
    send: Send, caplog: pytest.LogCaptureFixture, action_id: str
) -> None:
    for value in ODD:
        answer = await send(
            {
                "type": "block_actions",
                "channel": {"id": "C1"},
                "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
                "actions": [
                    {"action_id": action_id, "type": "button", "value": value, "block_id": "b"}
                ],
            }
        )
        assert answer.status == 200
    assert "a listener failed" not in caplog.text


@pytest.mark.parametrize("callback_id", ["prospect.form.details", "prospect.form.move"])
@pytest.mark.parametrize("memory", ["", "{}", "garbage", "[1]"])
async def test_a_window_of_an_older_version_says_so_at_its_first_field(
    send: Send, callback_id: str, memory: str
) -> None:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": memory,
        "state": {"values": {"first": {"a": {"type": "plain_text_input", "value": "x"}}}},
    }
    answer = await send({"type": "view_submission", "view": view})
    assert answer.status == 200
    assert f'"first": "{OLD_WINDOW}"' in answer.body


def test_a_button_without_a_value_is_of_no_prospect() -> None:
    assert read_seen("").number == 0
