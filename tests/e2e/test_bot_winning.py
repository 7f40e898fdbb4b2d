"""Two people win a link, lose it and win it back, in two real browsers."""

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.domain.prospects import Action
from bot.playground.web import OURS
from tests.e2e.conftest import Tabs
from tests.e2e.pages import next_day, open_channel, post, posts, say
from tests.e2e.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PAGE = "http://library.example/resources/school-gardens"
"""Full of broken links; links to us from day 3, not on 6 and 7, then again."""
PATH = PAGE.removeprefix("http://")
NOTE = "Ruth keeps the list, she was at the fair."


@pytest_asyncio.fixture(loop_scope="session")
async def place(place: Town) -> Town:
    """With the export of our site."""
    await place.import_export()
    return place


def card(page: Page) -> Locator:
    """The newest card of the prospect that this person sees."""
    return posts(page).filter(has=page.get_by_role("heading", name="library.example · ")).last


async def pick(where: Locator, item: str) -> Locator:
    """Take an entry of the card's menu; gives the window that some of them open."""
    await where.get_by_role("combobox", name="More").click()
    await where.page.get_by_role("option", name=item, exact=True).click()
    return where.page.get_by_role("dialog", name=item)


async def actions(place: Town) -> list[Action]:
    return [move.action for move in (await place.deps.prospects.prospect(1)).moves]


async def open_from_broken_links(page: Page) -> None:
    await say(page, f"/backlinks watch {OURS}")
    window = page.get_by_role("dialog", name="Watch a site")
    await window.get_by_role("button", name="Watch", exact=True).click()
    await expect(window).to_be_hidden()
    await say(page, f"/backlinks broken {PAGE} {OURS}")
    found = post(page, "links to other sites are broken")
    await found.get_by_role("button", name="Open a prospect").click()
    await expect(card(page)).to_contain_text("Nobody wrote yet")


async def both_contact_at_once(place: Town, ana: Page, ben: Page) -> tuple[Page, Page]:
    """Who was first, and who was second and is told so."""
    await say(ben, f"/backlinks prospect {PAGE}")
    await expect(card(ben)).to_contain_text("A colleague has it: @Ana Reyes")
    buttons = [card(one).get_by_role("button", name="Contacted anyway") for one in (ana, ben)]
    await asyncio.gather(*(button.click() for button in buttons))
    for one in (ana, ben):
        await expect(card(one)).to_contain_text("Contacted by @")
    assert await actions(place) == [Action.ADDED, Action.CONTACTED], "one of them moved it"
    told = await card(ben).get_by_text("Look again, then decide").count()
    first, second = (ana, ben) if told else (ben, ana)
    await expect(card(second)).to_contain_text("Since you saw this, @")
    await expect(card(first)).not_to_contain_text("Since you saw this")
    return first, second


async def test_a_link_is_won_lost_and_won_back(place: Town, tabs: Tabs) -> None:
    ana = await open_channel(tabs, place.here)
    ben = await open_channel(tabs, place.here, "ben")
    await open_from_broken_links(ana)

    first, _ = await both_contact_at_once(place, ana, ben)
    await card(first).get_by_role("button", name="Undo").click()
    await expect(card(first)).to_contain_text("Undone (Contacted → New)")
    await card(first).get_by_role("button", name="Contacted anyway").dblclick()
    await expect(card(first)).to_contain_text("Contacted by @")
    await place.deps.background.drain()
    twice = [Action.CONTACTED, Action.UNDONE, Action.CONTACTED]
    assert await actions(place) == [Action.ADDED, *twice], "a double click is one move"

    window = await pick(card(first), "Note")
    await window.get_by_role("textbox", name="Note").fill(NOTE)
    await window.get_by_role("button", name="Keep").click()
    await expect(card(first)).to_contain_text(f"Note: {NOTE}")
    window = await pick(card(first), "Agreed")
    await window.get_by_role("button", name="Agreed").click()
    await expect(card(first)).to_contain_text("The checker sets won when it sees the link")

    dm = await open_channel(tabs, place.here, channel="dm")
    await next_day(ana, days=3)
    won = posts(dm).filter(has_text="Won: the link is live since Nov 26")
    await expect(won).to_have_count(1)
    digest = post(ana, f"{OURS}, Thursday 26 November")
    row = digest.get_by_role("row").filter(has_text=PATH)
    await expect(row).to_contain_text("Won")
    await expect(row).to_contain_text("@Ana Reyes")

    await next_day(ana, days=3)
    alarm = posts(ana).filter(has_text=f"Lost: {PATH} no longer links to {OURS}")
    await expect(alarm).to_have_count(1)
    lost = card(dm)
    await expect(lost).to_contain_text("the link was lost on Nov 29")
    await expect(lost).to_contain_text("Before the link was lost")
    await say(ana, f"/backlinks reclaim {OURS}")
    await expect(post(ana, "1 lost link worth asking for")).to_contain_text(PATH)
    await lost.get_by_role("button", name="Win back").click()
    await expect(card(dm)).to_contain_text("Reopened (Won → New)")

    await next_day(ana, days=2)
    await expect(card(dm)).to_contain_text("Won (New → Won): the link is back")
    back = posts(ana).filter(has_text="ack after ").filter(has_text=PATH)
    await expect(back).to_have_count(1)
    await expect(alarm).to_have_count(0)
