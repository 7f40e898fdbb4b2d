"""Reads answers as browsers do where aiohttp is stricter, and bounds what aiohttp does not."""

import re
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage

from bot.adapters.http.sockets import acknowledge_at_once

MAX_HEAD_BYTES = 524_288
"""Of all that comes before the body, informational (1xx) answers included."""

MAX_FRAMING_BYTES = 524_288
"""Of chunk sizes, chunk extensions and trailers, beyond sixteen times the body that they frame."""

# Some servers end lines by a line feed alone, which aiohttp reads too.
_END_OF_HEAD = re.compile(rb"\n\r?\n")


class AnswerHandler(ResponseHandler):
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
