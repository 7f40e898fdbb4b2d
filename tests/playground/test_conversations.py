"""conversations.*, users.*, reactions, team and bots: looking around."""

import pytest

from tests.workspace import Workspace, workspace

from .apps import client, manifest
from .test_chat import error_of


async def test_channels_are_listed_as_far_as_the_app_may_see_them(here: Workspace) -> None:
    slack = client(here)
    public = await slack.conversations_list()
    assert [c["name"] for c in public["channels"]] == ["general", "seo"]
    private = await slack.conversations_list(types="private_channel")
    assert private["channels"] == []
    channel = here.channel_id("seo-private")
    await here.post("channel", action="invite", channel=channel, target=here.bot_user)
    private = await slack.conversations_list(types="public_channel,private_channel")
    assert [c["name"] for c in private["channels"]] == ["general", "seo", "seo-private"]
    mine = await slack.users_conversations(types="private_channel")
    assert [c["id"] for c in mine["channels"]] == [channel]


async def test_lists_come_in_pages(here: Workspace) -> None:
    slack = client(here)
    names = []
    async for page in await slack.users_list(limit=1):
        names += [member["name"] for member in page["members"]]
    assert names == ["ana", "ben", "chie", "tester"]
    assert (await error_of(slack.users_list(cursor="nonsense")))["error"] == "invalid_cursor"


async def test_each_kind_of_channel_needs_its_scope() -> None:
    async with workspace(manifest(scopes=["channels:read"])) as here:
        slack = client(here)
        await slack.conversations_info(channel=here.channel_id("seo"))
        answer = await error_of(slack.conversations_list(types="private_channel"))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:read")
        answer = await error_of(slack.conversations_history(channel=here.channel_id("seo")))
        assert answer["needed"] == "channels:history"


async def test_history_is_for_members_and_comes_newest_first_in_pages(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    for number in range(5):
        await here.say(f"message {number}")
    assert (await error_of(slack.conversations_history(channel=seo)))["error"] == "not_in_channel"
    await slack.conversations_join(channel=seo)
    texts = []
    async for page in await slack.conversations_history(channel=seo, limit=2):
        texts += [m["text"] for m in page["messages"] if "subtype" not in m]
    assert texts == [f"message {number}" for number in (4, 3, 2, 1, 0)]


async def test_history_has_bounds(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    stamps = [(await here.say(str(number)))["ts"] for number in range(4)]
    await slack.conversations_join(channel=seo)
    answer = await slack.conversations_history(channel=seo, oldest=stamps[0], latest=stamps[3])
    assert [m["ts"] for m in answer["messages"]] == [stamps[2], stamps[1]]
    answer = await slack.conversations_history(
        channel=seo, oldest=stamps[1], latest=stamps[1], inclusive=True
    )
    assert [m["ts"] for m in answer["messages"]] == [stamps[1]]


async def test_replies_come_with_their_parent(here: Workspace) -> None:
    slack, seo = client(here), here.channel_id("seo")
    await slack.conversations_join(channel=seo)
    parent = await here.say("parent")
    for number in range(3):
        await here.say(f"reply {number}", thread_ts=parent["ts"])
    answer = await slack.conversations_replies(channel=seo, ts=parent["ts"])
    assert [m["text"] for m in answer["messages"]] == ["parent", "reply 0", "reply 1", "reply 2"]
    unknown = slack.conversations_replies(channel=seo, ts="1.000000")
    assert (await error_of(unknown))["error"] == "thread_not_found"


async def test_members_come_and_go(here: Workspace) -> None:
    slack, private = client(here), here.channel_id("seo-private")
    await here.post("channel", action="invite", channel=private, target=here.bot_user)
    chie = here.as_user("chie").user
    await slack.conversations_invite(channel=private, users=chie)
    members = (await slack.conversations_members(channel=private))["members"]
    assert chie in members
    again = slack.conversations_invite(channel=private, users=chie)
    assert (await error_of(again))["error"] == "already_in_channel"
    outside = slack.conversations_invite(channel=here.channel_id("seo"), users=chie)
    assert (await error_of(outside))["error"] == "not_in_channel"
    closed = slack.conversations_join(channel=private)
    assert (await error_of(closed))["error"] == "method_not_supported_for_channel_type"


async def test_a_dm_is_opened_once(here: Workspace) -> None:
    slack = client(here)
    opened = await slack.conversations_open(users=[here.user])
    assert opened["channel"]["id"] == here.channel_id("dm")
    assert (await error_of(slack.conversations_open(users=["UNO"])))["error"] == "user_not_found"


async def test_people_have_time_zones(here: Workspace) -> None:
    answer = await client(here).users_info(user=here.user)
    user = answer["user"]
    assert (user["tz"], user["is_bot"]) == ("Europe/Madrid", False)
    assert user["tz_offset"] in (3600, 7200)
    assert "email" not in user["profile"]
    assert (await error_of(client(here).users_info(user="UNO")))["error"] == "user_not_found"


async def test_the_app_can_ask_about_itself_and_the_team(here: Workspace) -> None:
    slack = client(here)
    who = await slack.auth_test()
    assert who["team"] == (await slack.team_info())["team"]["name"] == "Demo"
    assert (await slack.bots_info(bot=who["bot_id"]))["bot"]["user_id"] == who["user_id"]


async def test_a_reaction_is_counted_once_a_person(here: Workspace) -> None:
    slack = client(here)
    message = await here.say("look")
    where = {"channel": message["channel"], "timestamp": message["ts"]}
    await slack.reactions_add(**where, name="eyes")
    await here.post("reaction", channel=message["channel"], ts=message["ts"], name="eyes")
    (shown,) = await here.messages()
    assert shown["reactions"] == [{"name": "eyes", "users": [here.bot_user, here.user], "count": 2}]
    again = slack.reactions_add(**where, name="eyes")
    assert (await error_of(again))["error"] == "already_reacted"
    wrong = slack.reactions_add(**where, name="not a name")
    assert (await error_of(wrong))["error"] == "invalid_name"


@pytest.mark.parametrize(
    ("argument", "error"),
    [
        ({"blocks": [{"type": "divider"}]}, None),
        ({"blocks": [{"type": "x"}]}, "invalid_blocks"),
        ({"view": {"type": "home", "blocks": []}}, "invalid_view"),
        ({"message": {"text": "x", "blocks": [{"type": "alert"}]}}, "invalid_message"),
        ({}, "invalid_arguments"),
    ],
)
async def test_blocks_can_be_validated_without_a_token(
    here: Workspace, argument: dict[str, object], error: str | None
) -> None:
    slack = client(here, token="")
    call = slack.api_call("blocks.validate", json=argument)
    if error is None:
        assert (await call)["ok"]
        return
    answer = await error_of(call)
    assert answer["error"] == error
    assert all({"code", "message", "pointer"} <= set(item) for item in answer.get("errors", []))
