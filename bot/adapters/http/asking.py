"""Asks for a page on one of aiohttp's connections, without what its client builds around a request.

A page is asked for by GET, has no body to send, and its redirects, cookies and deadlines are the
fetcher's: `ClientSession` takes twice the time for the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp.connector import Connection
from aiohttp.helpers import TimerNoop
from aiohttp.http_exceptions import HttpProcessingError
from multidict import CIMultiDictProxy

from bot.adapters.http.answers import AnswerHandler
from bot.adapters.http.guard import CheckedUrl

Headers = Sequence[tuple[str, str]]

MAX_FIELD_BYTES = 65_536
"""Of one header field. Real pages send Content-Security-Policy and Link fields of 32 kB."""
MAX_FIELDS = 1_000

_READ_BYTES = 131_072  # a page of usual size is read without a pause
_NO_TRACES: list[aiohttp.tracing.Trace] = []


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose head was read; close it when enough of its body was."""

    status: int
    headers: CIMultiDictProxy[str]
    content: aiohttp.StreamReader
    _connection: Connection
    _handler: AnswerHandler

    @property
    def has_surplus(self) -> bool:
        """Whether more came than its Content-Length, beyond white space; asked at the body's end."""
        return self._handler.has_surplus

    def close(self) -> None:
        """Close the connection, unless the answer was read to its end: then it is kept already."""
        self._connection.close()


async def get(
    origin: aiohttp.ClientRequest,
    connector: aiohttp.BaseConnector,
    url: CheckedUrl,
    headers: Headers,
    *,
    patience: aiohttp.ClientTimeout,
) -> Answer:
    """Ask for `url` on a connection to `origin`, kept or new, and read the answer's head.

    Raises:
        aiohttp.ClientError, OSError: TimeoutError among them.
    """
    try:
        connection = await connector.connect(origin, _NO_TRACES, patience)
    except TimeoutError as error:
        raise aiohttp.ConnectionTimeoutError(f"connecting to {url.host}") from error
    try:
        return await _ask(connection, _head(url, headers, closes=connector.force_close), patience)
    except HttpProcessingError as error:
        connection.close()
        raise aiohttp.ClientResponseError(
            origin.request_info, (), status=error.code, message=error.message
        ) from error
    except BaseException:
        connection.close()
        raise


async def _ask(connection: Connection, head: bytes, patience: aiohttp.ClientTimeout) -> Answer:
    handler = connection.protocol
    assert isinstance(handler, AnswerHandler)  # the connector was made with it
    handler.set_response_params(
        timer=TimerNoop(),
        read_until_eof=True,
        auto_decompress=False,
        read_timeout=patience.sock_read,
        read_bufsize=_READ_BYTES,
        max_line_size=MAX_FIELD_BYTES,
        max_field_size=MAX_FIELD_BYTES,
        max_headers=MAX_FIELDS,
    )
    if connection.transport is None:
        raise aiohttp.ServerDisconnectedError
    connection.transport.write(head)
    handler.start_timeout()
    while True:
        message, body = await handler.read()
        if not 100 <= message.code < 200 or message.code == 101:
            break
    body.on_eof(lambda: None if handler.upgraded else connection.release())
    return Answer(message.code, message.headers, body, connection, handler)


def _head(url: CheckedUrl, headers: Headers, *, closes: bool) -> bytes:
    """The request as it is sent; a checked URL is ASCII, without spaces or line ends."""
    authority, slash, path = url.text.partition("://")[2].partition("/")
    lines = [f"GET {slash}{path} HTTP/1.1", f"Host: {authority}"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += ["Connection: close", "", ""] if closes else ["", ""]
    head = "\r\n".join(lines)
    ends = len(lines) - 1
    if head.count("\r") != ends or head.count("\n") != ends or "\0" in head:
        raise ValueError("a header of the request would end early")
    return head.encode("utf-8", "surrogateescape")
