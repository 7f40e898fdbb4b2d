"""What eyes need: contrast in both themes, room in a narrow window, a focus that can be seen."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e import samples as say
from tests.e2e.conftest import Shelf, Tabs
from tests.e2e.pages import open_channel
from tests.playground.apps import client, manifest
from tests.workspace import Workspace, workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

CONTRAST = """() => {
  // WCAG 2.2, 1.4.3: https://www.w3.org/TR/WCAG22/#contrast-minimum
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
  const paper = canvas.getContext('2d', {willReadFrequently: true});
  const rgb = (colour, under) => {
    paper.clearRect(0, 0, 1, 1);
    if (under) { paper.fillStyle = `rgb(${under.join(',')})`; paper.fillRect(0, 0, 1, 1); }
    paper.fillStyle = colour; paper.fillRect(0, 0, 1, 1);
    return [...paper.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (c) => { const v = c / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const ground = (node) => {
    const chain = [];
    for (let one = node; one; one = one.parentElement) chain.unshift(getComputedStyle(one).backgroundColor);
    return chain.reduce((under, colour) => rgb(colour, under), [255, 255, 255]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  let seen = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility({visibilityProperty: true}) || node.closest('.vh, [disabled], .chart-svg, .skip, noscript, title')) continue;
    seen += 1;
    const style = getComputedStyle(node);
    const under = ground(node);
    const [a, b] = [luminance(rgb(style.color, under)), luminance(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${walker.currentNode.data.trim().slice(0, 30)} (${node.className}): ${ratio.toFixed(2)}`);
  }
  return {seen, poor};
}"""

EVERYTHING = [
    {"type": "header", "text": say.plain("412 referring domains")},
    {"type": "section", "text": say.mrkdwn("*bold* `code` <https://a.example|link> <@U1> <!here> ~gone~ :warning:\n&gt; quote"), "fields": [say.mrkdwn("*a* b")]},
    {"type": "context", "elements": [say.mrkdwn("From an export")]},
    say.actions(
        say.button(), say.button(text="Yes", style="primary"), say.button(text="No", style="danger"),
        {"type": "static_select", "action_id": "s", "options": [say.option("one")]},
        {"type": "multi_users_select", "action_id": "m", "initial_users": ["U1", "U2"]},
        {"type": "checkboxes", "action_id": "c", "options": [say.option("one", description=say.plain("more"))]},
    ),
    say.data_table(),
    {"type": "table", "rows": say.rows(["a", "b"], ["c", 1])},
    say.pie(one=3, two=2),
    {"type": "card", "title": say.mrkdwn("card"), "subtitle": say.plain("sub"), "subtext": say.plain("small")},
    {"type": "alert", "text": say.plain("Mind"), "level": "error"},
    say.field({"type": "plain_text_input", "action_id": "v"}, "Site", hint=say.plain("hint"), optional=True),
    {"type": "task_card", "task_id": "1", "title": "t", "status": "error"},
    {"type": "markdown", "text": "# h\n`code` [x](https://a.example)\n\n|a|b|\n|-|-|\n|c|d|"},
    {"type": "hologram"},
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_in_a_block_can_be_read(shelf: Shelf, scheme: str) -> None:
    await shelf.page.evaluate(
        "scheme => { document.documentElement.dataset.theme = scheme; document.body.style.background = 'var(--bg)'; }",
        scheme,
    )
    await shelf.draw(*EVERYTHING)
    found = await shelf.page.evaluate(CONTRAST)
    await shelf.page.evaluate("() => { delete document.documentElement.dataset.theme; }")
    assert found["seen"] > 40
    assert found["poor"] == []


async def full_channel(tabs: Tabs, here: Workspace, scheme: str, **context: Any) -> Page:
    channel = here.channel_id("seo")
    web = client(here)
    await web.conversations_join(channel=channel)
    parent = await web.chat_postMessage(
        channel=channel, text="*Lost:* <https://a.example|a> :tada: `x`"
    )
    await web.chat_postMessage(channel=channel, text="a reply", thread_ts=parent["ts"])
    await web.chat_postEphemeral(channel=channel, user=here.user, text="only for you")
    await web.chat_update(
        channel=channel, ts=parent["ts"], text="*Lost:* edited <https://a.example|a>"
    )
    await here.post("reaction", channel=channel, ts=parent["ts"], name="eyes")
    await here.upload("a.csv", b"a", channel="seo")
    page = await open_channel(tabs, here, color_scheme=scheme, **context)
    await expect(page.get_by_role("article", name="only for you")).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_of_the_page_can_be_read(tabs: Tabs, scheme: str) -> None:
    async with workspace(manifest()) as here:
        page = await full_channel(tabs, here, scheme)
        await page.keyboard.type("/t")
        await expect(page.get_by_role("option", name="/try")).to_be_visible()
        assert (await page.evaluate(CONTRAST))["poor"] == []
        await page.get_by_role("button", name="1 reply").click()
        await page.get_by_role("button", name="Ana Reyes. Switch user").click()
        found = await page.evaluate(CONTRAST)
        assert found["seen"] > 30
        assert found["poor"] == []


async def test_the_theme_follows_the_system_until_it_is_chosen(tabs: Tabs) -> None:
    async with workspace(manifest()) as here:
        page = await open_channel(tabs, here, color_scheme="dark")
        ground = "() => getComputedStyle(document.querySelector('main')).backgroundColor"
        assert await page.evaluate(ground) == "rgb(26, 29, 33)"
        await page.get_by_role("button", name="Switch to the light theme").click()
        assert await page.evaluate(ground) == "rgb(255, 255, 255)"
        await page.reload()
        await expect(page.get_by_role("button", name="Switch to the dark theme")).to_be_visible()
        assert await page.evaluate(ground) == "rgb(255, 255, 255)"


async def test_a_narrow_window_has_everything_behind_a_button(tabs: Tabs) -> None:
    async with workspace(manifest()) as here:
        page = await full_channel(tabs, here, "light", viewport={"width": 360, "height": 640})
        wide = "() => document.documentElement.scrollWidth <= innerWidth"
        assert await page.evaluate(wide)
        nav = page.get_by_role("navigation")
        await expect(nav).to_be_hidden()
        await page.get_by_role("button", name="Channels and apps").click()
        await expect(nav.get_by_role("button", name="seo, channel")).to_be_focused()
        await nav.get_by_role("button", name="general, channel").click()
        await expect(nav).to_be_hidden()
        await expect(page.get_by_role("heading", name="general")).to_be_visible()
        await page.get_by_role("button", name="Channels and apps").click()
        await nav.get_by_role("button", name="seo, channel").click()
        await page.get_by_role("button", name="1 reply").click()
        pane = await page.get_by_role("complementary", name="Thread").bounding_box()
        assert pane is not None
        assert pane["width"] == 360
        assert await page.evaluate(wide)


async def test_the_focus_can_be_seen_at_every_stop_of_the_tab_key(tabs: Tabs) -> None:
    look = """() => {
      const node = document.activeElement;
      const style = getComputedStyle(node);
      const around = getComputedStyle(node.closest('.composer-box') ?? node);
      return [node.className || node.tagName, parseFloat(style.outlineWidth) >= 2 || around.boxShadow !== 'none'];
    }"""
    async with workspace(manifest()) as here:
        page = await full_channel(tabs, here, "light")
        await page.get_by_role("link", name="Skip to the message field").focus()
        unseen = []
        for _ in range(24):
            await page.keyboard.press("Tab")
            name, shows = await page.evaluate(look)
            if not shows and name != "BODY":
                unseen.append(name)
        assert unseen == []


async def test_the_page_has_landmarks_and_one_first_heading(tabs: Tabs) -> None:
    async with workspace(manifest()) as here:
        page = await open_channel(tabs, here)
        for role in ("banner", "navigation", "main"):
            await expect(page.get_by_role(role)).to_have_count(1)
        await expect(page.get_by_role("heading", level=1)).to_have_count(1)
        await expect(page.get_by_role("feed", name="Messages in #seo")).to_have_count(1)
        unnamed = await page.evaluate(
            """() => [...document.querySelectorAll('button, a[href], input:not([hidden]), textarea, select')]
              .filter((node) => node.checkVisibility())
              .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length)).length"""
        )
        assert unnamed == 0
