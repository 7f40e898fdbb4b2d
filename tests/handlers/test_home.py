"""App Home: what it shows to whom, that it follows what changes, and every verb by button."""

from dataclasses import replace
from datetime import time, timedelta

from bot.domain.names import parse_target
from bot.domain.prospects import Details, Kind, NewProspect
from bot.domain.watches import Watch
from bot.slack import ask_form as drawn
from bot.slack import watches as watching
from jobs.refresh_homes import refresh_homes
from tests.handlers.conftest import Office

OURS = parse_target("site.example")


def said(view: dict[str, object]) -> str:
    return str(view["blocks"])


async def test_a_home_that_was_opened_follows_what_others_change(bot: Office) -> None:
    await bot.here.open_home()
    await bot.here.wait_for_home(lambda v: "No channel that you see watches" in said(v))
    watch = Watch("w1", bot.here.channel_id("seo"), OURS, "U0BEN", bot.time())
    await bot.deps.watches.add_watch(watch)
    await refresh_homes(bot.deps)
    await bot.here.wait_for_home(lambda v: "no digest" in said(v))
    await bot.deps.watches.change_settings(watch.channel, lambda s: replace(s, digest_at=time(9)))
    await refresh_homes(bot.deps)
    await bot.here.wait_for_home(lambda v: "digest at 09:00" in said(v))
    new = NewProspect("https://a.example/", Details(Kind.OTHER, OURS), "cli", owner=bot.here.user)
    await bot.deps.prospects.add_prospects([new], now=bot.time())
    await refresh_homes(bot.deps)
    await bot.here.wait_for_home(lambda v: "My prospects: 1" in said(v))


async def test_a_home_without_news_is_not_published_again(bot: Office) -> None:
    await bot.here.open_home()
    first = await bot.here.wait_for_home()
    bot.time.now += timedelta(hours=1)
    await refresh_homes(bot.deps)
    assert (await bot.here.wait_for_home())["hash"] == first["hash"]


async def test_nobody_s_home_is_followed_before_it_was_opened(bot: Office) -> None:
    assert bot.deps.home_memory.readers(bot.time()) == ()
    await refresh_homes(bot.deps)


async def test_any_verb_can_be_asked_by_button_and_is_answered_where_one_said(bot: Office) -> None:
    await bot.here.open_home()
    home = await bot.here.wait_for_home()
    await bot.here.click(home, drawn.ASK)
    form = await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.ASK_FORM)
    seo = bot.here.channel_id("seo")
    filled = {drawn.VERB: "who", drawn.WORDS: "blog.example", drawn.CHANNEL: seo}
    await bot.here.submit(form, filled)
    told = await bot.here.wait_for(lambda m: "Nobody wrote to it" in m["text"])
    assert told["is_ephemeral"]


async def test_a_wrong_word_in_the_window_is_answered_in_words(bot: Office) -> None:
    await bot.here.open_home()
    home = await bot.here.wait_for_home()
    await bot.here.click(home, drawn.ASK)
    form = await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.ASK_FORM)
    seo = bot.here.channel_id("seo")
    await bot.here.submit(form, {drawn.VERB: "check", drawn.WORDS: "sitecom", drawn.CHANNEL: seo})
    await bot.here.wait_for(lambda m: "is not a domain" in m["text"])


async def test_a_watch_begins_from_home(bot: Office) -> None:
    await bot.here.open_home()
    home = await bot.here.wait_for_home()
    await bot.here.click(home, f"{drawn.ASK}.watch")
    form = await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.ASK_FORM)
    chosen = form["blocks"][0]["element"]["initial_option"]["value"]
    assert chosen == "watch"
    seo = bot.here.channel_id("seo")
    await bot.here.submit(
        form, {drawn.VERB: "watch", drawn.WORDS: "site.example", drawn.CHANNEL: seo}
    )
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == watching.FORM)
    assert "site.example" in said(view)
