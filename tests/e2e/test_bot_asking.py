"""A newcomer's first minutes: the unchanged bot, real pages of a small web, a real browser."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import FilePayload, Page, expect

from bot.config import load
from bot.playground.web import OURS, ahrefs_export, web_app
from bot.slack_app import connected, open_deps, web_client
from tests.e2e.conftest import Tabs
from tests.e2e.pages import choose, open_channel, post, posts
from tests.workspace import Workspace, project_manifest, workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

CHECK = f"/backlinks check {OURS}"


async def _at_once(seconds: float) -> None:
    """Slow pages of the web answer at once, within reason."""
    await asyncio.sleep(min(seconds, 0.05))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workspace]:
    """The workspace with the bot in it, and the web of the first day."""
    async with (
        TestServer(web_app(lambda: 0, sleep=_at_once)) as web,
        workspace(project_manifest()) as here,
        aiohttp.ClientSession() as session,
    ):
        settings = load(
            {
                "SLACK_API_URL": here.api_url,
                "DATA_DIR": str(tmp_path_factory.mktemp("data")),
                "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                "STATIC_HOSTS": f"*.example=127.0.0.1:{web.port}",
                "HOST_DELAY_SECONDS": "0",
                "FETCH_DEADLINE_SECONDS": "5",
            }
        )
        client = web_client(settings, here.bot_token, session)
        async with open_deps(settings, client) as deps, connected(client, here.app_token, deps):
            yield here


async def exported(office: Workspace, page: Page, tabs: Tabs) -> None:
    """The answer's CSV comes to the direct messages, with a row for each link."""
    await choose(post(page, "live, just now"), "Export CSV")
    await expect(post(page, "The CSV is in your direct messages with me")).to_be_visible()
    dm = await open_channel(tabs, office, channel="dm")
    await post(dm, f"Backlinks of {OURS}").get_by_role("button", name="1 reply").click()
    thread = dm.get_by_role("complementary", name="Thread")
    async with dm.expect_download() as waiting:
        await thread.get_by_role("link", name=".csv").click()
    rows = (await (await waiting.value).path()).read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 68, "all rows of the export, the lost ones too"
    assert rows[0].startswith("referring_domain,referring_page,")


async def test_from_an_export_to_a_verified_answer_in_the_channel(
    office: Workspace, tabs: Tabs
) -> None:
    ana = await open_channel(tabs, office)
    box = ana.get_by_role("combobox", name="Message #seo")

    await box.fill(CHECK)
    await box.press("Enter")
    unknown = ana.get_by_text("Nothing is known of").last
    await expect(unknown).to_be_visible()

    await ana.get_by_role("button", name="Import an export").last.click()
    modal = ana.get_by_role("dialog")
    data = ahrefs_export(datetime.now(UTC).date(), target=OURS).encode()
    await modal.locator("input[type=file]").set_input_files(
        FilePayload(name=f"{OURS}-backlinks-subdomains.csv", mimeType="text/csv", buffer=data)
    )
    await modal.get_by_role("button", name="Import", exact=True).click()
    await expect(modal.get_by_text("Reading")).to_be_visible()
    await office.wait_for(lambda m: "rows read" in m["text"], channel="dm")
    await modal.get_by_role("button", name="Close").first.click()

    await box.fill(CHECK)
    await box.press("Enter")
    headline = ana.get_by_role("heading", name="referring domains").last
    await expect(headline).to_contain_text(OURS)
    table = ana.get_by_role("table").last
    await expect(table.get_by_role("columnheader", name="Quality")).to_be_visible()
    await expect(table.get_by_role("row")).to_have_count(11)
    await expect(table).to_contain_text("not looked at yet")

    answer = headline.locator("xpath=ancestor::article")
    await answer.get_by_role("button", name="Verify now").click()
    await expect(post(ana, "live, just now")).to_be_visible(timeout=30_000)
    await expect(posts(ana).filter(has_text="Looked at 50 of 50 pages")).to_have_count(1)
    await expect(answer).to_have_count(1)
    await exported(office, ana, tabs)

    await ana.get_by_role("button", name="Share in channel").last.click()
    ben = await open_channel(tabs, office, user="ben")
    await expect(ben.get_by_role("heading", name="referring domains").last).to_be_visible()
    await expect(ben.get_by_text("Shared by").last).to_be_visible()


async def test_a_page_is_verified_and_its_text_quoted(office: Workspace, tabs: Tabs) -> None:
    ana = await open_channel(tabs, office)
    box = ana.get_by_role("combobox", name="Message #seo")
    await box.fill(f"/backlinks verify http://journal.example/tools {OURS}")
    await box.press("Enter")
    await expect(ana.get_by_text("Live.").or_(ana.get_by_text("Not there.")).last).to_be_visible()


async def test_help_is_typed_clicked_and_read(office: Workspace, tabs: Tabs) -> None:
    ana = await open_channel(tabs, office)
    box = ana.get_by_role("combobox", name="Message #seo")
    await box.press_sequentially("/back")
    await box.press("Tab")
    await box.press("Enter")
    await expect(ana.get_by_role("heading", name="What I can do").last).to_be_visible()
    await ana.get_by_role("button", name="Check a site").last.click()
    modal = ana.get_by_role("dialog")
    await modal.get_by_role("textbox").fill("sitecom")
    await modal.get_by_role("button", name="Check", exact=True).click()
    await expect(modal.get_by_text("is not a domain")).to_be_visible()
    await ana.keyboard.press("Escape")
