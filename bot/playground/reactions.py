"""Emoji reactions under a message."""

import re
from typing import Final

from bot.playground.errors import SlackError
from bot.playground.model import Channel
from bot.playground.timeline import Message
from bot.playground.workspace import Workspace

_NAME: Final = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?\Z")


def react(
    workspace: Workspace, channel: Channel, message: Message, user_id: str, name: str
) -> None:
    """Raises SlackError invalid_name, already_reacted."""
    if not _NAME.match(name):
        raise SlackError("invalid_name")
    users = _users(message)
    if user_id in users.get(name, []):
        raise SlackError("already_reacted")
    users.setdefault(name, []).append(user_id)
    _show(workspace, channel, message, users)


def unreact(
    workspace: Workspace, channel: Channel, message: Message, user_id: str, name: str
) -> None:
    """Raises SlackError no_reaction."""
    users = _users(message)
    if user_id not in users.get(name, []):
        raise SlackError("no_reaction")
    users[name].remove(user_id)
    _show(workspace, channel, message, users)


def _users(message: Message) -> dict[str, list[str]]:
    return {item["name"]: list(item["users"]) for item in message.body.get("reactions", [])}


def _show(
    workspace: Workspace, channel: Channel, message: Message, users: dict[str, list[str]]
) -> None:
    reactions = [
        {"name": name, "users": ids, "count": len(ids)} for name, ids in users.items() if ids
    ]
    workspace.edit(channel, message, {"reactions": reactions or None})
