"""Nothing hostile in a message, a name, a title or an address runs, loads or breaks the page."""

import copy
import time
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.playground.timeline import Message
from tests.e2e import samples as say
from tests.e2e.conftest import Shelf, Tabs
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS
from tests.playground.apps import manifest
from tests.workspace import workspace

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

Json = dict[str, Any]
MARK = "ATTACK"
"""Stands in the blocks below wherever a text of a stranger can."""
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe srcdoc="<script>alert(1)</script>">',
    "';alert(1)//",
    "</title></style></textarea><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    "<javascript:alert(1)|x>",
    "<data:text/html,<script>alert(1)</script>|x>",
    "<vbscript:x|x> <blob:x|x> <file:///etc/passwd|x>",
    "<!date^1^{date}^javascript:alert(1)|x>",
    "[x](javascript:alert(1)) ![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "{{constructor.constructor('alert(1)')()}}",
    "\u202egnp.exe\u202d",
    "A\u0301\u0316" * 40,
    "a" * 300,
    "\x00\x1b[31m",
    "__proto__",
]
SENDABLE = [text for text in HOSTILE_TEXTS if text.isprintable() or "\ud800" not in text]
"""A lone surrogate is no JSON that a server can send."""
ADDRESSES = [
    "javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "file:///etc/passwd", "//evil.example/x",
    "/control/next_day", "blob:x", "about:blank", "https://", "http://", "",
]  # fmt: skip

P, M = say.plain(MARK), say.mrkdwn(MARK)
OPTION = {"text": P, "value": MARK, "description": P}
EVERYWHERE: list[Json] = [
    {"type": "section", "block_id": MARK, "text": M, "fields": [M, P]},
    {"type": "header", "text": P},
    {"type": "context", "elements": [M, P, {"type": "image", "image_url": MARK, "alt_text": MARK}]},
    {"type": "image", "image_url": f"https://x.example/{MARK}", "alt_text": MARK, "title": P},
    {"type": "markdown", "text": MARK},
    {"type": "markdown", "text": f"# {MARK}\n- {MARK}\n> {MARK}\n`{MARK}`\n|{MARK}|b|\n|-|-|\n|{MARK}|x|"},
    say.actions(
        {"type": "button", "text": P, "action_id": MARK, "accessibility_label": MARK, "url": f"https://x.example/{MARK}"},
        {"type": "static_select", "action_id": MARK, "placeholder": P, "options": [OPTION], "initial_option": OPTION},
        {"type": "multi_static_select", "action_id": MARK, "options": [OPTION], "initial_options": [OPTION]},
        {"type": "users_select", "action_id": MARK, "initial_user": MARK},
        {"type": "checkboxes", "action_id": MARK, "options": [{"text": M, "value": MARK, "description": M}]},
        {"type": "radio_buttons", "action_id": MARK, "options": [{"text": M, "value": MARK}]},
    ),
    say.field({"type": "plain_text_input", "action_id": MARK, "initial_value": MARK, "placeholder": P}, MARK, hint=P),
    say.rich(
        say.line(
            say.leaf(MARK, bold=True), {"type": "link", "url": f"https://x.example/{MARK}", "text": MARK},
            {"type": "emoji", "name": MARK, "unicode": MARK}, {"type": "color", "value": MARK}, {"type": "user", "user_id": MARK},
            {"type": "date", "timestamp": 1, "format": MARK, "fallback": MARK}, {"type": MARK},
        ),
        {"type": "rich_text_preformatted", "elements": [say.leaf(MARK)]},
    ),
    {"type": "table", "rows": say.rows([MARK, "b"], [MARK, "c"])},
    {"type": "data_table", "caption": MARK, "rows": say.rows([MARK], [MARK], ["x"])},
    say.chart("line", {MARK: [1, 2]}, [MARK, "b"], x_label=MARK, y_label=MARK),
    say.chart("bar", {MARK: [1, 2]}, [MARK, "b"]),
    say.pie(**{MARK: 1, "b": 2}),
    {"type": "card", "title": M, "subtitle": M, "body": M, "subtext": M, "slack_icon": {"type": "icon", "name": MARK}},
    {"type": "container", "title": P, "subtitle": M, "icon": {"type": "image", "image_url": MARK, "alt_text": MARK}, "child_blocks": [{"type": "section", "text": M}]},
    {"type": "alert", "text": M, "level": MARK},
    {"type": "plan", "title": MARK, "tasks": [{"task_id": MARK, "title": MARK, "status": MARK, "sources": [{"type": "url", "url": MARK, "text": MARK}]}]},
    {"type": "video", "title": P, "alt_text": MARK, "video_url": MARK, "thumbnail_url": MARK, "description": P, "author_name": MARK},
    {"type": MARK, "x": MARK},
]  # fmt: skip


