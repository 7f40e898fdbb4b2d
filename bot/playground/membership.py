"""Who comes into a channel and who leaves it, and what is told of it."""

from bot.playground.app_events import emit, event_time
from bot.playground.model import Channel
from bot.playground.playground import Playground
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace


def add_member(
    playground: Playground,
    workspace: Workspace,
    channel: Channel,
    user_id: str,
    inviter: str | None = None,
) -> None:
    """Nothing happens when the user is in already."""
    if user_id in channel.members:
        return
    channel.members.add(user_id)
    workspace.channel_changed(channel)
    text = f"<@{user_id}> has joined the channel"
    workspace.post(channel, {"subtype": "channel_join", "user": user_id, "text": text})
    event = _event(workspace, channel, "member_joined_channel", user_id)
    if inviter is not None:
        event["inviter"] = inviter
    emit(playground, workspace, "member_joined_channel", event, channel=channel)


def remove_member(
    playground: Playground, workspace: Workspace, channel: Channel, user_id: str
) -> None:
    """The one who leaves loses sight of a private channel."""
    if user_id not in channel.members:
        return
    event = _event(workspace, channel, "member_left_channel", user_id)
    emit(playground, workspace, "member_left_channel", event, channel=channel)
    channel.members.discard(user_id)
    workspace.channel_changed(channel)
    text = f"<@{user_id}> has left the channel"
    workspace.post(channel, {"subtype": "channel_leave", "user": user_id, "text": text})


def _event(workspace: Workspace, channel: Channel, kind: str, user_id: str) -> Json:
    return {
        "type": kind,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "public" else "G",
        "team": workspace.team_id,
        "event_ts": event_time(workspace),
    }
