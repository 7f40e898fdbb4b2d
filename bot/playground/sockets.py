"""Socket Mode: single-use tickets, envelopes, acks, retries and disconnects.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Final

from aiohttp import WSMsgType, web

from bot.playground.faults import Faults
from bot.playground.timeline import Json

MAX_CONNECTIONS: Final = 10
TICKET_SECONDS: Final = 30.0
WARNING_SECONDS: Final = 10.0
"""A `disconnect` of reason `warning` comes about this long before the refresh."""
DEBUG_CONNECTION_SECONDS: Final = 360.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ack:
    """The app took the envelope; `payload` is what it answered with, if anything."""

    payload: Json


@dataclass(frozen=True, slots=True)
class NoAck:
    """The app did not take it: `operation_timeout`, or `dispatch_failed` (nobody is connected)."""

    error: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Real seconds, whatever the workspace's clock says."""

    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Slack repeats an event that was not acked at once, after a minute, after five."""
    connection_seconds: float = 3600.0
    leave_seconds: float = 1.0
    """After a `disconnect` the app has this long to go by itself."""


@dataclass(eq=False, slots=True)
class _Socket:
    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    waiting: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)
    is_leaving: bool = False
    """It was told to disconnect and gets no more envelopes."""

    def lose_all(self) -> None:
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError("the app's socket closed"))


class SocketHub:
    """The sockets of one app."""

    def __init__(
        self, app_id: str, timing: Timing, faults: Faults, on_change: Callable[[], None]
    ) -> None:
        self._app_id = app_id
        self._timing = timing
        self._faults = faults
        self._on_change = on_change
        self._tickets: dict[str, float] = {}
        self._sockets: list[_Socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.served = 0
        """Connections so far, the closed ones too."""

    @property
    def is_connected(self) -> bool:
        return any(not socket.is_leaving for socket in self._sockets)

    def new_ticket(self) -> str:
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = time.monotonic() + TICKET_SECONDS
        return ticket

    def _spend(self, ticket: str) -> bool:
        is_alive = self._tickets.pop(ticket, 0.0) > time.monotonic()
        return is_alive and not self._faults.take("dead_ticket")

    # --- a connection's life

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket endpoint; a ticket that is unknown, used or old is refused with 403."""
        if not self._spend(request.query.get("ticket", "")):
            return web.Response(status=403, text="This ticket is not valid (any more).")
        ws = web.WebSocketResponse(heartbeat=30.0, max_msg_size=1024 * 1024)
        with contextlib.suppress(ConnectionError):
            await ws.prepare(request)
            await self._live(ws, request)
        return ws

    async def _live(self, ws: web.WebSocketResponse, request: web.Request) -> None:
        socket = _Socket(ws, request.transport)
        if len(self._sockets) >= MAX_CONNECTIONS:
            await self._send_disconnect(ws, "too_many_websockets")
            await ws.close()
            return
        self._sockets.append(socket)
        self.served += 1
        self._on_change()
        debug = request.query.get("debug_reconnects") == "true"
        seconds = DEBUG_CONNECTION_SECONDS if debug else self._timing.connection_seconds
        lifetime = asyncio.create_task(self._end_of_life(socket, seconds))
        try:
            await self._send_hello(ws, seconds)
            await self._listen(socket)
        finally:
            lifetime.cancel()
            self._sockets.remove(socket)
            socket.lose_all()
            self._on_change()

    async def _send_hello(self, ws: web.WebSocketResponse, seconds: float) -> None:
        debug_info = {
            "host": "playground",
            "build_number": 1,
            "approximate_connection_time": int(seconds),
        }
        await ws.send_json(
            {
                "type": "hello",
                "num_connections": len(self._sockets),
                "connection_info": {"app_id": self._app_id},
                "debug_info": debug_info,
            }
        )

    async def _listen(self, socket: _Socket) -> None:
        async for message in socket.ws:
            if message.type != WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(message.data)
            except (ValueError, RecursionError):
                continue
            self._take_ack(socket, answer)

    def _take_ack(self, socket: _Socket, answer: object) -> None:
        if not isinstance(answer, dict) or not isinstance(answer.get("envelope_id"), str):
            return
        future = socket.waiting.get(answer["envelope_id"])
        if future is None or future.done() or self._faults.take("lost_ack"):
            return
        payload = answer.get("payload")
        future.set_result(payload if isinstance(payload, dict) else {})

    async def _end_of_life(self, socket: _Socket, seconds: float) -> None:
        warn_after = max(seconds - WARNING_SECONDS, 0.0)
        await asyncio.sleep(warn_after)
        with contextlib.suppress(ConnectionError):
            await self._send_disconnect(socket.ws, "warning")
            await asyncio.sleep(seconds - warn_after)
            await self._dismiss(socket, "refresh_requested")

    async def _dismiss(self, socket: _Socket, reason: str) -> None:
        socket.is_leaving = True
        self._on_change()
        with contextlib.suppress(ConnectionError):
            await self._send_disconnect(socket.ws, reason)
            await asyncio.sleep(self._timing.leave_seconds)
            await socket.ws.close()

    @staticmethod
    async def _send_disconnect(ws: web.WebSocketResponse, reason: str) -> None:
        debug_info = {"host": "playground"}
        await ws.send_json({"type": "disconnect", "reason": reason, "debug_info": debug_info})

    def refresh(self) -> None:
        """Ask every connection to come again, as Slack does every few hours."""
        for socket in list(self._sockets):
            self._in_background(self._dismiss(socket, "refresh_requested"))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cut(self) -> None:
        """Break every connection without a word."""
        for socket in list(self._sockets):
            # Closing the transport is what a cable does; ws.close() would say goodbye.
            if socket.transport is not None:
                socket.transport.abort()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._sockets):
            await socket.ws.close()

    # --- envelopes

    async def request(self, kind: str, payload: Json) -> Ack | NoAck:
        """Deliver an interaction (`slash_commands`, `interactive`) once and wait for its ack."""
        return await self._deliver({"type": kind, "payload": payload}, accepts_payload=True)

    def send_event(self, payload: Json) -> None:
        """Deliver an event in the background, again and again until it is acked."""
        self._in_background(self._send_until_acked(payload))

    async def _send_until_acked(self, payload: Json) -> None:
        envelope: Json = {"type": "events_api", "payload": payload}
        if self._faults.take("duplicate_event"):
            await self._deliver(_retry(envelope, 0, ""), accepts_payload=False)
            await self._deliver(_retry(envelope, 1, "timeout"), accepts_payload=False)
            return
        outcome = await self._deliver(_retry(envelope, 0, ""), accepts_payload=False)
        for attempt, seconds in enumerate(self._timing.retry_seconds, start=1):
            if isinstance(outcome, Ack):
                return
            await asyncio.sleep(seconds)
            reason = "timeout" if outcome.error == "operation_timeout" else "connection_failed"
            outcome = await self._deliver(_retry(envelope, attempt, reason), accepts_payload=False)
        if isinstance(outcome, NoAck):
            log.warning("an event was given up: %s", outcome.error)

    async def _deliver(self, envelope: Json, *, accepts_payload: bool) -> Ack | NoAck:
        socket = next((socket for socket in self._sockets if not socket.is_leaving), None)
        if socket is None:
            return NoAck("dispatch_failed")
        # Any one connection gets it; taking turns shows an app's assumptions soonest.
        self._sockets.remove(socket)
        self._sockets.append(socket)
        envelope_id = secrets.token_hex(16)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope_id] = future
        try:
            async with asyncio.timeout(self._timing.ack_seconds):
                await socket.ws.send_json(
                    {
                        **envelope,
                        "envelope_id": envelope_id,
                        "accepts_response_payload": accepts_payload,
                    }
                )
                return Ack(await future)
        except TimeoutError:
            return NoAck("operation_timeout")
        except ConnectionError:
            return NoAck("dispatch_failed")
        finally:
            del socket.waiting[envelope_id]
            if future.done() and not future.cancelled():
                future.exception()


def _retry(envelope: Json, attempt: int, reason: str) -> Json:
    return {**envelope, "retry_attempt": attempt, "retry_reason": reason}