def put(value: Any, attack: str) -> Any:
    if isinstance(value, str):
        return value.replace(MARK, attack)
    if isinstance(value, list):
        return [put(one, attack) for one in value]
    if isinstance(value, dict):
        return {put(name, attack): put(one, attack) for name, one in value.items()}
    return copy.deepcopy(value)


SIGNS = """(root) => ({
  foreign: [...root.querySelectorAll('script, iframe, object, embed, base, link, meta, style, form[action], animate, foreignObject')].length,
  handlers: [...root.querySelectorAll('*')].flatMap((n) => [...n.attributes]).filter((a) => /^on|^style$|srcdoc/i.test(a.name) && a.value.includes('alert')).length,
  addresses: [...root.querySelectorAll('[href], [src]')].map((n) => n.href || n.src).filter((u) => !/^(https?|mailto|tel):/.test(String(u))),
  images: [...root.querySelectorAll('img')].map((n) => n.src).filter((u) => !u.startsWith(location.origin)),
  wide: document.documentElement.scrollWidth > innerWidth,
})"""
CLEAN = {"foreign": 0, "handlers": 0, "addresses": [], "images": [], "wide": False}


async def signs(page: Page, root: str = "body") -> Json:
    found: Json = await page.locator(root).evaluate(SIGNS)
    return found


@pytest.mark.parametrize("attack", [*ATTACKS, *SENDABLE], ids=lambda text: ascii(text)[:40])
async def test_no_text_in_any_block_becomes_more_than_text(shelf: Shelf, attack: str) -> None:
    await shelf.draw(*put(EVERYWHERE, attack))
    assert await signs(shelf.page, "#here") == CLEAN


@pytest.mark.parametrize("address", ADDRESSES, ids=ascii)
async def test_no_address_leads_anywhere_but_the_web(shelf: Shelf, address: str) -> None:
    leaf = {"type": "link", "url": address, "text": "x"}
    source = {"type": "url", "url": address, "text": "x"}
    await shelf.draw(
        say.rich(say.line(leaf)),
        {"type": "section", "text": say.mrkdwn(f"<{address}|x>")},
        {"type": "markdown", "text": f"[x]({address})"},
        say.actions(say.button(url=address), {"type": "overflow", "action_id": "o", "options": [say.option("one", url=address)]}),
        {"type": "task_card", "task_id": "1", "title": "t", "sources": [source]},
        {"type": "video", "title": say.plain("v"), "alt_text": "a", "video_url": address, "title_url": address, "thumbnail_url": address},
    )  # fmt: skip
    pages = len(shelf.page.context.pages)
    assert (await signs(shelf.page, "#here"))["addresses"] == []
    assert await shelf.page.get_by_role("link").count() == 0
    await shelf.page.get_by_role("button", name="More actions").click()
    await shelf.page.get_by_role("menuitem").click()
    await shelf.page.get_by_role("button", name="Press").click()
    assert len(shelf.page.context.pages) == pages


