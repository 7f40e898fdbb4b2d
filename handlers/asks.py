"""What a person asked, where, and the way to answer: one shape for commands, buttons and modals."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.message import Block, Message
from bot.ports import Poster

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a person asked for."""

    user: str
    channel: str
    """Where it was asked; empty in App Home."""
    team: str
    words: str
    """What stands behind the verb, or the value of the button or menu entry."""
    trigger_id: str
    respond: AsyncRespond
    client: AsyncWebClient
    message_ts: str | None = None
    """The message whose button was clicked; None for a command or an ephemeral message."""
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Slack's whole payload, for what is special to one listener."""

    def with_words(self, words: str) -> "Ask":
        """The same question with other words, after the verb was taken off."""
        return replace(self, words=words)

    async def say(self, message: Message, *, over: bool = False, in_channel: bool = False) -> bool:
        """Answer privately (or in the channel). With `over`, over the message that was clicked.

        A workspace that refuses newer blocks gets the plain version of the same message. False: Slack
        took neither; after half an hour it takes no answer any more.
        """
        for version in (message, message.plainer()):
            answer = await self.respond(
                text=version.fallback,
                blocks=list(version.blocks) or None,
                response_type="in_channel" if in_channel else "ephemeral",
                replace_original=over,
                unfurl_links=False,
                unfurl_media=False,
            )
            if answer.status_code == 200:
                return True
            log.warning("an answer was refused: %s", answer.status_code)
        return False

    @property
    def response_url(self) -> str:
        """Where Slack takes private answers, for half an hour; empty in App Home and after a modal.

        A modal keeps it as its private_metadata, so that its answer comes where it was opened.
        """
        return self.respond.response_url or ""

    async def tell(self, message: Message, *, response_url: str, poster: Poster) -> None:
        """Answer a modal: privately where it was opened, else by a direct message."""
        if response_url:
            there = replace(self, respond=AsyncRespond(response_url=response_url))
            if await there.say(message):
                return
        await poster.post(self.user, message)

    async def open(self, view: Block) -> None:
        """Open a modal; possible for three seconds after the click or the command."""
        await self.client.views_open(trigger_id=self.trigger_id, view=view)

    async def push(self, view: Block) -> None:
        """Put a modal on top of the one that is open."""
        await self.client.views_push(trigger_id=self.trigger_id, view=view)


def from_command(command: Mapping[str, Any], respond: AsyncRespond, client: AsyncWebClient) -> Ask:
    return Ask(
        user=command["user_id"],
        channel=command["channel_id"],
        team=command.get("team_id") or "",
        words=command.get("text") or "",
        trigger_id=command.get("trigger_id") or "",
        respond=respond,
        client=client,
        body=command,
    )


def from_body(
    body: Mapping[str, Any], words: str, respond: AsyncRespond, client: AsyncWebClient
) -> Ask:
    """From a click, a shortcut or a submitted modal."""
    container = body.get("container") or {}
    ephemeral = container.get("is_ephemeral", False)
    return Ask(
        user=body["user"]["id"],
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id") or "",
        team=(body.get("team") or {}).get("id") or "",
        words=words,
        trigger_id=body.get("trigger_id") or "",
        respond=respond,
        client=client,
        message_ts=None if ephemeral else container.get("message_ts"),
        body=body,
    )
