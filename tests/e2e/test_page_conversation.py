"""A person in the page and an app on the other side, through the real server."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from tests.e2e.conftest import Tabs
from tests.playground.apps import bolt_app, client, connected, manifest
from tests.workspace import Workspace, workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Press"}, "action_id": "go"}


def app_that_answers(here: Workspace) -> AsyncApp:
    app = bolt_app(here)

    @app.command("/try")
    async def on_command(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
        await ack()
        if command["text"] == "silence":
            return
        await respond(text=f"You said {command['text']}", blocks=[section(command), actions()])

    @app.action("go")
    async def on_go(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="Pressed", replace_original=True)

    return app


def section(command: dict[str, Any]) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"You said *{command['text']}*"}}


def actions() -> dict[str, Any]:
    return {"type": "actions", "elements": [BUTTON]}


@pytest_asyncio.fixture(loop_scope="session")
async def here() -> AsyncIterator[Workspace]:
    async with workspace(manifest()) as found, connected(found, app_that_answers(found)):
        yield found


async def channel_page(tabs: Tabs, here: Workspace, user: str = "ana", **context: Any) -> Page:
    someone = here.as_user(user)
    url = f"{here.base_url}/?user={someone.user}&channel={here.channel_id('seo')}"
    page = await tabs.open(url, **context)
    await expect(page.get_by_role("heading", name="seo")).to_be_visible()
    await expect(page.get_by_role("combobox", name="Message #seo")).to_be_focused()
    return page


async def test_a_command_is_typed_by_hints_and_its_answer_has_a_button_that_works(
    tabs: Tabs, here: Workspace
) -> None:
    page = await channel_page(tabs, here)
    await page.keyboard.type("/t")
    await expect(page.get_by_role("option", name="/try [words]")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("some words")
    await page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="You said some words")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer.locator("strong")).to_have_text("some words")
    await answer.get_by_role("button", name="Press").click()
    await expect(page.get_by_role("article", name="Pressed")).to_be_visible()
    await expect(answer).to_have_count(0)


async def test_each_user_sees_only_the_answers_meant_for_them(tabs: Tabs, here: Workspace) -> None:
    ana, ben = await channel_page(tabs, here), await channel_page(tabs, here, "ben")
    await here.command("/try for ana", channel="seo")
    await here.as_user("ben").command("/try for ben", channel="seo")
    await client(here).chat_postMessage(channel=here.channel_id("seo"), text="for everybody")
    for page, own, other in ((ana, "for ana", "for ben"), (ben, "for ben", "for ana")):
        await expect(page.get_by_role("article", name="for everybody")).to_be_visible()
        await expect(page.get_by_role("article", name=f"You said {own}")).to_be_visible()
        await expect(page.get_by_role("article", name=f"You said {other}")).to_have_count(0)
