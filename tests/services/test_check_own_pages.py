"""Our own pages behind links: a dead one is told once, seen twice, with how many links it wastes."""

from datetime import timedelta

import pytest

from bot.adapters.store.target_pages import SqlTargetPageStore
from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.errors import FetchError
from bot.services.check_own_pages import check_own_pages
from tests.handlers.test_verifying import LINK, page
from tests.looks import a_page
from tests.services.test_run_checks import DAY, World, serve, track, world

__all__ = ["world"]
OURS = "https://site.example/guide"
A, B = "https://journal.example/a", "https://other.example/b"
HTML = (
    "<h1>The guide</h1>" + "<p>Spades and soil, seeds and seasons, from March to the frost.</p>" * 9
)


def ours(status: int = 200, html: str = HTML, final: str | None = None) -> Page:
    return a_page(html, status=status, url=OURS, final=final)


async def look(world: World, answer: Page | FetchError) -> list[str]:
    serve(world, {OURS: answer})
    await check_own_pages(
        pages=SqlTargetPageStore(world.database), fetcher=world.web, clock=lambda: world.now
    )
    return [kind for kind in await world.told() if kind.startswith("target_")]


@pytest.fixture
async def linked(world: World) -> World:
    await track(world, A, B)
    serve(world, {url: page(url, LINK) for url in (A, B)})
    await world.run()
    return world


BROKEN: list[tuple[str, Page | FetchError]] = [
    ("404", ours(404, "<h1>Not found</h1>")),
    ("410", ours(410, "<h1>Gone</h1>")),
    ("a redirect to a 404", ours(404, "<h1>Not found</h1>", final="https://site.example/new")),
    ("redirects without an end", FetchError("too_many_redirects", "Round and round.", url=OURS)),
]


@pytest.mark.parametrize("answer", [case[1] for case in BROKEN], ids=[case[0] for case in BROKEN])
async def test_a_broken_page_of_ours_is_told_once(linked: World, answer: Page | FetchError) -> None:
    assert await look(linked, answer) == []
    linked.now += timedelta(minutes=11)
    assert await look(linked, answer) == ["target_broken"]
    assert linked.web.calls[-1].fresh
    linked.now += 2 * DAY
    assert await look(linked, answer) == ["target_broken"]


FINE: list[tuple[str, Page | FetchError]] = [
    ("a page", ours()),
    ("a redirect to another page", ours(final="https://site.example/new-guide")),
    ("a server in trouble", ours(503, "<h1>Back soon</h1>")),
    ("no answer", FetchError("timeout", "No answer.", url=OURS)),
    ("forbidden to robots", FetchError("robots_disallowed", "No.", url=OURS)),
]


@pytest.mark.parametrize("answer", [case[1] for case in FINE], ids=[case[0] for case in FINE])
async def test_what_is_not_broken_is_never_told(linked: World, answer: Page | FetchError) -> None:
    for _ in range(4):
        assert await look(linked, answer) == []
        linked.now += DAY


async def test_a_deploy_of_five_minutes_is_not_told(linked: World) -> None:
    assert await look(linked, ours(404)) == []
    linked.now += timedelta(minutes=11)
    assert await look(linked, ours()) == []
    linked.now += DAY
    assert await look(linked, ours()) == []


async def test_a_page_that_breaks_again_is_told_again(linked: World) -> None:
    for answer in (ours(404), ours(404), ours(), ours(), ours(404), ours(404)):
        told = await look(linked, answer)
        linked.now += DAY
    assert told == ["target_broken", "target_mended", "target_broken"]


async def test_that_it_works_again_is_told_once_after_a_second_look(linked: World) -> None:
    for answer in (ours(404), ours(404), ours()):
        told = await look(linked, answer)
        linked.now += timedelta(hours=1)
    assert told == ["target_broken"]
    assert await look(linked, ours()) == ["target_broken", "target_mended"]
    linked.now += DAY
    assert await look(linked, ours()) == ["target_broken", "target_mended"]


@pytest.mark.parametrize(
    "between",
    [ours(404), ours(503, "<h1>Back soon</h1>"), FetchError("timeout", "No answer.", url=OURS)],
    ids=["broken again", "in trouble", "no answer"],
)
async def test_one_good_look_is_no_news_and_no_second_alarm(
    linked: World, between: Page | FetchError
) -> None:
    for answer in (ours(404), ours(404), ours(), between, between, ours(404)):
        told = await look(linked, answer)
        linked.now += timedelta(hours=1)
    assert told == ["target_broken"]


async def test_a_page_that_was_never_told_as_broken_is_never_told_as_mended(linked: World) -> None:
    for answer in (ours(404), ours(), ours(), ours()):
        told = await look(linked, answer)
        linked.now += timedelta(minutes=11)
    assert told == []


async def test_each_page_is_looked_at_once_a_day_however_many_links_lead_to_it(
    linked: World,
) -> None:
    await look(linked, ours())
    assert linked.web.urls == [OURS]
    await look(linked, ours())
    assert linked.web.urls == []


async def test_pages_known_as_broken_are_listed_until_they_are_mended(linked: World) -> None:
    pages, site = SqlTargetPageStore(linked.database), parse_target("site.example")
    await look(linked, ours(404))
    assert await pages.broken_pages(site) == (), "seen once is not known"
    linked.now += timedelta(minutes=11)
    await look(linked, ours(404))
    assert await pages.broken_pages(site) == (OURS,)
    assert await pages.broken_pages(parse_target(OURS)) == (OURS,)
    assert await pages.broken_pages(parse_target("https://site.example/other")) == ()
    assert await pages.broken_pages(parse_target("other.example")) == ()
    linked.now += DAY
    await look(linked, ours())
    assert await pages.broken_pages(site) == (OURS,), "seen once is not mended"
    linked.now += timedelta(minutes=11)
    await look(linked, ours())
    assert await pages.broken_pages(site) == ()
