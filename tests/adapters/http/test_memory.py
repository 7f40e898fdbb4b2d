"""Memory stays flat whatever a server sends: measured in a process of its own."""

import asyncio
import gzip
import sys
from pathlib import Path

import pytest

from tests.adapters.http.servers import Answer, Request, answer, html, redirect, serve
from tests.adapters.http.test_hostile_servers import bomb

ALLOWED_GROWTH_BYTES = 40_000_000
"""Eight times the body limit. Without limits each of these servers costs hundreds of megabytes."""

MEGABYTE = b"x" * 1_000_000


def endless(start: bytes, again: bytes) -> Answer:
    async def write(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(again)
            await writer.drain()

    return write


def hostile_answers() -> dict[str, Answer]:
    """What makes naive clients swallow hundreds of megabytes."""
    large = bomb(100, 31)
    many_tiny = gzip.compress(b"") * 200_000
    ok = b"HTTP/1.1 200 OK\r\n"
    chunked = ok + b"Transfer-Encoding: chunked\r\n\r\n"
    return {
        "/gzip": answer(large, "Content-Encoding: gzip"),
        "/deflate": answer(bomb(100, 15), "Content-Encoding: deflate"),
        "/gzip-in-gzip": answer(gzip.compress(large), "Content-Encoding: gzip"),
        "/gzip-named-twice": answer(gzip.compress(large), "Content-Encoding: gzip, gzip"),
        "/tiny-members": answer(many_tiny, "Content-Encoding: gzip"),
        "/endless-gzip": endless(ok + b"Content-Encoding: gzip\r\n\r\n", large),
        "/endless": endless(ok + b"\r\n", MEGABYTE),
        "/endless-chunks": endless(chunked, b"%x\r\n%b\r\n" % (len(MEGABYTE), MEGABYTE)),
        "/tiny-chunks": endless(chunked, b"1\r\nx\r\n" * 10_000),
        "/chunk-extensions": endless(chunked + b"1;", MEGABYTE),
        "/endless-trailers": endless(chunked + b"1\r\nx\r\n0\r\n", b"X: " + b"y" * 9000 + b"\r\n"),
        "/large-trailers": endless(chunked + b"1\r\nx\r\n0\r\n", b"X: " + b"y" * 60_000 + b"\r\n"),
        "/redirect": endless(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", MEGABYTE),
        "/continue": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
        "/fields": endless(ok, b"X: y\r\n" * 1_000),
        "/large-fields": endless(ok, b"X: " + b"y" * 60_000 + b"\r\n"),
        "/one-field": endless(ok + b"X: ", MEGABYTE),
        "/circle": redirect("/circle-back"),
        "/circle-back": redirect("/circle"),
        "/empty-gzip-blocks": endless(
            ok + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10],
            b"\0\0\0\xff\xff" * 10_000,
        ),
    }


@pytest.mark.slow
async def test_memory_stays_flat_whatever_a_server_sends() -> None:
    answers = hostile_answers()
    async with serve(lambda request: answers.get(request.path, html())) as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.adapters.http.measure_memory", server.url("/warm-up")),
            *(server.url(path) for path in answers),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        )
        output, _ = await process.communicate()
    growth = [line.split()[0] for line in output.decode().splitlines()]
    assert len(growth) == len(answers)
    assert max(map(int, growth)) < ALLOWED_GROWTH_BYTES, output.decode()
