"""Keeps other web pages out: Host and Origin checks, and the headers that confine our own page."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guard(allowed_hosts: Sequence[str] = ()) -> Any:
    """A middleware. A name that is not loopback's is refused against DNS rebinding; a request that a
    browser sends for another site's page is refused everywhere (apps send neither header)."""
    hosts = LOOPBACK_NAMES | {host.lower() for host in allowed_hosts}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host_name(request.host) not in hosts:
            return _refused("bad_host", "This server answers to loopback names only.")
        if not _is_own_page(request):
            return _refused("bad_origin", "Only the playground's own page may ask this.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return check


def _host_name(host: str) -> str:
    name, _, port = host.lower().rpartition(":")
    return name if name and port.isdecimal() else host.lower()


def _is_own_page(request: web.Request) -> bool:
    """What the browser says about where the request comes from; no browser, no headers."""
    origin = request.headers.get("Origin")
    if origin is not None:
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == request.host.lower()
    site = request.headers.get("Sec-Fetch-Site")
    if site in (None, "same-origin", "none"):
        return True
    # Following a link to the workspace from elsewhere is fine; it is the page that then asks.
    is_link = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    return is_link and not request.path.startswith("/control")


def _refused(error: str, message: str) -> web.Response:
    body = {"ok": False, "error": error, "message": message}
    return web.json_response(body, status=403, headers=HEADERS)
