"""Modals and App Home: worked by keyboard alone, stacked, corrected, updated."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e import samples as say
from tests.e2e.conftest import Tabs
from tests.e2e.pages import open_channel
from tests.playground.apps import bolt_app, connected, manifest
from tests.workspace import Workspace, workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

Json = dict[str, Any]


def view(title: str, *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": title.lower(),
        "title": say.plain(title),
        "blocks": list(blocks),
        **more,
    }


def site_field(**more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "v"}
    return {
        **say.field(element, "Site", hint=say.plain("Such as site.com")),
        "block_id": "site",
        **more,
    }


FIRST = view(
    "First",
    site_field(),
    {
        **say.field({"type": "plain_text_input", "action_id": "v"}, "Note", optional=True),
        "block_id": "note",
    },
    say.actions(say.button("deeper", "Deeper"), say.button("change", "Change")),
    submit=say.plain("Track"),
    notify_on_close=True,
)
SECOND = view("Second", site_field(), submit=say.plain("Add"), close=say.plain("Back"))


class Told:
    """What the app got."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.sites: list[str] = []
        self.was_closed = asyncio.Event()


def app_with_modals(here: Workspace, told: Told) -> AsyncApp:
    app = bolt_app(here)

    @app.command("/try")
    async def on_command(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FIRST)

    @app.action("deeper")
    async def on_deeper(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=SECOND)

    @app.action("change")
    async def on_change(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        blocks = [{"type": "alert", "text": say.plain("It was changed")}, *FIRST["blocks"]]
        await client.views_update(view_id=body["view"]["id"], view={**FIRST, "blocks": blocks})

    @app.view("first")
    async def on_first(ack: AsyncAck, view: Json) -> None:
        site = view["state"]["values"]["site"]["v"]["value"]
        told.sites.append(site)
        if "." not in site:
            await ack(response_action="errors", errors={"site": f"{site} is not a domain."})
        else:
            await ack()

    @app.view("second")
    async def on_second(ack: AsyncAck) -> None:
        await ack(response_action="clear")

    @app.view_closed("first")
    async def on_closed(ack: AsyncAck) -> None:
        await ack()
        told.was_closed.set()

    @app.event("app_home_opened")
    async def on_home(event: Json, client: AsyncWebClient) -> None:
        blocks = [
            {"type": "header", "text": say.plain("My prospects")},
            say.actions(say.button("refresh", "Refresh")),
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("refresh")
    async def on_refresh(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        blocks = [{"type": "header", "text": say.plain("Fresh prospects")}]
        await client.views_publish(
            user_id=body["user"]["id"], view={"type": "home", "blocks": blocks}
        )

    return app


House = tuple[Workspace, Told]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house() -> AsyncIterator[House]:
    told = Told()
    async with workspace(manifest()) as found, connected(found, app_with_modals(found, told)):
        yield found, told


@pytest_asyncio.fixture(loop_scope="session")
async def here(house: House) -> Workspace:
    """The workspace as it was in the beginning."""
    await house[0].post("reset")
    house[1].forget()
    return house[0]


@pytest.fixture
def told(house: House) -> Told:
    return house[1]


async def open_first(page: Page) -> None:
    await page.keyboard.type("/try")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="First")).to_be_visible()


async def test_a_person_without_a_mouse_gets_through_a_modal(
    tabs: Tabs, here: Workspace, told: Told
) -> None:
    page = await open_channel(tabs, here)
    press = page.keyboard.press
    field = page.get_by_role("combobox", name="Message #seo")
    await page.get_by_role("link", name="Skip to the message field").focus()
    stops = 0
    while not await field.evaluate("node => node === document.activeElement"):
        await press("Tab")
        stops += 1
        assert stops < 10, "too many stops of the Tab key before the message field"
    await page.get_by_role("link", name="Skip to the message field").focus()
    await press("Enter")
    await expect(field).to_be_focused()
    await page.keyboard.type("/tr")
    await press("Tab")
    await press("Enter")
    dialog = page.get_by_role("dialog", name="First")
    await expect(dialog.get_by_label("Site")).to_be_focused()
    await expect(dialog.get_by_label("Site")).to_have_accessible_description("Such as site.com")
    await page.keyboard.type("sitecom")
    await press("Enter")
    await expect(dialog.get_by_label("Site")).to_have_accessible_description(
        "Such as site.com sitecom is not a domain."
    )
    await expect(dialog.get_by_role("alert").filter(has_text="is not a domain")).to_be_visible()
    await expect(dialog.get_by_label("Site")).to_be_focused()
    await expect(dialog.get_by_label("Site")).to_have_attribute("aria-invalid", "true")
    await press("End")
    for _ in range(3):
        await press("Backspace")
    await page.keyboard.type(".com")
    await press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("combobox", name="Message #seo")).to_be_focused()
    assert told.sites == ["sitecom", "site.com"]
    assert not told.was_closed.is_set()


