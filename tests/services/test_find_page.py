"""The page that links is found where people keep links, politely, or it is said that it was not."""

import gzip
from datetime import UTC, datetime

import pytest

from bot.domain.found_page import FoundPage, Search
from bot.domain.names import Target, parse_target
from bot.domain.pages import Page
from bot.domain.verdicts import State
from bot.errors import FetchError
from bot.services.find_page import find_page
from tests.fakes import FakeFetcher

NOW = datetime(2026, 7, 1, tzinfo=UTC)
PROSE = "<p>" + "A spade that fits the soil saves the back of the gardener. " * 20 + "</p>"
LINK = "<p>See <a href='https://site.com/guide'>this guide</a> on spades.</p>"
TARGET: Target = parse_target("site.com")


def page(url: str, body: str | bytes, *, status: int = 200, kind: str = "text/html") -> Page:
    data = body if isinstance(body, bytes) else body.encode()
    headers = (("content-type", f"{kind}; charset=utf-8"),)
    return Page(url, url, status, headers, data, NOW)


def html(*links: str, also: str = "") -> str:
    items = "".join(f"<a href='{link}'>{link.strip('/')}</a> " for link in links)
    return f"<html><title>A blog</title><nav>{items}</nav><main>{PROSE}{also}</main></html>"


def web(**bodies: str | bytes) -> FakeFetcher:
    """A site by path: `home`, or a path with `_` for `/`."""
    answers: dict[str, Page | FetchError] = {}
    for name, body in bodies.items():
        path = "" if name == "home" else name.replace("__", ".").replace("_", "/")
        url = f"https://blog.org/{path}"
        kind = "text/plain" if path.endswith(".txt") else "text/html"
        answers[url] = page(url, body, kind="application/xml" if path.endswith("xml") else kind)
    return FakeFetcher(answers)


async def search(fetcher: FakeFetcher, **options: int) -> FoundPage:
    return await find_page("blog.org", TARGET, fetcher=fetcher, **options)


async def test_the_home_page_is_enough_when_it_links() -> None:
    fetcher = web(home=html(also=LINK))
    found = await search(fetcher)
    assert found.outcome is Search.FOUND
    assert found.observation is not None
    assert found.observation.state is State.LIVE
    assert found.observation.href == "https://site.com/guide"
    assert found.requests == 1


async def test_pages_that_keep_links_come_before_others() -> None:
    fetcher = web(
        home=html("/contact", "/login", "/resources", "/shop/cart"),
        resources=html(also=LINK),
    )
    found = await search(fetcher)
    assert found.observation is not None
    assert found.observation.referring_page == "https://blog.org/resources"
    assert fetcher.urls == ["https://blog.org/", "https://blog.org/resources"]


async def test_a_page_that_names_the_target_comes_first() -> None:
    fetcher = web(
        home=html("/resources", "/partners", "/posts/site-com-reviewed"),
        **{"posts_site-com-reviewed": html(also=LINK)},
    )
    found = await search(fetcher)
    assert found.looked_at == ("https://blog.org/", "https://blog.org/posts/site-com-reviewed")


async def test_a_blog_s_own_list_leads_on_to_its_posts() -> None:
    fetcher = web(
        home=html("/blog"),
        blog=html("/blog/2026/tools-we-use", "/blog/2026/hello"),
        **{"blog_2026_tools-we-use": html(also=LINK)},
    )
    assert (await search(fetcher)).outcome is Search.FOUND


@pytest.mark.parametrize("packed", [False, True])
async def test_the_sitemap_adds_what_nothing_links_to(packed: bool) -> None:
    index = b"<?xml version='1.0'?><sitemapindex><sitemap><loc>https://blog.org/image.xml</loc></sitemap><sitemap><loc>https://blog.org/post-sitemap.xml</loc></sitemap></sitemapindex>"
    posts = b"<urlset><url><loc>https://blog.org/x.jpg</loc></url><url><loc> https://blog.org/a/favorites?a=1&amp;b=2 </loc></url><url><loc>https://elsewhere.com/resources</loc></url></urlset>"
    bodies: dict[str, str | bytes] = {
        "post-sitemap__xml": gzip.compress(posts) if packed else posts,
        "a_favorites?a=1&b=2": html(also=LINK),
    }
    fetcher = web(
        home=html("/contact"),
        robots__txt="User-agent: *\nSitemap: https://blog.org/map.xml\nSitemap: https://evil.example/x.xml",
        map__xml=index,
        **bodies,
    )
    found = await search(fetcher)
    assert found.outcome is Search.FOUND
    assert found.looked_at[-1] == "https://blog.org/a/favorites?a=1&b=2"
    assert not any("elsewhere" in url or "evil" in url for url in fetcher.urls)


async def test_the_budget_is_kept_and_said() -> None:
    pages = [f"/resources/{number}" for number in range(50)]
    fetcher = web(home=html(*pages), **{f"resources_{n}": html() for n in range(50)})
    found = await search(fetcher, budget=6)
    assert found.outcome is Search.NOT_FOUND
    assert found.observation is None
    assert len(fetcher.calls) == found.requests == 6
    assert "another one may" in found.because


async def test_a_site_that_does_not_want_it_is_left_alone() -> None:
    refused = FetchError("robots_disallowed", "Its robots.txt forbids this page.", url="")
    fetcher = FakeFetcher(
        {
            f"{scheme}://{host}/": refused
            for scheme in ("https", "http")
            for host in ("blog.org", "www.blog.org")
        }
    )
    found = await search(fetcher)
    assert found.outcome is Search.SITE_CLOSED
    assert found.because == "Its robots.txt forbids this page."
    assert found.looked_at == ()


async def test_a_page_that_redirects_elsewhere_is_not_the_site_s() -> None:
    elsewhere = Page(
        "https://blog.org/links",
        "https://other.com/links",
        200,
        (("content-type", "text/html"),),
        html(also=LINK).encode(),
        NOW,
    )
    fetcher = web(home=html("/links"))
    fetcher.answers = {**fetcher.answers, "https://blog.org/links": elsewhere}
    assert (await search(fetcher)).outcome is Search.NOT_FOUND


async def test_hostile_sitemaps_and_links_do_not_harm() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><urlset>" + b"<loc>https://blog.org/" * 20_000
    fetcher = web(
        home=html("javascript:alert(1)", "mailto:x@y.z", "http://[::1", "//", "/resources" * 500),
        robots__txt=b"\xff\xfe" + b"Sitemap: " * 10_000,
        sitemap__xml=bomb,
    )
    found = await search(fetcher)
    assert found.outcome is Search.NOT_FOUND
    assert found.requests <= 12
