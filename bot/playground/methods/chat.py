"""chat.*: an app posts, edits and deletes messages."""

from bot.playground.app_events import emit_message
from bot.playground.content import read_content, read_metadata
from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.methods.call import Call, Method
from bot.playground.model import Channel
from bot.playground.posting import bot_fields
from bot.playground.timeline import Json, Message

_CUSTOM_LOOK = ("username", "icon_emoji", "icon_url")


async def post_message(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage"""
    channel = place_to_post(call, call.args.text("channel", ""))
    fields = _new_fields(call, channel)
    metadata = read_metadata(call.args.values.get("metadata"))
    message = call.workspace.post(channel, fields, metadata=metadata, app_id=call.bot.app.id)
    emit_message(call.playground, call.workspace, channel, message)
    shown = dict(message.body)
    if metadata is not None:
        shown["metadata"] = metadata
    return {"channel": channel.id, "ts": message.ts, "message": shown}


async def post_ephemeral(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    channel = call.channel()
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    user_id = call.args.text("user", "")
    if user_id not in call.workspace.users:
        raise SlackError("user_not_found")
    if user_id not in channel.members:
        raise SlackError("user_not_in_channel")
    fields = _new_fields(call, channel)
    message = call.workspace.post(channel, fields, ephemeral_to=user_id, app_id=call.bot.app.id)
    return {"message_ts": message.ts}


async def update(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update"""
    channel, message = _own_message(call, "cant_update_message")
    content = read_content(call.args.values, need_some=False)
    if not content:
        raise SlackError("no_text")
    # What is not given stays, an empty list removes.
    for name in ("blocks", "attachments"):
        if name in content and not content[name]:
            content[name] = None
    if call.args.values.get("metadata") is not None:
        message.metadata = read_metadata(call.args.values["metadata"])
    edited_ts = f"{call.workspace.now():.6f}"
    content["edited"] = {"user": call.bot.bot_user_id, "ts": edited_ts}
    call.workspace.edit(channel, message, content)
    shown = {"text": message.body.get("text", "")}
    return {"channel": channel.id, "ts": message.ts, **shown, "message": dict(message.body)}


async def delete(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    channel, message = _own_message(call, "cant_delete_message")
    call.workspace.delete(channel, message)
    return {"channel": channel.id, "ts": message.ts}


async def get_permalink(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink"""
    channel = call.channel()
    message = message_at(channel, call.args.text("message_ts", ""))
    link = f"{call.playground.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def place_to_post(call: Call, wanted: str) -> Channel:
    """By id, `#name`, or a user's id (their DM); raises SlackError channel_not_found,
    not_in_channel, is_archived."""
    if wanted in call.workspace.users and wanted != call.bot.bot_user_id:
        return call.workspace.direct_message(wanted, call.bot.bot_user_id)
    named = call.workspace.channel_named(wanted) if wanted not in call.workspace.channels else None
    channel = named or call.channel_of(wanted)
    if not call.is_member(channel):
        if channel.kind != "public":
            raise SlackError("channel_not_found")
        if "chat:write.public" not in call.bot.scopes:
            raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _new_fields(call: Call, channel: Channel) -> Json:
    args = call.args.values
    fields = {"text": "", **bot_fields(call.bot, args), **read_content(args)}
    if any(args.get(name) for name in _CUSTOM_LOOK):
        call.need("chat:write.customize")
        fields |= {name: str(args[name]) for name in _CUSTOM_LOOK if args.get(name)}
    return fields | thread_part(call, channel)


def thread_part(call: Call, channel: Channel) -> Json:
    """`thread_ts` of a new message; raises SlackError thread_not_found, cannot_reply_to_message."""
    thread_ts = call.args.text("thread_ts", "")
    if not thread_ts:
        return {}
    parent = channel.timeline.get(thread_ts)
    if parent is None or parent.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    broadcast = {"subtype": "thread_broadcast"} if call.args.flag("reply_broadcast") else {}
    return {"thread_ts": thread_ts, **broadcast}


def _own_message(call: Call, error: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = message_at(channel, call.args.text("ts", ""))
    if message.app_id != call.bot.app.id or message.body.get("subtype") == "tombstone":
        raise SlackError(error)
    if channel.is_archived:
        raise SlackError("is_inactive")
    return channel, message


def message_at(channel: Channel, ts: str) -> Message:
    """Ephemeral messages cannot be addressed."""
    message = channel.timeline.get(ts)
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    return message


METHODS = {
    "chat.postMessage": Method(post_message, Tier.SPECIAL, scope="chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, Tier.FOUR, scope="chat:write"),
    "chat.update": Method(update, Tier.THREE, scope="chat:write"),
    "chat.delete": Method(delete, Tier.THREE, scope="chat:write"),
    "chat.getPermalink": Method(get_permalink, Tier.SPECIAL),
}
