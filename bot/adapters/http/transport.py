"""httpx's API over aiohttp's connections, guarded where the sockets are made.

Why neither httpx's own pool nor httpx-aiohttp: the first costs several times the CPU, the second
sends a chunked body on GETs, mislabels failures and has no limits.
"""

import asyncio
import re
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage
from yarl import URL

from bot.adapters.http.failures import RefusedError, failure_of, httpx_error
from bot.adapters.http.guard import CheckedUrl, Guard
from bot.adapters.http.sockets import (
    GuardedResolver,
    Lookup,
    StaticHosts,
    SystemLookup,
    acknowledge_at_once,
    guarded_socket_factory,
)
from bot.errors import FetchError

MAX_FIELD_BYTES = 65_536
"""Of one header field. Real pages send Content-Security-Policy and Link fields of 32 kB."""
MAX_FIELDS = 1_000
MAX_HEAD_BYTES = 524_288
"""Of all that comes before the body, informational (1xx) answers included."""

MAX_FRAMING_BYTES = 524_288
"""Of chunk sizes, chunk extensions and trailers, beyond sixteen times the body that they frame."""

_KEEP_ALIVE_SECONDS = 5
_IDLE_FOR_EACH_BUSY = 5
_DNS_THREADS = 32
_OWN_HEADERS = frozenset({"accept", "accept-encoding", "user-agent", "content-type"})

# Some servers end lines by a line feed alone, which aiohttp reads too.
_END_OF_HEAD = re.compile(rb"\n\r?\n")

Headers = Sequence[tuple[str, str]]


class _Handler(ResponseHandler):
    """Reads answers as browsers do where aiohttp is stricter, and ends a head that does not end.

    aiohttp bounds each header field, not their sum; and it throws away an answer whose body is longer
    than its Content-Length, or garbled on the way, when it comes in one piece with the head.
    """

    _head_bytes = 0
    _head_tail = b""
    """The end of what came of a head: the mark of its end may come in two pieces."""
    _in_head = True
    _body_bytes = 0
    _is_chunked = False
    _heard_at = 0.0
    has_surplus = False
    """The body went on after its Content-Length: what followed was not read."""

    def set_response_params(self, **params: Any) -> None:
        self._head_bytes = 0
        self._head_tail = b""
        self._in_head = True
        self._body_bytes = 0
        self.has_surplus = False
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        while self._in_head and (end := self._end_of_head(data)):
            # A head alone, so that what is wrong after it does not take it along, and so that none of
            # it is counted as body. Informational answers (1xx) are heads too, and may come with it.
            super().data_received(data[:end])
            self._bound_head(end)
            self._head_tail = b""
            data = data[end:]
            if not data:
                acknowledge_at_once(self.transport)
                return
        super().data_received(data)
        if self._in_head:
            self._bound_head(len(data))
            self._head_tail = (self._head_tail + data)[-2:]
        elif self._payload is not None:
            self._bound_framing(self._payload, len(data))
            self._note_surplus(self._payload, data)

    def _end_of_head(self, data: bytes) -> int:
        """Where the head ends in this piece, of which nothing was read yet; 0 where it does not end."""
        found = _END_OF_HEAD.search(self._head_tail + data)
        return found.end() - len(self._head_tail) if found else 0

    def feed_data(self, data: Any, size: int = 0) -> None:
        message = data[0]
        if message.code >= 200 or message.code == 101:
            self._in_head = False
            self._is_chunked = message.chunked
        super().feed_data(data, size)

    def _reschedule_timeout(self) -> None:
        """Note that something was heard; the timer that runs is left to find out (see below).

        aiohttp takes a new timer for each piece of a body, and pages come in dozens of them.
        """
        self._heard_at = self._loop.time()
        if self._read_timeout_handle is None and self._read_timeout:
            self._read_timeout_handle = self._loop.call_later(
                self._read_timeout, self._on_read_timeout
            )

    def _on_read_timeout(self) -> None:
        silence = self._loop.time() - self._heard_at
        if self._read_timeout and silence < self._read_timeout:
            self._read_timeout_handle = self._loop.call_later(
                self._read_timeout - silence, self._on_read_timeout
            )
            return
        self._read_timeout_handle = None
        super()._on_read_timeout()

    def _bound_head(self, more_bytes: int) -> None:
        self._head_bytes += more_bytes
        if self._head_bytes > MAX_HEAD_BYTES and self.transport is not None:
            self.set_exception(BadHttpMessage("the head of the answer does not end"))
            self.transport.abort()

    def _note_surplus(self, payload: aiohttp.StreamReader, data: bytes) -> None:
        more = self._body_bytes - payload.total_bytes
        if payload.is_eof() and more > 0 and not self._is_chunked:
            self.has_surplus = self.has_surplus or bool(data[-more:].strip())

    def _bound_framing(self, payload: aiohttp.StreamReader, more_bytes: int) -> None:
        self._body_bytes += more_bytes
        error = self._exception
        if error is None and self._body_bytes > MAX_FRAMING_BYTES + 17 * payload.total_bytes:
            error = BadHttpMessage("the body is nearly all frame")
        if error is not None and not payload.is_eof():
            # The reader would wait for more otherwise: aiohttp tells only the next answer's reader.
            payload.set_exception(aiohttp.ClientPayloadError(str(error)), error)
            if self.transport is not None:
                self.transport.abort()


