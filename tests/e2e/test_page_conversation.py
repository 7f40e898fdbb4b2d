"""A person in the page and an app on the other side, through the real server."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Route, expect
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, Timing, running
from bot.playground.timeline import Message
from tests.e2e import samples as say
from tests.e2e.conftest import Tabs
from tests.e2e.pages import article, open_channel
from tests.playground.apps import bolt_app, client, connected, manifest
from tests.workspace import Workspace, workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

Json = dict[str, Any]
EXPORT = FilePayload(name="links.csv", mimeType="text/csv", buffer=b"a,b\n1,2\n")


def app_that_answers(here: Workspace) -> AsyncApp:
    app = bolt_app(here)

    @app.command("/try")
    async def on_command(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        if command["text"] == "silence":
            return
        await ack()
        section = {"type": "section", "text": say.mrkdwn(f"You said *{command['text']}*")}
        await respond(
            text=f"You said {command['text']}", blocks=[section, say.actions(say.button())]
        )

    @app.action("go")
    async def on_go(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="Pressed", replace_original=True)

    @app.shortcut("keep")
    async def on_keep(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.chat_postMessage(
            channel=body["channel"]["id"], text=f"Kept: {body['message']['text']}"
        )

    @app.event("message")
    async def on_message() -> None: ...

    return app


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house() -> AsyncIterator[Workspace]:
    timing = Timing(ack_seconds=0.5, retry_seconds=(0.0, 0.05, 0.05))
    async with (
        workspace(manifest(), timing=timing) as found,
        connected(found, app_that_answers(found)),
    ):
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def here(house: Workspace) -> Workspace:
    """The workspace as it was in the beginning."""
    await house.post("reset")
    return house


async def post(here: Workspace, text: str, **more: Any) -> str:
    """A message of the app's in #seo; gives its ts."""
    answer = await client(here).chat_postMessage(channel=here.channel_id("seo"), text=text, **more)
    return str(answer["ts"])


