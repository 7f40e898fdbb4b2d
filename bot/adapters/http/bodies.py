"""Reads the body of an httpx answer within a limit: httpx itself unpacks without one."""

from collections.abc import AsyncIterator

import httpx

from bot.adapters.http.decoding import Decoder, UnreadableEncodingError

_SLICE_BYTES = 4_096  # of a compressed body; DEFLATE makes at most 1,032 times as much of it


class BodyTooLargeError(httpx.TransportError):
    """The body is longer than the caller's limit."""


async def read_pieces(response: httpx.Response, *, max_bytes: int) -> AsyncIterator[bytes]:
    """The body of a streamed answer, decompressed: pieces of some MB at most, `max_bytes` in all.

    Raises:
        BodyTooLargeError: after the last piece that fits.
        httpx.ReadError: the body ends before it should.
        httpx.DecodingError: the body is not in the encoding that it claims.
    """
    request = response.request
    try:
        decoder = Decoder(response.headers.get("content-encoding", ""), max_bytes, sniffs=False)
        async for raw in response.aiter_raw():
            for start in range(0, len(raw), _SLICE_BYTES):
                if piece := decoder.feed(raw[start : start + _SLICE_BYTES]):
                    yield piece
                if decoder.is_full:
                    raise BodyTooLargeError(f"more than {max_bytes} bytes", request=request)
    except UnreadableEncodingError as error:
        raise httpx.DecodingError(str(error), request=request) from error
    rest, is_whole = decoder.finish()
    if rest:
        yield rest
    if not is_whole:
        raise httpx.ReadError("the compressed body is cut", request=request)


async def read_body(response: httpx.Response, *, max_bytes: int) -> bytes:
    """The whole body of a streamed answer.

    Raises:
        httpx.TransportError, httpx.DecodingError: as `read_pieces`.
    """
    return b"".join([piece async for piece in read_pieces(response, max_bytes=max_bytes)])
