"""mrkdwn, dates and Markdown: text to tree and to what a reader sees.

https://docs.slack.dev/messaging/formatting-message-text
"""

from typing import Any

import pytest

from tests.e2e.conftest import Shelf

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PARSE = (
    "async ([text, options]) => (await import('/static/js/mrkdwn.js')).parseMrkdwn(text, options)"
)
MARKS = {"bold": "b", "italic": "i", "strike": "s", "code": "c", "pre": "pre", "quote": "q"}


def shown(nodes: list[dict[str, Any]]) -> str:
    """The tree in one line: <b>bold</b>, [label](url), {user U1}, a slash for a line's end."""
    return "".join(_one(node) for node in nodes)


def _one(node: dict[str, Any]) -> str:
    kind = node["kind"]
    if kind in MARKS:
        return f"<{MARKS[kind]}>{shown(node['children'])}</{MARKS[kind]}>"
    return FORMS.get(kind, "{{{kind} {id}}}").format(**node)


FORMS = {
    "text": "{text}",
    "br": " / ",
    "emoji": "{char}",
    "link": "[{label}]({url})",
    "date": "{{date {seconds} {format} {fallback}}}",
    "broadcast": "{{{range}}}",
}


CASES = [
    ("a *bold* word", "a <b>bold</b> word"),
    ("*bold _and italic_ ~gone~*", "<b>bold <i>and italic</i> <s>gone</s></b>"),
    ("2*3*4 snake_case_name a~b~c", "2*3*4 snake_case_name a~b~c"),
    (
        "* not bold * nor * this*",
        "* not bold * nor * this*",
    ),
    ("*bold*, (*bold*). *bold*text", "<b>bold</b>, (<b>bold</b>). *bold*text"),
    ("*over\nlines*", "*over / lines*"),
    ("*unclosed and _open", "*unclosed and _open"),
    ("** __ ~~ ``", "** __ ~~ ``"),
    ("`*code* &lt;b&gt;` *x*", "<c>*code* <b></c> <b>x</b>"),
    ("*a `b*` c*", "<b>a <c>b*</c> c</b>"),
    ("```\n*pre* _x_\n  y &amp; z\n```after", "<pre>*pre* _x_\n  y & z</pre>after"),
    ("``` unclosed", "``` unclosed"),
    ("&gt; quote\n&gt; *two*\nout", "<q>quote / <b>two</b></q>out"),
    ("> raw quote", "<q>raw quote</q>"),
    ("in\n&gt;&gt;&gt;all\nthe rest", "in<q>all / the rest</q>"),
    ("a &gt; b", "a > b"),
    ("&amp;lt; &lt;b&gt; &quot;", "&lt; <b> &quot;"),
    (
        "<https://a.example/x|A *b*> <https://a.example>",
        "[A *b*](https://a.example/x) [https://a.example](https://a.example)",
    ),
    (
        "<mailto:a@b.example|mail> <https://a.example/?a=1&amp;b=2|q>",
        "[mail](mailto:a@b.example) [q](https://a.example/?a=1&b=2)",
    ),
    (
        "<@U1> <@U9|x> <#C1|seo> <!here> <!subteam^S1|@team>",
        "{user U1} {user U9} {channel C1} {here} {group S1}",
    ),
    (
        "<!date^1763890000^{date} at {time}|later> <!unknown|label>",
        "{date 1763890000 {date} at {time} later} label",
    ),
    ("<not closed and < alone", "<not closed and < alone"),
    (":tada: :no_such_code: 12:30:45", "🎉 :no_such_code: 12:30:45"),
    (
        "see https://a.example/x_y_z, (https://b.example).",
        "see [https://a.example/x_y_z](https://a.example/x_y_z), ([https://b.example](https://b.example)).",
    ),
    (
        "site.com, a.site.co.uk/x?y=1. e.g. me@site.com x.example",
        "[site.com](http://site.com), [a.site.co.uk/x?y=1](http://a.site.co.uk/x?y=1). e.g. me@site.com x.example",
    ),
    ("`site.com`", "<c>site.com</c>"),
    ("• one\n• two", "• one / • two"),
]


@pytest.mark.parametrize(("text", "tree"), CASES, ids=[text[:30] for text, _ in CASES])
async def test_mrkdwn_means_what_it_means_in_slack(shelf: Shelf, text: str, tree: str) -> None:
    assert shown(await shelf.page.evaluate(PARSE, [text, {}])) == tree


async def test_verbatim_text_makes_no_links_of_its_own(shelf: Shelf) -> None:
    text = "https://a.example site.com <https://b.example|b>"
    tree = shown(await shelf.page.evaluate(PARSE, [text, {"autolink": False}]))
    assert tree == "https://a.example site.com [b](https://b.example)"


