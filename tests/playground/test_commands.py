"""Slash commands and response_url."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.workspace import RefusedError, Workspace, workspace

from .apps import bolt_app, connected, manifest
from .blocks import Json, button


class Listener:
    """An app that keeps what its command and its button bring."""

    def __init__(self, here: Workspace, answer: Any = "") -> None:
        self.commands: list[Json] = []
        self.clicks: list[Json] = []
        self.answer = answer
        self.app = bolt_app(here)
        self.app.command("/try")(self.on_command)
        self.app.action("go")(self.on_click)

    async def on_command(self, ack: AsyncAck, command: Json) -> None:
        self.commands.append(command)
        await ack(self.answer)

    async def on_click(self, ack: AsyncAck, body: Json) -> None:
        self.clicks.append(body)
        await ack()


async def send(url: str, **body: Any) -> tuple[int, str]:
    """Post to a response_url with Slack's own client; gives status and body."""
    response = await AsyncWebhookClient(url).send_dict(body)
    return response.status_code, response.body


async def test_a_command_brings_everything_that_slack_sends(here: Workspace) -> None:
    listener = Listener(here)
    async with connected(here, listener.app):
        await here.command("/try check Site.com")
    (command,) = listener.commands
    assert set(command) == {
        *("token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name"),
        *("command", "text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id"),
    }
    assert command["text"] == "check Site.com"
    assert command["is_enterprise_install"] == "false"


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("check https://site.com/a?b=1&c", "check <https://site.com/a?b=1&amp;c>"),
        ("check site.com", "check <http://site.com|site.com>"),
        ("ask @ben in #seo", "ask <@{ben}|ben> in <#{seo}|seo>"),
        ("1 < 2 & @nobody", "1 &lt; 2 &amp; @nobody"),
    ],
)
async def test_escaping_follows_the_manifest(typed: str, escaped: str) -> None:
    for should_escape in (True, False):
        async with workspace(manifest(should_escape=should_escape)) as here:
            listener = Listener(here)
            async with connected(here, listener.app):
                await here.command(f"/try {typed}")
            names = {"ben": here.as_user("ben").user, "seo": here.channel_id("seo")}
            expected = escaped.format(**names) if should_escape else typed
            assert listener.commands[0]["text"] == expected


async def test_an_unknown_command_reaches_nobody(here: Workspace) -> None:
    with pytest.raises(RefusedError) as caught:
        await here.command("/nothing")
    assert caught.value.error == "unknown_command"


@pytest.mark.parametrize(
    ("answer", "is_private"),
    [("just words", True), ({"text": "just words", "response_type": "in_channel"}, False)],
)
async def test_an_ack_can_carry_the_answer(here: Workspace, answer: Any, is_private: bool) -> None:
    listener = Listener(here, answer)
    async with connected(here, listener.app):
        await here.command("/try")
    assert [m["text"] for m in await here.messages()] == ["just words"]
    assert (await here.as_user("ben").messages() == []) == is_private


async def test_a_response_url_works_five_times(here: Workspace) -> None:
    listener = Listener(here)
    async with connected(here, listener.app):
        await here.command("/try")
    url = listener.commands[0]["response_url"]
    for number in range(5):
        assert await send(url, text=f"answer {number}") == (200, "ok")
    status, body = await send(url, text="one too many")
    assert (status, "used_url" in body) == (404, True)
    assert len(await here.messages()) == 5


async def test_a_response_url_works_for_thirty_minutes() -> None:
    seconds = [1000.0]
    async with workspace(manifest(), monotonic=lambda: seconds[0]) as here:
        listener = Listener(here)
        async with connected(here, listener.app):
            await here.command("/try")
        url = listener.commands[0]["response_url"]
        seconds[0] += 1799
        assert (await send(url, text="in time"))[0] == 200
        seconds[0] += 2
        status, body = await send(url, text="late")
        assert (status, "expired_url" in body) == (404, True)


async def test_an_answer_is_private_until_it_says_otherwise(here: Workspace) -> None:
    listener = Listener(here)
    async with connected(here, listener.app):
        await here.command("/try")
    url = listener.commands[0]["response_url"]
    await send(url, text="for me")
    await send(url, text="for all", response_type="in_channel")
    assert [m["text"] for m in await here.messages()] == ["for me", "for all"]
    assert [m["text"] for m in await here.as_user("ben").messages()] == ["for all"]


async def test_a_command_has_no_original_to_replace(here: Workspace) -> None:
    """https://github.com/slackapi/bolt-python/issues/1268"""
    listener = Listener(here)
    async with connected(here, listener.app):
        await here.command("/try")
    url = listener.commands[0]["response_url"]
    await send(url, text="one")
    await send(url, text="two", replace_original=True)
    assert [m["text"] for m in await here.messages()] == ["one", "two"]


async def test_a_button_can_replace_and_delete_its_private_message(here: Workspace) -> None:
    listener = Listener(here)
    block = {"type": "actions", "elements": [button("go")]}
    async with connected(here, listener.app):
        await here.command("/try")
        await send(listener.commands[0]["response_url"], text="look", blocks=[block])
        (message,) = await here.messages()
        await here.click(message, "go")
        url = listener.clicks[0]["response_url"]
        assert listener.clicks[0]["container"]["is_ephemeral"]
        assert "message" not in listener.clicks[0]
        await send(url, text="replaced", replace_original=True, response_type="in_channel")
        (replaced,) = await here.messages()
        assert (replaced["ts"], replaced["text"]) == (message["ts"], "replaced")
        assert replaced["is_ephemeral"]
        assert "blocks" not in replaced
        await send(url, delete_original=True)
        assert await here.messages() == []


async def test_a_wrong_answer_is_refused_and_says_why(here: Workspace) -> None:
    listener = Listener(here)
    async with connected(here, listener.app):
        await here.command("/try")
    url = listener.commands[0]["response_url"]
    status, body = await send(url, text="x", blocks=[{"type": "x"}])
    assert (status, "invalid_blocks" in body) == (400, True)
    assert "no_text" in (await send(url, text=""))[1]
    async with aiohttp.ClientSession() as session, session.post(url, data=b"{") as response:
        assert (response.status, "invalid_payload" in await response.text()) == (400, True)
    assert await here.messages() == []


async def test_an_archived_channel_takes_no_commands(here: Workspace) -> None:
    await here.post("channel", action="archive", channel=here.channel_id("seo"))
    with pytest.raises(RefusedError) as caught:
        await here.command("/try")
    assert caught.value.error == "cannot_write"
