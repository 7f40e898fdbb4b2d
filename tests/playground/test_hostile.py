"""Whatever is sent, the playground answers; it never fails inside."""

import json
import random
from collections.abc import Iterable
from typing import Any

import aiohttp
import pytest

from bot.playground.acts import ACTS
from bot.playground.methods import METHODS
from tests.workspace import Workspace

from .apps import client
from .blocks import Json, button, home, modal

SCALARS = [
    *(None, True, False, 0, -1, 10**18, 1e308, float("inf"), float("nan")),
    *("", "x", "é", "\U0002a161", "1", "1.5", "a,b", "<@U>", "\x00", "offset:1", "["),
]
KEYS = ["type", "text", "id", "value", "event_type", "event_payload", "blocks", "title", "x"]
REQUESTS = 400


class Dice:
    """Odd JSON, the same for the same seed."""

    def __init__(self, seed: int, known: list[Any]) -> None:
        self._random = random.Random(seed)
        self._known = known

    def one_of(self, items: Iterable[str]) -> str:
        return self._random.choice(list(items))

    def body(self, names: list[str]) -> Json:
        return {self.one_of(names): self.value() for _ in range(self._random.randint(0, 7))}

    def value(self, depth: int = 0) -> Any:
        luck = self._random.random()
        if depth == 0 and luck < 0.5:
            return self._random.choice(self._known)
        if depth > 3 or luck < 0.8:
            return self._random.choice(SCALARS)
        items = [self.value(depth + 1) for _ in range(self._random.randint(0, 3))]
        if luck < 0.9:
            return items
        return {self._random.choice(KEYS): item for item in items}


API_NAMES = [
    *("channel", "user", "users", "ts", "thread_ts", "text", "blocks", "attachments", "view"),
    *("view_id", "external_id", "trigger_id", "user_id", "hash", "files", "file", "filename"),
    *("length", "limit", "cursor", "latest", "oldest", "types", "name", "timestamp", "metadata"),
    *("message_ts", "bot", "message", "channel_id", "markdown_text", "username"),
]
CONTROL_NAMES = [
    *("user", "channel", "ts", "text", "block_id", "action_id", "value", "state", "view_id"),
    *("values", "callback_id", "name", "action", "kind", "count", "seconds", "target", "team"),
    *("thread_ts", "app_id", "tab", "remove", "all", "method", "is_private"),
]


async def _known_values(here: Workspace) -> list[Any]:
    """Names of things that are there, so that the requests get further than the door."""
    posted = await client(here).chat_postMessage(
        channel="#seo", text="x", blocks=[{"type": "actions", "elements": [button("go")]}]
    )
    return [
        *(here.user, here.bot_user, here.channel_id("seo"), here.channel_id("dm")),
        *(posted["ts"], posted["message"]["blocks"][0]["block_id"], "go", "keep", "new"),
        *("create", "archive", "unarchive", "invite", "remove", "/try x", modal(), home()),
        *([{"type": "divider"}], [{"id": "F1"}], json.dumps(modal()), "1.2.abc", 1),
    ]


async def _is_answered(response: aiohttp.ClientResponse) -> None:
    body: Json = await response.json()
    assert response.status < 500, body
    assert isinstance(body["ok"], bool)
    assert body["ok"] or isinstance(body["error"], str)


@pytest.mark.parametrize("seed", range(3))
async def test_no_call_of_the_web_api_fails_inside(here: Workspace, seed: int) -> None:
    dice = Dice(seed, await _known_values(here))
    headers = {"Authorization": f"Bearer {here.bot_token}", "Content-Type": "application/json"}
    for _ in range(REQUESTS):
        body = {"channel": here.channel_id("seo"), "text": "x", **dice.body(API_NAMES)}
        url = here.api_url + dice.one_of(METHODS)
        async with here.session.post(url, data=json.dumps(body), headers=headers) as response:
            await _is_answered(response)


@pytest.mark.parametrize("seed", range(3))
async def test_no_act_of_a_person_fails_inside(here: Workspace, seed: int) -> None:
    dice = Dice(seed, await _known_values(here))
    for _ in range(REQUESTS):
        body = {
            "user": here.user,
            "channel": here.channel_id("seo"),
            **dice.body(CONTROL_NAMES),
        }
        url = f"{here.base_url}/control/{dice.one_of(ACTS)}"
        async with here.session.post(url, json=body) as response:
            await _is_answered(response)


async def test_odd_bodies_are_refused_politely(here: Workspace) -> None:
    headers = {"Authorization": f"Bearer {here.bot_token}"}
    deep = b"[" * 200_000
    for kind, body in (
        ("application/json", deep),
        ("application/json", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"channel=%ff&blocks=" + deep),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--y"),
        ("text/plain", b"hello"),
    ):
        more = {**headers, "Content-Type": kind}
        url = f"{here.api_url}chat.postMessage"
        async with here.session.post(url, data=body, headers=more) as response:
            await _is_answered(response)
        for path in ("message", "upload", "click"):
            url = f"{here.base_url}/control/{path}"
            async with here.session.post(url, data=body, headers=more) as response:
                await _is_answered(response)
