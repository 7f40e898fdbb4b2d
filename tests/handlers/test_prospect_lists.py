"""Lists, adding many, CSV, who, forget, App Home: by command and by button."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.names import parse_target
from bot.domain.prospects import Details, Kind, NewProspect
from bot.domain.watches import Watch
from bot.prospecting import post_card
from bot.slack import prospect_forms as forms
from bot.slack import prospect_list as drawn
from bot.slack import prospects as cards
from bot.slack.home import REFRESH
from jobs.deliver_posts import deliver_posts
from jobs.report_outreach import report_outreach
from tests.handlers.conftest import Office
from tests.handlers.test_prospects import CONTACTED, opened
from tests.workspace import RefusedError


async def added(bot: Office, number: int) -> None:
    """Prospects of ana's."""
    target = parse_target("site.example")
    new = [
        NewProspect(
            f"https://b{n}.example/", Details(Kind.OTHER, target), bot.here.user, bot.here.user
        )
        for n in range(number)
    ]
    await bot.deps.prospects.add_prospects(new, now=bot.time())


async def test_prospects_are_listed_by_page_filtered_and_opened(bot: Office) -> None:
    await added(bot, 50)
    await bot.here.command("/backlinks prospects mine")
    first = await bot.here.wait_for(lambda m: "50 prospects" in m["text"])
    assert "new 50" in first["text"]
    await bot.here.click(first, f"{drawn.PAGE}.next")
    second = await bot.here.wait_for(lambda m: "b29.example" in m["text"] and "50 pro" in m["text"])
    await bot.here.click(second, drawn.OPEN_ONE, "30 1")
    card = await bot.here.wait_for(lambda m: m["text"].startswith("b29.example ·"))
    assert "Nobody wrote yet" in card["text"]


async def test_a_wrong_status_is_answered_with_the_right_ones(bot: Office) -> None:
    await bot.here.command("/backlinks prospects sleeping")
    await bot.here.wait_for(lambda m: "Statuses are: new, contacted" in m["text"])


async def test_many_are_added_from_pasted_lines_and_bad_lines_are_named(bot: Office) -> None:
    await bot.here.command("/backlinks prospects add")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.ADD_FORM)
    pasted = (
        "page,kind,contact\nhttps://a.example/x,guest post,ann@a.example\nnot a page,,\nb.example,,"
    )
    await bot.here.submit(view, {forms.LINES: pasted, forms.TARGET: "site.example"})
    done = await bot.here.wait_for(lambda m: "2 new prospects" in m["text"])
    assert "line 3" in done["text"]
    kept = await bot.deps.prospects.all_prospects()
    assert [p.details.kind for p in kept] == [Kind.GUEST_POST, Kind.OTHER]


async def test_a_csv_file_is_read_and_the_export_holds_all_of_it_guarded(bot: Office) -> None:
    await bot.here.command("/backlinks prospects add")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.ADD_FORM)
    content = b"\xef\xbb\xbfURL;Notes\nhttps://a.example/x;=HYPERLINK(1)\n"
    file = await bot.here.upload("prospects.csv", content)
    await bot.here.submit(view, {forms.FILES: [file["id"]]})
    await bot.here.wait_for(lambda m: "1 new prospect" in m["text"])
    await bot.here.command("/backlinks prospects")
    shown = await bot.here.wait_for(lambda m: "1 prospect" in m["text"])
    await bot.here.click(shown, drawn.EXPORT)
    sent = await bot.here.wait_for(lambda m: m.get("reply_count"), channel="dm")
    thread = await bot.here.messages("dm", thread_ts=sent["ts"])
    file = next(m["files"][0] for m in thread if m.get("files"))
    async with bot.here.session.get(f"{bot.here.base_url}{file['url']}") as response:
        text = (await response.read()).decode("utf-8-sig")
    assert "https://a.example/x" in text
    assert "'=HYPERLINK(1)" in text


async def test_who_tells_what_was_done_and_the_shortcut_takes_urls_alone(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, CONTACTED)
    await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    await bot.here.as_user("ben").command("/backlinks who blog.example")
    told = await bot.here.as_user("ben").wait_for(lambda m: "No link from it" in m["text"])
    assert "A colleague has it" in told["text"]
    assert "wrote to this site" in told["text"]
    message = await bot.here.say("a secret about <https://blog.example/x>")
    await bot.here.shortcut("who", message)
    mine = await bot.here.wait_for(lambda m: "No link from it" in m["text"])
    assert "secret" not in str(mine)


