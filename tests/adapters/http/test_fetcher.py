"""What one fetch brings back, and how each failure is named."""

import asyncio
import gzip

import pytest

from bot.adapters.http.fetcher import GuardedFetcher
from bot.domain.failures import judge_failure
from bot.domain.names import parse_target
from bot.domain.pages import Cut, Hop, Validators
from bot.errors import FetchError
from tests.adapters.http.conftest import NOW, MakeFetcher
from tests.adapters.http.servers import Request, answer, html, redirect, serve


async def reason_of(fetcher: GuardedFetcher, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    return caught.value.reason


async def test_a_page_comes_back_with_all_that_a_verdict_needs(fetcher: GuardedFetcher) -> None:
    async with serve(
        html("<p>hi</p>", 'ETag: W/"1"', "X-Robots-Tag: a", "X-Robots-Tag: b")
    ) as server:
        page = await fetcher.fetch(server.url("/x#part"))
    assert (page.status, page.body, page.cut, page.hops) == (200, b"<p>hi</p>", None, ())
    assert (page.requested_url, page.url) == (server.url("/x#part"), server.url("/x"))
    assert page.header_values("x-robots-tag") == ("a", "b")
    assert page.validators == Validators('W/"1"', None)
    assert page.fetched_at == NOW


async def test_the_request_is_honest_and_plain(fetcher: GuardedFetcher) -> None:
    async with serve(html()) as server:
        await fetcher.fetch(server.url())
    request = server.requests[0]
    assert "BacklinksBot" in (request.header("user-agent") or "")
    assert request.header("accept-encoding") == "gzip, deflate"
    assert (request.header("accept") or "").startswith("text/html,")
    for absent in ("referer", "cookie", "transfer-encoding", "content-length", "content-type"):
        assert request.header(absent) is None, absent


async def test_redirects_are_followed_and_remembered(fetcher: GuardedFetcher) -> None:
    def site(request: Request) -> bytes:
        return html() if request.path == "/c" else redirect({"/a": "/b", "/b": "c"}[request.path])

    async with serve(site) as server:
        page = await fetcher.fetch(server.url("/a"))
    assert page.url == server.url("/c")
    assert page.hops == (Hop(server.url("/a"), 302), Hop(server.url("/b"), 302))


async def test_a_body_over_the_limit_is_cut(fetcher_with: MakeFetcher) -> None:
    body = b"x" * 50_000
    for reply in (answer(body), answer(gzip.compress(body), "Content-Encoding: gzip")):
        async with serve(reply) as server:
            page = await fetcher_with(max_body_bytes=20_000).fetch(server.url())
        assert (page.cut, page.body) == (Cut.TOO_LARGE, body[:20_000])


async def test_a_private_address_is_refused(fetcher_with: MakeFetcher) -> None:
    async with serve(html()) as server:
        assert await reason_of(fetcher_with(allowed_private_networks=()), server.url()) == (
            "unsafe_address"
        )
    assert server.connections == 0


async def test_a_page_that_has_not_changed_is_304_and_empty(fetcher: GuardedFetcher) -> None:
    def handle(request: Request) -> bytes:
        if request.header("if-none-match") == '"1"':
            return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        return html("<p>hi</p>", 'ETag: "1"', "Last-Modified: Mon, 23 Nov 2026 12:00:00 GMT")

    async with serve(handle) as server:
        first = await fetcher.fetch(server.url())
        second = await fetcher.fetch(server.url(), validators=first.validators)
    assert (second.status, second.body, second.cut) == (304, b"", None)
    assert server.requests[1].header("if-modified-since") == "Mon, 23 Nov 2026 12:00:00 GMT"


async def test_validators_of_a_stranger_cannot_add_a_header(fetcher: GuardedFetcher) -> None:
    async with serve(html()) as server:
        await fetcher.fetch(server.url(), validators=Validators('"1"\r\nX-Evil: 1', "x\ny"))
    assert server.requests[0].header("x-evil") is None
    assert server.requests[0].header("if-none-match") is None


async def test_a_cookie_that_opens_the_same_url_is_carried(fetcher: GuardedFetcher) -> None:
    def handle(request: Request) -> bytes:
        if request.header("cookie") == "seen=yes; b=2":
            return html()
        return redirect(request.path, "Set-Cookie: seen=yes; Path=/", "Set-Cookie: b=2")

    async with serve(handle) as server:
        page = await fetcher.fetch(server.url("/x"))
        assert (page.status, len(page.hops)) == (200, 1)
        await fetcher.fetch(server.url("/x"))
    assert [bool(request.header("cookie")) for request in server.requests] == [False, True] * 2


async def test_a_cookie_does_not_travel_to_another_site(fetcher_with: MakeFetcher) -> None:
    def handle(request: Request) -> bytes:
        if (request.header("host") or "").startswith("a."):
            return redirect(f"http://b.example:{server.port}/", "Set-Cookie: secret=1")
        return html()

    fetcher = fetcher_with(static_hosts=("*.example=127.0.0.1",))
    async with serve(handle) as server:
        await fetcher.fetch(f"http://a.example:{server.port}/")
    assert server.requests[1].header("cookie") is None


async def test_a_site_that_never_takes_its_cookie_ends(fetcher: GuardedFetcher) -> None:
    async with serve(lambda r: redirect("/", "Set-Cookie: seen=yes")) as server:
        assert await reason_of(fetcher, server.url()) == "too_many_redirects"
    assert len(server.requests) == 2


async def test_every_redirect_stays_in_the_evidence(fetcher: GuardedFetcher) -> None:
    """Also of those that lead nowhere: somebody must be able to see where it went round."""

    def handle(request: Request) -> bytes:
        onward = {"/a": "/b", "/b": "/a", "/down": "http://127.0.0.1:9/"}
        return redirect(onward[request.path])

    async with serve(handle) as server:
        for path, way in (("/a", ["/a", "/b"]), ("/down", ["/down"])):
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch(server.url(path))
            assert caught.value.hops == tuple((server.url(one), 302) for one in way)
            seen = judge_failure(
                caught.value, parse_target("site.com"), referring_page=path, checked_at=NOW
            )
            assert [hop.url for hop in seen.redirects] == [server.url(one) for one in way]


async def test_cookies_without_end_are_not_kept(fetcher: GuardedFetcher) -> None:
    cookies = [f"Set-Cookie: c{n}={'x' * 4000}" for n in range(100)]
    async with serve(lambda r: html() if r.path == "/b" else redirect("/b", *cookies)) as server:
        assert (await fetcher.fetch(server.url("/a"))).status == 200
    assert len(server.requests[1].header("cookie") or "") < 250_000


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
async def test_every_kind_of_redirect_is_followed(fetcher: GuardedFetcher, status: str) -> None:
    async with serve(
        lambda r: html() if r.path == "/b" else redirect("/b", status=status)
    ) as server:
        page = await fetcher.fetch(server.url("/a"))
    assert page.hops == (Hop(server.url("/a"), int(status[:3])),)


@pytest.mark.parametrize("status", ["300 x", "304 x", "201 x", "200 OK"])
async def test_a_location_under_another_status_is_not_followed(
    fetcher: GuardedFetcher, status: str
) -> None:
    async with serve(redirect("/b", status=status)) as server:
        assert (await fetcher.fetch(server.url("/a"))).status == int(status[:3])
    assert server.paths == ["/a"]


async def test_a_redirect_without_a_location_is_a_page(fetcher: GuardedFetcher) -> None:
    async with serve(answer(b"nowhere", status="302 Found")) as server:
        page = await fetcher.fetch(server.url())
    assert (page.status, page.body) == (302, b"nowhere")


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        (b"/caf\xc3\xa9", "/caf%C3%A9"),
        (b"/caf\xe9", "/caf%E9"),
        (b"/a b", "/a%20b"),
        (b"  /x  ", "/x"),
        (b"/x#frag", "/x"),
        (b"?q=1", "/start?q=1"),
        (b"/a/../b/./c", "/b/c"),
        (b"/%7Euser", "/%7Euser"),
    ],
)
async def test_locations_are_read_as_browsers_read_them(
    fetcher: GuardedFetcher, location: bytes, asked: str
) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    async with serve(lambda r: head if r.path == "/start" else html()) as server:
        await fetcher.fetch(server.url("/start"))
    assert server.paths == ["/start", asked]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://10.0.0.1/", "unsafe_address"),
        ("http://169.254.169.254/latest/", "unsafe_address"),
        ("mailto:a@b.example", "bad_url"),
        ("intent://x#Intent;end", "bad_url"),
        ("http://user:pass@site.example/", "bad_url"),
        ("http://[::1", "bad_url"),
    ],
)
async def test_a_redirect_that_may_not_be_followed_is_named(
    fetcher: GuardedFetcher, location: str, reason: str
) -> None:
    async with serve(redirect(location)) as server:
        assert await reason_of(fetcher, server.url()) == reason


async def test_a_url_is_sent_as_the_standard_writes_it(fetcher: GuardedFetcher) -> None:
    async with serve(html()) as server:
        await fetcher.fetch(server.url("/ä b/../c?q=ü&x=%zz|{}'#frag"))
    assert server.paths == ["/c?q=%C3%BC&x=%zz|{}%27"]


async def test_a_cancelled_fetch_leaves_no_connection(fetcher: GuardedFetcher) -> None:
    arrived = asyncio.Event()

    async def hang(request: Request, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await writer.wait_closed()

    async with serve(lambda r: hang if r.path == "/hang" else html()) as server:
        task = asyncio.create_task(fetcher.fetch(server.url("/hang")))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await fetcher.fetch(server.url("/next"))).status == 200
