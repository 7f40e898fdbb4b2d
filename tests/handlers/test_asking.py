"""What a person types and clicks, and what they read: the whole way through Slack's protocols."""

from typing import Any

from bot.slack import forms
from bot.slack.findings import BUILD_GRAPH, MENU, SHARE
from bot.slack.help import CHECK_A_SITE, IMPORT_AN_EXPORT
from tests.handlers.conftest import Office

Json = dict[str, Any]

EXPORT = b"""Referring page URL,Target URL,Anchor,Nofollow,First seen,Last seen
https://journal.example/tools,https://site.example/guide,garden guide,false,2025-03-12,2026-11-01
https://journal.example/more,https://site.example/,site,false,2026-11-02,2026-11-20
https://forum.example/t/1,https://site.example/,<!channel> =1+1,true,2026-01-03,2026-11-20
https://broken row
"""


async def test_a_bare_command_shows_what_it_can_do_with_three_buttons(bot: Office) -> None:
    await bot.here.command("/backlinks")
    answer = await bot.here.wait_for(lambda m: "What I can do" in m["text"])
    assert answer["is_ephemeral"]
    assert "`/backlinks check site.com`" in str(answer["blocks"])


async def test_a_wrong_verb_gets_the_nearest_right_one(bot: Office) -> None:
    await bot.here.command("/backlinks chekc site.example")
    await bot.here.wait_for(lambda m: "Did you mean `/backlinks check`?" in m["text"])


async def test_a_wrong_domain_says_what_was_wrong_and_what_to_type(bot: Office) -> None:
    await bot.here.command("/backlinks check sitecom")
    answer = await bot.here.wait_for(lambda m: "sitecom" in m["text"])
    assert "/backlinks check site.com" in answer["text"]


async def test_help_on_a_verb_tells_more_of_it(bot: Office) -> None:
    await bot.here.command("/backlinks check help")
    await bot.here.wait_for(lambda m: "A bare domain means check" in m["text"])


async def test_a_target_that_nobody_knows_gets_three_ways_to_know_more(bot: Office) -> None:
    await bot.here.command("/backlinks site.example")
    answer = await bot.here.wait_for(lambda m: "Nothing is known of site.example yet" in m["text"])
    await bot.here.click(answer, BUILD_GRAPH)
    await bot.here.wait_for(lambda m: "backlinks graph build" in m["text"])


async def imported(bot: Office) -> Json:
    await bot.here.command("/backlinks import site.example")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.IMPORT_FORM)
    file = await bot.here.upload("site.example-backlinks.csv", EXPORT)
    await bot.here.submit(view, {forms.FILES: [file["id"]]})
    return await bot.here.wait_for(lambda m: "rows read" in m["text"], channel="dm")


async def test_an_export_is_imported_by_modal_and_its_refused_line_named(bot: Office) -> None:
    summary = await imported(bot)
    assert "4 rows read, 3 kept, 1 refused" in summary["text"]
    assert "line 5" in summary["text"]


async def test_check_answers_from_the_imported_export(bot: Office) -> None:
    await imported(bot)
    await bot.here.command("/backlinks check https://Site.example/")
    answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
    assert answer["is_ephemeral"]
    assert answer["blocks"][0]["text"]["text"] == ("site.example: 2 referring domains, 3 backlinks")
    assert "67 % followed · 1 new and 0 lost in 30 days" in str(answer["blocks"])


async def test_share_shows_the_answer_to_everybody_with_the_sharer_s_name(bot: Office) -> None:
    await imported(bot)
    await bot.here.command("/backlinks check site.example")
    answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
    await bot.here.click(answer, SHARE)
    other = bot.here.as_user("ben")
    shared = await other.wait_for(lambda m: "referring domains" in m["text"])
    assert "Shared by" in str(shared["blocks"])
    assert not shared.get("is_ephemeral")


async def test_the_export_button_sends_a_guarded_csv_to_the_asker_alone(bot: Office) -> None:
    await imported(bot)
    await bot.here.command("/backlinks check site.example")
    answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
    await bot.here.click(answer, MENU, "export site.example")
    message = await bot.here.wait_for(
        lambda m: m.get("files") or m.get("reply_count"), channel="dm"
    )
    thread = await bot.here.messages("dm", thread_ts=message["ts"])
    file = next(m["files"][0] for m in thread if m.get("files"))
    async with bot.here.session.get(f"{bot.here.base_url}{file['url']}") as response:
        text = (await response.read()).decode("utf-8-sig")
    assert "https://journal.example/tools" in text
    assert "'=1+1" not in text
    assert "<!channel> =1+1" in text


async def test_the_first_buttons_open_their_windows(bot: Office) -> None:
    await bot.here.command("/backlinks help")
    answer = await bot.here.wait_for(lambda m: "What I can do" in m["text"])
    await bot.here.click(answer, CHECK_A_SITE)
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.CHECK_FORM)
    refused = await bot.here.submit(view, {forms.TARGET: "sitecom"})
    assert forms.TARGET in refused["errors"]
    await bot.here.submit(view, {forms.TARGET: "site.example"})
    await bot.here.wait_for(lambda m: "Nothing is known" in m["text"], channel="dm")
    await bot.here.click(answer, IMPORT_AN_EXPORT)
    await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.IMPORT_FORM)


async def test_status_names_the_sources(bot: Office) -> None:
    await imported(bot)
    await bot.here.command("/backlinks status")
    answer = await bot.here.wait_for(lambda m: "Running since" in m["text"])
    assert "No job failed in the last day." in answer["text"]


async def test_what_nobody_answers_is_acknowledged(bot: Office) -> None:
    await bot.here.open_home()
