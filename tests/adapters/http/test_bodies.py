"""Bodies of API answers and files are read whole, within a limit, or not at all."""

import gzip
import zlib
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.http.bodies import BodyTooLargeError, read_body, read_pieces
from bot.adapters.http.client import make_client
from bot.adapters.http.decoding import Decoder
from tests.adapters.http.conftest import settings
from tests.adapters.http.servers import answer, serve
from tests.adapters.http.test_hostile_servers import bomb, sends

TEXT = b"a,b\r\n" * 1_000


async def body_of(reply: bytes, max_bytes: int = 1_000_000) -> bytes:
    async with (
        serve(sends(reply)) as server,
        make_client(settings(), allowed_hosts=None) as client,
        client.stream("GET", server.url()) as response,
    ):
        return await read_body(response, max_bytes=max_bytes)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (TEXT, []),
        (gzip.compress(TEXT, mtime=0), ["Content-Encoding: gzip"]),
        (zlib.compress(TEXT), ["Content-Encoding: deflate"]),
    ],
)
async def test_a_body_is_unpacked(body: bytes, headers: list[str]) -> None:
    assert await body_of(answer(body, *headers), max_bytes=len(TEXT)) == TEXT


async def test_a_file_that_is_gzip_stays_gzip() -> None:
    packed = gzip.compress(TEXT, mtime=0)
    assert await body_of(answer(packed, "Content-Type: application/gzip")) == packed


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(TEXT), BodyTooLargeError),
        (answer(gzip.compress(TEXT, mtime=0), "Content-Encoding: gzip"), BodyTooLargeError),
        (answer(TEXT[:50], length=90), httpx.ReadError),
        (answer(gzip.compress(TEXT, mtime=0)[:-9], "Content-Encoding: gzip"), BodyTooLargeError),
        (answer(gzip.compress(b"x" * 50, mtime=0)[:-9], "Content-Encoding: gzip"), httpx.ReadError),
        (answer(b"plain", "Content-Encoding: gzip"), httpx.DecodingError),
        (answer(b"plain", "Content-Encoding: br"), httpx.DecodingError),
    ],
)
async def test_what_cannot_be_read_whole_is_an_error(reply: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        await body_of(reply, max_bytes=100)


async def test_a_bomb_comes_in_pieces() -> None:
    reply = answer(bomb(50, 31), "Content-Encoding: gzip")
    sizes: list[int] = []
    async with (
        serve(reply) as server,
        make_client(settings(), allowed_hosts=None) as client,
        client.stream("GET", server.url()) as response,
    ):
        pieces = read_pieces(response, max_bytes=40_000_000)
        while sum(sizes) < 40_000_000:
            sizes.append(len(await anext(pieces)))
        with pytest.raises(BodyTooLargeError):
            await anext(pieces)
    assert sum(sizes) == 40_000_000
    assert max(sizes) < 5_000_000


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "x-gzip": lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:]) + b"junk",
}


@given(
    st.binary(max_size=300),
    st.sampled_from(sorted(PACKINGS)),
    st.lists(st.integers(1, 40), min_size=1),
    st.integers(0, 300),
)
def test_however_a_body_is_cut_into_pieces_it_reads_the_same(
    data: bytes, encoding: str, sizes: list[int], limit: int
) -> None:
    packed, decoder, decoded, at = (
        PACKINGS[encoding](data),
        Decoder(encoding, 1000, sniffs=False),
        b"",
        0,
    )
    while at < len(packed):
        size = sizes[at % len(sizes)]
        decoded += decoder.feed(packed[at : at + size])
        at += size
    rest, is_whole = decoder.finish()
    assert (decoded + rest, is_whole, decoder.is_full) == (data, True, False)
    small = Decoder(encoding, limit, sniffs=False)
    kept = small.feed(packed)
    assert kept == data[: len(kept)]
    assert len(kept) <= limit
    assert small.is_full or len(data) <= limit or len(packed) < 2
