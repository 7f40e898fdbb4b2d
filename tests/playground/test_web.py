"""The changing web: what its server answers, and whether its own truth holds."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.playground.web import (
    HOSTS,
    OURS,
    RIVALS,
    SITES,
    TARGETS,
    ahrefs_export,
    broken_links,
    changes,
    own_pages_gone,
    search_console_export,
    site_map,
    story,
    web_app,
)
from bot.playground.web.answers import answer

_TODAY = date(2026, 11, 23)


@dataclass
class _Links(HTMLParser):
    """The links and the robots directives of a page, by the standard library's parser."""

    hrefs: list[tuple[str, str]] = field(default_factory=list)
    robots: str = ""
    canonical: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.hrefs.append((got.get("href", ""), got.get("rel", "")))
        if tag == "meta" and got.get("name") == "robots":
            self.robots = got["content"]
        if tag == "link" and got.get("rel") == "canonical":
            self.canonical = got["href"]


def _read(url: str, day: int) -> tuple[int, _Links]:
    """What a browser with cookies ends up with, from the answers alone."""
    cookies = ""
    for _hop in range(5):
        parts = urlsplit(url)
        found = answer(parts.netloc, parts.path, day, cookies=cookies)
        headers = dict(found.headers)
        if "Location" not in headers:
            links = _Links()
            links.feed(found.body.decode(found.content_type.partition("charset=")[2]))
            return found.status, links
        cookies = headers.get("Set-Cookie", cookies)
        url = urljoin(url, headers["Location"])
    raise AssertionError("redirected for ever")


def _pointing_at(target: str, links: _Links) -> list[tuple[str, str]]:
    return [(href, rel) for href, rel in links.hrefs if urlsplit(href).netloc == target]


@pytest.mark.parametrize("day", range(16))
def test_what_the_story_says_is_what_the_pages_show(day: int) -> None:
    told = [truth for truth in story(day) if truth.day == day]
    assert len(told) > 80
    for truth in told:
        status, links = _read(truth.page, day)
        found = _pointing_at(truth.target, links)
        where = (truth.page, truth.target, day)
        if truth.state == "live":
            assert status == 200, where
            assert len(found) == truth.links, where
            assert truth.href in [href for href, _rel in found], where
            canonical_elsewhere = links.canonical != truth.page
            assert canonical_elsewhere == truth.canonical_elsewhere, where
            assert ("noindex" not in links.robots) == truth.indexable, where
        elif truth.state == "lost":
            assert found == [], where
            assert status in (200, 404, 410), where
            assert (status == 200) or truth.reason == "page_gone", where


def test_a_page_that_nobody_can_read_is_never_told_as_lost() -> None:
    hard = {t.reason for t in story() if t.state == "unverified"}
    assert hard >= {"timeout", "blocked", "needs_javascript", "server_error", "robots_disallowed"}
    bad_days = {(t.page, t.day) for t in story() if t.state == "unverified"}
    assert not {(c.page, c.day) for c in changes()} & bad_days


def test_each_kind_of_change_happens_within_two_weeks() -> None:
    kinds = {change.kind for change in changes(14)}
    assert kinds == {"gained", "lost", "restored", "devalued", "upgraded", "changed"}
    lost_why = {truth.reason for truth in story(14) if truth.state == "lost"}
    assert lost_why == {"link_removed", "page_gone", "page_redirected", "parked"}


def test_one_template_change_drops_more_than_ten_footer_links_at_once() -> None:
    lost = [change for change in changes() if change.kind == "lost" and "club" in change.page]
    assert len(lost) > 10
    assert len({change.day for change in lost}) == 1


def test_the_page_about_the_demonstration_counts_right() -> None:
    text = (Path(__file__).parents[2] / "docs" / "demo.md").read_text("utf-8")
    assert f"{len(SITES)} sites, {sum(len(site.pages) for site in SITES)} pages" in text


def test_there_is_work_that_finds_prospects() -> None:
    school = "http://library.example/resources/school-gardens"
    assert len(broken_links(school, 0)) >= 5
    assert f"http://{OURS}/tulips" in own_pages_gone(0)
    assert f"http://{OURS}/frost-dates" in set(own_pages_gone(5)) - set(own_pages_gone(4))
    only_rivals = {t.page for t in story(0) if t.state == "live" and t.target in RIVALS}
    ours = {t.page for t in story(0) if t.state == "live" and t.target == OURS}
    assert len(only_rivals - ours) >= 3


def test_pages_name_us_without_a_link() -> None:
    found = answer("news.example", "/local/tool-library", 0).body.decode()
    assert "Garden Example" in found
    assert "garden.example/" not in found


