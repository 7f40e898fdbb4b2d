"""The socket to Slack, with a watchdog.

The aiohttp client of slack_sdk 3.47 keeps the ticket of its first try: when the ticket is dead by the
time of the handshake it retries the same URL for ever, and with a bad token `connect()` never returns.
So tokens are tried before (see `tokens.py`), and a socket that stays down is thrown away and built anew.
"""

import asyncio
import contextlib
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)


class WatchedSocket:
    """Keeps one Socket Mode connection alive until it is closed.

    `look_every_seconds` is how often the connection is looked at; one that has been down for
    `patience_seconds` is replaced, with a new ticket.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        web_client: AsyncWebClient,
        *,
        look_every_seconds: float = 5,
        patience_seconds: float = 20,
        ping_seconds: float = 10,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._web_client = web_client
        self._look_every = look_every_seconds
        self._patience = patience_seconds
        self._ping = ping_seconds
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self.replaced = 0
        """How often a dead socket was replaced."""

    async def open(self) -> None:
        """Begin to connect and to watch; returns when connected or after the patience."""
        self._begin()
        self._watching = asyncio.create_task(self._watch(), name="socket watchdog")
        if self._connecting:
            await asyncio.wait({self._connecting}, timeout=self._patience)

    async def is_connected(self) -> bool:
        return self._handler is not None and bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Close for good: no reconnect follows."""
        if self._watching:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        await self._drop()

    def _begin(self) -> None:
        self._handler = AsyncSocketModeHandler(
            self._app, self._app_token, web_client=self._web_client, ping_interval=self._ping
        )
        self._connecting = asyncio.create_task(_connect(self._handler), name="socket connect")

    async def _drop(self) -> None:
        handler, connecting = self._handler, self._connecting
        self._handler = self._connecting = None
        if connecting:
            connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await connecting
        if handler:
            # Closing a half-open client raises whatever it failed with; it is thrown away anyway.
            with contextlib.suppress(Exception):
                await handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        last_up = loop.time()
        while True:
            await asyncio.sleep(self._look_every)
            if await self.is_connected():
                last_up = loop.time()
            elif loop.time() - last_up >= self._patience:
                log.warning("the socket was down for %.0f s: replaced", loop.time() - last_up)
                self.replaced += 1
                await self._drop()
                self._begin()
                last_up = loop.time()


async def _connect(handler: AsyncSocketModeHandler) -> None:
    await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
