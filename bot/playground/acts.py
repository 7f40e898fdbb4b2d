"""What a person can do: one function for each `POST /control/…`."""

from collections.abc import Awaitable, Callable

from bot.playground import administration, clicks, commands, modals, shortcuts
from bot.playground.app_events import emit_message
from bot.playground.errors import ControlError, SlackError
from bot.playground.model import Channel, SlackFile, User
from bot.playground.payloads import install_of
from bot.playground.playground import Playground
from bot.playground.reactions import react, unreact
from bot.playground.sharing import share
from bot.playground.shown import shown_message
from bot.playground.timeline import Json, Message
from bot.playground.typed_text import message_blocks, message_text
from bot.playground.workspace import Workspace

Act = Callable[[Playground, Workspace, Json], Awaitable[Json]]


def seen_by(user_id: str) -> Callable[[Message], bool]:
    return lambda message: message.is_visible_to(user_id)


def text_of(body: Json, name: str) -> str:
    """A required string of the request; raises ControlError."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ControlError("missing", f"`{name}` is missing.")
    return value


def actor(workspace: Workspace, body: Json) -> User:
    return workspace.person(text_of(body, "user"))


def place_to_write(workspace: Workspace, user: User, body: Json) -> Channel:
    """A channel that the user may write to; raises ControlError."""
    channel = workspace.visible_channel(text_of(body, "channel"), user.id)
    if channel.is_archived or user.id not in channel.members:
        raise ControlError("cannot_write", "You cannot write in this channel.")
    return channel


async def command(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user = actor(workspace, body)
    channel = place_to_write(workspace, user, body)
    return await commands.send_command(playground, workspace, user, channel, text_of(body, "text"))


async def message(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user = actor(workspace, body)
    channel = place_to_write(workspace, user, body)
    files = _own_files(workspace, user, body.get("files") or [])
    typed = str(body.get("text") or "") if files else text_of(body, "text")
    fields: Json = {"user": user.id, "text": message_text(workspace, typed)}
    if typed:
        fields["blocks"] = message_blocks(workspace, typed)
    fields |= thread_field(channel, body)
    if files:
        posted = share(playground, workspace, channel, files, fields)
    else:
        posted = workspace.post(channel, fields)
        emit_message(playground, workspace, channel, posted)
    return {"message": shown_message(channel, posted, user.id)}


def _own_files(workspace: Workspace, user: User, file_ids: object) -> list[SlackFile]:
    """Files that the user has uploaded; raises ControlError."""
    if not isinstance(file_ids, list):
        raise ControlError("wrong_value", "`files` must be a list of file ids.")
    files = [workspace.files.get(str(file_id)) for file_id in file_ids]
    own = [file for file in files if file is not None and file.owner == user.id]
    if len(own) != len(files):
        raise ControlError("file_not_found", "There is no such file of yours.", 404)
    return own


def thread_field(channel: Channel, body: Json) -> Json:
    """`thread_ts` of a reply; raises ControlError."""
    thread_ts = body.get("thread_ts")
    if not thread_ts:
        return {}
    parent = channel.timeline.get(str(thread_ts))
    if parent is None or parent.is_reply or parent.ephemeral_to is not None:
        raise ControlError("message_not_found", "There is no such thread.", 404)
    return {"thread_ts": parent.ts}


async def click(playground: Playground, workspace: Workspace, body: Json) -> Json:
    text_of(body, "block_id")
    text_of(body, "action_id")
    return await clicks.click(playground, workspace, actor(workspace, body), body)


async def suggest(playground: Playground, workspace: Workspace, body: Json) -> Json:
    text_of(body, "block_id")
    return await clicks.suggest(playground, workspace, actor(workspace, body), body)


async def submit(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user, view_id = actor(workspace, body), text_of(body, "view_id")
    return await modals.submit(playground, workspace, user, view_id, body.get("values"))


async def close(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user, view_id = actor(workspace, body), text_of(body, "view_id")
    everything = body.get("all") is True
    return await modals.close(playground, workspace, user, view_id, everything=everything)


async def shortcut(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user, callback_id = actor(workspace, body), text_of(body, "callback_id")
    on = message_at(workspace, user, body) if body.get("ts") else None
    return await shortcuts.use_shortcut(playground, workspace, user, callback_id, on)


def message_at(workspace: Workspace, user: User, body: Json) -> tuple[Channel, Message]:
    """The message that `channel` and `ts` name; raises ControlError."""
    channel = workspace.visible_channel(text_of(body, "channel"), user.id)
    found = channel.timeline.get(text_of(body, "ts"))
    if found is None or found.ephemeral_to is not None:
        raise ControlError("message_not_found", "There is no such message.", 404)
    return channel, found


async def home(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user = actor(workspace, body)
    app_id = str(body.get("app_id") or next(iter(workspace.installs)))
    install = install_of(workspace, app_id)
    tab = "messages" if body.get("tab") == "messages" else "home"
    return await shortcuts.open_home(playground, workspace, user, install, tab)


async def reaction(_playground: Playground, workspace: Workspace, body: Json) -> Json:
    user = actor(workspace, body)
    channel, found = message_at(workspace, user, body)
    do = unreact if body.get("remove") is True else react
    try:
        do(workspace, channel, found, user.id, text_of(body, "name"))
    except SlackError as error:
        raise ControlError(error.error, f"That reaction cannot be: {error.error}.") from error
    return {}


async def channel(playground: Playground, workspace: Workspace, body: Json) -> Json:
    user, action = actor(workspace, body), text_of(body, "action")
    return administration.change_channel(playground, workspace, user, action, body)


async def faults(playground: Playground, workspace: Workspace, body: Json) -> Json:
    return administration.add_fault(playground, workspace, body)


async def next_day(playground: Playground, _workspace: Workspace, _body: Json) -> Json:
    return await administration.next_day(playground)


async def reset(playground: Playground, _workspace: Workspace, _body: Json) -> Json:
    administration.reset(playground)
    return {}


ACTS: dict[str, Act] = {
    "command": command,
    "message": message,
    "click": click,
    "suggest": suggest,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "home": home,
    "reaction": reaction,
    "channel": channel,
    "faults": faults,
    "next_day": next_day,
    "reset": reset,
}