def test_the_export_lists_what_links_on_the_first_day_and_remembers_what_did() -> None:
    rows = list(csv.DictReader(io.StringIO(ahrefs_export(_TODAY))))
    here = [row for row in rows if not row["Lost"]]
    live = {t.page for t in story(0) if t.state == "live" and t.target == OURS}
    assert {row["Referring page URL"] for row in here} <= live | {
        t.page for t in story(0) if t.state == "unverified"
    }
    assert len(here) > 40
    assert len(rows) - len(here) >= 10
    newest = max(row["First seen"][:10] for row in rows)
    oldest = min(row["First seen"][:10] for row in rows)
    assert newest < _TODAY.isoformat()
    assert oldest > (_TODAY - timedelta(days=366)).isoformat()
    assert all(row["Anchor"] for row in rows if row["Target URL"] != f"http://{OURS}/")


def test_the_search_console_file_has_its_two_columns() -> None:
    rows = list(csv.reader(io.StringIO(search_console_export(_TODAY))))
    assert rows[0] == ["Linking page", "Last crawled"]
    assert len(rows) > 40
    assert {len(row) for row in rows} == {2}


def test_every_page_is_linked_from_its_site_and_every_host_is_an_example() -> None:
    assert all(host.endswith(".example") for host in HOSTS)
    assert len(HOSTS) >= 12
    assert sum(len(site.pages) for site in SITES) >= 60
    assert set(TARGETS) <= set(HOSTS)


@dataclass
class _Day:
    number: int = 0

    def __call__(self) -> int:
        return self.number


@pytest.fixture
def day() -> _Day:
    return _Day()


@pytest.fixture
async def server(day: _Day) -> AsyncIterator[TestServer]:
    running = TestServer(web_app(day))
    async with running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def _get(
    client: ClientSession, server: TestServer, host: str, path: str, **headers: str
) -> tuple[int, bytes, str]:
    url = server.make_url(path)
    named = {"Host": f"{host}:8080", **headers}
    async with client.get(url, headers=named, allow_redirects=False) as response:
        return response.status, await response.read(), response.headers.get("ETag", "")


async def test_one_port_serves_every_host_and_changes_with_the_day(
    server: TestServer, client: ClientSession, day: _Day
) -> None:
    path = "/2025/reading-soil"
    _status, before, etag = await _get(client, server, "journal.example", path)
    assert b"garden.example/soil-test" in before
    unchanged = await _get(client, server, "journal.example", path, **{"If-None-Match": etag})
    assert unchanged[:2] == (304, b"")
    day.number = 1
    status, after, _ = await _get(
        client, server, "journal.example", path, **{"If-None-Match": etag}
    )
    assert status == 200
    assert b"garden.example/soil-test" not in after


@pytest.mark.parametrize(
    ("host", "path", "on", "status"),
    [
        ("blog.example", "/slugs", 3, 200),
        ("blog.example", "/potatoes-in-bags", 3, 500),
        ("news.example", "/opinion/lawns", 3, 403),
        ("wiki.example", "/wiki/Frost_date", 8, 410),
        ("journal.example", "/2024/compost-basics", 6, 301),
        ("council.example", "/news/compost-bins", 9, 503),
        ("nobody.example", "/", 0, 404),
        ("www.journal.example", "/2025/spring-tools", 0, 200),
        ("journal.example", "/robots.txt", 0, 200),
        ("blog.example", "/robots.txt", 0, 404),
        ("journal.example", "/sitemap.xml", 0, 200),
        ("journal.example", "/", 0, 200),
    ],
)
async def test_pages_fail_as_real_ones_do(
    server: TestServer, client: ClientSession, day: _Day, host: str, path: str, on: int, status: int
) -> None:
    day.number = on
    assert (await _get(client, server, host, path))[0] == status


async def test_a_page_keeps_the_encoding_that_it_names(
    server: TestServer, client: ClientSession
) -> None:
    _, body, _ = await _get(client, server, "kura.example", "/")
    assert "古い鍬" in body.decode("shift_jis")
    _, body, _ = await _get(client, server, "niwa.example", "/taihi")
    assert "落ち葉" in body.decode()


async def test_a_browser_walks_the_web_without_changing_its_names(
    server: TestServer, client: ClientSession
) -> None:
    base = str(server.make_url("")).rstrip("/")
    url = site_map(base)["journal.example"] + "/2025/spring-tools"
    async with client.get(url) as response:
        text = await response.text()
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "http://journal.example/2025/spring-tools · answers 200" in text
    links = _Links()
    links.feed(text)
    assert "/_site/garden.example/guide" in [href for href, _ in links.hrefs]
    assert all(href.startswith("/_site/") for href, _ in links.hrefs)
    async with client.get(f"{base}/_site/council.example/parks/allotments/") as response:
        assert response.status == 200
        assert "garden.example" in await response.text()
    async with client.get(f"{base}/_site/nobody.example/") as response:
        assert response.status == 404


def test_the_web_is_an_aiohttp_application(day: _Day) -> None:
    assert isinstance(web_app(day), web.Application)
