"""The socket to Slack, with a watchdog.

The aiohttp client of slack_sdk 3.47 keeps the ticket of its first try: when the ticket is dead by the
time of the handshake it retries the same URL for ever, and with a bad token `connect()` never returns.
So tokens are tried before (see `tokens.py`), and a socket that stays down is thrown away and built anew.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.heartbeat import SocketState

log = logging.getLogger(__name__)


class WatchedSocket:
    """Keeps one Socket Mode connection alive until it is closed.

    `look_every_seconds` is how often the connection is looked at; one that has been down for
    `patience_seconds` is replaced, with a new ticket. `tell` hears how it is after each look.
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
        tell: Callable[[SocketState], None] | None = None,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._web_client = web_client
        self._look_every = look_every_seconds
        self._patience = patience_seconds
        self._ping = ping_seconds
        self._tell = tell
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
            # One that hangs must not stop the watch.
            with contextlib.suppress(Exception):
                async with asyncio.timeout(self._patience):
                    await handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        last_up = last_tried = loop.time()
        while True:
            await asyncio.sleep(self._look_every)
            now = loop.time()
            if await self._is_up():
                last_up = last_tried = now
            elif now - last_tried >= self._patience:
                log.warning("the socket was down for %.0f s: replaced", now - last_up)
                self.replaced += 1
                await self._drop()
                self._begin()
                last_tried = loop.time()
            if self._tell:
                self._tell(SocketState(now - last_up, self._patience, self.replaced))

    async def _is_up(self) -> bool:
        """Like `is_connected`; a client that cannot even say so is down, and must not end the watch."""
        try:
            return await self.is_connected()
        except Exception:
            log.exception("the socket could not be asked how it is")
            return False


async def _connect(handler: AsyncSocketModeHandler) -> None:
    await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
