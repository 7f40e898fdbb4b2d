"""Opening the page of a running playground where a test wants to begin."""

from typing import Any

from playwright.async_api import Page, expect

from tests.e2e.conftest import Tabs
from tests.workspace import Workspace


async def open_channel(
    tabs: Tabs, here: Workspace, user: str = "ana", channel: str = "seo", **context: Any
) -> Page:
    """The channel as that person sees it, ready to type in."""
    someone = here.as_user(user)
    url = f"{here.base_url}/?user={someone.user}&channel={here.channel_id(channel)}"
    page = await tabs.open(url, **context)
    await expect(page.get_by_role("combobox", name=f"Message #{channel}")).to_be_focused()
    return page
