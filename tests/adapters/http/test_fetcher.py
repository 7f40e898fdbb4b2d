"""What one fetch brings back, and how each failure is named."""

import gzip

import pytest

from bot.adapters.http.fetcher import GuardedFetcher
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