async def test_a_command_is_typed_by_hints_and_its_answer_has_a_button_that_works(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    await page.keyboard.type("/t")
    await expect(page.get_by_role("option", name="/try [words]")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("some words")
    await page.keyboard.press("Enter")
    answer = article(page, "You said some words")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer.locator("strong")).to_have_text("some words")
    await answer.get_by_role("button", name="Press").click()
    await expect(article(page, "Pressed")).to_be_visible()
    await expect(answer).to_have_count(0)
    await expect(article(page, "Pressed")).to_be_focused()


async def test_each_user_sees_only_the_answers_meant_for_them(tabs: Tabs, here: Workspace) -> None:
    ana, ben = await open_channel(tabs, here), await open_channel(tabs, here, "ben")
    await here.command("/try for ana", channel="seo")
    await here.as_user("ben").command("/try for ben", channel="seo")
    await post(here, "for everybody")
    for page, own, other in ((ana, "for ana", "for ben"), (ben, "for ben", "for ana")):
        await expect(article(page, "for everybody")).to_be_visible()
        await expect(article(page, f"You said {own}")).to_be_visible()
        await expect(article(page, f"You said {other}")).to_have_count(0)


async def test_switching_the_user_shows_the_workspace_from_their_side(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    await here.command("/try for ana", channel="seo")
    await expect(article(page, "You said for ana")).to_be_visible()
    sidebar = page.get_by_role("navigation")
    await expect(sidebar.get_by_role("button", name="seo-private, private channel")).to_be_visible()
    await page.get_by_role("button", name="You are Ana Reyes. Switch user").click()
    await page.get_by_role("menuitem", name="Chie Mori").click()
    await expect(page.get_by_role("button", name="You are Chie Mori. Switch user")).to_be_visible()
    await expect(sidebar.get_by_role("button", name="seo-private")).to_have_count(0)
    await expect(article(page, "You said for ana")).to_have_count(0)
    await page.get_by_role("combobox", name="Message #seo").fill("from Chie")
    await page.keyboard.press("Enter")
    await expect(article(page, "from Chie")).to_contain_text("Chie Mori")


async def test_a_command_that_is_not_answered_says_so(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await page.keyboard.type("/try silence")
    await page.keyboard.press("Enter")
    await expect(article(page, "operation_timeout")).to_contain_text("/try")
    await expect(article(page, "operation_timeout")).to_contain_text("Only visible to you")


async def test_an_unknown_command_is_refused_in_words(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await page.keyboard.type("/nothing here")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("/nothing").last).to_be_visible()
    tabs.errors.clear()  # the browser itself logs the HTTP 400


async def test_what_was_sent_can_be_recalled(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    field = page.get_by_role("combobox", name="Message #seo")
    for text in ("first", "second"):
        await page.keyboard.type(text)
        await page.keyboard.press("Enter")
    await expect(article(page, "second")).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await expect(field).to_have_value("second")
    await page.keyboard.press("ArrowUp")
    await expect(field).to_have_value("first")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(field).to_have_value("")
    await page.keyboard.type("two")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("lines")
    await expect(field).to_have_value("two\nlines")


async def test_messages_are_grouped_edited_and_deleted(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    one, two = await post(here, "the first"), await post(here, "the second")
    await expect(article(page, "the second")).to_have_class("message grouped")
    await expect(page.get_by_role("separator", name="Today")).to_have_count(1)
    channel = here.channel_id("seo")
    await client(here).chat_update(channel=channel, ts=one, text="the first, again")
    await expect(article(page, "the first, again")).to_contain_text("(edited)")
    await client(here).chat_delete(channel=channel, ts=one)
    await expect(article(page, "the first, again")).to_have_count(0)
    await expect(article(page, "the second")).to_have_class("message")
    await client(here).chat_delete(channel=channel, ts=two)
    await expect(page.get_by_role("article")).to_have_count(0)


async def test_a_new_message_is_read_out_and_others_mark_their_channel(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    await post(here, "*Lost:* <https://a.example|a page>")
    await expect(page.locator("[aria-live=polite]")).to_contain_text("Tester: Lost: a page")
    await client(here).chat_postMessage(channel=here.channel_id("general"), text="elsewhere")
    general = page.get_by_role("navigation").get_by_role("button", name="general, channel, unread")
    await general.click()
    await expect(article(page, "elsewhere")).to_be_visible()
    await expect(general).to_have_count(0)


async def test_a_thread_opens_beside_and_grows(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    parent = await post(here, "the parent")
    await article(page, "the parent").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    pane = page.get_by_role("complementary", name="Thread")
    await expect(pane.get_by_role("combobox", name="Reply")).to_be_focused()
    await page.keyboard.type("/try in a thread")
    await page.keyboard.press("Enter")
    await expect(
        page.get_by_role("alert").filter(has_text="not supported in threads")
    ).to_be_visible()
    await page.get_by_role("combobox", name="Reply").fill("a reply")
    await page.keyboard.press("Enter")
    await expect(pane.get_by_role("article", name="a reply")).to_be_visible()
    await expect(article(page, "a reply")).to_have_count(0)
    await post(here, "the app replies", thread_ts=parent)
    await expect(pane.get_by_role("article")).to_have_count(3)
    await expect(pane).to_contain_text("2 replies")
    await page.keyboard.press("Escape")
    await expect(pane).to_be_hidden()
    await expect(article(page, "the parent")).to_be_focused()
    await article(page, "the parent").get_by_role("button", name="2 replies").click()
    await expect(pane.get_by_role("article", name="the app replies")).to_be_visible()


async def test_the_keys_walk_the_messages_and_their_menu(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    for text in ("alpha", "beta", "gamma"):
        await post(here, text)
    await expect(article(page, "gamma")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(article(page, "gamma")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(article(page, "beta")).to_be_focused()
    await page.keyboard.press("Home")
    await expect(article(page, "alpha")).to_be_focused()
    await article(page, "alpha").get_by_role("button", name="More actions").press("Enter")
    await page.get_by_role("menuitem", name="Keep").press("Enter")
    await expect(article(page, "Kept: alpha")).to_be_visible()


async def test_a_list_stays_open_while_messages_move_beneath_it(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    for index in range(30):
        await post(here, f"line {index}")
    select = {"type": "static_select", "action_id": "s", "options": [say.option("one")]}
    await post(here, "choose", blocks=[say.actions(select)])
    for index in range(30, 38):
        await post(here, f"line {index}")
    await expect(article(page, "line 37")).to_be_in_viewport()
    box = article(page, "choose").get_by_role("combobox")
    await box.click()
    await page.locator(".messages").first.evaluate("node => { node.scrollTop -= 60; }")
    await article(page, "line 33").hover()
    await expect(page.get_by_role("option", name="Option one")).to_be_visible()
    await page.locator(".messages").first.evaluate("node => { node.scrollTop = 0; }")
    await expect(page.get_by_role("option", name="Option one")).to_have_count(0)


async def test_a_reaction_is_counted_and_taken_back(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await post(here, "look")
    await article(page, "look").hover()
    await page.get_by_role("button", name="React with eyes").click()
    mine = article(page, "look").get_by_role("button", name="eyes: Ana Reyes")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await mine.click()
    await expect(mine).to_have_count(0)


async def test_files_are_sent_shown_and_fetched(tabs: Tabs, here: Workspace) -> None:
    page = await open_channel(tabs, here)
    await page.locator("form.composer input[type=file]").first.set_input_files(EXPORT)
    await expect(page.get_by_role("button", name="Remove links.csv")).to_be_visible()
    await page.get_by_role("combobox", name="Message #seo").fill("the export")
    await page.keyboard.press("Enter")
    link = article(page, "the export").get_by_role("link", name="links.csv")
    async with page.expect_download() as coming:
        await link.click()
    download = await coming.value
    assert download.suggested_filename == "links.csv"
    assert (await download.path()).read_bytes() == b"a,b\n1,2\n"


async def test_older_messages_come_as_one_scrolls_up(tabs: Tabs, here: Workspace) -> None:
    channel = here.playground.first_workspace.channels[here.channel_id("seo")]
    start = time.time() - 3 * 86400
    for index in range(350):
        ts = channel.timeline.next_ts(start + index * 600)
        body = {
            "type": "message",
            "ts": ts,
            "channel": channel.id,
            "user": here.user,
            "text": f"number {index:03}",
        }
        channel.timeline.add(Message(body))
    page = await open_channel(tabs, here)
    await expect(article(page, "number 349")).to_be_in_viewport()
    await expect(article(page, "number 000")).to_have_count(0)
    for _ in range(40):
        if await article(page, "number 000").count():
            break
        await page.locator(".messages").first.evaluate("node => { node.scrollTop = 0; }")
        await asyncio.sleep(0)
        await page.wait_for_function(
            "() => document.querySelector('.feed').getAttribute('aria-busy') === 'false'"
        )
    await expect(page.get_by_role("article")).to_have_count(350)
    order = await page.locator("article").evaluate_all(
        "nodes => nodes.map((node) => Number(node.dataset.ts))"
    )
    assert order == sorted(order)
    await expect(page.get_by_text("very beginning of the #seo channel")).to_have_count(1)


async def test_the_reader_stays_where_they_are_while_older_ones_come(
    tabs: Tabs, here: Workspace
) -> None:
    channel = here.playground.first_workspace.channels[here.channel_id("seo")]
    start = time.time() - 86400
    for index in range(400):
        ts = channel.timeline.next_ts(start + index * 60)
        body = {
            "type": "message",
            "ts": ts,
            "channel": channel.id,
            "user": here.user,
            "text": f"number {index:03}\n" * (index % 4 + 1),
        }
        channel.timeline.add(Message(body))
    page = await open_channel(tabs, here)
    script = """async () => {
      const box = document.querySelector('.messages');
      box.scrollTop = 1000;
      await new Promise((done) => setTimeout(done, 50));
      const first = [...box.querySelectorAll('article')].find((node) => node.getBoundingClientRect().top > 100);
      const before = first.getBoundingClientRect().top;
      box.scrollTop -= 400;
      const count = box.querySelectorAll('article').length;
      for (let n = 0; n < 100 && box.querySelectorAll('article').length === count; n += 1) await new Promise((done) => setTimeout(done, 20));
      return [box.querySelectorAll('article').length > count, first.getBoundingClientRect().top - before];
    }"""
    grew, moved = await page.evaluate(script)
    assert grew
    assert moved == pytest.approx(400, abs=30)


async def test_the_answer_to_a_command_is_seen_wherever_one_was_reading(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    for number in range(30):
        await post(here, f"number {number}")
    await expect(article(page, "number 29")).to_be_in_viewport()
    await page.locator(".messages").first.evaluate("(box) => { box.scrollTop = 0; }")
    await expect(article(page, "number 29")).not_to_be_in_viewport()
    await page.get_by_role("combobox", name="Message #seo").fill("/try it")
    await page.keyboard.press("Enter")
    await expect(article(page, "You said it")).to_be_in_viewport()


async def test_a_menu_stays_open_while_messages_arrive_and_then_they_are_shown(
    tabs: Tabs, here: Workspace
) -> None:
    page = await open_channel(tabs, here)
    for number in range(30):
        await post(here, f"number {number}")
    await expect(article(page, "number 29")).to_be_in_viewport()
    chosen = article(page, "number 25")
    await chosen.hover()
    await chosen.get_by_role("button", name="More actions").click()
    entry = page.get_by_role("menuitem", name="Keep")
    await expect(entry).to_be_visible()
    for number in range(30, 60):
        await post(here, f"number {number}")
    await expect(article(page, "number 59")).to_have_count(1)
    await expect(entry).to_be_in_viewport()
    await expect(chosen).to_be_in_viewport()
    await entry.click()
    await expect(article(page, "Kept: number 25")).to_be_in_viewport()


async def test_what_happens_while_the_page_loads_is_not_missed(tabs: Tabs, here: Workspace) -> None:
    async def hold(route: Route) -> None:
        """Something happens after the page asked for the state and before its stream begins."""
        await here.post("channel", action="create", name="just-now")
        await route.continue_()

    page = await tabs.open()
    await page.route("**/control/events?*", hold)
    await page.goto(here.base_url)
    await expect(page.get_by_role("button", name="just-now, channel")).to_be_visible()


async def test_a_lost_connection_is_said_and_what_was_missed_is_fetched(tabs: Tabs) -> None:
    playground = Playground(manifest())
    async with running(playground) as base_url:
        page = await tabs.open(base_url)
        await expect(page.get_by_role("article")).to_have_count(0)
        await expect(page.get_by_text("Reconnecting")).to_be_hidden()
    await expect(page.get_by_text("Reconnecting")).to_be_visible()
    here = playground.first_workspace
    channel = next(one for one in here.channels.values() if one.name == "general")
    ts = channel.timeline.next_ts(time.time())
    body = {"type": "message", "ts": ts, "channel": channel.id, "user": here.people[0].id}
    channel.timeline.add(Message({**body, "text": "said meanwhile"}))
    async with running(playground, port=int(base_url.rpartition(":")[2])):
        await expect(article(page, "said meanwhile")).to_be_visible(timeout=15_000)
        await expect(page.get_by_text("Reconnecting")).to_be_hidden()
        await tabs.close()


async def test_ten_thousand_messages_cost_what_the_window_shows(
    tabs: Tabs, here: Workspace
) -> None:
    channel = here.playground.first_workspace.channels[here.channel_id("seo")]
    start = time.time() - 86400
    for index in range(10_000):
        ts = channel.timeline.next_ts(start + index)
        body = {"type": "message", "ts": ts, "channel": channel.id, "user": here.user}
        channel.timeline.add(Message({**body, "text": f"number {index}"}))
    page = await open_channel(tabs, here)
    await expect(article(page, "number 9999")).to_be_in_viewport()
    loaded = await page.get_by_role("article").count()
    assert loaded <= 200
    walk = """async () => {
      const box = document.querySelector('.messages');
      const enough = () => box.querySelectorAll('article').length >= 1000;
      for (let n = 0; n < 500 && !enough(); n += 1) {
        box.scrollTop = 0;
        await new Promise((done) => setTimeout(done, 10));
      }
      box.scrollTop = box.scrollHeight;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const all = [...box.querySelectorAll('article')];
      return [all.length, all.filter((node) => node.checkVisibility({contentVisibilityAuto: true})).length];
    }"""
    total, drawn = await page.evaluate(walk)
    assert total >= 1000
    assert drawn <= 300
