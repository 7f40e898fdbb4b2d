"""A person uses a shortcut, on a message or from anywhere, or opens the App Home.

https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
"""

from bot.playground.app_events import emit, event_time
from bot.playground.errors import ControlError
from bot.playground.manifest import Shortcut
from bot.playground.model import Channel, Install, User
from bot.playground.payloads import channel_part, deliver, give_notice, interaction
from bot.playground.playground import Playground
from bot.playground.sockets import NoAck
from bot.playground.timeline import Json, Message
from bot.playground.views_of_user import home_of
from bot.playground.workspace import Workspace


async def use_shortcut(
    playground: Playground,
    workspace: Workspace,
    user: User,
    callback_id: str,
    on: tuple[Channel, Message] | None,
) -> Json:
    """`on`: the message and its channel, for a message shortcut."""
    kind = "global" if on is None else "message"
    install, shortcut = _owner(workspace, callback_id, kind)
    name = "shortcut" if on is None else "message_action"
    payload = {
        **interaction(playground, workspace, install.app, user, name),
        "callback_id": callback_id,
        "action_ts": event_time(workspace),
    }
    del payload["api_app_id"]
    if on is not None:
        payload |= _message_part(playground, install, user, *on)
    outcome = await deliver(playground, workspace, install.app.id, "interactive", payload)
    if isinstance(outcome, NoAck):
        channel_id = on[0].id if on is not None else None
        return give_notice(workspace, user.id, "shortcut", shortcut.name, outcome.error, channel_id)
    return {"ok": True}


def _owner(workspace: Workspace, callback_id: str, kind: str) -> tuple[Install, Shortcut]:
    for install in workspace.installs.values():
        shortcut = install.app.manifest.shortcut(callback_id)
        if shortcut is not None and shortcut.kind == kind:
            return install, shortcut
    raise ControlError("unknown_shortcut", f"No app has the {kind} shortcut {callback_id!r}.", 404)


def _message_part(
    playground: Playground, install: Install, user: User, channel: Channel, message: Message
) -> Json:
    path = playground.hooks.new("app", install, channel, user.id)
    return {
        "channel": channel_part(channel),
        "message_ts": message.ts,
        "message": dict(message.body),
        "response_url": playground.base_url + path,
    }


async def open_home(
    playground: Playground, workspace: Workspace, user: User, install: Install, tab: str
) -> Json:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": workspace.direct_message(user.id, install.bot_user_id).id,
        "tab": tab,
        "event_ts": event_time(workspace),
    }
    view = home_of(workspace, install.app.id, user.id)
    if view is not None:
        event["view"] = view
    emit(playground, workspace, "app_home_opened", event, only_app=install.app.id)
    return {"view": view}
