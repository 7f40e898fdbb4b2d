"""The changing web on one loopback port: hosts by the Host header, and a view of them for browsers."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from html import escape

from aiohttp import web

from bot.playground.web.answers import Answer, answer
from bot.playground.web.sites import BY_HOST

SITE_PATH = "/_site"
"""Under `/_site/HOST/…` a browser reads a page of HOST without any change to its name resolution."""

_ABSOLUTE = re.compile(
    r'((?:href|action|src)=["\'])https?://(?:www\.)?([a-z0-9.-]+\.example)(?=[/"\'?#])'
)
_ROOTED = re.compile(r'((?:href|action|src)=["\'])/(?![/_])')


def web_app(
    day: Callable[[], int], *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> web.Application:
    """The whole web; `day` is asked at each request, so a page changes when the day does.

    `sleep` is awaited where a page answers slowly, with its seconds.
    """

    async def serve(request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0].lower().rstrip(".")
        found = answer(host, request.path, day(), cookies=request.headers.get("Cookie", ""))
        await sleep(found.delay_seconds)
        return _respond(request, found)

    async def show(request: web.Request) -> web.StreamResponse:
        host, path, today = request.match_info["host"], request.match_info["path"], day()
        if host not in BY_HOST:
            raise web.HTTPNotFound(text="No such site in this web.")
        found = answer(host, f"/{path}", today, cookies=request.headers.get("Cookie", ""))
        return _show(host, f"/{path}", today, found)

    app = web.Application()
    app.router.add_get(f"{SITE_PATH}/{{host}}", show_home)
    app.router.add_get(f"{SITE_PATH}/{{host}}/{{path:.*}}", show)
    app.router.add_get("/{path:.*}", serve)
    return app


async def show_home(request: web.Request) -> web.StreamResponse:
    """A host without a path: its home page."""
    raise web.HTTPFound(f"{SITE_PATH}/{request.match_info['host']}/")


def site_map(base_url: str) -> dict[str, str]:
    """Host to the address at which a browser reads it; add a page's own path to it."""
    return {host: f"{base_url}{SITE_PATH}/{host}" for host in BY_HOST}


def _respond(request: web.Request, found: Answer) -> web.Response:
    response = web.Response(status=found.status, body=found.body)
    response.headers["Content-Type"] = found.content_type
    for name, value in found.headers:
        response.headers.add(name, value)
    if found.status == 200:
        response.headers["ETag"] = found.etag
        if request.headers.get("If-None-Match") == found.etag:
            return web.Response(status=304, headers={"ETag": found.etag})
    return response


def _show(host: str, path: str, day: int, found: Answer) -> web.Response:
    location = dict(found.headers).get("Location")
    if location:
        target = location if location.startswith("http") else f"http://{host}{location}"
        response = web.Response(status=302, headers={"Location": _here(target)})
        for name, value in found.headers:
            if name == "Set-Cookie":
                response.headers.add(name, value)
        return response
    charset = found.content_type.partition("charset=")[2] or "utf-8"
    text = found.body.decode(charset)
    if found.content_type.startswith("text/html"):
        text = _strip(host, path, day, found) + _rebase(host, text)
    body = text.encode(charset, "xmlcharrefreplace")
    headers = {"Content-Type": found.content_type}
    # A browser shows the page as a stranger's: no scripts, no forms that go anywhere.
    headers["Content-Security-Policy"] = "sandbox allow-popups; script-src 'none'"
    return web.Response(status=found.status, body=body, headers=headers)


def _rebase(host: str, text: str) -> str:
    def known(match: re.Match[str]) -> str:
        opening, name = match.groups()
        return f"{opening}{SITE_PATH}/{name}" if name in BY_HOST else match[0]

    return _ABSOLUTE.sub(known, _ROOTED.sub(rf"\g<1>{SITE_PATH}/{host}/", text))


def _here(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", f"{SITE_PATH}/", url)


def _strip(host: str, path: str, day: int, found: Answer) -> str:
    """A line above the page that says what a reader looks at. The doctype stays first for browsers."""
    said = f"Day {day} · http://{escape(host)}{escape(path)} · answers {found.status}"
    return (
        '<!DOCTYPE html><div style="font:13px system-ui;background:#1d1c1d;color:#fff;padding:4px 12px">'
        f"{said}</div>"
    )
