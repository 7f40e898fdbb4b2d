"""A playground's state as JSON: for a file that outlives the process, and for `reset`."""

import asyncio
import base64
import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from bot.playground.model import Channel, SlackFile, User, View
from bot.playground.timeline import Json, Message, Timeline
from bot.playground.workspace import Workspace

VERSION: Final = 1
SAVE_SECONDS: Final = 1.0
"""A crash loses at most what happened since the last save."""

log = logging.getLogger(__name__)


def dump_workspace(workspace: Workspace) -> Json:
    """Everything but open modals, which end with the page that shows them."""
    return {
        "team_id": workspace.team_id,
        "name": workspace.name,
        "domain": workspace.domain,
        "users": [asdict(user) for user in workspace.users.values()],
        "channels": [_dump_channel(channel) for channel in workspace.channels.values()],
        "files": [_dump_file(file) for file in workspace.files.values()],
        "homes": [asdict(view) for view in workspace.homes.values()],
        "installs": {
            install.app.manifest.name: {
                "app_id": install.app.id,
                "app_token": install.app.app_token,
                "bot_token": install.bot_token,
                "bot_user_id": install.bot_user_id,
                "bot_id": install.bot_id,
                "is_revoked": install.is_revoked,
            }
            for install in workspace.installs.values()
        },
    }


def load_workspace(workspace: Workspace, saved: Json) -> None:
    """Put the saved people, channels, files and home tabs into the workspace, for what it has."""
    workspace.users = {item["id"]: User(**item) for item in saved["users"]}
    workspace.channels = {item["id"]: _load_channel(item) for item in saved["channels"]}
    workspace.files = {item["id"]: _load_file(item) for item in saved["files"]}
    homes = [View(**item) for item in saved["homes"]]
    workspace.homes = {(view.app_id, view.user_id): view for view in homes}
    workspace.views = {}
    workspace.stacks = {}


def _dump_channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "creator": channel.creator,
        "created": channel.created,
        "members": sorted(channel.members),
        "topic": channel.topic,
        "is_archived": channel.is_archived,
        "messages": [asdict(message) for message in channel.timeline.all()],
    }


def _load_channel(item: Json) -> Channel:
    fields = {name: value for name, value in item.items() if name not in ("messages", "members")}
    timeline = Timeline()
    for message in item["messages"]:
        timeline.add(Message(**message))
    return Channel(**fields, members=set(item["members"]), timeline=timeline)


def _dump_file(file: SlackFile) -> Json:
    content = base64.b64encode(file.content).decode()
    return {**asdict(file), "content": content, "granted": sorted(file.granted)}


def _load_file(item: Json) -> SlackFile:
    content = base64.b64decode(item["content"])
    return SlackFile(**{**item, "content": content, "granted": set(item["granted"])})


class StateFile:
    """Writes the state beside itself and then over itself, so that a crash never tears it."""

    def __init__(self, path: Path, dump: Callable[[], Json]) -> None:
        self._path = path
        self._dump = dump
        self._is_dirty = asyncio.Event()

    def read(self) -> Json | None:
        """What was saved; None when there is nothing, or nothing that this version understands."""
        try:
            saved: Any = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            log.warning("the playground's file is not readable, it begins anew: %s", self._path)
            return None
        return saved if isinstance(saved, dict) and saved.get("version") == VERSION else None

    def mark_dirty(self) -> None:
        self._is_dirty.set()

    async def keep_saving(self) -> None:
        """Save soon after each change, until cancelled."""
        while True:
            await self._is_dirty.wait()
            await asyncio.sleep(SAVE_SECONDS)
            await self.save()

    async def save(self) -> None:
        self._is_dirty.clear()
        text = json.dumps({"version": VERSION, **self._dump()})
        await asyncio.to_thread(self._write, text)

    def _write(self, text: str) -> None:
        beside = self._path.with_suffix(f"{self._path.suffix}.new")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # The file holds tokens: nobody else may read it.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