def has_surplus(response: aiohttp.ClientResponse) -> bool:
    """Whether more came than the answer's Content-Length, beyond white space; asked at its end."""
    # Not public; there is no other way from an answer to its connection once its body has ended.
    return bool(getattr(response._protocol, "has_surplus", False))  # noqa: SLF001


class _IdleConnections:
    """Bounds how many connections wait for another request: aiohttp bounds the busy ones only."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used_at: OrderedDict[str, float] = OrderedDict()

    def may_keep(self, origin: str) -> bool:
        """Whether the connection to `origin` may be kept after its answer."""
        now = asyncio.get_running_loop().time()
        while self._used_at and next(iter(self._used_at.values())) + _KEEP_ALIVE_SECONDS < now:
            self._used_at.popitem(last=False)
        if origin not in self._used_at and len(self._used_at) >= self._limit:
            return False
        self._used_at[origin] = now
        self._used_at.move_to_end(origin)
        return True


def most_idle(busy: int, open_files: int | None) -> int:
    """How many connections may wait for another request where `busy` are used at once.

    A run asks its hosts in turns, so many more than are busy. All together take half of the files that
    this process may have open, unless the busy ones alone take more.

    >>> most_idle(100, 20_000), most_idle(100, 1_024), most_idle(100, 256)
    (500, 412, 100)
    """
    wanted = _IDLE_FOR_EACH_BUSY * busy
    return wanted if open_files is None else max(busy, min(wanted, open_files // 2 - busy))


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests to the public internet and to what the operator opened, and nowhere else.

    Redirects are not followed, cookies not kept, proxies of the environment not used, bodies not
    decompressed. TLS names and certificates are checked as always.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        static_hosts: StaticHosts | None = None,
        connect_timeout_seconds: float = 10,
        read_timeout_seconds: float = 15,
        max_idle_connections: int = 100,
        repeats: bool = True,
        lookup: Lookup | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """`repeats`: send a harmless request again at once when a kept connection turns out dead."""
        self.guard = guard
        self._repeats = repeats
        self._static_hosts = static_hosts or StaticHosts()
        self._lookup = lookup
        self._own_lookup: SystemLookup | None = None
        self._ssl_context = ssl_context
        self._timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=connect_timeout_seconds, sock_read=read_timeout_seconds
        )
        self._lookup_seconds = connect_timeout_seconds
        self._idle = _IdleConnections(max_idle_connections)
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def open(
        self,
        url: CheckedUrl,
        headers: Headers,
        *,
        method: str = "GET",
        body: bytes | AsyncIterator[bytes] | None = None,
        fresh: bool = False,
    ) -> aiohttp.ClientResponse:
        """Send a request and read the answer's head; the caller reads or closes the response.

        `fresh` asks for a connection of its own, which is closed afterwards. So is every other one
        when connections to many hosts are kept already.

        Raises:
            aiohttp.ClientError, TimeoutError: `bot.adapters.http.failures` tells them apart.
        """
        alone = fresh or not self._idle.may_keep(url.origin)
        return await self._session(alone).request(
            method,
            URL(url.text, encoded=True),
            headers=headers,
            data=body,
            allow_redirects=False,
            ssl=self._trust() if url.scheme == "https" else True,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The httpx way in; every failure is one of httpx's own exceptions."""
        try:
            url = self.guard.check(str(request.url))
        except FetchError as error:
            raise RefusedError(str(error), request=request) from error
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.headers.raw
            if name.lower() not in {b"transfer-encoding", b"content-length"}
        ]
        try:
            response = await self.open(
                url, headers, method=request.method, body=await _body_of(request)
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _translated(error, request) from error
        return httpx.Response(
            response.status,
            headers=response.raw_headers,
            stream=_BodyStream(response, request),
            extensions={
                "http_version": b"HTTP/1.1",
                "reason_phrase": (response.reason or "").encode("utf-8", "replace"),
            },
        )

    def _session(self, fresh: bool) -> aiohttp.ClientSession:
        session = self._sessions.get(fresh)
        if session is None:
            session = self._sessions[fresh] = self._new_session(fresh)
        return session

    def _new_session(self, fresh: bool) -> aiohttp.ClientSession:
        if self._lookup is None:
            self._lookup = self._own_lookup = SystemLookup(
                timeout_seconds=self._lookup_seconds, max_threads=_DNS_THREADS
            )
        connector = aiohttp.TCPConnector(
            limit=0,  # bounded by the callers: MAX_CONNECTIONS
            force_close=fresh,
            use_dns_cache=not fresh,
            keepalive_timeout=None if fresh else _KEEP_ALIVE_SECONDS,
            resolver=GuardedResolver(self.guard, self._static_hosts, self._lookup),
            socket_factory=guarded_socket_factory(self.guard),
        )
        # Not public, and the same since aiohttp 0.x; a test fails when it is not used any more.
        bounded: Any = partial(_Handler, loop=connector._loop)  # noqa: SLF001
        connector._factory = bounded  # noqa: SLF001
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            trust_env=False,
            auto_decompress=False,
            skip_auto_headers=_OWN_HEADERS,
            max_line_size=MAX_FIELD_BYTES,
            max_field_size=MAX_FIELD_BYTES,
            max_headers=MAX_FIELDS,
        )
        # Not public either; a polite fetcher repeats in its next turn and not at once.
        session._retry_connection = self._repeats  # noqa: SLF001
        return session

    def _trust(self) -> ssl.SSLContext:
        """Whom we trust; made when first needed, since reading the authorities takes a while."""
        if self._ssl_context is None:
            self._ssl_context = httpx.create_ssl_context()
            self._ssl_context.set_alpn_protocols(["http/1.1"])
        return self._ssl_context

    async def aclose(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        if self._own_lookup is not None:
            self._own_lookup.close()
            self._lookup = self._own_lookup = None


async def _body_of(request: httpx.Request) -> bytes | AsyncIterator[bytes] | None:
    """None for an empty body: a GET must not carry one, not even a chunked nothing."""
    try:
        return request.content or None
    except httpx.RequestNotRead:
        pass
    if "content-length" in request.headers or "transfer-encoding" in request.headers:
        return aiter(request.stream)  # type: ignore[arg-type]  # an async client has async streams
    return None


class _BodyStream(httpx.AsyncByteStream):
    """The body as it comes; httpx decompresses it."""

    def __init__(self, response: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._response = response
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while chunk := await self._response.content.readany():
                yield chunk
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _translated(error, self._request) from error

    async def aclose(self) -> None:
        self._response.close()


def _translated(error: Exception, request: httpx.Request) -> httpx.RequestError:
    failure = failure_of(error)
    assert failure is not None  # the callers catch exactly what failure_of knows
    return httpx_error(failure, request)
