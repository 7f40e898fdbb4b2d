"""An outage of our own network, of any kind and length, tells a small team nothing; a loss after it is told.

`OWN_OUTAGES=20 pytest tests/services/test_own_network.py` draws more of each kind.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from bot.domain.pages import Page
from bot.errors import FetchError
from tests.handlers.test_verifying import LINK, page
from tests.looks import PROSE, a_page
from tests.services.test_run_checks import DAY, HOUR, World, serve, track

ROUNDS = int(os.environ.get("OWN_OUTAGES", "1"))
HOME = "http://site.example/"
PAGES = ["http://journal.example/tools", "https://magazine.example/garden", "http://notes.example/"]
OURS = a_page(f"<title>Our garden</title><h1>Our garden</h1>{PROSE}", url=HOME)
STEP = 4 * HOUR

Outage = Callable[[str], Page | FetchError]


def fails(reason: str, *, name_exists: bool | None = None) -> Outage:
    return lambda url: FetchError(reason, "No.", url=url, name_exists=name_exists)


def portal(url: str) -> Page:
    return a_page(f"<title>Hotel</title><h1>Welcome</h1>{PROSE * 3}", url=url)


def portal_that_names_the_page(url: str) -> Page:
    return a_page(f"<title>Hotel</title><h1>Welcome</h1><p>{url}</p>{PROSE * 3}", url=url)


def portal_elsewhere(url: str) -> Page:
    body = f"<title>{len(url)}</title><h1>Welcome</h1>{PROSE * 3}{url}"
    return a_page(body, url=url, final=f"http://hotel.example/welcome?from={len(url)}")


OUTAGES: dict[str, Outage] = {
    "no connection": fails("connection_error"),
    "silence": fails("timeout"),
    "no resolver": fails("dns_error"),
    "a resolver that knows no name": fails("dns_error", name_exists=False),
    "broken certificates": fails("tls_error"),
    "a page in place of every page": portal,
    "the same with the address in it": portal_that_names_the_page,
    "a redirect to it": portal_elsewhere,
}


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
@pytest.mark.parametrize("sites", [1, 2, 3] if ROUNDS > 1 else [1, 2])
@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_an_outage_of_our_own_tells_nothing(
    tmp_path: Path, outage: Outage, sites: int, round_: int
) -> None:
    draw = random.Random(f"{outage}{sites}{round_}")
    world = World(open_database(tmp_path))
    urls = PAGES[:sites]
    await track(world, *urls)
    begin = draw.uniform(2, 6) * DAY
    end = (
        begin
        + draw.choice([draw.uniform(0.02, 1), draw.uniform(1, 4), draw.uniform(7.5, 11)]) * DAY
    )
    removed = end + 2 * DAY
    now = timedelta()
    while now < removed + 5 * DAY:
        link = "" if now >= removed else LINK
        well: dict[str, Page | FetchError] = {HOME: OURS}
        well |= {url: page(url, link) for url in urls}
        serve(world, {url: outage(url) for url in well} if begin <= now < end else well)
        await world.run()
        if now < removed:
            assert await world.told() == [], f"{now} after the start"
        step = STEP if draw.random() < 0.8 else HOUR / 2
        now, world.now = now + step, world.now + step
    assert await world.told() == ["lost"] * sites, "what is lost after it is told"
    world.database.close()


async def test_a_page_out_of_reach_is_told_while_our_own_site_answers(tmp_path: Path) -> None:
    world = World(open_database(tmp_path))
    await track(world, PAGES[0])
    for day in range(12):
        gone = fails("timeout")(PAGES[0])
        serve(world, {HOME: OURS, PAGES[0]: gone if day else page(PAGES[0], LINK)})
        await world.run()
        world.now += DAY
    assert await world.told() == ["unreachable"]
    world.database.close()
