"""Asking the data's server: one connection at a time, politely, and never mixing two versions of a file."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

import httpx

from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.errors import ReleaseChangedError, ServerError
from bot.adapters.webgraph.patience import AGAIN, FOR_A_BUILD, FOR_A_LOOKUP, Patience, wait_before
from bot.errors import FetchError

_T = TypeVar("_T")

Sleep = Callable[[float], Awaitable[None]]

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_ABSENT = frozenset({403, 404, 410})
_PIECE = 1 << 18


class _AgainError(Exception):
    """The try failed in a way that another may not."""

    def __init__(self, why: str, headers: Mapping[str, str]) -> None:
        super().__init__(why)
        self.headers = headers


class DataServer:
    """The server of the published files. Its client, made by the caller, guards and closes connections."""

    def __init__(
        self, client: httpx.AsyncClient, *, user_agent: str, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._client = client
        self._user_agent = user_agent
        self._sleep = sleep
        self._turn = asyncio.Lock()

    async def head(self, url: str) -> FileVersion | None:
        """Which version of a file lies there; None when there is none.

        Raises:
            ServerError: no answer, after every retry.
        """

        async def once() -> FileVersion | None:
            async with self._asked("HEAD", url, {}) as answer:
                if answer.status_code in _ABSENT:
                    return None
                if answer.status_code in (405, 501):
                    return FileVersion(0)
                self._expect(answer, 200)
                return _version(answer.headers, size=_length(answer))

        found = await self._patiently(once, FOR_A_LOOKUP, url)
        return found if found is None or found.size else await self._head_by_part(url)

    async def _head_by_part(self, url: str) -> FileVersion | None:
        """The same from a server that answers no HEAD, or without a length: by asking for one byte."""

        async def once() -> FileVersion | None:
            async with self._asked("GET", url, {"Range": "bytes=0-0"}) as answer:
                if answer.status_code in _ABSENT:
                    return None
                part = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
                self._expect(answer, 206 if part else 200)
                return _version(answer.headers, size=int(part[3]) if part else _length(answer))

        return await self._patiently(once, FOR_A_LOOKUP, url)

    async def get(self, url: str, *, most_bytes: int) -> bytes:
        """A small file as a whole.

        Raises:
            ServerError: no answer, after every retry, or it is larger than `most_bytes`.
        """

        async def once() -> bytes:
            async with self._asked("GET", url, {}) as answer:
                self._expect(answer, 200)
                return await _body(answer, most_bytes, url)

        return await self._patiently(once, FOR_A_LOOKUP, url)

    async def read(self, url: str, start: int, stop: int, version: FileVersion) -> bytes:
        """The bytes from `start` to before `stop` of that version of a file.

        Raises:
            ReleaseChangedError: another version lies there now.
            ServerError: no answer, after every retry.
        """

        async def once() -> bytes:
            async with self._asked("GET", url, _range_headers(start, stop, version)) as answer:
                self._expect_part(answer, url, start, stop, version)
                return await _body(answer, stop - start, url)

        body = await self._patiently(once, FOR_A_LOOKUP, url)
        if len(body) != stop - start:
            raise ServerError(f"{_host(url)} sent another part of the file than it was asked for.")
        return body

    async def stream(
        self, url: str, *, start: int, version: FileVersion
    ) -> AsyncGenerator[bytes, None]:
        """That version of a file from byte `start` to its end, going on where a connection broke.

        Raises:
            ReleaseChangedError: another version lies there now.
            ServerError: nothing came for too long.
        """
        at, attempt = start, 0
        held = bytearray()
        failure: Exception
        while at < version.size:
            try:
                # Closed explicitly: a reader that stops early must give the turn back at once.
                async with aclosing(self._stream_once(url, at, version)) as pieces:
                    async for piece in pieces:
                        at += len(piece)
                        attempt = 0
                        held += piece
                        if len(held) >= _PIECE:
                            yield bytes(held)
                            held.clear()
                failure = _AgainError("the connection ended early", {})
            except (_AgainError, httpx.HTTPError, FetchError) as error:
                failure = error
            if held:
                yield bytes(held)
                held.clear()
            if at < version.size:
                attempt += 1
                await self._wait(attempt, failure, FOR_A_BUILD, url)

    async def _stream_once(
        self, url: str, at: int, version: FileVersion
    ) -> AsyncGenerator[bytes, None]:
        headers = _range_headers(at, version.size, version) if at else {}
        async with self._asked("GET", url, headers) as answer:
            if answer.status_code == 200:
                skip = self._whole_again(answer, url, version, at)
            else:
                self._expect_part(answer, url, at, version.size, version)
                skip = 0
            left = version.size - at
            async for piece in answer.aiter_raw():
                skipped = min(skip, len(piece))
                skip -= skipped
                wanted = piece[skipped : skipped + left]
                left -= len(wanted)
                if wanted:
                    yield wanted

    def _whole_again(self, answer: httpx.Response, url: str, version: FileVersion, at: int) -> int:
        """The bytes to skip when a server sends a file from its beginning although asked for a part."""
        found = _version(answer.headers, size=_length(answer) or version.size)
        if version.differs(found):
            raise _changed(url)
        return at

    @asynccontextmanager
    async def _asked(
        self, method: str, url: str, headers: dict[str, str]
    ) -> AsyncIterator[httpx.Response]:
        # Packed transfer would make byte positions meaningless.
        own = {"User-Agent": self._user_agent, "Accept-Encoding": "identity"}
        async with self._turn, self._client.stream(method, url, headers=own | headers) as answer:
            yield answer

    def _expect(self, answer: httpx.Response, status: int) -> None:
        if answer.status_code in AGAIN:
            raise _AgainError(f"it answered {answer.status_code}", answer.headers)
        if answer.status_code != status:
            raise ServerError(
                f"{answer.url.host} answered {answer.status_code} for {answer.url.path}."
            )

    def _expect_part(
        self, answer: httpx.Response, url: str, start: int, stop: int, version: FileVersion
    ) -> None:
        whole = _version(answer.headers, size=_length(answer))
        if answer.status_code in (412, 416) or (
            answer.status_code == 200 and version.differs(whole)
        ):
            # A whole file instead of a part is how If-Range says that the file changed.
            raise _changed(url)
        if answer.status_code == 200:
            raise ServerError(
                f"{_host(url)} serves whole files only: `backlinks graph build --keep-graph` keeps a copy."
            )
        self._expect(answer, 206)
        found = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if not found:
            raise ServerError(f"{_host(url)} does not say which part of the file it sent.")
        first, last, size = (int(number) for number in found.groups())
        if version.differs(_version(answer.headers, size=size)):
            raise _changed(url)
        if (first, last + 1) != (start, stop):
            raise ServerError(f"{_host(url)} sent another part of the file than it was asked for.")

    async def _patiently(
        self, once: Callable[[], Awaitable[_T]], patience: Patience, url: str
    ) -> _T:
        attempt = 0
        while True:
            try:
                return await once()
            except (_AgainError, httpx.HTTPError, FetchError) as error:
                attempt += 1
                await self._wait(attempt, error, patience, url)

    async def _wait(self, attempt: int, error: Exception, patience: Patience, url: str) -> None:
        if attempt >= patience.tries:
            why = str(error) if isinstance(error, _AgainError) else type(error).__name__
            raise ServerError(
                f"{_host(url)} did not answer after {attempt} tries ({why}). Try again later."
            ) from error
        headers = error.headers if isinstance(error, _AgainError) else {}
        await self._sleep(wait_before(attempt, headers, patience))


async def _body(answer: httpx.Response, most_bytes: int, url: str) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > most_bytes:
            raise ServerError(
                f"{_host(url)} sent more than {most_bytes} bytes where less was expected."
            )
    return bytes(body)


def _range_headers(start: int, stop: int, version: FileVersion) -> dict[str, str]:
    headers = {"Range": f"bytes={start}-{stop - 1}"}
    # If-Range needs a strong validator: RFC 9110, section 13.1.5.
    validator = version.last_modified if version.etag.startswith("W/") else version.etag
    if validator or version.last_modified:
        headers["If-Range"] = validator or version.last_modified
    return headers


def _length(answer: httpx.Response) -> int:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _version(headers: Mapping[str, str], *, size: int) -> FileVersion:
    return FileVersion(size, headers.get("ETag", ""), headers.get("Last-Modified", ""))


def _changed(url: str) -> ReleaseChangedError:
    name = url.rpartition("/")[2]
    return ReleaseChangedError(
        f"{name} on {_host(url)} is no longer the file that was read before: build the release again."
    )


def _host(url: str) -> str:
    return httpx.URL(url).host