@pytest.mark.parametrize("address", HOSTILE_URLS, ids=lambda text: ascii(text)[:40])
async def test_strange_addresses_open_as_they_are_or_not_at_all(shelf: Shelf, address: str) -> None:
    leaf = {"type": "link", "url": address, "text": "x"}
    await shelf.draw(say.rich(say.line(leaf)), say.actions(say.button(url=address)))
    assert await signs(shelf.page, "#here") == CLEAN


async def test_ids_named_like_prototypes_are_only_ids(shelf: Shelf) -> None:
    element = {"type": "plain_text_input", "action_id": "polluted", "initial_value": "x"}
    await shelf.draw({**say.field(element), "block_id": "__proto__"})
    sent = "() => JSON.stringify(form.values())"
    assert await shelf.page.evaluate(sent) == '{"__proto__":{"polluted":"x"}}'
    assert await shelf.page.evaluate("() => ({}).polluted") is None


async def test_a_name_that_turns_the_writing_round_turns_only_itself(shelf: Shelf) -> None:
    await shelf.draw(
        {"type": "section", "text": say.mrkdwn("before <https://a.example|\u202eevil> after")}
    )
    lefts = await shelf.page.evaluate(
        """() => {
          const box = document.querySelector('.txt'); const range = document.createRange();
          return [...box.childNodes].map((node) => { range.selectNode(node); return range.getBoundingClientRect().left; });
        }"""
    )
    assert lefts == sorted(lefts)


async def test_stacked_accents_do_not_cover_the_neighbours(shelf: Shelf) -> None:
    tower = "A" + "\u0301" * 200
    await shelf.draw(
        {"type": "section", "text": say.plain(tower)},
        {"type": "section", "text": say.plain("calm")},
    )
    clip = await shelf.page.locator(".txt").first.evaluate(
        "node => getComputedStyle(node).overflow"
    )
    assert clip == "clip"


async def test_a_workspace_of_hostile_names_and_messages_is_just_strange(tabs: Tabs) -> None:
    """Through the real server: names, topics, messages, files, attachments, threads."""
    async with workspace(manifest()) as here:
        team = here.playground.first_workspace
        channel = team.channels[here.channel_id("seo")]
        attack = ATTACKS[1]
        team.users[here.user].real_name = attack
        channel.topic = attack
        for text in ATTACKS:
            body: Json = {
                "type": "message", "channel": channel.id, "user": here.user, "text": text, "ts": channel.timeline.next_ts(time.time()),
                "username": text, "bot_id": "B1", "icon_emoji": text,
                "attachments": [{"title": text, "title_link": "javascript:alert(1)", "text": text, "color": text, "footer": text, "fields": [{"title": text, "value": text}]}],
                "reactions": [{"name": text, "users": [here.user], "count": 1}],
            }  # fmt: skip
            channel.timeline.add(Message(body))
        await here.upload(f"{attack}.csv", b"a", channel="seo")
        page = await tabs.open(f"{here.base_url}/?channel={channel.id}")
        await expect(page.get_by_role("article")).to_have_count(len(ATTACKS) + 1)
        await page.get_by_role("article").last.hover()
        await page.get_by_role("button", name="Reply in thread").click()
        await expect(
            page.get_by_role("complementary", name="Thread").get_by_role("article")
        ).to_have_count(1)
        assert await signs(page) == CLEAN
        await page.set_viewport_size({"width": 360, "height": 640})
        assert (await signs(page))["wide"] is False


async def test_the_servers_policy_lets_nothing_inline_run(tabs: Tabs) -> None:
    """If a hole in the page were found, the policy would still stand."""
    async with workspace(manifest()) as here:
        page = await tabs.open(here.base_url)
        await page.evaluate(
            """() => {
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              document.body.append(script);
              const image = new Image();
              image.setAttribute('onerror', 'window.ran = true');
              image.src = 'data:x';
              document.body.append(image);
            }"""
        )
        await page.wait_for_timeout(0)
        assert await page.evaluate("() => window.ran") is None
        assert any("Content Security Policy" in error for error in tabs.errors)
        tabs.errors.clear()
