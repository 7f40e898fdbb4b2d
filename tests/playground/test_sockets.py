"""Socket Mode: hello, tickets, acks, retries, several connections, disconnects."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck

from bot.playground import Timing
from tests.workspace import RefusedError, Workspace, workspace

from .apps import ack as give_ack
from .apps import bolt_app, client, connected, manifest, next_envelope, raw_socket
from .blocks import Json, home

FAST = Timing(ack_seconds=0.2, retry_seconds=(0.0, 0.01, 0.02))


async def test_hello_tells_of_the_connection(here: Workspace) -> None:
    answer = await client(here, here.app_token).apps_connections_open(app_token=here.app_token)
    assert answer["url"].startswith("ws://127.0.0.1:")
    async with here.session.ws_connect(answer["url"]) as ws:
        hello = await ws.receive_json(timeout=5)
    assert hello["num_connections"] == 1
    assert hello["debug_info"]["approximate_connection_time"] == 3600
    assert hello["connection_info"]["app_id"].startswith("A")


async def test_a_ticket_works_once(here: Workspace) -> None:
    answer = await client(here, here.app_token).apps_connections_open(app_token=here.app_token)
    async with here.session.ws_connect(answer["url"]):
        pass
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await here.session.ws_connect(answer["url"])


async def test_a_ticket_can_die_on_purpose(here: Workspace) -> None:
    await here.fault("dead_ticket")
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with raw_socket(here):
            pass
    async with raw_socket(here):
        pass


async def test_each_envelope_goes_to_one_of_the_connections(here: Workspace) -> None:
    async with raw_socket(here) as one, raw_socket(here) as other:

        async def answer(ws: aiohttp.ClientWebSocketResponse) -> str:
            envelope = await next_envelope(ws)
            await give_ack(ws, envelope)
            return str(envelope["payload"]["text"])

        readers = asyncio.gather(answer(one), answer(other))
        await here.command("/try a")
        await here.command("/try b")
        assert sorted(await readers) == ["a", "b"]


async def test_an_eleventh_connection_is_sent_away(here: Workspace) -> None:
    sockets = []
    for _ in range(11):
        answer = await client(here, here.app_token).apps_connections_open(app_token=here.app_token)
        sockets.append(await here.session.ws_connect(answer["url"]))
    first = await sockets[-1].receive_json(timeout=5)
    assert (first["type"], first["reason"]) == ("disconnect", "too_many_websockets")
    for socket in sockets:
        await socket.close()


async def test_a_command_without_an_app_fails_at_once(here: Workspace) -> None:
    with pytest.raises(RefusedError) as caught:
        await here.command("/try")
    assert caught.value.error == "dispatch_failed"


async def test_a_command_that_is_not_acked_times_out_and_the_person_is_told() -> None:
    async with workspace(manifest(), timing=FAST) as here, raw_socket(here) as ws:
        with here.playground.first_workspace.feed.reader(
            here.playground.first_workspace.team_id, here.user
        ) as feed:
            with pytest.raises(RefusedError) as caught:
                await here.command("/try")
            notice = await feed.get()
        assert caught.value.error == "operation_timeout"
        assert (notice.name, notice.data["error"]) == ("notice", "operation_timeout")
        assert "operation_timeout" in notice.data["text"]
        assert (await next_envelope(ws))["type"] == "slash_commands"


async def test_a_lost_ack_looks_like_none() -> None:
    async with workspace(manifest(), timing=Timing(ack_seconds=0.6)) as here:
        app = bolt_app(here)

        @app.command("/try")
        async def on_command(ack: AsyncAck) -> None:
            await ack()

        async with connected(here, app):
            await here.fault("lost_ack")
            with pytest.raises(RefusedError) as caught:
                await here.command("/try")
            assert caught.value.error == "operation_timeout"
            await here.command("/try")


async def test_an_event_is_repeated_three_times_until_it_is_acked() -> None:
    async with workspace(manifest(), timing=FAST) as here, raw_socket(here) as ws:
        await here.open_home()
        envelopes = [await next_envelope(ws) for _ in range(4)]
    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in envelopes] == ["", *["timeout"] * 3]
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 4


async def test_an_acked_event_is_not_repeated() -> None:
    async with workspace(manifest(), timing=FAST) as here, raw_socket(here) as ws:
        for _ in range(2):
            await here.open_home()
            envelope = await next_envelope(ws)
            await give_ack(ws, envelope)
            assert envelope["retry_attempt"] == 0


async def test_an_event_waits_for_an_app_that_comes_back() -> None:
    timing = Timing(retry_seconds=(0.0, 0.3, 0.3))
    async with workspace(manifest(), timing=timing) as here:
        await here.open_home()
        async with raw_socket(here) as ws:
            envelope = await next_envelope(ws)
            await give_ack(ws, envelope)
    assert envelope["retry_reason"] == "connection_failed"


async def test_an_event_can_be_doubled_on_purpose(here: Workspace) -> None:
    await here.fault("duplicate_event")
    async with raw_socket(here) as ws:
        await here.open_home()
        ids = []
        for _ in range(2):
            envelope = await next_envelope(ws)
            await give_ack(ws, envelope)
            ids.append(envelope["payload"]["event_id"])
    assert ids[0] == ids[1]


async def test_a_connection_is_warned_and_then_refreshed() -> None:
    async with (
        workspace(manifest(), timing=Timing(connection_seconds=0.05, leave_seconds=0.0)) as here,
        raw_socket(here) as ws,
    ):
        reasons = [(await next_envelope(ws))["reason"] for _ in range(2)]
        assert reasons == ["warning", "refresh_requested"]
        assert (await ws.receive(timeout=5)).type == aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize("kind", ["refresh", "closed_socket"])
async def test_slacks_client_comes_back_after_a_disconnect(here: Workspace, kind: str) -> None:
    app = bolt_app(here)

    @app.command("/try")
    async def on_command(ack: AsyncAck) -> None:
        await ack("here again")

    async with connected(here, app) as handler:
        handler.client.ping_interval = 0.05
        await here.fault(kind)

        async def back() -> Json | None:
            state = await here.state()
            (shown,) = state["apps"]
            hub = here.playground.sockets[shown["app_id"]]
            return state if shown["connected"] and hub.served > 1 else None

        await here.eventually(back)
        await here.command("/try")
        await here.wait_for(lambda m: m["text"] == "here again")


async def test_a_socket_that_breaks_while_an_ack_is_awaited_fails_the_command(
    here: Workspace,
) -> None:
    async with raw_socket(here) as ws:
        command = asyncio.create_task(here.command("/try"))
        await next_envelope(ws)
        await ws.close()
        with pytest.raises(RefusedError) as caught:
            await command
    assert caught.value.error == "dispatch_failed"


@pytest.mark.parametrize(
    "text", ["not json", "[]", "{}", '{"envelope_id": 7}', "[" * 100_000], ids=str.__len__
)
async def test_garbage_from_an_app_is_ignored(here: Workspace, text: str) -> None:
    async with raw_socket(here) as ws:
        await ws.send_str(text)
        command = asyncio.create_task(here.command("/try"))
        await give_ack(ws, await next_envelope(ws))
        await command


async def test_app_home_opened_reaches_bolt_and_a_home_is_published(here: Workspace) -> None:
    app = bolt_app(here)
    events: list[Json] = []

    @app.event("app_home_opened")
    async def on_open(event: Json, client: Any) -> None:
        events.append(event)
        await client.views_publish(user_id=event["user"], view=home())

    async with connected(here, app):
        assert await here.open_home() is None
        view = await here.wait_for_home()
        assert view["type"] == "home"
        assert await here.as_user("ben").open_home() is None
        again = await here.open_home()
    assert again is not None
    assert (events[0]["tab"], events[0]["channel"]) == ("home", here.channel_id("dm"))
    assert "view" not in events[0]