async def test_tab_goes_round_inside_a_modal_and_escape_leaves_it(
    tabs: Tabs, here: Workspace, told: Told
) -> None:
    page = await open_channel(tabs, here)
    await open_first(page)
    seen = []
    for _ in range(16):
        seen.append(
            await page.evaluate(
                "() => [document.activeElement.closest('dialog') !== null, document.activeElement.textContent.trim() || document.activeElement.getAttribute('aria-label')]"
            )
        )
        await page.keyboard.press("Tab")
    assert all(inside for inside, _ in seen)
    assert {"Close", "Deeper", "Change", "Cancel", "Track"} <= {name for _, name in seen}
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("combobox", name="Message #seo")).to_be_focused()
    await asyncio.wait_for(told.was_closed.wait(), 5)


async def test_a_required_field_is_asked_for_before_the_app_hears(
    tabs: Tabs, here: Workspace, told: Told
) -> None:
    page = await open_channel(tabs, here)
    await open_first(page)
    await page.get_by_role("button", name="Track").click()
    await expect(page.get_by_label("Site")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Note")).not_to_have_attribute("aria-invalid", "true")
    assert told.sites == []


async def test_views_stack_and_what_was_typed_below_is_kept(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await open_first(page)
    await page.get_by_label("Site").fill("first.example")
    await page.get_by_role("button", name="Deeper").click()
    second = page.get_by_role("dialog", name="Second")
    await expect(second.get_by_label("Site")).to_be_focused()
    await expect(second.get_by_label("Site")).to_have_value("")
    await second.get_by_role("button", name="Back").click()
    first = page.get_by_role("dialog", name="First")
    await expect(first.get_by_label("Site")).to_have_value("first.example")
    await first.get_by_role("button", name="Deeper").click()
    await second.get_by_label("Site").fill("second.example")
    await second.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_update_keeps_what_was_typed_and_where_the_focus_is(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    await open_first(page)
    await page.get_by_label("Site").fill("typed.example")
    await page.get_by_role("button", name="Change").press("Enter")
    await expect(page.get_by_role("note", name="Note")).to_contain_text("It was changed")
    await expect(page.get_by_label("Site")).to_have_value("typed.example")
    await expect(page.get_by_role("button", name="Change")).to_be_focused()


async def test_a_modal_survives_a_reload_of_the_page(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await open_first(page)
    await page.reload()
    await expect(page.get_by_role("dialog", name="First")).to_be_visible()


async def test_the_home_of_an_app_is_published_and_acts(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await page.get_by_role("navigation").get_by_role("button", name="Tester").click()
    home = page.get_by_role("tabpanel", name="Home")
    await expect(home.get_by_role("heading", name="My prospects")).to_be_visible()
    await home.get_by_role("button", name="Refresh").click()
    await expect(home.get_by_role("heading", name="Fresh prospects")).to_be_visible()
    await page.get_by_role("tab", name="Home").press("ArrowRight")
    await expect(page.get_by_role("tab", name="Messages")).to_have_attribute(
        "aria-selected", "true"
    )
    await expect(page.get_by_role("combobox", name="Message Tester")).to_be_visible()
    await expect(home).to_be_hidden()
