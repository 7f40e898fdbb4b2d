"""What nobody else answers: acknowledged, so that Slack neither retries nor shows an error."""

import logging
import re
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

log = logging.getLogger(__name__)

_ANY: Final = re.compile(".*", re.DOTALL)
SUBSCRIBED_EVENTS: Final = ("app_home_opened", "app_uninstalled", "tokens_revoked")
"""The manifest's bot_events."""


async def _acknowledge(ack: AsyncAck, body: dict[str, Any]) -> None:
    await ack()
    log.debug("nobody answers: %s", body.get("type") or body.get("command"))


async def _options(ack: AsyncAck) -> None:
    await ack(options=[])


async def _event(event: dict[str, Any]) -> None:
    if event.get("type") in {"app_uninstalled", "tokens_revoked"}:
        log.error(
            "slack says: %s; nothing can be posted until the app is installed again", event["type"]
        )


def register(app: AsyncApp) -> None:
    app.action(_ANY)(_acknowledge)
    app.command(_ANY)(_acknowledge)
    app.shortcut(_ANY)(_acknowledge)
    app.view(_ANY)(_acknowledge)
    app.view_closed(_ANY)(_acknowledge)
    app.options(_ANY)(_options)
    for kind in SUBSCRIBED_EVENTS:
        app.event(kind)(_event)
    app.event(_ANY)(_event)
