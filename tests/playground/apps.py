"""Apps for the tests: Slack's own clients and Bolt, unchanged, connected to a playground."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import Workspace

Json = dict[str, Any]

ALL_SCOPES = [
    "chat:write",
    "chat:write.public",
    "chat:write.customize",
    "commands",
    "files:write",
    "files:read",
    "users:read",
    "channels:read",
    "groups:read",
    "im:read",
    "channels:history",
    "groups:history",
    "im:history",
    "channels:join",
    "channels:manage",
    "im:write",
    "team:read",
    "reactions:write",
]


def manifest(**changes: Any) -> Json:
    """An app that may do everything; `scopes`, `events` and `should_escape` can be chosen."""
    return {
        "display_information": {"name": changes.get("name", "Tester"), "description": "Tests."},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": changes.get("name", "Tester")},
            "shortcuts": [
                {
                    "name": "Keep",
                    "type": "message",
                    "callback_id": "keep",
                    "description": "Keep it",
                },
                {"name": "New", "type": "global", "callback_id": "new", "description": "Make one"},
            ],
            "slash_commands": [
                {
                    "command": changes.get("command", "/try"),
                    "description": "Try something",
                    "usage_hint": "[words]",
                    "should_escape": changes.get("should_escape", False),
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": changes.get("scopes", ALL_SCOPES)}},
        "settings": {
            "event_subscriptions": {
                "bot_events": changes.get("events", ["app_home_opened", "message.channels"])
            },
            "interactivity": {"is_enabled": True},
        },
    }


def client(here: Workspace, token: str | None = None) -> AsyncWebClient:
    """A Web API client with the bot's token, or another."""
    return AsyncWebClient(
        token=here.bot_token if token is None else token,
        base_url=here.api_url,
        session=here.session,
    )


def bolt_app(here: Workspace) -> AsyncApp:
    return AsyncApp(client=client(here))


@asynccontextmanager
async def connected(here: Workspace, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app on a socket until the block is left."""
    handler = AsyncSocketModeHandler(app, here.app_token, web_client=client(here, here.app_token))
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


@asynccontextmanager
async def raw_socket(here: Workspace) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A connection without any SDK, after its hello."""
    url = (await client(here, here.app_token).apps_connections_open(app_token=here.app_token))[
        "url"
    ]
    async with here.session.ws_connect(url) as ws:
        hello = await ws.receive_json(timeout=5)
        assert hello["type"] == "hello"
        yield ws


async def next_envelope(ws: aiohttp.ClientWebSocketResponse) -> Json:
    envelope: Json = await ws.receive_json(timeout=5)
    return envelope


async def ack(ws: aiohttp.ClientWebSocketResponse, envelope: Json, **more: Any) -> None:
    await ws.send_json({"envelope_id": envelope["envelope_id"], **more})
