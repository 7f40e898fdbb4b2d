"""Reads of an app manifest what a workspace must know of the app.

https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class SlashCommand:
    command: str
    description: str
    usage_hint: str
    should_escape: bool
    """True: URLs and mentions in the text reach the app as `<http://site.com|site.com>`, `<@U…>`."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    kind: Literal["message", "global"]
    name: str
    callback_id: str
    description: str


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str
    bot_name: str
    description: str
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    events: frozenset[str]
    has_home: bool
    has_messages_tab: bool
    is_interactive: bool

    def command(self, name: str) -> SlashCommand | None:
        return next((command for command in self.commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((s for s in self.shortcuts if s.callback_id == callback_id), None)


def read_manifest(manifest: Mapping[str, Any]) -> Manifest:
    """Take an app manifest as parsed JSON; raises KeyError on one without a name."""
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    home = features.get("app_home", {})
    name = manifest["display_information"]["name"]
    return Manifest(
        name=name,
        bot_name=features.get("bot_user", {}).get("display_name", name),
        description=manifest["display_information"].get("description", ""),
        commands=tuple(_command(item) for item in features.get("slash_commands", [])),
        shortcuts=tuple(_shortcut(item) for item in features.get("shortcuts", [])),
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        has_home=home.get("home_tab_enabled", False),
        has_messages_tab=home.get("messages_tab_enabled", False),
        is_interactive=settings.get("interactivity", {}).get("is_enabled", False),
    )


def _command(item: Mapping[str, Any]) -> SlashCommand:
    return SlashCommand(
        command=item["command"],
        description=item.get("description", ""),
        usage_hint=item.get("usage_hint", ""),
        should_escape=item.get("should_escape", False),
    )


def _shortcut(item: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        kind=item["type"],
        name=item["name"],
        callback_id=item["callback_id"],
        description=item.get("description", ""),
    )
