"""What strangers write into titles, anchors and URLs reaches people through the bot, and does nothing."""

import csv
import io

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.e2e.conftest import Tabs
from tests.e2e.pages import choose, open_channel, post, say
from tests.e2e.test_page_hostile import CLEAN, signs
from tests.e2e.town import Town
from tests.hostile import HOSTILE_TEXTS

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

SITE = "site.example"
TEXTS = [
    text.encode("utf-8", "replace").decode().replace("\0", "")
    for text in HOSTILE_TEXTS
    if len(text) < 1000
]
"""As far as a text file can hold them: one with a zero byte is refused."""
INTO = "<img src=x onerror=alert(1)>\"'><svg onload=alert(2)>"


def export() -> bytes:
    """A crawler's list in which every cell that a stranger fills says something nasty."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["Referring page URL", "Referring page title", "Target URL", "Anchor"])
    for number, text in enumerate([*TEXTS, INTO]):
        url = f"https://s{number}.evil{number}.example/?q=<script>alert({number})</script>&{number}"
        rows.writerow([url, text, f"https://{SITE}/", f"{text} {INTO}"])
    return file.getvalue().encode()


async def import_it(page: Page) -> None:
    await say(page, "/backlinks import")
    window = page.get_by_role("dialog", name="Import an export")
    name = "<img src=x onerror=alert(3)>.csv"
    file = FilePayload(name=name, mimeType="text/csv", buffer=export())
    await window.locator("input[type=file]").set_input_files(file)
    await window.get_by_role("button", name="Import", exact=True).click()
    await expect(page.get_by_role("dialog", name="Importing")).to_contain_text("onerror")
    await page.keyboard.press("Escape")


async def test_nothing_that_a_stranger_wrote_comes_alive(place: Town, tabs: Tabs) -> None:
    ana = await open_channel(tabs, place.here)
    dm = await open_channel(tabs, place.here, channel="dm")
    await import_it(ana)
    await expect(post(dm, "rows read")).to_contain_text(f"{len(TEXTS) + 1} kept")
    await say(ana, f"/backlinks check {SITE}")
    answer = post(ana, f"{SITE}: {len(TEXTS) + 1} referring domains")
    await expect(answer.get_by_role("table").last).to_be_visible()
    for item in ("More domains", "Anchors", "Why these scores", "Track its pages"):
        await choose(answer, item)
    await expect(post(ana, f"Tracking {len(TEXTS) + 1} new links")).to_be_visible()
    await say(ana, f"/backlinks links {SITE}")
    await expect(post(ana, "tracked link").get_by_role("table")).to_be_visible()
    await say(ana, f"/backlinks prospect https://evil1.example/?'onclick='alert(4) {SITE}")
    await expect(post(ana, "Nobody wrote yet")).to_be_visible()
    await say(ana, f"/backlinks {INTO}")
    await expect(post(ana, "onerror=alert(1)>")).to_be_visible()
    for page in (ana, dm):
        assert await signs(page, "main") == CLEAN
        loud = page.locator("main .mention").filter(has_not_text="@Ana Reyes")
        await expect(loud).to_have_count(0)
