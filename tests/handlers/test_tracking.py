"""Tracking links: by command, by a window of pasted lines, by a button, by a message's shortcut."""

from datetime import timedelta
from pathlib import Path

from bot.slack import tracked
from bot.slack.findings import MENU
from bot.slack.help import TRACK_LINKS
from bot.slack.imports import TRACK_IMPORTED
from bot.slack.verdict import TRACK
from jobs.run_due_checks import run_due_checks
from tests.handlers.conftest import Office, office
from tests.handlers.test_asking import imported
from tests.handlers.test_verifying import LINK, PAGE, page


async def test_one_pair_is_tracked_and_listed(bot: Office) -> None:
    await bot.here.command(f"/backlinks track {PAGE} site.example")
    await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"])
    await bot.here.command("/backlinks links site.example")
    answer = await bot.here.wait_for(lambda m: "1 tracked link" in m["text"])
    assert "not looked at yet" in str(answer["blocks"])


async def test_many_pasted_lines_are_tracked_and_the_bad_ones_named(bot: Office) -> None:
    await bot.here.command("/backlinks help")
    answer = await bot.here.wait_for(lambda m: "What I can do" in m["text"])
    await bot.here.click(answer, TRACK_LINKS)
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == tracked.TRACK_FORM)
    pasted = "\n".join(f"https://journal.example/{n}" for n in range(300)) + "\nnot a page\n"
    await bot.here.submit(view, {tracked.PAIRS: pasted[:3000], tracked.TARGET: "site.example"})
    done = await bot.here.wait_for(lambda m: "Tracking" in m["text"])
    assert "new links." in done["text"]


async def test_a_window_of_app_home_is_answered_by_a_direct_message(bot: Office) -> None:
    await bot.here.open_home()
    home = await bot.here.wait_for_home(lambda view: TRACK_LINKS in str(view["blocks"]))
    await bot.here.click(home, TRACK_LINKS)
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == tracked.TRACK_FORM)
    await bot.here.submit(view, {tracked.PAIRS: f"{PAGE} site.example"})
    await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"], channel="dm")


async def test_hundreds_of_lines_come_in_a_file_and_the_bad_ones_are_named(bot: Office) -> None:
    rows = ["page,target", *(f"https://journal.example/{n},site.example" for n in range(700)), "?,"]
    file = await bot.here.upload("links.csv", "\n".join(rows).encode())
    await bot.here.command("/backlinks track")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == tracked.TRACK_FORM)
    await bot.here.submit(view, {tracked.FILES: [file["id"]]})
    done = await bot.here.wait_for(lambda m: "Tracking" in m["text"])
    assert "Tracking 700 new links." in done["text"]
    assert "line 702" in done["text"]


async def test_an_empty_form_says_what_it_wants(bot: Office) -> None:
    await bot.here.command("/backlinks track")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == tracked.TRACK_FORM)
    answer = await bot.here.submit(view, {})
    assert "choose a file" in answer["errors"][tracked.PAIRS]


async def test_a_form_without_a_target_says_so_at_its_field(bot: Office) -> None:
    await bot.here.command("/backlinks track")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == tracked.TRACK_FORM)
    answer = await bot.here.submit(view, {tracked.PAIRS: "https://journal.example/1"})
    assert "which site should it link to" in answer["errors"][tracked.PAIRS]


async def test_a_message_s_links_are_offered_never_its_text(bot: Office) -> None:
    message = await bot.here.say(
        "secret plan <https://journal.example/a> and <https://b.example/c|c>"
    )
    await bot.here.shortcut("track_links", message)
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == tracked.TRACK_FORM)
    assert "https://journal.example/a\\nhttps://b.example/c" in str(view["blocks"]).replace(
        "\n", "\\n"
    )
    assert "secret" not in str(view["blocks"])


async def test_the_track_button_under_a_verdict_tracks_its_pair(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        await bot.here.click(answer, TRACK)
        await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"])


async def test_due_links_are_looked_at_by_the_job_and_shown_live(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks track {PAGE} site.example")
        await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"])
        bot.time.now += timedelta(hours=1)
        await run_due_checks(bot.deps)
        await bot.here.command("/backlinks links site.example")
        answer = await bot.here.wait_for(lambda m: "1 tracked link (1 live)" in m["text"])
        await bot.here.click(answer, tracked.LOOK_NOW)
        await bot.here.wait_for(lambda m: "will be looked at" in m["text"])


async def test_untrack_stops_one_or_all(bot: Office) -> None:
    await bot.here.command(f"/backlinks track {PAGE} site.example")
    await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"])
    await bot.here.command(f"/backlinks untrack {PAGE} site.example")
    await bot.here.wait_for(lambda m: "is tracked no longer" in m["text"])
    await bot.here.command("/backlinks untrack site.example")
    await bot.here.wait_for(lambda m: "Nothing of site.example is tracked." in m["text"])


async def test_the_pages_of_an_import_or_an_answer_are_tracked(bot: Office) -> None:
    summary = await imported(bot)
    await bot.here.click(summary, TRACK_IMPORTED)
    await bot.here.wait_for(lambda m: "Tracking 3 new links." in m["text"], channel="dm")
    await bot.here.command("/backlinks check site.example")
    answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
    await bot.here.click(answer, MENU, "track site.example")
    await bot.here.wait_for(lambda m: "3 links were tracked already" in m["text"])


async def test_nothing_new_is_not_called_tracking(bot: Office) -> None:
    for _ in range(2):
        await bot.here.command(f"/backlinks track {PAGE} site.example")
    answer = await bot.here.wait_for(lambda m: "1 link was tracked already." in m["text"])
    assert "Tracking" not in answer["text"]
