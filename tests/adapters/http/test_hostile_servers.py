"""Whatever a server sends, a fetch ends with a page or with the right reason."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable

import pytest

from bot.adapters.http.fetcher import GuardedFetcher
from bot.domain.pages import Cut
from bot.errors import FetchError
from tests.adapters.http.conftest import MakeFetcher
from tests.adapters.http.servers import Handler, Request, answer, html, redirect, serve

HTML = b"<html><body><a href='https://target.example/'>hello</a></body></html>"
Write = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


async def reason_of(fetcher: GuardedFetcher, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    return caught.value.reason


def sends(*pieces: bytes, then: str = "close", forever: bool = False) -> Handler:
    """A server that writes the pieces; `then` it closes, resets or stays silent."""

    async def write(request: Request, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        while forever:
            writer.write(pieces[-1])
            await writer.drain()
        if then == "silence":
            await asyncio.Event().wait()
        if then == "reset":
            writer.transport.abort()

    return lambda request: write


def trickles(head: bytes, drop: bytes) -> Handler:
    """A server that sends a little, again and again, just often enough for any read timeout."""

    async def write(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.02)

    return lambda request: write


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
UNBOUNDED = b"HTTP/1.1 200 OK\r\n\r\n"
MEGABYTE = b"x" * 1_000_000
CHUNK = b"%x\r\n%b\r\n" % (len(MEGABYTE), MEGABYTE)


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(sends(then="silence"), id="silent"),
        pytest.param(trickles(b"HTTP/1.1 200 OK\r\nX: ", b"x"), id="slow loris in the head"),
        pytest.param(trickles(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), id="slow loris, field by field"),
        pytest.param(trickles(UNBOUNDED, b"x"), id="slow loris in the body"),
        pytest.param(trickles(CHUNKED, b"1\r\nx\r\n"), id="slow loris in chunks"),
        pytest.param(
            trickles(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nX: ", b"x"), id="slow loris in a redirect"
        ),
        pytest.param(trickles(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="endless 100"),
        pytest.param(trickles(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), id="endless 103"),
        pytest.param(sends(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", then="silence"), id="hung"),
    ],
)  # fmt: skip
async def test_what_does_not_end_ends_at_the_deadline(
    fetcher_with: MakeFetcher, handler: Handler
) -> None:
    async with serve(handler) as server:
        assert await reason_of(fetcher_with(fetch_deadline_seconds=0.3), server.url()) == "timeout"


async def test_a_silent_server_ends_at_the_read_timeout(fetcher_with: MakeFetcher) -> None:
    async with serve(sends(then="silence")) as server:
        assert await reason_of(fetcher_with(read_timeout_seconds=0.2), server.url()) == "timeout"


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(sends(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, forever=True), id="100"),
        pytest.param(sends(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000, forever=True), id="fields"),
        pytest.param(sends(b"HTTP/1.1 200 OK\r\nX: ", MEGABYTE, forever=True), id="one field"),
        pytest.param(sends(b"HTTP/1.1 200 ", MEGABYTE, forever=True), id="reason"),
        pytest.param(sends(b"HTTP/1.1 200 OK\r\n", MEGABYTE, forever=True), id="field name"),
        pytest.param(
            sends(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 60_000 + b"\r\n", forever=True),
            id="large fields",
        ),
    ],
)
async def test_a_head_that_does_not_end_is_no_answer(
    fetcher: GuardedFetcher, handler: Handler
) -> None:
    async with serve(handler) as server:
        assert await reason_of(fetcher, server.url()) == "connection_error"


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(sends(UNBOUNDED, MEGABYTE, forever=True), id="no length"),
        pytest.param(sends(CHUNKED, CHUNK, forever=True), id="chunked"),
        pytest.param(
            sends(b"HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n", MEGABYTE, forever=True),
            id="200 MB",
        ),
    ],
)
async def test_a_body_that_does_not_end_is_cut(fetcher: GuardedFetcher, handler: Handler) -> None:
    async with serve(handler) as server:
        page = await fetcher.fetch(server.url())
    assert (page.cut, len(page.body)) == (Cut.TOO_LARGE, 5_000_000)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param([b"1;", MEGABYTE], id="chunk extension"),
        pytest.param([b"1\r\nx\r\n0\r\n", b"X: y\r\n" * 10_000], id="small trailers"),
        pytest.param([b"1\r\nx\r\n0\r\n", b"X: " + b"y" * 60_000 + b"\r\n"], id="large trailers"),
    ],
)
async def test_a_body_that_is_nearly_all_frame_is_truncated(
    fetcher: GuardedFetcher, frame: list[bytes]
) -> None:
    async with serve(sends(CHUNKED, *frame, forever=True)) as server:
        assert (await fetcher.fetch(server.url())).cut is Cut.TRUNCATED


def bomb(megabytes: int, wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    zeros = bytes(1_000_000)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("gzip", bomb(100, 31), id="gzip"),
        pytest.param("deflate", bomb(100, 15), id="deflate"),
        pytest.param("deflate", bomb(100, -15), id="bare deflate"),
        pytest.param("gzip", gzip.compress(bytes(1_000_000)) * 50, id="many members"),
        pytest.param("", bomb(100, 31), id="not even named"),
    ],
)
async def test_a_bomb_is_cut(fetcher: GuardedFetcher, encoding: str, body: bytes) -> None:
    headers = [f"Content-Encoding: {encoding}"] if encoding else []
    async with serve(answer(body, *headers)) as server:
        page = await fetcher.fetch(server.url())
    assert (page.cut, len(page.body)) == (Cut.TOO_LARGE, 5_000_000)


async def test_a_bomb_in_a_bomb_stays_packed(fetcher: GuardedFetcher) -> None:
    body = gzip.compress(bomb(100, 31))
    async with serve(answer(body, "Content-Encoding: gzip")) as server:
        page = await fetcher.fetch(server.url())
    assert page.body[:2] == b"\x1f\x8b"
    assert len(page.body) < 200_000


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "gzip, gzip", "gzip, br", ", ".join(["gzip"] * 500), "x-made-up", "compress"]
)  # fmt: skip
async def test_an_encoding_that_nobody_asked_for_is_refused(
    fetcher: GuardedFetcher, encoding: str
) -> None:
    async with serve(answer(gzip.compress(HTML), f"Content-Encoding: {encoding}")) as server:
        assert await reason_of(fetcher, server.url()) == "connection_error"
    asked = [request.header("accept-encoding") for request in server.requests]
    assert asked == ["gzip, deflate", "identity"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("gzip", gzip.compress(HTML), id="gzip"),
        pytest.param("GZIP", gzip.compress(HTML), id="in capitals"),
        pytest.param("x-gzip", gzip.compress(HTML), id="x-gzip"),
        pytest.param("gzip", gzip.compress(HTML[:9]) + gzip.compress(HTML[9:]), id="two members"),
        pytest.param("gzip", gzip.compress(HTML) + b"\0" * 100, id="zeros after it"),
        pytest.param("gzip", gzip.compress(HTML) + b"junk after it", id="junk after it"),
        pytest.param("gzip", gzip.compress(HTML) + b"\x1f", id="half a member after it"),
        pytest.param("deflate", zlib.compress(HTML), id="zlib"),
        pytest.param("deflate", zlib.compress(HTML, 9, -15), id="bare deflate"),
        pytest.param("deflate", gzip.compress(HTML), id="gzip under another name"),
        pytest.param("", gzip.compress(HTML), id="gzip without a name"),
        pytest.param("identity", HTML, id="identity"),
        pytest.param("gzip, identity", gzip.compress(HTML), id="one layer and none"),
        pytest.param("text/html", HTML, id="a type in its place"),
        pytest.param("br", HTML, id="never compressed"),
        pytest.param("8bit", HTML, id="a word of e-mail in its place"),
        pytest.param("ISO-8859-1", HTML, id="a charset in its place"),
    ],
)
async def test_what_browsers_read_is_read(
    fetcher: GuardedFetcher, encoding: str, body: bytes
) -> None:
    headers = [f"Content-Encoding: {encoding}"] if encoding else []
    for handler in (
        answer(body, *headers),
        sends(*_head_and_bytes(body, headers)),
    ):
        async with serve(handler) as server:
            page = await fetcher.fetch(server.url())
        assert (page.body, page.cut) == (HTML, None)


def _head_and_bytes(body: bytes, headers: list[str]) -> list[bytes]:
    """An answer that arrives byte by byte."""
    head = answer(b"", *headers, length=len(body))
    return [head, *(body[i : i + 1] for i in range(len(body)))]


async def test_a_garbled_body_is_asked_for_again_uncompressed(fetcher: GuardedFetcher) -> None:
    def handle(request: Request) -> bytes:
        if request.header("accept-encoding") == "identity":
            return html(HTML.decode())
        return answer(HTML, "Content-Encoding: gzip")

    async with serve(handle) as server:
        assert (await fetcher.fetch(server.url())).body == HTML


async def test_a_body_that_stays_garbled_is_no_answer(fetcher: GuardedFetcher) -> None:
    async with serve(answer(HTML, "Content-Encoding: gzip")) as server:
        assert await reason_of(fetcher, server.url()) == "connection_error"
    assert len(server.requests) == 2


LONG = b"".join(b"<p>%d</p>" % n for n in range(20_000)) + HTML


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        pytest.param(answer(gzip.compress(LONG)[:-20], "Content-Encoding: gzip"), LONG[:50_000], id="gzip"),
        pytest.param(answer(zlib.compress(LONG)[:-20], "Content-Encoding: deflate"), LONG[:50_000], id="deflate"),
        pytest.param(answer(gzip.compress(LONG)[:1], "Content-Encoding: gzip"), b"", id="one byte of gzip"),
        pytest.param(answer(HTML, length=5000), HTML, id="Content-Length too long"),
        pytest.param(CHUNKED + b"%x\r\n%b\r\n" % (len(HTML), HTML), HTML, id="no last chunk"),
        pytest.param(CHUNKED + b"%x\r\n%b" % (len(HTML) + 9, HTML), HTML, id="cut chunk"),
        pytest.param(CHUNKED + b"%x\r\n%b\r\nzz\r\n" % (len(HTML), HTML), HTML, id="bad chunk size"),
        pytest.param(
            answer(gzip.compress(LONG)[:-20], "Content-Encoding: gzip", length=10**6), LONG[:50_000], id="both"
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("then", ["close", "reset"])
async def test_a_body_cut_short_is_truncated_and_kept(
    fetcher: GuardedFetcher, reply: bytes, kept: bytes, then: str
) -> None:
    head, _, body = reply.partition(b"\r\n\r\n")
    if then == "reset":

        async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
            writer.write(head + b"\r\n\r\n" + body)
            await writer.drain()
            await asyncio.sleep(0.05)  # let it arrive: a reset may overtake what was sent
            writer.transport.abort()
    else:

        async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
            writer.write(head + b"\r\n\r\n" + body)
            await writer.drain()

    async with serve(lambda request: handler) as server:
        page = await fetcher.fetch(server.url())
    assert page.cut is Cut.TRUNCATED
    assert page.body.startswith(kept)


async def test_a_connection_that_ends_an_unbounded_body_makes_it_whole(
    fetcher: GuardedFetcher,
) -> None:
    async with serve(sends(UNBOUNDED, HTML)) as server:
        page = await fetcher.fetch(server.url())
    assert (page.body, page.cut) == (HTML, None)


@pytest.mark.parametrize("length", [5, len(HTML) - 10])
async def test_a_body_longer_than_its_content_length_is_truncated(
    fetcher: GuardedFetcher, length: int
) -> None:
    """What followed was not read, so a link that is missing in the rest is not lost."""
    async with serve(answer(HTML, length=length)) as server:
        page = await fetcher.fetch(server.url())
        again = await fetcher.fetch(server.url())
    assert (page.body, page.cut) == (again.body, again.cut) == (HTML[:length], Cut.TRUNCATED)


PAGE = html().partition(b"\r\n\r\n")
HEAD, BODY = PAGE[0] + PAGE[1], PAGE[2]
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"


def in_pieces(*pieces: bytes) -> Handler:
    """A server whose pieces come one by one."""

    async def write(request: Request, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)  # so that two do not come as one

    return lambda request: write


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param((HEAD, BODY), id="head and body apart"),
        pytest.param((HEAD, BODY[:5], BODY[5:]), id="head and halves of the body"),
        *(
            pytest.param((HEAD[:-cut], HEAD[-cut:] + BODY), id=f"{cut} bytes of the head late")
            for cut in range(1, 6)
        ),
        pytest.param((HEAD[:-1], HEAD[-1:], BODY), id="the last byte of the head alone"),
        pytest.param((HINTS + HEAD + BODY,), id="early hints, all at once"),
        pytest.param((HINTS + HEAD, BODY), id="early hints with the head"),
        pytest.param((HINTS[:-1], HINTS[-1:] + HINTS + HEAD + BODY), id="early hints in pieces"),
        pytest.param((HEAD.replace(b"\r\n", b"\n") + BODY,), id="line feeds alone"),
        pytest.param((HEAD.replace(b"\r\n", b"\n"), BODY), id="line feeds alone, body apart"),
    ],
)
async def test_a_head_is_no_part_of_the_body_however_it_comes(
    fetcher: GuardedFetcher, pieces: tuple[bytes, ...]
) -> None:
    async with serve(in_pieces(*pieces)) as server:
        page = await fetcher.fetch(server.url())
    assert (page.body, page.cut) == (BODY, None)


async def test_white_space_after_a_body_is_nothing(fetcher: GuardedFetcher) -> None:
    async with serve(answer(HTML + b"\r\n", length=len(HTML))) as server:
        page = await fetcher.fetch(server.url())
    assert (page.body, page.cut) == (HTML, None)


async def test_a_garbled_answer_is_tried_once_more_through_a_connection_of_its_own(
    fetcher: GuardedFetcher,
) -> None:
    def handle(request: Request) -> bytes:
        return html() if request.header("connection") == "close" else b"HTTP/1.1 abc\r\n\r\n"

    async with serve(handle) as server:
        assert (await fetcher.fetch(server.url())).status == 200
    assert [request.header("connection") for request in server.requests] == [None, "close"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(["Content-Security-Policy: " + "x" * 9_000], id="9 kB"),
        pytest.param(["Content-Security-Policy: " + "x" * 32_000], id="32 kB"),
        pytest.param(["Content-Security-Policy: " + "x" * 60_000], id="60 kB"),
        pytest.param([f"X-{n}: y" for n in range(127)], id="127 fields"),
        pytest.param([f"X-{n}: y" for n in range(900)], id="900 fields"),
        pytest.param([f"Set-Cookie: c{n}=y" for n in range(300)], id="300 cookies"),
    ],
)
async def test_the_large_heads_of_real_sites_are_read(
    fetcher: GuardedFetcher, fields: list[str]
) -> None:
    async with serve(html("<p>hi</p>", *fields)) as server:
        page = await fetcher.fetch(server.url())
    assert page.body == b"<p>hi</p>"
    assert len(page.headers) == len(fields) + 2


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"<html>hello</html>", id="HTTP/0.9"),
        pytest.param(b"HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nhi", id="HTTP/3.7"),
        pytest.param(b"HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nhi", id="status abc"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nhi", id="negative length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", id="two lengths"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nhi", id="huge length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nhi", id="both"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX\0Y: 1\r\n\r\n", id="null in a name"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-", id="half a head"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="ssh"),
        pytest.param(b"220 mail.example ESMTP\r\n", id="smtp"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", id="TLS"),
        pytest.param(bytes(range(256)) * 40, id="noise"),
        pytest.param(b"", id="nothing"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("then", ["close", "reset"])
async def test_what_is_not_http_is_no_answer(
    fetcher: GuardedFetcher, reply: bytes, then: str
) -> None:
    async with serve(sends(reply, then=then)) as server:
        assert await reason_of(fetcher, server.url()) == "connection_error"
    assert len(server.requests) <= 4


@pytest.mark.parametrize(
    "status", ["999 Denied", "600 x", "418 I'm a teapot", "530 x", "226 IM Used"]
)
async def test_any_status_is_a_page(fetcher: GuardedFetcher, status: str) -> None:
    async with serve(answer(b"no", status=status)) as server:
        page = await fetcher.fetch(server.url())
    assert (page.status, page.body) == (int(status[:3]), b"no")


async def test_status_000_is_a_page_or_no_answer(fetcher: GuardedFetcher) -> None:
    async with serve(answer(b"no", status="000 x")) as server:
        try:
            assert (await fetcher.fetch(server.url())).status == 0
        except FetchError as error:
            assert error.reason == "connection_error"  # noqa: PT017  (either is right)


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset", "304 Not Modified"])
async def test_a_status_without_a_body_has_none(fetcher: GuardedFetcher, status: str) -> None:
    async with serve(sends(f'HTTP/1.1 {status}\r\nETag: "x"\r\n\r\n'.encode())) as server:
        page = await fetcher.fetch(server.url())
    assert (page.status, page.body, page.cut) == (int(status[:3]), b"", None)


async def test_informational_answers_before_the_page_are_passed_over(
    fetcher: GuardedFetcher,
) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" * 3
    async with serve(sends(early + html())) as server:
        assert (await fetcher.fetch(server.url())).status == 200


async def test_an_upgrade_that_nobody_asked_for_is_no_answer(fetcher: GuardedFetcher) -> None:
    reply = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"
    async with serve(sends(reply, b"\x81\x05hello")) as server:
        assert await reason_of(fetcher, server.url()) == "connection_error"


async def test_nobody_at_the_port_is_a_connection_error(fetcher: GuardedFetcher) -> None:
    async with serve(html()) as server:
        pass
    assert await reason_of(fetcher, server.url()) == "connection_error"


async def test_an_endless_body_under_a_redirect_is_never_read(fetcher: GuardedFetcher) -> None:
    sent = 0

    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n")
        while True:
            writer.write(MEGABYTE)
            await writer.drain()
            sent += 1

    async with serve(lambda r: html() if r.path == "/page" else endless) as server:
        page = await fetcher.fetch(server.url())
    assert page.body == b"<p>hello</p>"
    assert sent < 20  # what fits into the buffers of the two sockets


async def test_headers_in_any_bytes_are_text_that_can_be_stored(fetcher: GuardedFetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Latin: caf\xe9\r\nX-Utf: caf\xc3\xa9\r\nContent-Length: 0\r\n\r\n"
    async with serve(sends(head)) as server:
        page = await fetcher.fetch(server.url())
    assert (page.header("x-latin"), page.header("x-utf")) == ("café", "café")


async def test_one_hostile_server_does_not_slow_the_others(fetcher_with: MakeFetcher) -> None:
    fetcher = fetcher_with(
        fetch_deadline_seconds=60, static_hosts=("good.example=127.0.0.1", "bad.example=127.0.0.1")
    )
    async with serve(trickles(b"HTTP/1.1 200 OK\r\nX: ", b"x")) as loris, serve(html()) as good:
        slow = asyncio.create_task(reason_of(fetcher, f"http://bad.example:{loris.port}/"))
        for number in range(20):
            await fetcher.fetch(f"http://good.example:{good.port}/{number}")
        assert not slow.done()
        slow.cancel()


async def test_redirects_come_to_an_end(fetcher: GuardedFetcher) -> None:
    def handle(request: Request) -> bytes:
        number = int(request.path[1:] or 0)
        return html() if number == 10 else redirect(f"/{number + 1}")

    async with serve(handle) as server:
        assert len((await fetcher.fetch(server.url("/0"))).hops) == 10
        assert await reason_of(fetcher, server.url("/-1")) == "too_many_redirects"


async def test_a_circle_of_redirects_is_seen_at_once(fetcher: GuardedFetcher) -> None:
    async with serve(lambda r: redirect("/b" if r.path == "/a" else "/a")) as server:
        assert await reason_of(fetcher, server.url("/a")) == "too_many_redirects"
    assert server.paths == ["/a", "/b"]
