"""The control API, its guard, the stream of events, channels, days, reset."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.playground.timeline import Message
from tests.workspace import RefusedError, Workspace, workspace

from .apps import ack, client, manifest, next_envelope, raw_socket
from .blocks import Json


@asynccontextmanager
async def stream(here: Workspace) -> AsyncIterator[aiohttp.StreamReader]:
    url = f"{here.base_url}/control/events?user={here.user}"
    async with here.session.get(url) as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b": welcome\n\n"
        yield response.content


async def next_event(reader: aiohttp.StreamReader) -> tuple[str, Json]:
    async with asyncio.timeout(5):
        block = (await reader.readuntil(b"\n\n")).decode()
    fields = dict(line.split(": ", 1) for line in block.strip().splitlines())
    return fields["event"], json.loads(fields["data"])


async def test_state_shows_the_workspace_from_one_persons_side(here: Workspace) -> None:
    state = await here.as_user("chie").state()
    assert [c["name"] for c in state["channels"] if c["kind"] != "im"] == ["general", "seo"]
    assert [u["name"] for u in state["users"]] == ["ana", "ben", "chie", "tester"]
    assert state["commands"][0]["command"] == "/try"
    assert [s["callback_id"] for s in state["shortcuts"]] == ["keep", "new"]
    (app,) = state["apps"]
    assert (app["connected"], app["home_tab"]) == (False, True)
    own = {c["id"] for c in state["channels"] if c["kind"] == "im"}
    assert app["dm"] in own
    assert all(here.as_user("chie").user in c["members"] for c in state["channels"])


async def test_the_stream_tells_each_person_what_they_may_see(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    await slack.conversations_join(channel=seo)
    async with stream(here) as ana, stream(here.as_user("chie")) as chie:
        await here.say("secret", channel="seo-private")
        await slack.chat_postEphemeral(channel=seo, user=here.user, text="only ana")
        posted = await slack.chat_postMessage(channel=seo, text="all")
        await slack.chat_update(channel=seo, ts=posted["ts"], text="changed")
        await slack.chat_delete(channel=seo, ts=posted["ts"])
        seen_by_ana = [await next_event(ana) for _ in range(5)]
        seen_by_chie = [await next_event(chie) for _ in range(3)]
    names = ["message", "message_changed", "message_deleted"]
    assert [name for name, _ in seen_by_chie] == names
    assert [name for name, _ in seen_by_ana] == ["message", "message", *names]
    assert seen_by_ana[1][1]["message"]["is_ephemeral"]
    assert seen_by_chie[1][1]["message"]["text"] == "changed"


async def test_ten_thousand_messages_are_read_in_pages(here: Workspace) -> None:
    space = here.playground.first_workspace
    seo = space.channels[here.channel_id("seo")]
    for number in range(10_000):
        space.post(seo, {"text": str(number), "user": here.user})
    page = await here.get("messages", channel=seo.id, limit=100)
    seen = [message["text"] for message in page["messages"]]
    before = page["messages"][0]["ts"]
    older = await here.get("messages", channel=seo.id, limit=100, before=before)
    newer = await here.get("messages", channel=seo.id, limit=5, after=before)
    assert seen == [str(number) for number in range(9_900, 10_000)]
    assert [m["text"] for m in older["messages"]][-1] == "9899"
    assert [m["text"] for m in newer["messages"]] == [str(n) for n in range(9_901, 9_906)]
    assert page["has_more"]
    assert older["has_more"]
    looked_at: list[str] = []

    def sees(message: Message) -> bool:
        looked_at.append(message.ts)
        return True

    seo.timeline.page_before(50, sees=sees)
    assert len(looked_at) == 51, "a page costs what it shows, not what the channel holds"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "evil.example:80"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["control/state", "control/events", "control/messages"])
async def test_no_other_web_page_can_ask(
    here: Workspace, headers: dict[str, str], path: str
) -> None:
    async with here.session.get(f"{here.base_url}/{path}", headers=headers) as response:
        assert response.status == 403


async def test_no_other_web_page_can_act(here: Workspace) -> None:
    body = {"user": here.user, "channel": here.channel_id("seo"), "text": "x"}
    url = f"{here.base_url}/control/message"
    foreign = {"Origin": "https://evil.example"}
    async with here.session.post(url, json=body, headers=foreign) as response:
        assert response.status == 403
    async with here.session.post(url, data=json.dumps(body)) as response:
        assert response.status == 415
    own = {"Origin": here.base_url, "Sec-Fetch-Site": "same-origin"}
    async with here.session.post(url, json=body, headers=own) as response:
        assert response.status == 200
    assert len(await here.messages()) == 1


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
async def test_loopback_names_are_fine(here: Workspace, host: str) -> None:
    port = here.base_url.rpartition(":")[2]
    headers = {"Host": f"{host}:{port}", "Origin": f"http://{host}:{port}"}
    async with here.session.get(f"{here.base_url}/control/state", headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize("path", ["/", "/static/nothing.js", "/control/state", "/archives/C1/p1"])
async def test_the_page_is_confined(here: Workspace, path: str) -> None:
    async with here.session.get(here.base_url + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e%5cserver.py",
        "/static//etc/passwd",
        "/static/.hidden.js",
    ],
)
async def test_only_the_pages_own_files_are_served(here: Workspace, path: str) -> None:
    from yarl import URL  # noqa: PLC0415 - aiohttp's own; only here must a path stay encoded

    url = URL(here.base_url + path, encoded=True)
    async with here.session.get(url) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("message", {"text": "x"}, "missing"),
        ("message", {"channel": "CNO", "text": "x"}, "channel_not_found"),
        ("message", {"user": "UNO", "channel": "C", "text": "x"}, "user_not_found"),
        ("click", {"block_id": "b"}, "missing"),
        ("submit", {"view_id": "VNO", "values": {}}, "view_not_found"),
        ("close", {"view_id": "VNO"}, "view_not_found"),
        ("shortcut", {"callback_id": "no"}, "unknown_shortcut"),
        ("home", {"app_id": "ANO"}, "app_not_installed"),
        ("channel", {"action": "create", "name": "Not A Name!"}, "invalid_name"),
        ("channel", {"action": "create", "name": "seo"}, "name_taken"),
        ("channel", {"action": "explode"}, "channel_not_found"),
        ("faults", {"kind": "plague"}, "unknown_fault"),
        ("faults", {"kind": "slow", "count": "many"}, "bad_fault"),
        ("next_day", {}, "no_clock"),
        ("message", {"team": "TNO"}, "team_not_found"),
    ],
)
async def test_wrong_requests_are_refused_with_a_name(
    here: Workspace, path: str, body: Json, error: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        await here.post(path, **body)
    assert caught.value.error == error


async def test_channels_are_made_renamed_and_left(here: Workspace) -> None:
    made = (await here.post("channel", action="create", name="news", is_private=True))["channel"]
    assert made["is_member"]
    assert made["kind"] == "private"
    renamed = await here.post("channel", action="rename", channel=made["id"], name="old-news")
    assert renamed["channel"]["name"] == "old-news"
    ben = here.as_user("ben")
    with pytest.raises(RefusedError):
        await ben.messages(made["id"])
    await here.post("channel", action="invite", channel=made["id"], target=ben.user)
    assert [m["subtype"] for m in await ben.messages(made["id"])] == ["channel_join"]
    left = await here.post("channel", action="leave", channel=made["id"])
    assert left["channel"] == {"id": made["id"], "gone": True}


async def test_events_of_channels_reach_apps_that_are_in_them() -> None:
    events = ["channel_archive", "channel_rename", "member_left_channel", "message.channels"]
    async with workspace(manifest(events=events)) as here:
        seo = here.channel_id("seo")
        sent: list[Json] = []
        async with raw_socket(here) as ws:
            await here.say("before the app is in")
            await here.post("channel", action="invite", channel=seo, target=here.bot_user)
            for act in (
                here.say("hello"),
                here.post("channel", action="rename", channel=seo, name="links"),
                here.post("channel", action="archive", channel=seo),
            ):
                await act
                envelope = await next_envelope(ws)
                await ack(ws, envelope)
                sent.append(envelope["payload"])
    assert [payload["event"]["type"] for payload in sent] == [
        "message",
        "channel_rename",
        "channel_archive",
    ]
    assert sent[0]["event"]["text"] == "hello"
    assert sent[0]["authorizations"][0]["user_id"] == here.bot_user


async def test_the_next_day_is_told_to_everybody() -> None:
    clock = [1_763_900_000.0]

    async def on_next_day() -> dict[str, Any]:
        clock[0] += 86_400
        return {"lost": 2}

    async with workspace(
        manifest(),
        now=lambda: clock[0],
        on_next_day=on_next_day,
        site_map={"a.example": "http://127.0.0.1:1"},
    ) as here:
        first = await here.say("today")
        async with stream(here) as events:
            answer = await here.post("next_day")
            assert await next_event(events) == (
                "day",
                {"day": 1, "now": clock[0], "result": {"lost": 2}},
            )
        assert answer["day"] == 1
        second = await here.say("tomorrow")
        assert float(second["ts"]) - float(first["ts"]) == 86_400
        assert (await here.state())["site_map"] == {"a.example": "http://127.0.0.1:1"}


async def test_reset_brings_back_the_beginning_and_keeps_the_tokens(here: Workspace) -> None:
    seo, token = here.channel_id("seo"), here.bot_token
    await here.say("x")
    await here.fault("revoked_token")
    await here.post("channel", action="archive", channel=seo)
    await here.post("reset")
    assert await here.messages(seo) == []
    assert (await client(here, token).auth_test())["ok"]
    (channel,) = [c for c in (await here.state())["channels"] if c["id"] == seo]
    assert not channel["is_archived"]


async def test_what_a_person_types_cannot_become_markup(here: Workspace) -> None:
    message = await here.say("<script>alert(1)</script> <!channel> @here")
    assert message["text"] == "&lt;script&gt;alert(1)&lt;/script&gt; &lt;!channel&gt; <!here>"
