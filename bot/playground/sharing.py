"""Files: who may have one, and how it gets into a channel.

https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes
from typing import Final

from bot.playground.app_events import emit, emit_message, event_time
from bot.playground.ids import new_id, new_secret
from bot.playground.model import Channel, Install, SlackFile
from bot.playground.playground import Playground
from bot.playground.shown import file_object
from bot.playground.timeline import Json, Message
from bot.playground.workspace import Workspace

MAX_FILE_BYTES: Final = 50 * 1024 * 1024
"""Slack allows 1 GB; here files are held in memory."""

INLINE_TYPES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Shown by the browser; all else is a download, so that nothing in it can run."""


def new_file(workspace: Workspace, owner: str, name: str, size: int) -> SlackFile:
    """A file whose bytes are still to come."""
    file = SlackFile(
        id=new_id("F"),
        name=name,
        title=name,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        owner=owner,
        created=int(workspace.now()),
        upload_secret=new_secret(),
    )
    workspace.files[file.id] = file
    return file


def may_read(workspace: Workspace, file: SlackFile, user_id: str) -> bool:
    """Owners, and whoever sees a channel in which it is."""
    return file.owner == user_id or any(
        channel_id in workspace.channels and workspace.channels[channel_id].is_seen_by(user_id)
        for channel_id in file.shared_in
    )


def may_app_read(workspace: Workspace, file: SlackFile, install: Install) -> bool:
    """As for people, and files that a file_input of the app brought."""
    return install.app.id in file.granted or may_read(workspace, file, install.bot_user_id)


def full_file(playground: Playground, workspace: Workspace, file: SlackFile) -> Json:
    """The file object with where it is shared."""
    shares: dict[str, dict[str, list[Json]]] = {}
    for channel_id, stamps in file.shared_in.items():
        channel = workspace.channels[channel_id]
        kind = "public" if channel.kind == "public" else "private"
        entries = [{"ts": ts, "channel_name": channel.name} for ts in stamps]
        shares.setdefault(kind, {})[channel_id] = entries
    return {**file_object(file, workspace.team_id, playground.base_url), "shares": shares}


def share(
    playground: Playground,
    workspace: Workspace,
    channel: Channel,
    files: list[SlackFile],
    body: Json,
    app_id: str | None = None,
) -> Message:
    """Post a message that carries the files; `body` has user, text and perhaps thread_ts."""
    objects = [file_object(file, workspace.team_id, playground.base_url) for file in files]
    fields = {"text": "", "upload": True, **body, "files": objects}
    message = workspace.post(channel, fields, app_id=app_id)
    for file in files:
        file.shared_in.setdefault(channel.id, []).append(message.ts)
        event = {
            "type": "file_shared",
            "file_id": file.id,
            "user_id": file.owner,
            "file": {"id": file.id},
            "channel_id": channel.id,
            "event_ts": event_time(workspace),
        }
        emit(playground, workspace, "file_shared", event, channel=channel)
    emit_message(playground, workspace, channel, message)
    return message
