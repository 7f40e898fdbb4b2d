"""chat.*: who may post where, what is refused, what an edit keeps."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace import Workspace, workspace

from .apps import ALL_SCOPES, client, manifest
from .blocks import MESSAGE_BLOCKS, Json, button, plain, table


async def error_of(call: Any) -> Json:
    """The answer of a Web API call that is refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer: Json = caught.value.response.data
    return answer


async def test_a_message_is_posted_and_everybody_in_the_channel_sees_it(here: Workspace) -> None:
    seo = here.channel_id("seo")
    answer = await client(here).chat_postMessage(channel=seo, text="hello", unfurl_links=False)
    assert answer["channel"] == seo
    assert answer["message"]["bot_id"].startswith("B")
    (message,) = await here.as_user("chie").messages()
    assert (message["ts"], message["text"]) == (answer["ts"], "hello")
    assert message["unfurl_links"] is False


async def test_a_channel_can_be_named_and_a_person_has_a_dm(here: Workspace) -> None:
    await client(here).chat_postMessage(channel="#seo", text="by name")
    await client(here).chat_postMessage(channel=here.user, text="to you")
    assert [m["text"] for m in await here.messages("seo")] == ["by name"]
    assert [m["text"] for m in await here.messages("dm")] == ["to you"]
    assert await here.as_user("ben").messages("dm") == []


async def test_without_the_scope_nothing_is_posted() -> None:
    async with workspace(manifest(scopes=["users:read"])) as here:
        answer = await error_of(client(here).chat_postMessage(channel="#seo", text="x"))
        assert answer["error"] == "missing_scope"
        assert (answer["needed"], answer["provided"]) == ("chat:write", "users:read")


async def test_a_public_channel_needs_membership_or_its_scope() -> None:
    scopes = [scope for scope in ALL_SCOPES if scope != "chat:write.public"]
    async with workspace(manifest(scopes=scopes)) as here:
        post = client(here).chat_postMessage
        seo = here.channel_id("seo")
        assert (await error_of(post(channel=seo, text="x")))["error"] == "not_in_channel"
        await here.post("channel", action="invite", channel=seo, target=here.bot_user)
        await post(channel=seo, text="now")


async def test_a_private_channel_does_not_exist_for_an_app_outside_it(here: Workspace) -> None:
    private = here.channel_id("seo-private")
    post = client(here).chat_postMessage
    assert (await error_of(post(channel=private, text="x")))["error"] == "channel_not_found"
    await here.post("channel", action="invite", channel=private, target=here.bot_user)
    await post(channel=private, text="now")
    await here.post("channel", action="remove", channel=private, target=here.bot_user)
    assert (await error_of(post(channel=private, text="x")))["error"] == "channel_not_found"


async def test_an_archived_channel_takes_no_messages(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    posted = await slack.chat_postMessage(channel=seo, text="before")
    await here.post("channel", action="archive", channel=seo)
    assert (await error_of(slack.chat_postMessage(channel=seo, text="x")))["error"] == "is_archived"
    late = slack.chat_update(channel=seo, ts=posted["ts"], text="x")
    assert (await error_of(late))["error"] == "is_inactive"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": ["x"]}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "x"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [table(), table()]}, "invalid_blocks"),
        ({"text": "x", "attachments": [{"blocks": [{"type": "x"}]}]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_format"),
        ({"text": "x", "channel": "CNOWHERE"}, "channel_not_found"),
    ],
)
async def test_a_wrong_message_is_refused_by_its_name(
    here: Workspace, arguments: Json, error: str
) -> None:
    arguments = {"channel": here.channel_id("seo"), **arguments}
    answer = await error_of(client(here).api_call("chat.postMessage", json=arguments))
    assert answer["error"] == error
    assert await here.messages() == []


async def test_wrong_blocks_are_named_with_a_pointer(here: Workspace) -> None:
    blocks: list[Json] = [{"type": "divider"}, {"type": "header", "text": plain("")}]
    answer = await error_of(client(here).chat_postMessage(channel="#seo", text="x", blocks=blocks))
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"
    ]
    assert answer["errors"] == ["must be more than 0 characters [json-pointer:/blocks/1/text/text]"]


