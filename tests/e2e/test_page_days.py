"""Time that passes in the workspace, and words on the page that would grow untrue with it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e import samples as say
from tests.e2e.conftest import Tabs
from tests.e2e.pages import open_channel
from tests.playground.apps import client, manifest
from tests.workspace import Json, Workspace, workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

HOUR = 3600.0
TEN_IN_THE_MORNING = 1_795_510_800.0
"""24 November 2026, 10:00 in Madrid."""


@dataclass
class Clock:
    now: float = TEN_IN_THE_MORNING

    def __call__(self) -> float:
        return self.now

    async def next_day(self) -> Json:
        self.now += 24 * HOUR
        return {"text": "blog.example lost a link"}


@dataclass(frozen=True)
class House:
    here: Workspace
    clock: Clock

    async def post(self, text: str, **more: object) -> str:
        channel = self.here.channel_id("seo")
        answer = await client(self.here).chat_postMessage(channel=channel, text=text, **more)  # type: ignore[arg-type]  # a test's own keywords
        return str(answer["ts"])


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    clock = Clock()
    async with workspace(manifest(), now=clock, on_next_day=clock.next_day) as here:
        yield House(here, clock)


async def test_the_next_day_is_one_button(tabs: Tabs, house: House) -> None:
    page = await open_channel(tabs, house.here)
    await expect(page.get_by_text("Day 0")).to_be_visible()
    await page.get_by_role("button", name="Next day").click()
    await expect(page.get_by_text("Day 1")).to_be_visible()
    await expect(page.get_by_text("blog.example lost a link")).to_be_visible()


async def test_a_day_later_today_is_called_yesterday(tabs: Tabs, house: House) -> None:
    page = await open_channel(tabs, house.here)
    seen = int(house.clock())
    words = f"Seen <!date^{seen}^{{date_short_pretty}} at {{time}}|some day>, <!date^{seen}^{{ago}}|once>"
    await house.post("look", blocks=[{"type": "section", "text": say.mrkdwn(words)}])
    message = page.get_by_role("article").last
    await expect(message).to_contain_text("Seen Today at 10:00 AM, Just now")
    await expect(page.get_by_role("separator")).to_have_text("Today")
    await page.get_by_role("button", name="Next day").click()
    await expect(message).to_contain_text("Seen Yesterday at 10:00 AM, 1 day ago")
    await expect(page.get_by_role("separator", name="Yesterday")).to_have_text("Yesterday")
    await expect(page.get_by_role("separator", name="Today")).to_have_count(0)


async def test_what_comes_while_a_day_passes_is_of_today_not_tomorrow(
    tabs: Tabs, house: House
) -> None:
    page = await open_channel(tabs, house.here)
    await house.post("in the morning")
    house.clock.now += 23 * HOUR
    await house.post("the day after")
    await expect(page.get_by_role("separator")).to_have_text(["Yesterday", "Today"])


async def test_time_takes_neither_focus_nor_what_is_typed(tabs: Tabs, house: House) -> None:
    page = await open_channel(tabs, house.here)
    ts = await house.post(
        "the parent", blocks=[say.field({"type": "plain_text_input", "action_id": "words"})]
    )
    await house.post("a reply", thread_ts=ts)
    typed = page.get_by_role("article", name="the parent").get_by_role("textbox")
    await typed.fill("half a sentence")
    replies = page.get_by_role("button", name=re.compile("1 reply"))
    await expect(replies).to_contain_text("Last reply today at")
    await page.evaluate("window.before = document.activeElement")
    await house.clock.next_day()
    await house.post("a day later")
    await expect(replies).to_contain_text("Last reply yesterday at")
    await expect(typed).to_have_value("half a sentence")
    assert await page.evaluate("window.before === document.activeElement")
