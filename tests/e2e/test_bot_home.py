"""A person who never types a command: everything by App Home's buttons, in a real browser."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from bot.playground.web import OURS, ahrefs_export
from tests.e2e.conftest import Tabs
from tests.e2e.pages import next_day, open_channel, post, posts
from tests.e2e.town import MORNING, Town

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PAGE = "http://library.example/resources/school-gardens"


async def open_home(tabs: Tabs, place: Town, **context: object) -> Page:
    app = (await place.here.state())["apps"][0]["app_id"]
    page = await tabs.open(f"{place.here.base_url}/?user={place.here.user}&app={app}", **context)
    await expect(home(page).get_by_role("heading", name="Due today")).to_be_visible()
    return page


def home(page: Page) -> Locator:
    return page.get_by_role("tabpanel")


async def press(page: Page, button: str, window: str) -> Locator:
    """Press one of home's buttons; gives the window that it opens."""
    await home(page).get_by_role("button", name=button, exact=True).click()
    found = page.get_by_role("dialog", name=window)
    await expect(found).to_be_visible()
    return found


async def import_export(page: Page, dm: Page) -> None:
    window = await press(page, "Import an export", "Import")
    data = ahrefs_export(MORNING.date()).encode("utf-16")
    export = FilePayload(name=f"{OURS}-backlinks.csv", mimeType="text/csv", buffer=data)
    await window.locator("input[type=file]").set_input_files(export)
    await window.get_by_role("button", name="Import", exact=True).click()
    await (
        page.get_by_role("dialog", name="Importing")
        .get_by_role("button", name="Close")
        .first.click()
    )
    await expect(post(dm, "rows read")).to_contain_text("68 kept")


async def watch(page: Page) -> None:
    window = await press(page, "Watch a site", "Ask")
    await window.get_by_role("textbox", name="About what").fill(OURS)
    await window.get_by_role("combobox", name="Where").click()
    await page.get_by_role("option", name="#seo", exact=True).click()
    await window.get_by_role("button", name="Ask", exact=True).click()
    window = page.get_by_role("dialog", name="Watch a site")
    await window.get_by_role("button", name="Watch", exact=True).click()
    await expect(window).to_be_hidden()


async def test_a_site_is_imported_checked_watched_and_won_by_buttons_alone(
    place: Town, tabs: Tabs
) -> None:
    ana = await open_home(tabs, place)
    dm = await open_channel(tabs, place.here, channel="dm")
    await import_export(ana, dm)
    window = await press(ana, "Check a site", "Check a site")
    await window.get_by_role("textbox").fill(OURS)
    await window.get_by_role("button", name="Check", exact=True).click()
    await expect(window).to_be_hidden()
    await expect(post(dm, "referring domains").get_by_role("table").last).to_be_visible()

    await watch(ana)
    await place.tick()
    await expect(home(ana)).to_contain_text(f"{OURS} in #seo: digest at 09:00 (Europe/Madrid)")
    window = await press(ana, "Track links", "Track links")
    await window.get_by_role("textbox", name="Pages").fill(f"{PAGE} {OURS}")
    await window.get_by_role("button", name="Track", exact=True).click()
    await expect(post(dm, "Tracking 1 new link")).to_be_visible()

    window = await press(ana, "Add a prospect", "A prospect")
    await window.get_by_role("textbox", name="Page or site", exact=True).fill(PAGE)
    await window.get_by_role("button", name="Open", exact=True).click()
    card = post(dm, "library.example · ")
    await expect(card).to_contain_text("Nobody wrote yet")
    await expect(home(ana)).to_contain_text("library.example")
    await card.get_by_role("button", name="Contacted anyway").click()
    await expect(home(ana)).to_contain_text("contacted", ignore_case=True)

    await next_day(dm, days=3)
    await expect(post(dm, "Won: the link is live")).to_be_visible()
    await expect(home(ana)).to_contain_text("won", ignore_case=True)
    seo = await open_channel(tabs, place.here)
    await expect(posts(seo).filter(has_text=f"{OURS}, Thursday 26 November")).to_have_count(1)
