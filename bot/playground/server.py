"""Serves a playground on loopback: the Web API, sockets, response_urls, files, and the page."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, Final

from aiohttp import web

from bot.playground.control import add_control_routes
from bot.playground.errors import SlackError
from bot.playground.file_routes import add_file_routes
from bot.playground.guard import guard
from bot.playground.hooks import answer
from bot.playground.playground import Playground
from bot.playground.web_api import WebApi

LOOPBACK: Final = "127.0.0.1"
MAX_BODY_BYTES: Final = 64 * 1024 * 1024

_TYPES: Final = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".woff2": "font/woff2",
}


@asynccontextmanager
async def running(
    playground: Playground, *, port: int = 0, allowed_hosts: Sequence[str] = ()
) -> AsyncIterator[str]:
    """Serve until the block is left; gives the base URL. Port 0: any free one.

    Listens on loopback only. `allowed_hosts`: further names that a Host header may have.
    """
    # A short shutdown: open event streams and hung requests must not hold the process.
    app = make_app(playground, allowed_hosts)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, LOOPBACK, port)
        await site.start()
        bound: int = runner.addresses[0][1]
        playground.base_url = f"http://{LOOPBACK}:{bound}"
        await playground.start()
        yield playground.base_url
    finally:
        await playground.close()
        await runner.cleanup()


def make_app(playground: Playground, allowed_hosts: Sequence[str] = ()) -> web.Application:
    """The aiohttp application, for a server of one's own."""
    app = web.Application(middlewares=[guard(allowed_hosts)], client_max_size=MAX_BODY_BYTES)
    app.router.add_route("*", "/api/{method}", WebApi(playground).handle)
    app.router.add_get("/link/", _socket(playground))
    app.router.add_post("/{kind:commands|actions|app}/{team}/{id}/{secret}", _hook(playground))
    app.router.add_get("/", _page)
    app.router.add_get("/archives/{rest:.*}", _page)
    app.router.add_get("/static/{path:.+}", _static)
    add_control_routes(app, playground)
    add_file_routes(app, playground)
    return app


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _socket(playground: Playground) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        hub = playground.sockets.get(request.query.get("app_id", ""))
        if hub is None:
            return web.Response(status=404)
        return await hub.serve(request)

    return serve


def _hook(playground: Playground) -> Handler:
    async def respond(request: web.Request) -> web.StreamResponse:
        try:
            body = _hook_body(await request.read())
            hook = playground.hooks.use(request.path)
            answer(playground.workspaces[hook.team_id], hook, body)
        except SlackError as error:
            status = 404 if error.error in ("expired_url", "used_url") else 400
            shown: dict[str, Any] = {"ok": False, "error": error.error}
            return web.json_response(shown, status=status)
        return web.Response(text="ok")

    return respond


def _hook_body(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(value, dict):
        raise SlackError("invalid_payload")
    return value


async def _page(_request: web.Request) -> web.StreamResponse:
    return await _asset("index.html")


async def _static(request: web.Request) -> web.StreamResponse:
    return await _asset(request.match_info["path"])


async def _asset(path: str) -> web.StreamResponse:
    """A file of `static/`; names with dots or backslashes in a folder's place are not found."""
    suffix = path[path.rfind(".") :]
    parts = path.split("/")
    is_plain = all(part and not part.startswith(".") and "\\" not in part for part in parts)
    file = files("bot.playground").joinpath("static", *parts)
    if not is_plain or suffix not in _TYPES or not file.is_file():
        return web.Response(status=404, text="Not found")
    body = await asyncio.to_thread(file.read_bytes)
    charset = "utf-8" if suffix in (".html", ".js", ".mjs", ".css", ".json") else None
    return web.Response(
        body=body,
        content_type=_TYPES[suffix],
        charset=charset,
        headers={"Cache-Control": "no-cache"},
    )
