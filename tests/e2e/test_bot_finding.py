"""From a page full of dead links to a prospect with its text, in a real browser."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.playground.web import OURS, broken_links
from tests.e2e.conftest import Tabs
from tests.e2e.pages import open_channel
from tests.handlers.conftest import Office
from tests.handlers.garden import garden

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PAGE = "http://library.example/resources/school-gardens"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    async with garden(tmp_path_factory.mktemp("data")) as opened:
        yield opened


async def test_dead_links_become_a_prospect_with_a_text_to_copy(office: Office, tabs: Tabs) -> None:
    ana = await open_channel(tabs, office.here)
    box = ana.get_by_role("combobox", name="Message #seo")
    await box.fill(f"/backlinks broken {PAGE} {OURS}")
    await box.press("Enter")
    dead = broken_links(PAGE, 0)
    heading = ana.get_by_role("heading", name=f"{len(dead)} of 8 links to other sites are broken")
    await expect(heading.last).to_be_visible()
    table = ana.get_by_role("table").last
    await expect(table.get_by_role("row")).to_have_count(len(dead) + 1)
    await expect(table).to_contain_text("The jar test: know your soil in a day")
    await ana.get_by_role("button", name="Open a prospect").last.click()
    await expect(ana.get_by_text("Added to your prospects.").last).to_be_visible()
    await expect(ana.get_by_text("6 of its links no longer work").last).to_be_visible()
    await expect(ana.get_by_role("button", name="Contacted").last).to_be_visible()
