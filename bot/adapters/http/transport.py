"""httpx's API over the guarded connections.

Why neither httpx's own pool nor httpx-aiohttp: the first costs several times the CPU, the second
sends a chunked body on GETs, mislabels failures and has no limits.
"""

from collections.abc import AsyncIterator

import aiohttp
import httpx

from bot.adapters.http.connections import GuardedConnections
from bot.adapters.http.failures import Failure, failure_of, sentence_of
from bot.errors import FetchError


class RefusedError(httpx.TransportError):
    """We did not ask: the address is not one that may be asked for."""


_HTTPX_ERRORS: dict[Failure, type[httpx.RequestError]] = {
    Failure.REFUSED_BY_GUARD: RefusedError,
    Failure.NO_SUCH_NAME: httpx.ConnectError,
    Failure.NAME_WITHOUT_ADDRESS: httpx.ConnectError,
    Failure.NO_ANSWER_TO_NAME: httpx.ConnectError,
    Failure.TLS: httpx.ConnectError,
    Failure.CONNECT: httpx.ConnectError,
    Failure.CONNECT_TIMEOUT: httpx.ConnectTimeout,
    Failure.READ: httpx.ReadError,
    Failure.READ_TIMEOUT: httpx.ReadTimeout,
    Failure.PROTOCOL: httpx.RemoteProtocolError,
}


class GuardedTransport(httpx.AsyncBaseTransport):
    """`GuardedConnections` for an `httpx.AsyncClient`: every failure is one of httpx's own exceptions."""

    def __init__(self, connections: GuardedConnections) -> None:
        self._connections = connections

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request as it is; the body of the answer comes as it is read."""
        try:
            url = self._connections.guard.check(str(request.url))
        except FetchError as error:
            raise RefusedError(str(error), request=request) from error
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.headers.raw
            if name.lower() not in {b"transfer-encoding", b"content-length"}
        ]
        try:
            response = await self._connections.open(
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

    async def aclose(self) -> None:
        """Close every connection."""
        await self._connections.aclose()


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
    return _HTTPX_ERRORS[failure](sentence_of(failure), request=request)
