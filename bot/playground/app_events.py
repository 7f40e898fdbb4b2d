"""The Events API: tells subscribed apps what happened.

https://docs.slack.dev/apis/events-api
"""

from typing import Final

from bot.playground.ids import new_id, new_secret
from bot.playground.model import Channel, Install
from bot.playground.payloads import VERIFICATION_TOKEN
from bot.playground.playground import Playground
from bot.playground.timeline import Json, Message
from bot.playground.workspace import Workspace

_MESSAGE_EVENTS: Final = {
    "public": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
    "im": ("message.im", "im"),
}


def event_time(workspace: Workspace) -> str:
    return f"{workspace.now():.6f}"


def emit(
    playground: Playground,
    workspace: Workspace,
    subscription: str,
    event: Json,
    *,
    channel: Channel | None = None,
    only_app: str | None = None,
) -> None:
    """Send an event to each app that subscribed to it and, if it is about a channel, is in it."""
    for install in list(workspace.installs.values()):
        is_member = channel is None or install.bot_user_id in channel.members
        is_meant = only_app is None or install.app.id == only_app
        if is_member and is_meant and subscription in install.app.manifest.events:
            payload = _callback(workspace, install, event)
            playground.sockets[install.app.id].send_event(payload)


def emit_message(
    playground: Playground, workspace: Workspace, channel: Channel, message: Message
) -> None:
    """message.* for everybody in the channel, app_mention for the apps that are named."""
    subscription, channel_type = _MESSAGE_EVENTS[channel.kind]
    event = {
        **message.body,
        "channel": channel.id,
        "channel_type": channel_type,
        "event_ts": message.ts,
    }
    emit(playground, workspace, subscription, event, channel=channel)
    if channel.kind == "im":
        return
    for install in list(workspace.installs.values()):
        if f"<@{install.bot_user_id}" in str(message.body.get("text", "")):
            mention = {**event, "type": "app_mention"}
            emit(playground, workspace, "app_mention", mention, only_app=install.app.id)


def _callback(workspace: Workspace, install: Install, event: Json) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "api_app_id": install.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": install.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_secret(32),
    }
