"""The smaller rules of the conformance table, one test each."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.playground.limits import POSTS_A_MINUTE, RateLimits, Tier
from tests.workspace import Workspace, workspace

from .apps import ack as give_ack
from .apps import bolt_app, client, connected, manifest, next_envelope, raw_socket
from .blocks import Json, home, input_block, modal, mrkdwn
from .test_chat import error_of

NAME = input_block({"type": "plain_text_input", "action_id": "name"}, "name_block")


async def test_api_test_gives_back_what_it_got(here: Workspace) -> None:
    slack = client(here, token="")
    answer = await slack.api_call("api.test", params={"a": "1"})
    assert answer["args"] == {"a": "1"}
    assert (await error_of(slack.api_call("api.test", params={"error": "why"})))["error"] == "why"


async def test_answers_say_which_scopes_there_are(here: Workspace) -> None:
    answer = await client(here).chat_postMessage(channel="#seo", text="x")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")
    assert answer.headers["X-Accepted-OAuth-Scopes"] == "chat:write"


def test_a_workspace_takes_some_hundred_messages_a_minute() -> None:
    seconds = [0.0]
    limits = RateLimits(monotonic=lambda: seconds[0])
    method = "chat.postMessage"
    for _ in range(POSTS_A_MINUTE):
        assert limits.seconds_to_wait(method, Tier.SPECIAL, "T", "A") == 0
    assert limits.seconds_to_wait(method, Tier.SPECIAL, "T", "A") == 60


async def test_metadata_has_a_limit(here: Workspace) -> None:
    metadata = {"event_type": "x", "event_payload": {"x": "x" * 40_000}}
    post = client(here).chat_postMessage(channel="#seo", text="x", metadata=metadata)
    assert (await error_of(post))["error"] == "metadata_too_large"


async def test_people_who_are_not_in_the_channel_get_nothing_ephemeral(here: Workspace) -> None:
    private = here.channel_id("seo-private")
    await here.post("channel", action="invite", channel=private, target=here.bot_user)
    chie = here.as_user("chie").user
    post = client(here).chat_postEphemeral(channel=private, user=chie, text="x")
    assert (await error_of(post))["error"] == "user_not_in_channel"


async def _trigger(here: Workspace) -> str:
    """A trigger of a slash command."""
    async with raw_socket(here) as ws:
        task = asyncio.create_task(here.command("/try"))
        envelope = await next_envelope(ws)
        await give_ack(ws, envelope)
        await task
    return str(envelope["payload"]["trigger_id"])


async def test_a_trigger_is_good_for_three_seconds() -> None:
    seconds = [1000.0]
    async with workspace(manifest(), monotonic=lambda: seconds[0]) as here:
        for wait, error in ((2.9, None), (3.1, "expired_trigger_id")):
            trigger = await _trigger(here)
            seconds[0] += wait
            call = client(here).views_open(trigger_id=trigger, view=modal())
            if error is None:
                await call
            else:
                assert (await error_of(call))["error"] == error


async def test_an_external_id_is_unique_and_finds_the_view(here: Workspace) -> None:
    slack = client(here)
    view = modal(NAME, external_id="mine")
    await slack.views_open(trigger_id=await _trigger(here), view=view)
    again = slack.views_push(trigger_id=await _trigger(here), view=view)
    assert (await error_of(again))["error"] == "duplicate_external_id"
    await slack.views_update(external_id="mine", view=modal(external_id="mine"))
    neither = slack.api_call("views.update", json={"view": modal()})
    assert (await error_of(neither))["error"] == "invalid_arguments"


async def test_a_view_has_a_size(here: Workspace) -> None:
    blocks = [{"type": "section", "text": mrkdwn("x" * 3000)} for _ in range(99)]
    call = client(here).views_open(trigger_id="1.2.a", view=modal(*blocks))
    assert (await error_of(call))["error"] == "view_too_large"


async def test_a_push_needs_an_open_modal(here: Workspace) -> None:
    call = client(here).views_push(trigger_id=await _trigger(here), view=modal())
    assert (await error_of(call))["error"] == "not_found"


async def test_a_home_is_published_for_one_person_and_guards_its_hash(here: Workspace) -> None:
    slack = client(here)
    first = await slack.views_publish(user_id=here.user, view=home())
    old_hash = first["view"]["hash"]
    await slack.views_publish(user_id=here.user, view=home(), hash=old_hash)
    stale = slack.views_publish(user_id=here.user, view=home(), hash=old_hash)
    assert (await error_of(stale))["error"] == "hash_conflict"
    assert await here.as_user("ben").open_home() is None
    unknown = slack.views_publish(user_id="UNO", view=home())
    assert (await error_of(unknown))["error"] == "user_not_found"


async def test_an_app_without_a_home_tab_cannot_publish_one() -> None:
    without = manifest()
    without["features"]["app_home"]["home_tab_enabled"] = False
    async with workspace(without) as here:
        call = client(here).views_publish(user_id=here.user, view=home())
        assert (await error_of(call))["error"] == "not_enabled"


async def test_a_chosen_channel_can_bring_a_response_url(here: Workspace) -> None:
    select = {
        "type": "conversations_select",
        "action_id": "where",
        "response_url_enabled": True,
    }
    app = bolt_app(here)
    bodies: list[Json] = []

    @app.command("/try")
    async def on_command(ack: AsyncAck, body: Json, client: Any) -> None:
        await ack()
        view = modal(input_block(select, "where_block"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("a_modal")
    async def on_submit(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    seo = here.channel_id("seo")
    async with connected(here, app):
        await here.command("/try", channel="general")
        await here.submit(await here.wait_for_view(), {"where": seo})
    (given,) = bodies[0]["response_urls"]
    assert (given["block_id"], given["action_id"], given["channel_id"]) == (
        *("where_block", "where"),
        seo,
    )
    answer = {"text": "for all", "response_type": "in_channel"}
    async with here.session.post(given["response_url"], json=answer) as response:
        assert response.status == 200
    assert [m["text"] for m in await here.messages("seo")] == ["for all"]


async def test_a_reaction_can_be_taken_back(here: Workspace) -> None:
    slack = client(here)
    message = await here.say("look")
    where = {"channel": message["channel"], "timestamp": message["ts"]}
    await slack.reactions_add(**where, name="eyes")
    await slack.reactions_remove(**where, name="eyes")
    assert "reactions" not in (await here.messages())[0]
    again = slack.reactions_remove(**where, name="eyes")
    assert (await error_of(again))["error"] == "no_reaction"


@pytest.mark.parametrize(
    ("subscription", "channel", "text"),
    [("message.im", "dm", "hello"), ("app_mention", "seo", "hello @tester")],
)
async def test_messages_reach_apps_that_asked_for_them(
    subscription: str, channel: str, text: str
) -> None:
    async with workspace(manifest(events=[subscription])) as here, raw_socket(here) as ws:
        await here.say("not this one", channel="general")
        await here.say(text, channel=channel)
        envelope = await next_envelope(ws)
        await give_ack(ws, envelope)
    event = envelope["payload"]["event"]
    assert event["type"] == subscription.partition(".")[0]
    assert event["text"].startswith("hello")
    assert event["user"] == here.user


async def test_a_revoked_token_is_told_to_the_app() -> None:
    events = ["tokens_revoked"]
    async with workspace(manifest(events=events)) as here, raw_socket(here) as ws:
        await here.fault("revoked_token")
        envelope = await next_envelope(ws)
        await give_ack(ws, envelope)
        with pytest.raises(SlackApiError):
            await client(here).auth_test()
    assert envelope["payload"]["event"]["tokens"]["bot"] == [here.bot_user]


async def test_reconnects_can_be_made_frequent(here: Workspace) -> None:
    answer = await client(here, here.app_token).apps_connections_open(app_token=here.app_token)
    async with here.session.ws_connect(f"{answer['url']}&debug_reconnects=true") as ws:
        hello = await ws.receive_json(timeout=5)
    assert hello["debug_info"]["approximate_connection_time"] == 360