@pytest.mark.parametrize(
    "text",
    [
        "*a " * 13000,
        "_*~" * 13000,
        "<" * 40000,
        "`" * 39999,
        ":a" * 20000,
        "a." * 20000,
        "&gt;" * 10000,
    ],
)
async def test_hostile_lengths_are_parsed_in_linear_time(shelf: Shelf, text: str) -> None:
    """40,000 characters are Slack's limit; a quadratic parser would need minutes for these."""
    nodes = await shelf.page.evaluate(f"async (a) => (await ({PARSE})(a)).length", [text, {}])
    assert nodes > 0


FORMAT = """async ([template, seconds, tz, now]) =>
  (await import('/static/js/dates.js')).formatDate(template, seconds, {tz, now})"""
NOON = 1763899200  # 2025-11-23 12:00 UTC, a Sunday
DATES = [
    ("{date_num}", NOON, "UTC", "2025-11-23"),
    ("{date_slash}", NOON, "UTC", "23/11/2025"),
    ("{date}", NOON, "UTC", "November 23rd"),
    ("{date}", NOON - 400 * 86400, "UTC", "October 19th, 2024"),
    ("{date_short}", NOON, "UTC", "Nov 23"),
    ("{date_long}", NOON, "UTC", "Sunday, November 23rd"),
    ("{date_long_full}", NOON, "UTC", "November 23, 2025"),
    ("{date_pretty} at {time}", NOON, "UTC", "Today at 12:00 PM"),
    ("on {date_short_pretty}", NOON - 86400, "UTC", "on yesterday"),
    ("{date_long_pretty}", NOON + 86400, "UTC", "Tomorrow"),
    ("{date_short_pretty}", NOON - 2 * 86400, "UTC", "Nov 21"),
    ("{time_secs}", NOON + 5, "Asia/Tokyo", "9:00:05 PM"),
    ("{date_num} {time}", NOON, "Pacific/Auckland", "2025-11-24 1:00 AM"),
    ("{ago}", NOON - 7200, "UTC", "2 hours ago"),
    ("{ago}", NOON + 60, "UTC", "In 1 minute"),
    ("{nothing} stays", NOON, "UTC", "{nothing} stays"),
    ("{date}", 1e300, "UTC", None),
]


@pytest.mark.parametrize(("template", "seconds", "tz", "expected"), DATES, ids=str)
async def test_dates_are_told_in_the_readers_zone(
    shelf: Shelf, template: str, seconds: float, tz: str, expected: str | None
) -> None:
    assert await shelf.page.evaluate(FORMAT, [template, seconds, tz, NOON]) == expected


async def test_local_times_survive_the_way_to_a_picker_and_back(shelf: Shelf) -> None:
    there_and_back = """async ([seconds, tz]) => {
      const {toLocal, fromLocal} = await import('/static/js/dates.js');
      return fromLocal(toLocal(seconds, tz), tz);
    }"""
    hours = [NOON + hour * 3600 for hour in range(0, 24 * 366, 13)]
    for tz in ("Europe/Madrid", "America/New_York", "Asia/Kathmandu"):
        script = f"async ([all, tz]) => Promise.all(all.map((s) => ({there_and_back})([s, tz])))"
        found = await shelf.page.evaluate(script, [hours, tz])
        # In the hour that the clocks show twice, either of the two is right.
        assert all(
            back - there in (0, 3600, -3600) for there, back in zip(hours, found, strict=True)
        )
        assert sum(back != there for there, back in zip(hours, found, strict=True)) <= 1


async def test_markdown_has_its_structure(shelf: Shelf) -> None:
    text = (
        "# Title\nSome **bold**, *it* and `code`, [a link](https://a.example) <b>raw</b>\n\n"
        "- one\n- two\n  1. deep\n- [x] done\n\n> quoted\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        "```py\nprint('*x*')\n```\n![alt](https://a.example/i.png)"
    )
    await shelf.draw({"type": "markdown", "text": text})
    here = shelf.page.locator("#here")
    assert await here.get_by_role("heading", name="Title").count() == 1
    assert await here.locator("strong").all_inner_texts() == ["bold"]
    assert await here.get_by_role("listitem").count() == 4
    assert await here.locator("ol > li").inner_text() == "deep"
    assert await here.get_by_role("cell").all_inner_texts() == ["1", "2"]
    assert await here.locator("pre").inner_text() == "print('*x*')"
    assert await here.get_by_role("link").all_inner_texts() == ["a link", "alt"]
    assert await here.locator("b, img").count() == 0
