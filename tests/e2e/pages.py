"""The page of a running playground: opening it where a test wants to begin, and what a person does in it."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Tabs
from tests.workspace import Workspace


async def open_channel(
    tabs: Tabs, here: Workspace, user: str = "ana", channel: str = "seo", **context: Any
) -> Page:
    """The channel as that person sees it, ready to type in; `dm` is the conversation with the bot."""
    someone = here.as_user(user)
    url = f"{here.base_url}/?user={someone.user}&channel={here.channel_id(channel)}"
    page = await tabs.open(url, **context)
    label = "Message Backlinks" if channel == "dm" else f"Message #{channel}"
    await expect(page.get_by_role("combobox", name=label)).to_be_focused()
    return page


async def say(page: Page, text: str, *, channel: str = "seo") -> None:
    """Send a command or a message."""
    box = page.get_by_role("combobox", name=f"Message #{channel}")
    await box.fill(text)
    await box.press("Enter")


def posts(page: Page) -> Locator:
    """The messages of the channel, replies in an open thread left out."""
    return page.get_by_role("main").get_by_role("article")


def post(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The newest message of the channel with these words."""
    return posts(page).filter(has_text=words).last


async def choose(message: Locator, item: str, *, menu: str = "More actions") -> None:
    """Open the bot's own menu in a message, not the page's, and take one of its items."""
    await message.locator(".message-content").get_by_role("button", name=menu).last.click()
    await message.page.get_by_role("menuitem", name=item).click()


async def next_day(page: Page, *, days: int = 1) -> None:
    """Press Next day and wait until the day is over, so many times."""
    for _ in range(days):
        shown = page.get_by_text(re.compile(r"^Day \d+$"))
        day = int(((await shown.text_content()) or "").removeprefix("Day "))
        await page.get_by_role("button", name="Next day").click()
        await expect(page.get_by_text(f"Day {day + 1}", exact=True)).to_be_visible(timeout=60_000)


def article(page: Page, name: str) -> Locator:
    """A message, by what a screen reader calls it."""
    return page.get_by_role("main").get_by_role("article", name=name)
