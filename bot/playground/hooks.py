"""response_url: five answers within thirty minutes to one thing that a person did.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.playground.content import read_content, read_metadata
from bot.playground.errors import SlackError
from bot.playground.ids import new_secret
from bot.playground.model import Channel, Install
from bot.playground.posting import bot_fields
from bot.playground.timeline import Json, Message
from bot.playground.workspace import Workspace

MAX_USES: Final = 5
LIFETIME_SECONDS: Final = 1800.0
_KEPT: Final = 10_000


@dataclass(slots=True)
class Hook:
    """What one response_url may do."""

    team_id: str
    app_id: str
    channel_id: str
    user_id: str
    expires: float
    source_ts: str | None = None
    """The message whose button was pressed. A slash command has none: there, `replace_original`
    posts a new message (https://github.com/slackapi/bolt-python/issues/1268)."""
    uses_left: int = MAX_USES


class Hooks:
    """All response_urls of a playground; time is real, not the workspace's."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._hooks: dict[str, Hook] = {}

    def new(
        self,
        kind: Literal["commands", "actions", "app"],
        install: Install,
        channel: Channel,
        user_id: str,
        source_ts: str | None = None,
    ) -> str:
        """The URL's path."""
        path = f"/{kind}/{install.team_id}/{new_secret(12)}/{new_secret()}"
        expires = self._monotonic() + LIFETIME_SECONDS
        self._hooks[path] = Hook(
            install.team_id, install.app.id, channel.id, user_id, expires, source_ts
        )
        if len(self._hooks) > _KEPT:
            del self._hooks[next(iter(self._hooks))]
        return path

    def use(self, path: str) -> Hook:
        """Count one use; raises SlackError used_url, expired_url."""
        hook = self._hooks.get(path)
        if hook is None or self._monotonic() > hook.expires:
            raise SlackError("expired_url")
        if hook.uses_left <= 0:
            raise SlackError("used_url")
        hook.uses_left -= 1
        return hook


def answer(workspace: Workspace, hook: Hook, body: Mapping[str, Any]) -> None:
    """Do what an app posted to a response_url; raises SlackError."""
    channel = workspace.channels.get(hook.channel_id)
    if channel is None:
        raise SlackError("channel_not_found")
    source = channel.timeline.get(hook.source_ts) if hook.source_ts is not None else None
    if _is_true(body.get("delete_original")) and source is not None:
        workspace.delete(channel, source)
        return
    content = read_content(body)
    if _is_true(body.get("replace_original")) and source is not None:
        replace(workspace, channel, source, content)
        return
    _post(workspace, hook, channel, body, content)


def replace(workspace: Workspace, channel: Channel, source: Message, content: Json) -> None:
    """A message's new content; who sees it never changes."""
    if source.is_reply and channel.timeline.get(str(source.thread_ts)) is None:
        raise SlackError("message_not_found")
    changes = {"blocks": None, "attachments": None, "text": "", **content}
    if source.ephemeral_to is None:
        edited = {"user": source.body.get("user"), "ts": channel.timeline.next_ts(workspace.now())}
        changes["edited"] = edited
    workspace.edit(channel, source, changes)


def _post(
    workspace: Workspace, hook: Hook, channel: Channel, body: Mapping[str, Any], content: Json
) -> None:
    install = workspace.installs[hook.app_id]
    is_public = body.get("response_type") == "in_channel"
    fields = bot_fields(install, body)
    if body.get("thread_ts"):
        fields["thread_ts"] = str(body["thread_ts"])
    workspace.post(
        channel,
        {"text": "", **fields, **content},
        ephemeral_to=None if is_public else hook.user_id,
        metadata=read_metadata(body.get("metadata")),
        app_id=install.app.id,
    )


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() in ("true", "1"))
