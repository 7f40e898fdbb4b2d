"""Serving a folder as the data's server does: ranges, ETags, and every fault on demand."""

import asyncio
import hashlib
import re
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

from aiohttp import web

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as the server saw it, and how many bytes of body it was sent."""

    method: str
    path: str
    headers: dict[str, str]
    status: int
    sent: int


@dataclass(slots=True)
class Faults:
    """What goes wrong from now on; may be changed while the server runs. Records what was asked."""

    fail_next: int = 0
    """So many of the coming requests get `fail_status`."""
    fail_every: int = 0
    """Every so manieth request gets `fail_status`; 0: none."""
    fail_status: int = 503
    retry_after: str | None = None
    cut_every: int = 0
    """Every so manieth body is cut off in the middle; 0: none."""
    cut_at: int | None = None
    """At which byte a cut comes; None: half-way."""
    delay_seconds: float = 0
    """Waited before each piece of a body."""
    ranges: bool = True
    """False: Range is ignored, and the whole file sent."""
    heeds_if_range: bool = True
    """False: a part of the changed file is sent as if nothing had happened."""
    etags: bool = True
    heads: bool = True
    """False: HEAD is answered with 405."""
    missing: set[str] = field(default_factory=set)
    """Words in a path that make it 404."""
    requests: list[SeenRequest] = field(default_factory=list)
    at_once: int = 0
    """The most requests that were ever served at the same time."""
    _serving: int = 0
    _count: int = 0
    _bodies: int = 0

    def fails_now(self) -> bool:
        """Count a request; true when it is one that fails."""
        self._count += 1
        if self.fail_next > 0:
            self.fail_next -= 1
            return True
        return bool(self.fail_every) and self._count % self.fail_every == 0

    def cuts_now(self) -> bool:
        """Count a body; true when it is one that is cut off."""
        self._bodies += 1
        return bool(self.cut_every) and self._bodies % self.cut_every == 0

    def enter(self) -> None:
        """A request begins to be served."""
        self._serving += 1
        self.at_once = max(self.at_once, self._serving)

    def leave(self) -> None:
        """A request has been served."""
        self._serving -= 1


def crawl_app(folder: Path, faults: Faults | None = None) -> web.Application:
    """An application that serves the files below `folder`.

    Both addresses of Common Crawl are this one: `/graphinfo.json` and `/projects/hyperlinkgraph/...`.
    """
    server = _Server(folder.resolve(), faults or Faults())
    app = web.Application()
    app.router.add_get("/{path:.*}", server.answer)
    return app


class _Server:
    def __init__(self, folder: Path, faults: Faults) -> None:
        self._folder = folder
        self._faults = faults
        self._etags: dict[tuple[Path, int, int], str] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self._faults.enter()
        try:
            return await self._answer(request)
        finally:
            self._faults.leave()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self._faults.fails_now():
            headers = {"Retry-After": self._faults.retry_after} if self._faults.retry_after else {}
            return self._short(request, self._faults.fail_status, headers)
        if request.method == "HEAD" and not self._faults.heads:
            return self._short(request, 405, {})
        path = self._file(request.match_info["path"])
        if path is None:
            return self._short(request, 404, {})
        data = await asyncio.to_thread(path.read_bytes)
        headers = self._file_headers(path, data)
        span = self._range(request, headers, len(data))
        if span is None:
            return await self._send(request, 200, headers, data)
        start, stop = span
        if start >= stop:
            return self._short(request, 416, headers | {"Content-Range": f"bytes */{len(data)}"})
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
        return await self._send(request, 206, headers, data[start:stop])

    def _file(self, name: str) -> Path | None:
        path = (self._folder / name).resolve()
        hidden = any(word in name for word in self._faults.missing)
        inside = path.is_relative_to(self._folder) and path.is_file()
        return path if inside and not hidden else None

    def _file_headers(self, path: Path, data: bytes) -> dict[str, str]:
        stat = path.stat()
        headers = {
            "Accept-Ranges": "bytes",
            "Content-Type": "application/octet-stream",
            "Last-Modified": formatdate(stat.st_mtime, usegmt=True),
        }
        if self._faults.etags:
            key = (path, stat.st_mtime_ns, stat.st_size)
            if key not in self._etags:
                self._etags[key] = hashlib.sha256(data).hexdigest()[:32]
            headers["ETag"] = f'"{self._etags[key]}"'
        return headers

    def _range(
        self, request: web.Request, headers: dict[str, str], size: int
    ) -> tuple[int, int] | None:
        """The bytes asked for, (start, stop); None: all of them. An impossible range is empty."""
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", ""))
        if not found or not self._faults.ranges or found[0] == "bytes=-":
            return None
        condition = request.headers.get("If-Range")
        same = condition in (None, headers.get("ETag"), headers["Last-Modified"])
        if self._faults.heeds_if_range and not same:
            return None
        first, last = found[1], found[2]
        if not first:
            return max(0, size - int(last)), size
        return int(first), min(size, int(last) + 1) if last else size

    async def _send(
        self, request: web.Request, status: int, headers: dict[str, str], body: bytes
    ) -> web.StreamResponse:
        if request.method == "HEAD":
            self._record(request, status, 0)
            return web.Response(status=status, headers=headers | {"Content-Length": str(len(body))})
        cut = self._faults.cuts_now()
        limit = len(body)
        if cut:
            limit = len(body) // 2 if self._faults.cut_at is None else self._faults.cut_at
        response = web.StreamResponse(status=status, headers=headers)
        response.content_length = len(body)
        self._record(request, status, min(limit, len(body)))
        await response.prepare(request)
        for at in range(0, min(limit, len(body)), _CHUNK):
            if self._faults.delay_seconds:
                await asyncio.sleep(self._faults.delay_seconds)
            await response.write(body[at : min(at + _CHUNK, limit)])
        if cut and request.transport is not None:
            request.transport.close()
            return response
        await response.write_eof()
        return response

    def _short(
        self, request: web.Request, status: int, headers: dict[str, str]
    ) -> web.StreamResponse:
        self._record(request, status, 0)
        return web.Response(status=status, headers=headers)

    def _record(self, request: web.Request, status: int, sent: int) -> None:
        seen = SeenRequest(request.method, request.path, dict(request.headers), status, sent)
        self._faults.requests.append(seen)
