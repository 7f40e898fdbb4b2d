"""A team watches its site for a week of the changing web, in a real browser."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.playground.web import OURS
from tests.e2e.conftest import Tabs
from tests.e2e.pages import choose, next_day, open_channel, post, posts, say
from tests.e2e.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

AWAITED = ("http://journal.example/2025/no-dig-year", "http://news.example/local/plant-fair")
"""Pages that begin to link on the first and the second day."""
SOIL = "journal.example/2025/reading-soil"
"""Drops its link on the first day, and has it again on the sixth."""


@pytest_asyncio.fixture(loop_scope="session")
async def place(place: Town) -> Town:
    """With the export of our site."""
    await place.import_export()
    return place


async def track_from_answer(page: Page) -> None:
    await say(page, f"/backlinks check {OURS}")
    await choose(post(page, "referring domains"), "Track its pages")
    await expect(post(page, re.compile(r"Tracking \d+ new links"))).to_be_visible()


async def track_by_pasting(page: Page) -> None:
    await say(page, "/backlinks track")
    modal = page.get_by_role("dialog", name="Track links")
    lines = "\n".join(f"{one} {OURS}" for one in AWAITED)
    await modal.get_by_role("textbox", name="Pages, one a line").fill(lines)
    await modal.get_by_role("button", name="Track", exact=True).click()
    await expect(post(page, "Tracking 2 new links")).to_be_visible()


async def watch(page: Page) -> Locator:
    """Everything at once that becomes worse or better, and the digest at nine; gives the answer."""
    await say(page, f"/backlinks watch {OURS}")
    modal = page.get_by_role("dialog", name="Watch a site")
    at_once = modal.get_by_role("group", name="Post at once")
    await at_once.get_by_role("checkbox", name="New links").check()
    await at_once.get_by_role("checkbox", name="Links that became worth less").check()
    await modal.get_by_role("button", name="Watch", exact=True).click()
    await expect(modal).to_be_hidden()
    answer = post(page, f"This channel now watches {OURS}")
    await expect(answer).to_contain_text("In the last 30 days this would have posted")
    return answer


def digest(page: Page, day: str) -> Locator:
    """The digest of a day; it stands in the channel as a message with that heading."""
    heading = page.get_by_role("heading", name=f"{OURS}, {day}")
    return posts(page).filter(has=heading)


async def test_a_week_of_posts_each_once_and_rightly(place: Town, tabs: Tabs) -> None:
    ana = await open_channel(tabs, place.here)
    await track_from_answer(ana)
    await track_by_pasting(ana)
    await watch(ana)

    await next_day(ana, days=2)
    for url in AWAITED:
        path = url.removeprefix("http://")
        card = posts(ana).filter(has_text=f"New: {path} links to {OURS}")
        await expect(card).to_have_count(1)
    lost = posts(ana).filter(has_text=f"Lost: {SOIL} no longer links to {OURS}")
    await expect(lost).to_have_count(1)
    devalued = posts(ana).filter(has_text="Worth less: ")
    await expect(devalued).to_have_count(2)
    second = digest(ana, "Wednesday 25 November")
    await expect(second).to_have_count(1)
    await expect(second.get_by_role("time").first).to_have_text("9:00 AM")
    rows = second.get_by_role("table").last.get_by_role("row")
    await expect(rows.filter(has_text="Lost: link removed")).to_contain_text(SOIL)
    await expect(rows.filter(has_text="Devalued")).to_have_count(2)
    await expect(rows.filter(has_text="Gained")).to_have_count(2)

    before = await posts(ana).count()
    await lost.get_by_role("button", name="Look again").click()
    await expect(lost).to_contain_text("still no link")
    assert await posts(ana).count() == before
    await lost.get_by_role("button", name="Win back").click()
    await expect(lost).to_contain_text("wins it back")
    await expect(rows.filter(has_text=SOIL)).to_contain_text("@Ana Reyes")

    await next_day(ana, days=4)
    back = posts(ana).filter(has_text="Won back after ").filter(has_text=SOIL)
    await expect(back).to_have_count(1)
    await expect(back.get_by_role("button", name="Win back")).to_have_count(0)
    await expect(lost).to_have_count(0)
    await expect(digest(ana, "Sunday 29 November")).to_contain_text("Back again")
    parked = posts(ana).filter(has_text="Lost: 2 links from oldseeds.example")
    await expect(parked).to_have_count(1)
    for innocent in ("potatoes-in-bags", "planner.example", "growersweekly.example"):
        await expect(posts(ana).filter(has_text=f"{innocent} no longer links")).to_have_count(0)