async def test_forget_asks_then_erases(bot: Office) -> None:
    target = parse_target("site.example")
    details = Details(Kind.OTHER, target, "ann@a.example", "call Ann")
    new = NewProspect("https://a.example/", details, "U1")
    await bot.deps.prospects.add_prospects([new], now=bot.time())
    await post_card(bot.here.user, bot.deps, await bot.deps.prospects.prospect(1))
    await bot.here.command("/backlinks forget Ann@A.example")
    asked = await bot.here.wait_for(lambda m: "cannot be undone" in m["text"])
    assert (await bot.deps.prospects.prospect(1)).details.contact
    await bot.here.click(asked, drawn.FORGET)
    await bot.here.wait_for(lambda m: "Erased from 1 prospect" in m["text"])
    assert (await bot.deps.prospects.prospect(1)).details.contact == "[erased]"
    await bot.here.wait_for(lambda m: "[erased]" in str(m["blocks"]), channel="dm")
    assert "ann@a.example" not in str(await bot.here.messages("dm"))


async def test_home_shows_my_prospects_and_follows_what_changes(bot: Office) -> None:
    await added(bot, 3)
    await bot.here.open_home()
    home = await bot.here.wait_for_home(lambda v: "My prospects: 3" in str(v["blocks"]))
    await bot.here.click(home, cards.OPEN)
    window = await bot.here.wait_for_view(lambda v: "Nobody wrote yet" in str(v["blocks"]))
    await bot.here.click(window, CONTACTED)
    await bot.here.wait_for_view(lambda v: "Contacted by" in str(v["blocks"]))
    await bot.here.wait_for_home(lambda v: "Contacted: 1" in str(v["blocks"]))
    home = await bot.here.wait_for_home()
    await bot.here.click(home, REFRESH)


async def test_home_shows_private_watches_to_members_only(bot: Office) -> None:
    private = Watch(
        "w1", "C0SECRET", parse_target("hidden.example"), bot.here.user, bot.time(), is_private=True
    )
    await bot.deps.watches.add_watch(private)
    await bot.here.open_home()
    home = await bot.here.wait_for_home()
    assert "hidden.example" not in str(home["blocks"])


async def test_a_form_in_a_window_goes_back_to_its_card(bot: Office) -> None:
    await added(bot, 1)
    await bot.here.open_home()
    home = await bot.here.wait_for_home(lambda v: "My prospects: 1" in str(v["blocks"]))
    await bot.here.click(home, cards.OPEN)
    window = await bot.here.wait_for_view(lambda v: "Nobody wrote yet" in str(v["blocks"]))
    await bot.here.click(window, cards.MENU, "declined 1 1")
    form = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.MOVE_FORM)
    await bot.here.submit(form, {forms.NOTE: "they said no"})
    await bot.here.wait_for_view(lambda v: "Declined on" in str(v["blocks"]))
    assert (await bot.deps.prospects.prospect(1)).moves[-1].note == "they said no"


async def test_an_empty_form_says_what_is_missing_at_its_field(bot: Office) -> None:
    await bot.here.command("/backlinks prospects add")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.ADD_FORM)
    answer = await bot.here.submit(view, {})
    assert "Paste at least one page" in answer["errors"][forms.LINES]


async def test_a_channel_with_a_digest_gets_one_report_a_week(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, CONTACTED)
    await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    channel = bot.here.channel_id("seo")
    watch = Watch("w1", channel, parse_target("site.example"), bot.here.user, bot.time())
    await bot.deps.watches.add_watch(watch)
    await bot.deps.watches.change_settings(channel, lambda s: replace(s, digest_at=time(9)))
    for week in range(2):
        for _ in range(3):
            await report_outreach(bot.deps)
            await deliver_posts(bot.deps)
            bot.time.now += timedelta(hours=1)
        bot.time.now += timedelta(days=7, hours=-3) * (1 - week)
    told = [m for m in await bot.here.messages() if m["text"].startswith("Outreach, week to")]
    assert len(told) == 1
    assert "1 site contacted" in told[0]["text"], "the first one waits until it has a week to tell"


@pytest.mark.parametrize("words", ["", "not a site", "a@b"])
async def test_wrong_words_are_answered_with_the_right_ones(bot: Office, words: str) -> None:
    try:
        await bot.here.command(f"/backlinks forget {words}")
    except RefusedError as error:
        pytest.fail(str(error))
    await bot.here.wait_for(lambda m: "Type" in m["text"])
