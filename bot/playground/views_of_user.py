"""The whole workspace from one person's side, as the page loads it."""

from bot.playground.playground import Playground
from bot.playground.shown import shown_channel
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace


def state(playground: Playground, workspace: Workspace, user_id: str) -> Json:
    """What `GET /control/state` answers."""
    installs = workspace.installs.values()
    apps = [playground.shown_app(workspace, install, user_id) for install in installs]
    channels = [c for c in workspace.channels.values() if c.is_seen_by(user_id)]
    stack = workspace.stacks.get(user_id, [])
    return {
        "team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain},
        "teams": [{"id": w.team_id, "name": w.name} for w in playground.workspaces.values()],
        "user": user_id,
        "users": playground.shown_users(workspace),
        "apps": apps,
        "channels": [shown_channel(channel, user_id) for channel in channels],
        "commands": _commands(workspace),
        "shortcuts": _shortcuts(workspace),
        "views": [workspace.full_view(workspace.views[view_id]) for view_id in stack],
        "homes": {app_id: home_of(workspace, app_id, user_id) for app_id in workspace.installs},
        "now": playground.now(),
        "day": playground.day,
        "can_next_day": playground.on_next_day is not None,
        "site_map": playground.site_map,
        "faults": [fault.shown() for fault in playground.faults.pending],
    }


def home_of(workspace: Workspace, app_id: str, user_id: str) -> Json | None:
    view = workspace.homes.get((app_id, user_id))
    return None if view is None else workspace.full_view(view)


def _commands(workspace: Workspace) -> list[Json]:
    return [
        {
            "command": command.command,
            "description": command.description,
            "usage_hint": command.usage_hint,
            "app_id": install.app.id,
        }
        for install in workspace.installs.values()
        for command in install.app.manifest.commands
    ]


def _shortcuts(workspace: Workspace) -> list[Json]:
    return [
        {
            "type": shortcut.kind,
            "name": shortcut.name,
            "callback_id": shortcut.callback_id,
            "description": shortcut.description,
            "app_id": install.app.id,
        }
        for install in workspace.installs.values()
        for shortcut in install.app.manifest.shortcuts
    ]
