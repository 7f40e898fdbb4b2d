"""The playground as its starter sees it: workspaces, apps and tokens in one object."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.playground.errors import ControlError
from bot.playground.faults import Faults
from bot.playground.hooks import Hooks
from bot.playground.ids import new_app_token, new_bot_token, new_id
from bot.playground.limits import RateLimits
from bot.playground.manifest import read_manifest
from bot.playground.model import App, Install, User
from bot.playground.seeds import DEFAULT_CHANNELS, DEFAULT_PEOPLE, ChannelSeed, Person, plant
from bot.playground.shown import shown_user
from bot.playground.sockets import SocketHub, Timing
from bot.playground.storage import StateFile, dump_workspace, load_workspace
from bot.playground.timeline import Json
from bot.playground.triggers import Triggers
from bot.playground.workspace import Workspace

BOT_COLOR = "0b3d2e"


class Playground:
    """Workspaces in memory, with apps installed in them.

    The first workspace and the app of `manifest` in it are made at once; `bot_token` and
    `app_token` are random unless given. More of either: `add_workspace`, `add_app`, `install`.
    With `path`, the state is kept in that file and read from it at the next start.
    Times of messages come from `now`; time-outs of triggers and acks are real.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        team_name: str = "Demo",
        people: Sequence[Person] = DEFAULT_PEOPLE,
        channels: Sequence[ChannelSeed] = DEFAULT_CHANNELS,
        bot_token: str | None = None,
        app_token: str | None = None,
        now: Callable[[], float] = time.time,
        on_next_day: Callable[[], Awaitable[Mapping[str, Any]]] | None = None,
        site_map: Mapping[str, str] | None = None,
        rate_limits: bool = True,
        timing: Timing | None = None,
        path: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.on_next_day = on_next_day
        self.site_map = dict(site_map or {})
        self.timing = timing or Timing()
        self.base_url = ""
        """Where it is served, without a slash at the end; empty until then."""
        self.day = 0
        """How often `next_day` was asked for."""
        self.faults = Faults()
        self.limits = RateLimits(enabled=rate_limits, monotonic=monotonic)
        self.triggers = Triggers(monotonic)
        self.hooks = Hooks(monotonic)
        self.workspaces: dict[str, Workspace] = {}
        self.apps: dict[str, App] = {}
        self.sockets: dict[str, SocketHub] = {}
        self.beginnings: dict[str, Json] = {}
        """Team id -> the workspace as it began, for `reset`."""
        self.suggested: dict[tuple[str, str, str], list[Json]] = {}
        """(team, user, action id) -> options that an app offered for an external select."""
        self._seeds = (tuple(people), tuple(channels))
        self._file = StateFile(path, self._dump) if path is not None else None
        self._saved: Json = (self._file.read() if self._file is not None else None) or {}
        self._saver: asyncio.Task[None] | None = None
        first = self.add_workspace(team_name)
        install = self.install(self.add_app(manifest, app_token=app_token), first, bot_token)
        self.bot_token = install.bot_token
        self.app_token = install.app.app_token

    @property
    def first_workspace(self) -> Workspace:
        return next(iter(self.workspaces.values()))

    def workspace(self, team_id: str | None) -> Workspace:
        """The workspace of that id, or the first one; raises ControlError."""
        if team_id is None:
            return self.first_workspace
        if team_id not in self.workspaces:
            raise ControlError("team_not_found", "There is no such workspace.", 404)
        return self.workspaces[team_id]

    def add_workspace(self, name: str) -> Workspace:
        """One more workspace, with the same people's names and channels as the first."""
        saved = self._saved_workspace(name)
        team_id = saved["team_id"] if saved else new_id("T")
        workspace = Workspace(team_id, name, name.lower().replace(" ", "-"), self.now)
        workspace.feed.on_change = self._changed
        if saved:
            load_workspace(workspace, saved)
            self.day = self._saved["day"]
            self.beginnings[team_id] = self._saved["beginnings"][team_id]
        else:
            plant(workspace, *self._seeds)
        self.workspaces[team_id] = workspace
        return workspace

    def add_app(self, manifest: Mapping[str, Any], *, app_token: str | None = None) -> App:
        """Register an app; it reaches a workspace by `install`."""
        described = read_manifest(manifest)
        saved = self._saved_install(described.name)
        app_id = saved.get("app_id") or new_id("A")
        token = app_token or saved.get("app_token") or new_app_token(app_id)
        app = App(app_id, described, token)
        self.apps[app_id] = app
        self.sockets[app_id] = SocketHub(
            app_id, self.timing, self.faults, lambda: self._connection_changed(app_id)
        )
        return app

    def install(self, app: App, workspace: Workspace, bot_token: str | None = None) -> Install:
        """Put the app into a workspace: its bot user, a DM with each person, #general."""
        bot_name = app.manifest.bot_name
        saved = self._saved_install(app.manifest.name, workspace.name)
        user_id = saved.get("bot_user_id") or new_id("U")
        token = bot_token or saved.get("bot_token") or new_bot_token()
        install = Install(
            app, workspace.team_id, token, user_id, saved.get("bot_id") or new_id("B")
        )
        user = User(user_id, bot_name.lower(), bot_name, "UTC", BOT_COLOR, app.id)
        workspace.users[user_id] = user
        workspace.installs[app.id] = install
        for person in workspace.people:
            workspace.direct_message(person.id, user_id)
        self._connection_changed(app.id)
        if not saved:
            self.beginnings[workspace.team_id] = dump_workspace(workspace)
        return install

    def install_of_token(self, token: str) -> Install | None:
        for workspace in self.workspaces.values():
            for install in workspace.installs.values():
                if install.bot_token == token:
                    return install
        return None

    def app_of_token(self, token: str) -> App | None:
        return next((app for app in self.apps.values() if app.app_token == token), None)

    def shown_app(self, workspace: Workspace, install: Install, user_id: str) -> Json:
        manifest = install.app.manifest
        return {
            "app_id": install.app.id,
            "name": manifest.name,
            "description": manifest.description,
            "bot_user_id": install.bot_user_id,
            "bot_id": install.bot_id,
            "dm": workspace.direct_message(user_id, install.bot_user_id).id,
            "home_tab": manifest.has_home,
            "connected": self.sockets[install.app.id].is_connected,
        }

    def _connection_changed(self, app_id: str) -> None:
        for workspace in self.workspaces.values():
            if app_id in workspace.installs:
                self._publish_app(workspace, workspace.installs[app_id])

    def _publish_app(self, workspace: Workspace, install: Install) -> None:
        def seen_by(user_id: str) -> Json:
            return self.shown_app(workspace, install, user_id)

        workspace.feed.publish(workspace.team_id, "app", seen_by)

    def shown_users(self, workspace: Workspace) -> list[Json]:
        return [shown_user(user, self.now()) for user in workspace.users.values()]

    # --- the file

    def _saved_workspace(self, name: str) -> Json | None:
        saved: list[Json] = self._saved.get("workspaces", [])
        return next((workspace for workspace in saved if workspace["name"] == name), None)

    def _saved_install(self, app_name: str, workspace_name: str | None = None) -> Json:
        """Ids and tokens of an app of this name; empty when nothing was saved of it."""
        for workspace in self._saved.get("workspaces", []):
            if workspace_name in (None, workspace["name"]) and app_name in workspace["installs"]:
                install: Json = workspace["installs"][app_name]
                return install
        return {}

    def _dump(self) -> Json:
        workspaces = [dump_workspace(workspace) for workspace in self.workspaces.values()]
        return {"workspaces": workspaces, "beginnings": self.beginnings, "day": self.day}

    def _changed(self) -> None:
        if self._file is not None:
            self._file.mark_dirty()

    # --- life

    async def start(self) -> None:
        """Begin to save, if there is a file."""
        if self._file is not None:
            self._saver = asyncio.create_task(self._file.keep_saving())

    async def close(self) -> None:
        """Close every socket, stop what is under way, save a last time."""
        for hub in self.sockets.values():
            await hub.close()
        if self._saver is not None and self._file is not None:
            self._saver.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saver
            await self._file.save()
