"""A link that its list pushed on to another page is not lost; one that was taken out of it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.pages import Page
from bot.domain.verdicts import Observation
from bot.errors import FetchError
from bot.slack.verdict import verdict
from tests.looks import a_page
from tests.services.test_run_checks import DAY, HOUR, SITE, World, serve, track

PER_PAGE = 5
OURS = "<a href='https://site.example/spades'>spades that last</a>"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    database = open_database(tmp_path)
    yield World(database)
    database.close()


def entry(number: int, link: str = "") -> str:
    """A post of a blog, a forum or an archive; the first paragraph is its own."""
    told = f"In week {number} we dug the bed of row {number * 7} and counted {number * 13} worms."
    also = f"Whoever digs needs {link}, as post {number} has shown." if link else ""
    return f"<article class='post'><h2><a href='/post/{number}'>Week {number}</a></h2><p>{told} {also}</p></article>"


def pager(base: str, number: int, last: int, style: str) -> str:
    """Links to the pages beside a page, as different systems write them."""

    def url(page: int) -> str:
        if page == 1:
            return base
        at = {"offset": f"?start={(page - 1) * PER_PAGE}", "query": f"?page={page}"}
        return base + at.get(style, f"page/{page}/")

    links = []
    if number > 1:
        rel = " rel='prev'" if style == "rel" else ""
        links.append(f"<a href='{url(number - 1)}'{rel}>Newer</a>")
    if number < last:
        rel = " rel='next'" if style == "rel" else ""
        links.append(f"<a href='{url(number + 1)}'{rel}>Older</a>")
    return f"<nav>{' '.join(links)}</nav>"


def site_of(entries: list[str], *, base: str, style: str = "rel") -> dict[str, Page | FetchError]:
    """All pages of a list, `PER_PAGE` entries each."""
    pages: dict[str, Page | FetchError] = {}
    chunks = [entries[at : at + PER_PAGE] for at in range(0, len(entries), PER_PAGE)]
    for number, chunk in enumerate(chunks, start=1):
        at = {
            "offset": f"{base}?start={(number - 1) * PER_PAGE}",
            "query": f"{base}?page={number}",
        }.get(style, f"{base}page/{number}/")
        url = base if number == 1 else at
        title = "Garden weeks" if number == 1 else f"Garden weeks – page {number}"
        html = f"<!doctype html><title>{title}</title><body><header>A garden in words</header><main>{''.join(chunk)}</main>{pager(base, number, len(chunks), style)}<footer>All rights are with the gardeners of this site.</footer>"
        pages[url] = a_page(html, url=url)
    return pages


def weeks(newest: int, *, ours: int | None) -> list[str]:
    """Posts, the newest first; one has our link."""
    return [entry(n, OURS if n == ours else "") for n in range(newest, 0, -1)]


BASE = "https://weeks.example/diary/"


async def newest_look(world: World) -> Observation:
    found = await SqlObservationStore(world.database).latest_observation(BASE, str(SITE))
    assert found is not None
    return found


async def begin(world: World, entries: list[str], style: str = "rel") -> None:
    await track(world, BASE)
    serve(world, site_of(entries, base=BASE, style=style))
    await world.run()
    assert await world.told() == []
    world.now += 2 * DAY


async def twice(world: World, pages: dict[str, Page | FetchError]) -> None:
    """Two looks far enough apart to confirm any loss."""
    for _ in range(3):
        serve(world, pages)
        await world.run()
        world.now += 25 * HOUR


@pytest.mark.parametrize("style", ["rel", "path", "query", "offset"])
@pytest.mark.parametrize("newer", [1, 3, 8])
async def test_a_link_that_rolled_to_an_older_page_is_not_lost(
    world: World, style: str, newer: int
) -> None:
    await begin(world, weeks(30, ours=26), style)
    await twice(world, site_of(weeks(30 + newer, ours=26), base=BASE, style=style))
    assert "lost" not in await world.told()
    seen = await newest_look(world)
    assert (seen.state, seen.referring_page) == ("live", BASE)
    assert seen.evidence.moved_to is not None
    assert seen.evidence.moved_to in seen.evidence.because
    assert "moved on with its list; weeks.example/diary/ has none" in verdict(seen).text


async def test_that_it_moved_is_told_once(world: World) -> None:
    await begin(world, weeks(30, ours=26))
    for newest in (31, 36, 41, 46, 51, 56, 61):
        await twice(world, site_of(weeks(newest, ours=26), base=BASE))
    assert await world.told() == ["changed"]
    assert (await newest_look(world)).evidence.moved_to == f"{BASE}page/8/"


async def test_a_page_that_had_no_second_one_may_get_it(world: World) -> None:
    await begin(world, weeks(5, ours=1))
    await twice(world, site_of(weeks(6, ours=1), base=BASE))
    assert "lost" not in await world.told()


@pytest.mark.parametrize("newer", [0, 1, 3])
async def test_a_link_that_was_taken_out_of_its_post_is_lost(world: World, newer: int) -> None:
    await begin(world, weeks(60, ours=58))
    await twice(world, site_of(weeks(60 + newer, ours=None), base=BASE))
    assert await world.told() == ["lost"]
    assert "read, too, without it" in (await newest_look(world)).evidence.because
    assert "was not read" not in (await newest_look(world)).evidence.because


async def test_a_post_that_was_taken_out_of_a_short_list_is_lost(world: World) -> None:
    await begin(world, weeks(14, ours=12))
    kept = [text for text in weeks(14, ours=12) if OURS not in text]
    await twice(world, site_of(kept, base=BASE))
    assert await world.told() == ["lost"]


async def test_a_link_that_may_have_moved_further_than_we_read_is_not_lost(world: World) -> None:
    await begin(world, weeks(60, ours=58))
    await twice(world, site_of(weeks(100, ours=58), base=BASE))
    assert await world.told() == []
    seen = await newest_look(world)
    assert (seen.state, seen.reason) == ("unverified", "too_large")
    assert len(world.web.urls) <= 5, "the page and four beside it"


@pytest.mark.parametrize("reason", ["timeout", "blocked", "robots_disallowed"])
async def test_a_next_page_that_cannot_be_read_proves_nothing(world: World, reason: str) -> None:
    await begin(world, weeks(30, ours=26))
    pages = site_of(weeks(35, ours=26), base=BASE)
    second = f"{BASE}page/2/"
    pages[second] = FetchError(reason, "It did not answer.", url=second)
    await twice(world, pages)
    assert await world.told() == []
    assert (await newest_look(world)).reason == reason


async def test_a_next_page_that_does_not_exist_is_the_list_s_end(world: World) -> None:
    await begin(world, weeks(10, ours=8))
    pages = site_of(weeks(10, ours=None), base=BASE)
    second = f"{BASE}page/2/"
    pages[second] = a_page("<title>Not found</title>", url=second, status=404)
    await twice(world, pages)
    assert await world.told() == ["lost"]


def article(title: str, text: str, following: str) -> str:
    return (
        f"<!doctype html><title>{title} – Garden</title><main><article><h1>{title}</h1>"
        f"<p>{text * 12}</p></article></main><nav><a rel='next' href='{following}'>Next</a></nav>"
    )


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("https://weeks.example/soil/", "https://weeks.example/spades/"),
        ("https://weeks.example/news/123", "https://weeks.example/news/124"),
        ("https://weeks.example/?p=123", "https://weeks.example/?p=124"),
        ("https://weeks.example/news-7.html", "https://weeks.example/news-8.html"),
    ],
)
async def test_the_next_article_is_no_page_of_this_one(
    world: World, url: str, following: str
) -> None:
    await track(world, url)
    soil, spades = "Soil is where it begins. ", f"Spades are how. {OURS} "
    linked = a_page(article("Soil", f"{soil}{OURS}", following), url=url)
    serve(world, {url: linked})
    await world.run()
    world.now += 2 * DAY
    gone = a_page(article("Soil", "Nothing of it is as it was before.", following), url=url)
    other = a_page(article("Spades", spades, "/"), url=following)
    await twice(world, {url: gone, following: other})
    assert await world.told() == ["lost"]


async def test_a_link_of_the_frame_does_not_move_on(world: World) -> None:
    footer = f"<footer><p>Friends of the garden: {OURS}</p></footer>"

    def framed(pages: dict[str, Page | FetchError]) -> dict[str, Page | FetchError]:
        return {
            url: replace(page, body=page.body + footer.encode())
            for url, page in pages.items()
            if isinstance(page, Page)
        }

    await track(world, BASE)
    pages = site_of(weeks(60, ours=None), base=BASE)
    serve(world, framed(pages))
    await world.run()
    world.now += 2 * DAY
    await twice(world, {**framed(pages), BASE: pages[BASE]})
    assert await world.told() == ["lost"]


async def test_another_link_of_ours_on_the_next_page_is_not_that_one(world: World) -> None:
    await begin(world, weeks(10, ours=8))
    other = "<a href='https://site.example/rakes'>rakes</a>"
    entries = weeks(10, ours=None)
    entries[7] = entry(3, other)
    await twice(world, site_of(entries, base=BASE))
    assert await world.told() == ["lost"]


async def test_a_thread_whose_first_posts_were_removed_moves_back(world: World) -> None:
    url = f"{BASE}page/2/"
    await track(world, url)
    posts = [entry(n, OURS if n == 6 else "") for n in range(1, 13)]
    serve(world, site_of(posts, base=BASE))
    await world.run()
    world.now += 2 * DAY
    await twice(world, site_of(posts[2:], base=BASE))
    assert "lost" not in await world.told()


@pytest.mark.parametrize(("more", "told"), [("<div class='load-more'></div>", []), ("", ["lost"])])
async def test_a_list_that_a_script_goes_on_with_proves_no_loss(
    world: World, more: str, told: list[str]
) -> None:
    def directory(first: int) -> Page:
        ours = f"<li>{OURS}: a shop for whoever digs</li>"
        rows = [f"<li><a href='https://s{n}.example/'>Shop {n}</a>: sells tool {n * 7}</li>" for n in range(first, first + 12)]  # fmt: skip
        if first == 0:
            rows.insert(6, ours)
        html = f"<title>Shops</title><h1>Directory of shops</h1><ul class='directory-list'>{''.join(rows)}</ul>{more}"
        return a_page(html, url=BASE)

    await track(world, BASE)
    serve(world, {BASE: directory(0)})
    await world.run()
    assert (await newest_look(world)).placement == "directory"
    world.now += 2 * DAY
    await twice(world, {BASE: directory(40)})
    assert await world.told() == told
