"""The port for those who watch the bot: `GET /healthz` and `GET /metrics`, nothing else."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from bot.errors import BotError, ConfigError

log = logging.getLogger(__name__)

METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format"""
_UNREADABLE: Final = "the stores cannot be read"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@asynccontextmanager
async def health_port(
    host: str,
    port: int,
    *,
    problems: Callable[[], Awaitable[tuple[str, ...]]],
    metrics: Callable[[], Awaitable[str]],
) -> AsyncIterator[int]:
    """Listen until the block is left; gives the port (0 asks for any free one).

    `problems` are sentences about what is wrong; with none `/healthz` is 200, else 503. They say nothing of
    channels, sites or people, since whoever reaches the port can read them.

    Raises:
        ConfigError: the port cannot be opened.
    """

    async def healthz(_: web.Request) -> web.Response:
        found = await _told(problems)
        text = "\n".join(found) if found else "ok"
        return web.Response(text=f"{text}\n", status=503 if found else 200, headers=_HEADERS)

    async def show_metrics(_: web.Request) -> web.Response:
        try:
            body = await metrics()
        except BotError as error:
            log.warning("the metrics could not be told: %s", error)
            return web.Response(text=f"{_UNREADABLE}\n", status=503, headers=_HEADERS)
        return web.Response(body=body.encode(), headers={"Content-Type": METRICS_TYPE, **_HEADERS})

    app = web.Application(client_max_size=1024)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", show_metrics)
    # Who asks is no business of the log: a probe comes every few seconds.
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigError(
                f"HTTP_PORT {port} on HTTP_HOST {host} cannot be opened: {error.strerror}."
            ) from error
        address: tuple[str, int] = runner.addresses[0]
        log.info("health and metrics: port %d", address[1])
        yield address[1]
    finally:
        await runner.cleanup()


async def _told(problems: Callable[[], Awaitable[tuple[str, ...]]]) -> tuple[str, ...]:
    try:
        return await problems()
    except BotError as error:
        # Its sentence names a path of the machine, which is nobody's business at this port.
        log.warning("the health could not be told: %s", error)
        return (_UNREADABLE,)
