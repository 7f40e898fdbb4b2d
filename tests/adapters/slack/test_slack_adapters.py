"""Tokens, posting, files and the socket against the playground, faults included."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.files import SlackFiles
from bot.adapters.slack.posting import SlackPoster
from bot.adapters.slack.socket import WatchedSocket
from bot.adapters.slack.tokens import who_am_i
from bot.config import load
from bot.errors import ConfigError, DeliveryError
from bot.heartbeat import SocketState
from bot.message import Message
from bot.slack.blocks import section
from bot.slack_app import _files, running
from tests.adapters.http.servers import answer, serve
from tests.workspace import RefusedError, Workspace, project_manifest, workspace

HELLO = Message("Hello", (section("Hello"),))


@asynccontextmanager
async def opened(*, may_look: bool = False) -> AsyncIterator[tuple[Workspace, AsyncWebClient]]:
    """`may_look`: the app may read the channel `seo`, and was invited to it."""
    manifest = project_manifest()
    if may_look:
        manifest["oauth_config"]["scopes"]["bot"].append("channels:history")
    async with workspace(manifest) as here, aiohttp.ClientSession() as session:
        if may_look:
            channels = here.playground.first_workspace.channels
            channels[here.channel_id("seo")].members.add(here.bot_user)
        yield here, AsyncWebClient(token=here.bot_token, base_url=here.api_url, session=session)


async def test_a_bad_bot_token_stops_the_start_with_a_sentence() -> None:
    async with opened() as (here, client):
        client.token = "xoxb-wrong"
        with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN does not work"):
            await who_am_i(client, here.app_token)


async def test_a_bad_app_token_stops_the_start_with_a_sentence() -> None:
    async with opened() as (_, client):
        with pytest.raises(ConfigError, match="SLACK_APP_TOKEN does not work"):
            await who_am_i(client, "xapp-wrong")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html>Log in to this network</html>", "is not Slack's API"),
        ('{"ok": false, "error": "fatal_error"}', "fatal_error: that is no fault of SLACK_BOT_TOKEN"),
    ],
)  # fmt: skip
async def test_what_is_no_fault_of_the_tokens_is_not_blamed_on_them(body: str, said: str) -> None:
    reply = answer(body, "Content-Type: application/json")
    async with serve(reply) as server, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-x", base_url=server.url("/api/"), session=session)
        with pytest.raises(ConfigError, match=said):
            await who_am_i(client, "xapp-x")


async def test_a_slack_that_cannot_be_reached_is_named() -> None:
    async with serve(answer()) as server:
        closed = server.url("/api/")
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-x", base_url=closed, session=session)
        with pytest.raises(ConfigError, match=f"does not answer at {closed}"):
            await who_am_i(client, "xapp-x")


async def test_a_missing_token_is_named() -> None:
    with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set"):
        async with running(load({})):
            pass


async def test_a_post_can_be_updated_in_place() -> None:
    async with opened() as (here, client):
        poster = SlackPoster(client)
        posted = await poster.post(here.channel_id("seo"), HELLO)
        await poster.update(posted, Message("Changed", ()))
        messages = [m for m in await here.messages() if m["ts"] == posted.ts]
        assert messages[0]["text"] == "Changed"
        assert not messages[0].get("blocks")


async def test_blocks_that_slack_refuses_are_posted_as_plain_text() -> None:
    async with opened() as (here, client):
        broken = Message("Still said", ({"type": "nonsense"},))
        posted = await SlackPoster(client).post(here.channel_id("seo"), broken)
        messages = [m for m in await here.messages() if m["ts"] == posted.ts]
        assert messages[0]["text"] == "Still said"


async def test_a_refusal_says_whether_trying_again_helps() -> None:
    async with opened() as (here, client):
        poster = SlackPoster(client)
        with pytest.raises(DeliveryError) as unknown:
            await poster.post("C0NOWHERE", HELLO)
        assert unknown.value.permanent
        await here.fault("ratelimited", method="chat.postMessage", seconds=7)
        with pytest.raises(DeliveryError) as limited:
            await poster.post(here.channel_id("seo"), HELLO)
        assert not limited.value.permanent
        assert limited.value.retry_after_seconds == 7


async def test_an_unreachable_slack_is_a_delivery_error_to_try_later() -> None:
    client = AsyncWebClient(token="xoxb-x", base_url="http://127.0.0.1:9/api/", timeout=2)
    with pytest.raises(DeliveryError) as error:
        await SlackPoster(client).post("C1", HELLO)
    assert not error.value.permanent


class TalksGibberish(AsyncWebClient):
    """Slack's library as it is where an answer is no JSON."""

    async def api_call(self, *_: Any, **__: Any) -> AsyncSlackResponse:
        raise SlackClientError("what is that?")


async def test_looking_for_a_post_where_slack_answers_gibberish_is_to_be_tried_later() -> None:
    with pytest.raises(DeliveryError) as error:
        await SlackPoster(TalksGibberish(token="xoxb-x")).find_own("C1", {"key": "k1"})
    assert not error.value.permanent