@pytest.mark.parametrize("block", MESSAGE_BLOCKS.values(), ids=MESSAGE_BLOCKS)
async def test_every_kind_of_block_arrives_with_its_ids(here: Workspace, block: Json) -> None:
    await client(here).chat_postMessage(channel="#seo", text="x", blocks=[block])
    (message,) = await here.messages()
    (shown,) = message["blocks"]
    assert shown["type"] == block["type"]
    assert shown["block_id"]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("already &amp; &lt;x&gt;", "already &amp; &lt;x&gt;"),
        ("<https://a.example|a> <@U1> <!here>", "<https://a.example|a> <@U1> <!here>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
async def test_lone_special_characters_are_escaped(here: Workspace, sent: str, stored: str) -> None:
    await client(here).chat_postMessage(channel="#seo", text=sent)
    assert (await here.messages())[0]["text"] == stored


async def test_very_long_text_is_cut(here: Workspace) -> None:
    await client(here).chat_postMessage(channel="#seo", text="x" * 50_000)
    assert len((await here.messages())[0]["text"]) == 40_000


async def test_an_ephemeral_message_is_seen_by_one_person_and_not_kept(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    outside = slack.chat_postEphemeral(channel=seo, user=here.user, text="x")
    assert (await error_of(outside))["error"] == "not_in_channel"
    await slack.conversations_join(channel=seo)
    answer = await slack.chat_postEphemeral(channel=seo, user=here.user, text="only you")
    assert [m["text"] for m in await here.messages() if m.get("is_ephemeral")] == ["only you"]
    assert not [m for m in await here.as_user("ben").messages() if m.get("is_ephemeral")]
    history = await slack.conversations_history(channel=seo)
    assert "only you" not in [m["text"] for m in history["messages"]]
    late = slack.chat_update(channel=seo, ts=answer["message_ts"], text="x")
    assert (await error_of(late))["error"] == "message_not_found"
    unknown = slack.chat_postEphemeral(channel=seo, user="UNOBODY", text="x")
    assert (await error_of(unknown))["error"] == "user_not_found"


async def test_an_edit_keeps_what_it_does_not_name(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    blocks = [{"type": "actions", "block_id": "b", "elements": [button("go")]}]
    ts = (await slack.chat_postMessage(channel=seo, text="one", blocks=blocks))["ts"]
    await slack.chat_update(channel=seo, ts=ts, text="two")
    (message,) = await here.messages()
    assert (message["text"], message["blocks"][0]["block_id"]) == ("two", "b")
    assert message["edited"]["user"] == here.bot_user
    await slack.chat_update(channel=seo, ts=ts, text="three", blocks=[])
    assert "blocks" not in (await here.messages())[0]


async def test_only_an_apps_own_messages_can_be_edited_or_deleted(here: Workspace) -> None:
    slack = client(here)
    theirs = await here.say("mine")
    where = {"channel": theirs["channel"], "ts": theirs["ts"]}
    assert (await error_of(slack.chat_update(**where, text="x")))["error"] == "cant_update_message"
    assert (await error_of(slack.chat_delete(**where)))["error"] == "cant_delete_message"
    own = await slack.chat_postMessage(channel="#seo", text="ours")
    await slack.chat_delete(channel=own["channel"], ts=own["ts"])
    assert [m["text"] for m in await here.messages()] == ["mine"]
    gone = slack.chat_delete(channel=own["channel"], ts=own["ts"])
    assert (await error_of(gone))["error"] == "message_not_found"


async def test_a_thread_counts_its_replies_and_leaves_a_tombstone(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    ts = (await slack.chat_postMessage(channel=seo, text="parent"))["ts"]
    reply = await slack.chat_postMessage(channel=seo, text="reply", thread_ts=ts)
    await here.say("mine", thread_ts=ts)
    (parent,) = await here.messages()
    assert (parent["reply_count"], parent["latest_reply"] > reply["ts"]) == (2, True)
    assert [m["text"] for m in await here.messages(thread_ts=ts)] == ["parent", "reply", "mine"]
    deeper = slack.chat_postMessage(channel=seo, text="x", thread_ts=reply["ts"])
    assert (await error_of(deeper))["error"] == "cannot_reply_to_message"
    await slack.chat_delete(channel=seo, ts=ts)
    assert (await here.messages())[0]["subtype"] == "tombstone"


async def test_a_broadcast_reply_shows_in_the_channel_too(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    ts = (await slack.chat_postMessage(channel=seo, text="parent"))["ts"]
    await slack.chat_postMessage(channel=seo, text="all", thread_ts=ts, reply_broadcast=True)
    assert [m["text"] for m in await here.messages()] == ["parent", "all"]


async def test_metadata_comes_back_only_when_asked_for(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    await slack.conversations_join(channel=seo)
    metadata = {"event_type": "link_lost", "event_payload": {"id": 7}}
    await slack.chat_postMessage(channel=seo, text="x", metadata=metadata)
    plain_history = await slack.conversations_history(channel=seo)
    assert "metadata" not in plain_history["messages"][0]
    full = await slack.conversations_history(channel=seo, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata
    assert "metadata" not in (await here.messages())[0]


async def test_a_permalink_opens_the_page(here: Workspace) -> None:
    slack = client(here)
    posted = await slack.chat_postMessage(channel="#seo", text="x")
    answer = await slack.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])
    path = f"/archives/{posted['channel']}/p{posted['ts'].replace('.', '')}"
    assert answer["permalink"] == here.base_url + path


async def test_a_name_of_ones_own_needs_its_scope() -> None:
    async with workspace(manifest(scopes=["chat:write", "chat:write.public"])) as here:
        post = client(here).chat_postMessage(channel="#seo", text="x", username="Other")
        answer = await error_of(post)
        assert answer["needed"] == "chat:write.customize"
