"""One Web API call: who calls, with which arguments, and what a method needs."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.model import App, Channel, Install
from bot.playground.playground import Playground
from bot.playground.posting import as_bool
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace

_READ_SCOPES = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
_HISTORY_SCOPES = {"public": "channels:history", "private": "groups:history", "im": "im:history"}


@dataclass(frozen=True, slots=True)
class Method:
    """A handler and what Slack asks of its caller."""

    handler: Callable[["Call"], Awaitable[Json]]
    tier: Tier
    scope: str | None = None
    caller: Literal["bot", "app", "app_or_bot", "anybody"] = "bot"
    """Whose token it takes; `anybody` needs none."""


class Args:
    """Arguments of a call, from JSON, a form or the query; the getters raise SlackError."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name)
        if value is None or value == "":
            if default is None:
                raise SlackError(
                    "invalid_arguments", messages=[f"[ERROR] missing required field: {name}"]
                )
            return default
        if not isinstance(value, str | int | float):
            raise SlackError(
                "invalid_arguments",
                messages=[f"[ERROR] must provide a string [json-pointer:/{name}]"],
            )
        return str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name)
        return default if value is None else as_bool(value)

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.values.get(name) or default)
        except (TypeError, ValueError, OverflowError) as error:
            raise SlackError("invalid_arguments") from error

    def parsed(self, name: str) -> Any:
        """A JSON value, given as such or as text."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise SlackError("invalid_arguments") from error


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was let through: token, scope and rate are in order."""

    playground: Playground
    method: str
    args: Args
    install: Install | None
    app: App | None

    @property
    def bot(self) -> Install:
        assert self.install is not None, "only methods for bot tokens ask for the bot"
        return self.install

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspaces[self.bot.team_id]

    def need(self, scope: str) -> None:
        """Raises SlackError missing_scope."""
        if scope not in self.bot.scopes:
            provided = ",".join(sorted(self.bot.scopes))
            raise SlackError("missing_scope", needed=scope, provided=provided)

    def is_member(self, channel: Channel) -> bool:
        return self.bot.bot_user_id in channel.members

    def channel(self) -> Channel:
        """The channel that the argument names; raises SlackError channel_not_found."""
        return self.channel_of(self.args.text("channel", ""))

    def channel_of(self, channel_id: str) -> Channel:
        """A channel that the bot may know of: a private one without it does not exist for it."""
        channel = self.workspace.channels.get(channel_id)
        if channel is None or (channel.kind != "public" and not self.is_member(channel)):
            raise SlackError("channel_not_found")
        return channel

    def need_read(self, channel: Channel) -> None:
        self.need(_READ_SCOPES[channel.kind])

    def need_history(self, channel: Channel) -> None:
        self.need(_HISTORY_SCOPES[channel.kind])