async def test_a_post_of_ours_is_found_at_the_end_of_a_long_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.adapters.slack.posting._ANSWERS", 2)
    async with opened(may_look=True) as (here, client):
        poster, channel = SlackPoster(client), here.channel_id("seo")
        begin = await poster.post(channel, HELLO)
        for number in range(7):
            await poster.post(channel, HELLO, thread_ts=begin.ts, metadata={"key": f"k{number}"})
        last = await poster.post(channel, HELLO, thread_ts=begin.ts, metadata={"key": "last"})
        assert await poster.find_own(channel, {"key": "last"}, thread_ts=begin.ts) == last
        assert await poster.find_own(channel, {"key": "none"}, thread_ts=begin.ts) is None
        await poster.upload(
            channel, filename="late.csv", content=b"a", comment="", thread_ts=begin.ts
        )
        assert await poster.has_file(begin, "late.csv")


async def test_of_a_channel_only_the_newest_posts_are_read() -> None:
    async with opened(may_look=True) as (here, client):
        poster, channel = SlackPoster(client), here.channel_id("seo")
        posts = [await poster.post(channel, HELLO, metadata={"key": f"k{n}"}) for n in range(4)]
        assert await poster.find_own(channel, {"key": "k3"}, newest=2) == posts[3]
        assert await poster.find_own(channel, {"key": "k0"}, newest=2) is None


async def test_a_file_goes_to_a_person_s_direct_messages() -> None:
    async with opened() as (here, client):
        await SlackPoster(client).upload(
            here.user, filename="links.csv", content=b"a,b\n", comment="Your links"
        )
        message = await here.wait_for(lambda m: m["text"] == "Your links", channel="dm")
        thread = await here.messages("dm", thread_ts=message["ts"])
        assert any(m.get("files") for m in thread)


async def test_files_are_fetched_from_slack_s_hosts_only(tmp_path: Path) -> None:
    files = SlackFiles(httpx.AsyncClient, token="xoxb-secret", hosts=frozenset({"files.slack.com"}))
    with pytest.raises(DeliveryError, match="does not lie with Slack"):
        await files.download("https://evil.example/x", tmp_path / "x", limit_bytes=10)


async def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    async with opened() as (here, client):
        file = await here.upload("big.csv", b"x" * 5000, channel="seo")
        info = await client.files_info(file=file["id"])
        settings = load({"SLACK_API_URL": here.api_url})
        files = _files(settings, here.bot_token)
        url = str(info["file"]["url_private"])
        with pytest.raises(DeliveryError, match="larger than"):
            await files.download(url, tmp_path / "x", limit_bytes=100)
        await files.download(url, tmp_path / "y", limit_bytes=10_000)
        assert (tmp_path / "y").read_bytes() == b"x" * 5000


@asynccontextmanager
async def watched(
    here: Workspace, client: AsyncWebClient, *, tell: Callable[[SocketState], None] | None = None
) -> AsyncIterator[WatchedSocket]:
    app = AsyncApp(client=client)

    @app.command("/backlinks")
    async def answer(ack, respond) -> None:  # type: ignore[no-untyped-def]  # Bolt fills by name
        await ack()
        await respond("Here I am")

    socket = WatchedSocket(
        app, here.app_token, client,
        look_every_seconds=0.05, patience_seconds=0.4, ping_seconds=0.2, tell=tell,
    )  # fmt: skip
    await socket.open()
    try:
        yield socket
    finally:
        await socket.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_dead_ticket_does_not_leave_the_bot_deaf() -> None:
    """slack_sdk retries a dead ticket for ever; the watchdog takes a new one."""
    async with opened() as (here, client):
        await here.fault("dead_ticket", count=1)
        async with watched(here, client) as socket:
            await _connected(socket)
            assert socket.replaced >= 1
            await here.command("/backlinks")
            await here.wait_for(lambda m: m["text"] == "Here I am")


async def test_a_closed_socket_comes_back() -> None:
    async with opened() as (here, client), watched(here, client) as socket:
        (hub,) = here.playground.sockets.values()
        assert await _is_answered(here)
        connections = hub.served
        await here.fault("closed_socket")
        async with asyncio.timeout(10):
            while not await _is_answered(here):  # noqa: ASYNC110 - there is no event to wait for
                await asyncio.sleep(0.05)
        assert await socket.is_connected()
        assert hub.served > connections, "it was another connection that answered"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_the_watchdog_says_how_long_the_socket_is_down_and_when_it_is_up_again() -> None:
    """The time goes on over replacements: a new try is no connection."""
    told: list[SocketState] = []
    async with opened() as (here, client):
        await here.fault("dead_ticket", count=3)
        async with watched(here, client, tell=told.append) as socket:
            await _connected(socket)
            async with asyncio.timeout(10):
                while not told or told[-1].down_seconds:  # noqa: ASYNC110 - there is no event to wait for
                    await asyncio.sleep(0.05)
    assert any(state.is_dead for state in told)
    longest = max(told, key=lambda state: state.down_seconds)
    assert longest.down_seconds >= longest.replaced * 0.4
    assert told[-1].replaced >= 1


async def _is_answered(here: Workspace) -> bool:
    """Whether a command gets through now, by an answer of its own."""
    earlier = {message["ts"] for message in await here.messages()}
    try:
        await here.command("/backlinks")
    except RefusedError:
        return False
    await here.wait_for(lambda m: m["text"] == "Here I am" and m["ts"] not in earlier)
    return True


async def _connected(socket: WatchedSocket) -> None:
    async with asyncio.timeout(10):
        while not await socket.is_connected():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.05)
