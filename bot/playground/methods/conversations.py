"""conversations.* and users.conversations: which channels there are and what was said in them."""

from typing import Final

from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.membership import add_member
from bot.playground.methods.call import Call, Method
from bot.playground.methods.paging import paged
from bot.playground.model import Channel
from bot.playground.timeline import Json, Message

DEFAULT_PAGE: Final = 100
MAX_PAGE: Final = 999
_KINDS: Final = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}


def channel_object(call: Call, channel: Channel) -> Json:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_org_shared": False,
        "context_team_id": call.workspace.team_id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        other = channel.other_side(call.bot.bot_user_id)
        return {**common, "user": other, "is_user_deleted": False, "is_open": True}
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": False,
        "is_private": channel.kind == "private",
        "is_general": channel.name == "general",
        "is_member": call.is_member(channel),
        "creator": channel.creator,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


async def info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    channel = call.channel()
    call.need_read(channel)
    shown = channel_object(call, channel)
    if not call.args.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


async def list_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.list"""
    channels = [c for c in _of_types(call) if c.kind == "public" or call.is_member(c)]
    page, metadata = paged(call, channels, DEFAULT_PAGE, MAX_PAGE)
    return {"channels": [channel_object(call, c) for c in page], "response_metadata": metadata}


async def of_user(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/users.conversations"""
    user_id = call.args.text("user", call.bot.bot_user_id)
    if user_id not in call.workspace.users:
        raise SlackError("user_not_found")
    channels = [
        channel
        for channel in _of_types(call)
        if user_id in channel.members and (channel.kind == "public" or call.is_member(channel))
    ]
    page, metadata = paged(call, channels, DEFAULT_PAGE, MAX_PAGE)
    return {"channels": [channel_object(call, c) for c in page], "response_metadata": metadata}


def _of_types(call: Call) -> list[Channel]:
    names = call.args.text("types", "public_channel").split(",")
    if not all(name.strip() in _KINDS for name in names):
        raise SlackError("invalid_types")
    kinds = {_KINDS[name.strip()] for name in names}
    for kind, scope in (("public", "channels:read"), ("private", "groups:read"), ("im", "im:read")):
        if kind in kinds:
            call.need(scope)
    without_archived = call.args.flag("exclude_archived")
    return [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and not (without_archived and channel.is_archived)
    ]


async def members(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    channel = call.channel()
    call.need_read(channel)
    page, metadata = paged(call, sorted(channel.members), DEFAULT_PAGE, MAX_PAGE)
    return {"members": page, "response_metadata": metadata}


async def history(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history; newest first"""
    channel = _readable(call)
    limit = max(1, min(call.args.number("limit", DEFAULT_PAGE), MAX_PAGE))
    page = channel.timeline.page_before(
        limit,
        before=_before(call),
        after=_after(call),
        sees=_is_kept,
    )
    messages = [_historic(call, message) for message in reversed(page.messages)]
    cursor = page.messages[0].ts if page.has_more else ""
    return {
        "messages": messages,
        "has_more": page.has_more,
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


async def replies(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies; parent first, oldest first"""
    channel = _readable(call)
    ts = call.args.text("ts")
    parent = channel.timeline.get(ts)
    if parent is None or not _is_kept(parent):
        raise SlackError("thread_not_found")
    limit = max(1, min(call.args.number("limit", DEFAULT_PAGE), MAX_PAGE))
    after = call.args.text("cursor", "") or _after(call) or "0"
    page = channel.timeline.page_after(limit, thread_ts=ts, after=after, sees=_is_kept)
    messages = [_historic(call, message) for message in (parent, *page.messages)]
    cursor = page.messages[-1].ts if page.has_more else ""
    return {
        "messages": messages,
        "has_more": page.has_more,
        "response_metadata": {"next_cursor": cursor},
    }


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need_history(channel)
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    return channel


def _is_kept(message: Message) -> bool:
    """Slack does not keep ephemeral messages."""
    return message.ephemeral_to is None


def _before(call: Call) -> str | None:
    """A ts just above the newest that is wanted."""
    cursor, latest = call.args.text("cursor", ""), call.args.text("latest", "")
    if cursor:
        return cursor
    if latest and call.args.flag("inclusive"):
        return f"{latest}~"
    return latest or None


def _after(call: Call) -> str | None:
    """A ts just below the oldest that is wanted."""
    oldest = call.args.text("oldest", "")
    if not oldest or oldest == "0":
        return None
    # A slash sorts just below the digits, a tilde above: no message can have such a ts.
    return oldest[:-1] + "/" if call.args.flag("inclusive") else oldest


def _historic(call: Call, message: Message) -> Json:
    shown = dict(message.body)
    if message.metadata is not None and call.args.flag("include_all_metadata"):
        shown["metadata"] = message.metadata
    return shown


async def open_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open"""
    users = [user for user in call.args.text("users", "").split(",") if user]
    if call.args.text("channel", ""):
        channel = call.channel()
    elif len(users) == 1:
        if users[0] not in call.workspace.users:
            raise SlackError("user_not_found")
        channel = call.workspace.direct_message(users[0], call.bot.bot_user_id)
    else:
        raise SlackError("users_list_not_supplied" if not users else "not_enough_users")
    shown = {"id": channel.id}
    if call.args.flag("return_im"):
        shown = channel_object(call, channel)
    return {"channel": shown}


async def join(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.join"""
    channel = call.channel()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    warning = {"warning": "already_in_channel"} if call.is_member(channel) else {}
    add_member(call.playground, call.workspace, channel, call.bot.bot_user_id)
    return {"channel": channel_object(call, channel), **warning}


async def invite(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.invite"""
    channel = call.channel()
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    for user_id in call.args.text("users").split(","):
        if user_id not in call.workspace.users:
            raise SlackError("user_not_found")
        if user_id == call.bot.bot_user_id:
            raise SlackError("cant_invite_self")
        if user_id in channel.members:
            raise SlackError("already_in_channel")
        add_member(call.playground, call.workspace, channel, user_id, call.bot.bot_user_id)
    return {"channel": channel_object(call, channel)}


METHODS = {
    "conversations.info": Method(info, Tier.THREE),
    "conversations.list": Method(list_, Tier.TWO),
    "conversations.members": Method(members, Tier.FOUR),
    "conversations.history": Method(history, Tier.THREE),
    "conversations.replies": Method(replies, Tier.THREE),
    "conversations.open": Method(open_, Tier.THREE, scope="im:write"),
    "conversations.join": Method(join, Tier.THREE, scope="channels:join"),
    "conversations.invite": Method(invite, Tier.THREE, scope="channels:manage"),
    "users.conversations": Method(of_user, Tier.TWO),
}
