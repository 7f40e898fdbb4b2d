"""Every kind of block, as assistive technology finds it."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e import samples as say
from tests.e2e.conftest import Shelf

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

Json = dict[str, Any]
IMAGE: Json = {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A small map"}


def lines(*tree: str) -> str:
    return "\n".join(tree)


SNAPSHOTS: list[tuple[str, Json, str]] = [
    (
        "header",
        {"type": "header", "text": say.plain("412 domains")},
        '- heading "412 domains" [level=3]',
    ),
    (
        "header level",
        {"type": "header", "text": say.plain("Deep"), "level": 3},
        '- heading "Deep" [level=5]',
    ),
    ("divider", {"type": "divider"}, "- separator"),
    ("image", {**IMAGE, "title": say.plain("Map")}, '- figure "Map":\n  - img "A small map"'),
    (
        "section",
        {
            "type": "section",
            "text": say.mrkdwn("*9 new* and <https://a.example|a page>"),
            "fields": [say.mrkdwn("*Anchor:* guide"), say.plain("Links: *1*")],
            "accessory": say.button(),
        },
        lines(
            "- strong: 9 new",
            "- text: and",
            '- link "a page":',
            "  - /url: https://a.example/",
            '- strong: "Anchor:"',
            '- text: "guide Links: *1*"',
            '- button "Press"',
        ),
    ),
    (
        "context",
        {"type": "context", "elements": [{**IMAGE}, say.mrkdwn("From: _export_")]},
        lines(
            '- img "A small map"',
            '- text: "From:"',
            "- emphasis: export",
        ),
    ),
    (
        "table",
        {"type": "table", "rows": say.rows(["Source", "DR"], ["a.example", 41])},
        lines(
            '- group "Table":',
            "  - table:",
            "    - rowgroup:",
            '      - row "Source DR":',
            '        - columnheader "Source"',
            '        - columnheader "DR"',
            "    - rowgroup:",
            '      - row "a.example 41":',
            '        - cell "a.example"',
            '        - cell "41"',
        ),
    ),
    (
        "card",
        {
            "type": "card",
            "title": say.mrkdwn("a.example"),
            "subtitle": say.plain("forum"),
            "body": say.mrkdwn("lost *today*"),
            "subtext": say.plain("seen twice"),
            "slack_icon": {"type": "icon", "name": "link"},
            "hero_image": {**IMAGE},
            "actions": [say.button(text="Win back")],
        },
        lines(
            '- group "a.example":',
            '  - img "A small map"',
            "  - text: a.example forum lost",
            "  - strong: today",
            "  - text: seen twice",
            '  - button "Win back"',
        ),
    ),
    (
        "alert",
        {"type": "alert", "text": say.plain("Mind the gap"), "level": "warning"},
        '- alert "Warning": "Warning: Mind the gap"',
    ),
    (
        "alert note",
        {"type": "alert", "text": say.plain("All is well"), "level": "success"},
        '- note "Success": "Success: All is well"',
    ),
    (
        "plan",
        {
            "type": "plan",
            "title": "Looking",
            "tasks": [
                {"task_id": "1", "title": "Read", "status": "complete"},
                {"task_id": "2", "title": "Compare", "status": "pending"},
            ],
        },
        lines(
            "- 'group \"Plan: Looking\"':",
            "  - text: Looking",
            "  - list:",
            "    - listitem:",
            "      - 'group \"Task, done: Read\"': Read done",
            "    - listitem:",
            "      - 'group \"Task, to do: Compare\"': Compare to do",
        ),
    ),
    (
        "task_card",
        {"type": "task_card", "task_id": "1", "title": "Read", "status": "error"},
        "- 'group \"Task, failed: Read\"': Read failed",
    ),
    (
        "video",
        {
            "type": "video",
            "title": say.plain("A film"),
            "alt_text": "still",
            "thumbnail_url": "https://x.example/t.png",
            "video_url": "https://x.example/v",
        },
        lines(
            "- 'group \"Video: A film\"':",
            '  - link "A film":',
            "    - /url: https://x.example/v",
            '  - img "still"',
        ),
    ),
    (
        "file",
        {"type": "file", "external_id": "X1", "source": "remote"},
        '- group "Remote file": X1',
    ),
    (
        "unknown",
        {"type": "hologram", "depth": 3},
        "- 'group \"Block: hologram\"':\n  - strong: This page does not draw hologram blocks",
    ),
]


@pytest.mark.parametrize(
    ("block", "tree"), [case[1:] for case in SNAPSHOTS], ids=[case[0] for case in SNAPSHOTS]
)
async def test_a_block_has_its_roles_and_names(shelf: Shelf, block: Json, tree: str) -> None:
    await shelf.draw(block)
    await expect(shelf.page.locator("#here")).to_match_aria_snapshot(tree)


async def test_rich_text_has_lists_quotes_code_and_its_elements(shelf: Shelf) -> None:
    items = [say.line(say.leaf("one")), say.line(say.leaf("two"))]
    await shelf.draw(
        say.rich(
            say.line(
                say.leaf("bold", bold=True), say.leaf("gone", strike=True), say.leaf("code", code=True),
                {"type": "user", "user_id": "U2"}, {"type": "channel", "channel_id": "C1"},
                {"type": "broadcast", "range": "here"}, {"type": "emoji", "name": "tada"},
                {"type": "emoji", "name": "flag", "unicode": "1f3c1"}, {"type": "color", "value": "#ff0000"},
                {"type": "link", "url": "https://blog.example/a?b=1", "text": "a *page*"},
                {"type": "date", "timestamp": 1763890000, "format": "{date_num}"},
            ),
            {"type": "rich_text_list", "style": "bullet", "elements": items},
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 4, "elements": items},
            {"type": "rich_text_quote", "elements": [say.leaf("said")]},
            {"type": "rich_text_preformatted", "elements": [say.leaf("a\n  b")]},
        )
    )  # fmt: skip
    here = shelf.page.locator("#here")
    assert await here.locator("strong, s, code").all_inner_texts() == ["bold", "gone", "code"]
    assert await here.locator(".mention").all_inner_texts() == ["@Ben Carter", "#seo", "@here"]
    assert await here.get_by_role("img").count() == 2
    assert await here.get_by_role("img", name="tada emoji").count() == 1
    assert await here.locator("time").inner_text() == "2025-11-23"
    assert await here.locator("ul > li > ol").get_attribute("start") == "5"
    assert await here.locator("ol > li").all_inner_texts() == ["one", "two"]
    assert await here.locator("blockquote").inner_text() == "said"
    assert await here.locator("pre").inner_text() == "a\n  b"
    link = here.get_by_role("link", name="a *page*")
    assert await link.get_attribute("href") == "http://127.0.0.1:4000/a?b=1"
    assert await link.get_attribute("target") == "_blank"
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert await link.get_attribute("title") == "https://blog.example/a?b=1"


async def test_a_mention_of_a_channel_opens_it(shelf: Shelf) -> None:
    await shelf.draw({"type": "section", "text": say.mrkdwn("see <#C1> and <#C9>")})
    await shelf.page.get_by_role("button", name="#seo").click()
    assert await shelf.acts() == [{"channel": "C1"}]


async def test_a_data_table_sorts_filters_and_turns_pages(shelf: Shelf) -> None:
    await shelf.draw(say.data_table(page_size=5, row_header_column_index=0))
    here = shelf.page.locator("#here")
    heads = here.get_by_role("rowheader")
    status = here.get_by_role("status")
    await expect(here.get_by_role("table", name="Best domains")).to_be_visible()
    assert await heads.all_inner_texts() == [f"site-{n:02}.example" for n in range(5)]
    await expect(status).to_have_text("1–5 of 12")
    await here.get_by_role("button", name="Next page").click()
    await here.get_by_role("button", name="Next page").click()
    await expect(here.get_by_role("button", name="Next page")).to_be_disabled()
    assert await heads.all_inner_texts() == ["site-10.example", "site-11.example"]
    column = here.get_by_role("columnheader", name="Quality")
    await column.get_by_role("button").click()
    await expect(column).to_have_attribute("aria-sort", "ascending")
    numbers = [int(t) for t in await here.locator("td.num").all_inner_texts()]
    assert numbers == sorted((n * 37) % 100 for n in range(12))[:5]
    await column.get_by_role("button").click()
    await expect(column).to_have_attribute("aria-sort", "descending")
    numbers = [int(t) for t in await here.locator("td.num").all_inner_texts()]
    assert numbers == sorted(((n * 37) % 100 for n in range(12)), reverse=True)[:5]
    await here.get_by_role("searchbox", name="Filter Best domains").fill("site-07")
    assert await heads.all_inner_texts() == ["site-07.example"]
    await expect(status).to_have_text("1–1 of 1")


async def test_a_column_of_text_sorts_by_letters_as_in_slack(shelf: Shelf) -> None:
    lines = say.rows(["Size"], ["9"], ["10"], ["1"])
    await shelf.draw({"type": "data_table", "caption": "Sizes", "rows": lines})
    await shelf.page.get_by_role("button", name="Size").click()
    assert await shelf.page.get_by_role("cell").all_inner_texts() == ["1", "10", "9"]


async def test_a_container_folds(shelf: Shelf) -> None:
    inside = {"type": "section", "text": say.plain("the inside")}
    await shelf.draw(
        {
            "type": "container",
            "title": say.plain("site.com"),
            "is_collapsible": True,
            "default_collapsed": True,
            "child_blocks": [inside],
        }
    )
    toggle = shelf.page.get_by_role("button", name="site.com")
    await expect(toggle).to_have_attribute("aria-expanded", "false")
    await expect(shelf.page.get_by_text("the inside")).to_be_hidden()
    await toggle.press("Enter")
    await expect(toggle).to_have_attribute("aria-expanded", "true")
    await expect(shelf.page.get_by_text("the inside")).to_be_visible()


async def test_a_carousel_moves_by_its_buttons(shelf: Shelf) -> None:
    cards = [{"type": "card", "title": say.plain(f"card {n}")} for n in range(8)]
    await shelf.draw({"type": "carousel", "elements": cards})
    carousel = shelf.page.get_by_role("group", name="8 cards")
    await expect(carousel.get_by_role("group", name="8 of 8")).not_to_be_in_viewport()
    await expect(carousel.get_by_role("button", name="Previous cards")).to_be_disabled()
    for _ in range(6):
        forth = carousel.get_by_role("button", name="Next cards")
        if await forth.is_enabled():
            await forth.click()
            await shelf.page.wait_for_timeout(0)
    await expect(carousel.get_by_role("button", name="Previous cards")).to_be_enabled()


BROKEN: list[Any] = [
    None, 7, "text", [], {}, {"type": "section"}, {"type": "section", "text": None}, {"type": "header"},
    {"type": "actions", "elements": [{}]}, {"type": "actions", "elements": [None]}, {"type": "input"},
    {"type": "table"}, {"type": "table", "rows": [[None]]}, {"type": "data_table"}, {"type": "rich_text"},
    {"type": "rich_text", "elements": [None, {"type": "rich_text_section"}]}, {"type": "data_visualization"},
    {"type": "data_visualization", "chart": {"type": "pie"}}, {"type": "carousel"}, {"type": "card"},
    {"type": "container"}, {"type": "__proto__"}, {"type": "constructor"}, {"type": "image"}, {"type": "markdown"},
]  # fmt: skip


async def test_a_broken_block_never_takes_the_others_with_it(shelf: Shelf) -> None:
    await shelf.draw(*BROKEN, {"type": "section", "text": say.plain("still here")})
    await expect(shelf.page.get_by_text("still here")).to_be_visible()
    assert await shelf.page.locator("#here > .block").count() == len(BROKEN) + 1
