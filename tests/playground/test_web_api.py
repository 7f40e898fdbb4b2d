"""Tokens, unknown methods, rate limits, failures on purpose: what every method has in common."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.limits import POST_BURST, RateLimits, Tier
from tests.workspace import Workspace, workspace

from .apps import client, manifest
from .test_chat import error_of


async def test_a_token_must_be_there_right_and_of_the_right_kind(here: Workspace) -> None:
    assert (await error_of(client(here, "").auth_test()))["error"] == "not_authed"
    assert (await error_of(client(here, "xoxb-1-2-wrong").auth_test()))["error"] == "invalid_auth"
    by_app = client(here, here.app_token).chat_postMessage(channel="#seo", text="x")
    assert (await error_of(by_app))["error"] == "not_allowed_token_type"
    by_bot = client(here).api_call("apps.connections.open")
    assert (await error_of(by_bot))["error"] == "not_allowed_token_type"
    with pytest.raises(SlackApiError):
        await client(here, here.bot_token.lower() + "x").auth_test()


async def test_tokens_look_like_slacks(here: Workspace) -> None:
    assert here.bot_token.startswith("xoxb-")
    assert here.app_token.startswith("xapp-1-A")


async def test_a_revoked_token_is_named_as_such(here: Workspace) -> None:
    await here.fault("revoked_token")
    assert (await error_of(client(here).auth_test()))["error"] == "token_revoked"


async def test_what_is_not_there_is_an_unknown_method(here: Workspace) -> None:
    for method in ("chat.scheduleMessage", "files.upload", "no.such"):
        assert (await error_of(client(here).api_call(method)))["error"] == "unknown_method"


async def test_bodies_come_as_json_or_as_a_form(here: Workspace) -> None:
    headers = {"Authorization": f"Bearer {here.bot_token}"}
    url = f"{here.api_url}chat.postMessage"
    body = {"channel": here.channel_id("seo"), "text": "x"}
    async with here.session.post(url, json=body, headers=headers) as response:
        assert (await response.json())["ok"]
    async with here.session.post(url, data={**body, "token": here.bot_token}) as response:
        assert (await response.json())["ok"]
    for wrong, error in ((b"{", "invalid_json"), (b"[]", "json_not_object")):
        more = {"Content-Type": "application/json", **headers}
        async with here.session.post(url, data=wrong, headers=more) as response:
            assert (await response.json())["error"] == error


async def test_one_channel_takes_a_short_burst_then_one_a_second() -> None:
    seconds = [1000.0]
    async with workspace(manifest(), rate_limits=True, monotonic=lambda: seconds[0]) as here:
        slack, seo = client(here), here.channel_id("seo")
        for _ in range(POST_BURST):
            await slack.chat_postMessage(channel=seo, text="x")
        with pytest.raises(SlackApiError) as caught:
            await slack.chat_postMessage(channel=seo, text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response["error"] == "ratelimited"
        assert caught.value.response.headers["Retry-After"] == "1"
        await slack.chat_postMessage(channel=here.channel_id("general"), text="another channel")
        seconds[0] += 1
        await slack.chat_postMessage(channel=seo, text="x")


def test_each_method_has_its_tier_for_each_workspace() -> None:
    seconds = [0.0]
    limits = RateLimits(monotonic=lambda: seconds[0])
    for _ in range(Tier.TWO):
        assert limits.seconds_to_wait("users.list", Tier.TWO, "T1", "A1") == 0
    assert limits.seconds_to_wait("users.list", Tier.TWO, "T1", "A1") == 60
    assert limits.seconds_to_wait("users.list", Tier.TWO, "T2", "A1") == 0
    assert limits.seconds_to_wait("conversations.list", Tier.TWO, "T1", "A1") == 0
    seconds[0] += 60.0
    assert limits.seconds_to_wait("users.list", Tier.TWO, "T1", "A1") == 0


async def test_a_429_on_purpose_says_how_long_to_wait(here: Workspace) -> None:
    await here.fault("ratelimited", method="chat.*", seconds=7)
    await client(here).auth_test()
    with pytest.raises(SlackApiError) as caught:
        await client(here).chat_postMessage(channel="#seo", text="x")
    assert caught.value.response.headers["Retry-After"] == "7"
    await client(here).chat_postMessage(channel="#seo", text="x")


async def test_a_500_and_an_error_by_name_keep_the_call_from_happening(here: Workspace) -> None:
    slack = client(here)
    await here.fault("server_error", method="chat.postMessage")
    await here.fault("error", method="chat.postMessage", name="internal_error")
    with pytest.raises(SlackApiError) as caught:
        await slack.chat_postMessage(channel="#seo", text="x")
    assert caught.value.response.status_code == 500
    answer = await error_of(slack.chat_postMessage(channel="#seo", text="x"))
    assert answer["error"] == "internal_error"
    assert await here.messages() == []


async def test_a_lost_answer_leaves_the_message_posted(here: Workspace) -> None:
    await here.fault("lost_answer", method="chat.postMessage")
    slack = client(here)
    slack.retry_handlers.clear()
    with pytest.raises(aiohttp.ClientError):
        await slack.chat_postMessage(channel="#seo", text="it happened")
    assert [m["text"] for m in await here.messages()] == ["it happened"]


async def test_slacks_client_repeats_a_post_whose_answer_was_lost(here: Workspace) -> None:
    """The SDK's default AsyncConnectionErrorRetryHandler does not ask what the call was."""
    await here.fault("lost_answer", method="chat.postMessage")
    await client(here).chat_postMessage(channel="#seo", text="twice")
    assert [m["text"] for m in await here.messages()] == ["twice", "twice"]


async def test_a_slow_answer_comes_after_the_call_happened(here: Workspace) -> None:
    await here.fault("slow", method="chat.postMessage", seconds=60)
    task = asyncio.create_task(client(here).chat_postMessage(channel="#seo", text="done"))
    await here.wait_for(lambda m: m["text"] == "done")
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_hung_call_never_happens(here: Workspace) -> None:
    await here.fault("hang", method="chat.postMessage")
    task = asyncio.create_task(client(here).chat_postMessage(channel="#seo", text="x"))
    while (await here.state())["faults"]:
        assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await here.messages() == []


async def test_faults_are_shown_and_cleared(here: Workspace) -> None:
    await here.fault("slow", method="views.*", count=3)
    (fault,) = (await here.state())["faults"]
    assert (fault["kind"], fault["method"], fault["count"]) == ("slow", "views.*", 3)
    await here.post("faults", clear=True)
    assert (await here.state())["faults"] == []
