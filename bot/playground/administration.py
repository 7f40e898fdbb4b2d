"""What people do to channels and to the demonstration: create, archive, next day, faults, reset."""

import re
from collections.abc import Callable
from typing import Final

from bot.playground.app_events import emit, event_time
from bot.playground.errors import ControlError
from bot.playground.faults import Fault
from bot.playground.membership import add_member, remove_member
from bot.playground.model import Channel, ChannelKind, User
from bot.playground.playground import Playground
from bot.playground.shown import shown_channel
from bot.playground.storage import load_workspace
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}\Z")
"""https://docs.slack.dev/reference/methods/conversations.create"""


def change_channel(
    playground: Playground, workspace: Workspace, user: User, action: str, body: Json
) -> Json:
    """Do one of CHANNEL_ACTIONS; raises ControlError."""
    if action == "create":
        channel = _create(workspace, user, body)
    else:
        channel = workspace.visible_channel(str(body.get("channel")), user.id)
        act = CHANNEL_ACTIONS.get(action)
        if act is None:
            raise ControlError("unknown_action", f"There is no channel action {action!r}.")
        if channel.kind == "im":
            raise ControlError("is_im", "A direct message cannot be changed.")
        act(playground, workspace, channel, user, body)
    return {"channel": shown_channel(channel, user.id)}


def _create(workspace: Workspace, user: User, body: Json) -> Channel:
    kind: ChannelKind = "private" if body.get("is_private") is True else "public"
    return workspace.create_channel(_free_name(workspace, body), kind, user.id, {user.id})


def _free_name(workspace: Workspace, body: Json) -> str:
    name = str(body.get("name", "")).strip().removeprefix("#").lower()
    if not _NAME.match(name):
        raise ControlError("invalid_name", "A name has small letters, digits, - and _; 80 at most.")
    if workspace.channel_named(name) is not None:
        raise ControlError("name_taken", f"There is a channel #{name} already.")
    return name


def archive(
    playground: Playground, workspace: Workspace, channel: Channel, user: User, _body: Json
) -> None:
    channel.is_archived = True
    _tell(playground, workspace, channel, user, "archive")


def unarchive(
    playground: Playground, workspace: Workspace, channel: Channel, user: User, _body: Json
) -> None:
    channel.is_archived = False
    _tell(playground, workspace, channel, user, "unarchive")


def _tell(
    playground: Playground, workspace: Workspace, channel: Channel, user: User, what: str
) -> None:
    workspace.channel_changed(channel)
    name = f"{'channel' if channel.kind == 'public' else 'group'}_{what}"
    event = {
        "type": name,
        "channel": channel.id,
        "user": user.id,
        "event_ts": event_time(workspace),
    }
    emit(playground, workspace, name, event, channel=channel)


def rename(
    playground: Playground, workspace: Workspace, channel: Channel, _user: User, body: Json
) -> None:
    channel.name = _free_name(workspace, body)
    workspace.channel_changed(channel)
    name = "channel_rename" if channel.kind == "public" else "group_rename"
    shown = {"id": channel.id, "name": channel.name, "created": channel.created}
    event = {"type": name, "channel": shown, "event_ts": event_time(workspace)}
    emit(playground, workspace, name, event, channel=channel)


def join(
    playground: Playground, workspace: Workspace, channel: Channel, user: User, _body: Json
) -> None:
    add_member(playground, workspace, channel, user.id)


def leave(
    playground: Playground, workspace: Workspace, channel: Channel, user: User, _body: Json
) -> None:
    remove_member(playground, workspace, channel, user.id)


def invite(
    playground: Playground, workspace: Workspace, channel: Channel, user: User, body: Json
) -> None:
    add_member(playground, workspace, channel, _target(workspace, body), user.id)


def remove(
    playground: Playground, workspace: Workspace, channel: Channel, _user: User, body: Json
) -> None:
    remove_member(playground, workspace, channel, _target(workspace, body))


def _target(workspace: Workspace, body: Json) -> str:
    target = str(body.get("target"))
    if target not in workspace.users:
        raise ControlError("user_not_found", "`target` must be a person's or a bot's user id.", 404)
    return target


ChannelAction = Callable[[Playground, Workspace, Channel, User, Json], None]
CHANNEL_ACTIONS: Final[dict[str, ChannelAction]] = {
    "archive": archive,
    "unarchive": unarchive,
    "rename": rename,
    "join": join,
    "leave": leave,
    "invite": invite,
    "remove": remove,
}


async def next_day(playground: Playground) -> Json:
    """Let the demonstration's world go on by a day, and tell every page."""
    if playground.on_next_day is None:
        raise ControlError("no_clock", "This playground has no day to go on to.")
    result = dict(await playground.on_next_day())
    playground.day += 1
    data = {"day": playground.day, "now": playground.now(), "result": result}
    for workspace in playground.workspaces.values():
        workspace.feed.publish(workspace.team_id, "day", lambda _user: data)
    return data


def add_fault(playground: Playground, workspace: Workspace, body: Json) -> Json:
    """Break something now, or put the failure in line; raises ControlError."""
    kind = body.get("kind")
    if body.get("clear") is True:
        playground.faults.clear()
    elif kind in ("closed_socket", "refresh"):
        _disturb_sockets(playground, str(kind))
    elif kind == "revoked_token":
        _revoke(playground, workspace)
    elif kind == "archived_channel":
        channel = workspace.channels.get(str(body.get("channel")))
        if channel is None:
            raise ControlError("channel_not_found", "There is no such channel.", 404)
        archive(playground, workspace, channel, workspace.people[0], body)
    else:
        playground.faults.add(_fault(body))
    return {"faults": [fault.shown() for fault in playground.faults.pending]}


def _disturb_sockets(playground: Playground, kind: str) -> None:
    for hub in playground.sockets.values():
        if kind == "refresh":
            hub.refresh()
        else:
            hub.cut()


def _revoke(playground: Playground, workspace: Workspace) -> None:
    for install in workspace.installs.values():
        install.is_revoked = True
        tokens = {"oauth": [], "bot": [install.bot_user_id]}
        event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": event_time(workspace)}
        emit(playground, workspace, "tokens_revoked", event, only_app=install.app.id)


def _fault(body: Json) -> Fault:
    count, seconds = body.get("count", 1), body.get("seconds", 1)
    is_sound = isinstance(count, int) and isinstance(seconds, int | float)
    if not is_sound or count < 1 or seconds < 0:
        raise ControlError("bad_fault", "`count` is a number from 1, `seconds` one from 0.")
    return Fault(
        kind=str(body.get("kind")),
        method=str(body.get("method", "*")),
        count=count,
        seconds=float(seconds),
        name=str(body.get("name", "internal_error")),
    )


def reset(playground: Playground) -> None:
    """Everything as it was when the playground was made; ids, tokens and sockets stay."""
    playground.faults.clear()
    playground.day = 0
    for workspace in playground.workspaces.values():
        load_workspace(workspace, playground.beginnings[workspace.team_id])
        for install in workspace.installs.values():
            install.is_revoked = False
        workspace.feed.publish(workspace.team_id, "reset", lambda _user: {})
