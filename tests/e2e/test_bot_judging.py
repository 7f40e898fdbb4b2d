"""Why a link has its number, who decides what it is, and what the web graph adds, in a real browser."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.playground.web import OURS, RIVALS
from tests.e2e.conftest import Tabs
from tests.e2e.pages import choose, next_day, open_channel, post, posts, say
from tests.e2e.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

SLUGS = "http://blog.example/slugs"


@pytest_asyncio.fixture(loop_scope="session")
async def place(place: Town) -> Town:
    """With the exports of all three sites, and two releases of the web graph."""
    for target in (OURS, *RIVALS):
        await place.import_export(target)
    for months_ago in (3, 2):
        await place.publish_graph(months_ago=months_ago)
    return place


async def check(page: Page) -> Locator:
    """Ask anew; gives the answer."""
    before = await posts(page).count()
    await say(page, f"/backlinks check {OURS}")
    answer = posts(page).nth(before)
    await expect(answer.get_by_role("heading", name="referring domains")).to_be_visible()
    return answer


async def numbers(table: Locator, column: str) -> list[int]:
    """What stands in a column, top to bottom, where it is a number."""
    heads = await table.get_by_role("columnheader").all_inner_texts()
    cells = table.get_by_role("row").get_by_role("cell")
    texts = await cells.all_inner_texts()
    mine = texts[heads.index(column) :: len(heads)]
    return [int(text.strip().rstrip("?")) for text in mine if text.strip().rstrip("?").isdigit()]


async def narrow(answer: Locator, select: str, option: str) -> None:
    await answer.get_by_role("combobox", name=select).click()
    await answer.page.get_by_role("option", name=option, exact=True).click()


async def overrule(page: Page) -> None:
    """The numbers are explained line by line; a person says that we brought the link about."""
    await say(page, f"/backlinks quality {SLUGS} {OURS}")
    why = post(page, f"blog.example/slugs to {OURS}")
    await expect(why).to_contain_text("Origin: natural")
    points = await why.get_by_role("table").get_by_role("cell").all_inner_texts()
    total = sum(int(text.split(" of ")[0]) for text in points[1::3])
    await expect(why).to_contain_text(f"{OURS}/guide: {total}\n", use_inner_text=True)
    await why.get_by_role("button", name="We brought it about").click()
    await expect(why).to_contain_text(re.compile(r"Origin: manual \(\w+\), as @Ana Reyes decided"))


async def test_a_number_is_explained_overruled_and_orders_what_follows(
    place: Town, tabs: Tabs
) -> None:
    ana = await open_channel(tabs, place.here)
    answer = await check(ana)
    await expect(answer).to_contain_text("Common Crawl web graph of 30 Sep 26")
    await expect(answer).to_contain_text("no longer in it")
    await answer.get_by_role("button", name="Verify now").click()
    answer = post(ana, "live, just now")
    await expect(answer).to_be_visible(timeout=30_000)
    quality = await numbers(answer.get_by_role("table").last, "Quality")
    assert quality == sorted(quality, reverse=True)
    await choose(answer, "Why these scores")
    await expect(post(ana, "why these scores")).to_contain_text(
        re.compile(r"journal\.example: (\d+) = authority \d+ \+ content \d+")
    )

    await overrule(ana)
    again = await check(ana)
    await choose(again, "More domains")
    listed = post(ana, re.compile(r"referring domains .*1 to \d"))
    blog = listed.get_by_role("row").filter(has_text="blog.example")
    await expect(blog).to_contain_text("editorial, manual")
    await narrow(listed, "Type", "Manual")
    journal = listed.get_by_role("row").filter(has_text="journal.example")
    await expect(journal).to_have_count(0)
    await expect(blog).to_have_count(1)
    await narrow(listed, "Type", "All types")
    await expect(journal).to_have_count(1)
    await narrow(listed, "Sort", "Most links first")
    await expect(listed.get_by_role("row").nth(1)).to_contain_text("club.example")
    links = await numbers(listed.get_by_role("table"), "Links")
    assert links == sorted(links, reverse=True)

    await say(ana, f"/backlinks gap {OURS} {' '.join(RIVALS)}")
    gap = post(ana, f"sites link to rivals and not to {OURS}")
    await expect(gap.get_by_role("row").filter(has_text="homestead.example")).to_contain_text(
        "exports, Common Crawl web graph"
    )

    await say(ana, f"/backlinks watch {OURS}")
    window = ana.get_by_role("dialog", name="Watch a site")
    await window.get_by_role("button", name="Watch", exact=True).click()
    await expect(window).to_be_hidden()
    await choose(again, "Track its pages")
    await expect(post(ana, "Tracking 56 new links")).to_be_visible()
    await next_day(ana)
    await place.publish_graph(months_ago=1)
    await next_day(ana)
    digest = post(ana, f"{OURS}, Wednesday 25 November")
    table = digest.get_by_role("table").last
    await expect(table.get_by_role("row").nth(1)).to_contain_text("Lost: link removed")
    await expect(table.get_by_role("row").filter(has_text="New in the web graph")).to_have_count(1)
    await expect(digest).to_contain_text("A page that was not crawled this time is not a link lost")
    devalued = table.get_by_role("row").filter(has_text="Devalued")
    worth = [int(re.findall(r"\d+ to", text)[0][:-3]) for text in await devalued.all_inner_texts()]
    assert len(worth) == 2
    assert worth == sorted(worth, reverse=True)
