"""From a lost link's card to its prospect: history, terms, and the text before and after the loss."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.backlinks import Backlink, DomainName
from bot.domain.pages import Page
from bot.domain.prospects import Action, Status
from bot.domain.source_news import ImportNews, news_events
from bot.errors import FetchError
from bot.slack import events as cards
from bot.slack import prospect_forms as forms
from bot.slack import prospects as drawn
from jobs.deliver_posts import deliver_posts
from jobs.remind_owners import hear_checker
from jobs.send_digests import send_digests
from tests.handlers.conftest import NOW, Office
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.handlers.test_watching import DAY, Json, serve, tick, track, watch

BEFORE = "We dug for many years, and most of what we know about clay soil we read in the"
AFTER = "and the rest our neighbours told us over the fence on long summer evenings."


def article(words: str) -> Page:
    body = f"<!doctype html><title>Clay</title><article><p>{BEFORE} {words} {AFTER}</p></article>"
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(PAGE, PAGE, 200, headers, body.encode(), NOW)


async def loses(bot: Office, instead: str = "book of a stranger,") -> Json:
    """The link is live, then its words are replaced; gives the card."""
    serve(bot, {PAGE: article(LINK)})
    await tick(bot)
    await hear_checker(bot.deps)
    bot.time.now += DAY
    serve(bot, {PAGE: article(instead)})
    await tick(bot)
    bot.time.now += timedelta(minutes=31)
    await tick(bot)
    return await bot.here.wait_for(lambda m: m["text"].startswith("Lost:"))


async def test_win_back_shows_the_text_before_and_what_stands_there_now(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await loses(bot)
    thread = await bot.here.messages("seo", thread_ts=card["ts"])
    assert any("book of a stranger" in str(reply["blocks"]) for reply in thread[1:])
    await bot.here.click(card, cards.WIN_BACK)
    told = await bot.here.wait_for(lambda m: "Win it back" in m["text"], channel="dm")
    assert "we read in the garden guide and the rest" in str(told["blocks"])
    assert "we read in the book of a stranger, and the rest" in str(told["blocks"])
    kept = await bot.deps.prospects.prospect(1)
    assert kept.lost_text is not None
    assert "garden guide" in kept.lost_text.before
    assert "book of a stranger" in kept.lost_text.after


async def test_win_back_reopens_the_won_prospect_with_its_history_and_terms(bot: Office) -> None:
    await watch(bot)
    await bot.here.command(f"/backlinks prospect {PAGE} site.example")
    opened = await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    await bot.here.click(opened, drawn.MENU, "agreed 1 1")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.MOVE_FORM)
    await bot.here.submit(view, {forms.ANCHOR: "garden guide", forms.COST: "120 EUR"})
    await bot.here.wait_for(lambda m: "Agreed on" in m["text"])
    card = await loses(bot)
    assert (await bot.deps.prospects.prospect(1)).status is Status.WON
    await bot.here.click(card, cards.WIN_BACK)
    told = await bot.here.wait_for(lambda m: "Win it back" in m["text"], channel="dm")
    kept = await bot.deps.prospects.prospect(1)
    assert [move.action for move in kept.moves] == [
        Action.ADDED, Action.AGREED, Action.WON, Action.LINK_LOST, Action.REOPENED,
    ]  # fmt: skip
    assert kept.standing.agreed is not None
    assert "120 EUR" in told["text"], "the terms are said on the reopened card"


async def test_a_page_that_is_gone_says_so_in_the_place_of_its_text(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    serve(bot, {PAGE: article(LINK)})
    await tick(bot)
    bot.time.now += DAY
    gone = Page(PAGE, PAGE, 410, (), b"gone", NOW)
    for wait in (timedelta(), DAY, DAY):
        bot.time.now += wait
        serve(bot, {PAGE: gone})
        await tick(bot)
    card = await bot.here.wait_for(lambda m: m["text"].startswith("Lost:"))
    await bot.here.click(card, cards.WIN_BACK)
    await bot.here.wait_for(lambda m: "Win it back" in m["text"], channel="dm")
    kept = await bot.deps.prospects.prospect(1)
    assert kept.lost_text is not None
    assert "410" in kept.lost_text.after


async def contacted(bot: Office) -> None:
    await bot.here.command(f"/backlinks prospect {PAGE} site.example")
    card = await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    await bot.here.click(card, f"{drawn.MOVE}.contacted")
    await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    await bot.deps.background.drain()


async def test_a_link_that_comes_after_the_first_letter_wins_without_a_promise(bot: Office) -> None:
    await watch(bot)
    serve(bot, {PAGE: article("book of a stranger,")})
    await contacted(bot)
    bot.time.now += DAY
    card = await loses(bot)
    assert "owner: ana" in card["text"].lower(), "the link came, was tracked, and was lost again"
    assert f"<@{bot.here.user}>" not in str(card["blocks"]), "its owner is told by direct message"
    await hear_checker(bot.deps)
    await deliver_posts(bot.deps)
    kept = await bot.deps.prospects.prospect(1)
    assert [move.action for move in kept.moves[2:]] == [Action.WON, Action.LINK_LOST]
    told = await bot.here.wait_for(lambda m: "the link was lost on" in m["text"], channel="dm")
    assert "book of a stranger" in str(told["blocks"]), "the owner's card has both texts"


async def test_a_link_that_stood_before_the_letter_is_no_success(bot: Office) -> None:
    serve(bot, {PAGE: article(LINK)})
    await contacted(bot)
    bot.time.now += DAY
    await tick(bot)
    await hear_checker(bot.deps)
    assert (await bot.deps.prospects.prospect(1)).status is Status.CONTACTED
    await bot.here.command(f"/backlinks prospect {PAGE} site.example")
    await bot.here.wait_for(lambda m: "They link to you already: 1 link" in m["text"])


async def test_undo_and_declined_end_the_awaiting(bot: Office) -> None:
    serve(bot, {PAGE: article("a book,")})
    await contacted(bot)
    assert len(await bot.deps.tracked_links.tracked(None, limit=9)) == 1
    card = await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    await bot.here.click(card, f"{drawn.MOVE}.undone")
    await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    await bot.deps.background.drain()
    assert not await bot.deps.tracked_links.tracked(None, limit=9)


async def test_a_link_that_a_source_names_on_another_page_wins_when_we_saw_it(bot: Office) -> None:
    other = "https://journal.example/news"
    serve(bot, {PAGE: article("a book,")})
    await contacted(bot)
    site, ours = DomainName("journal.example"), DomainName("site.example")
    named = Backlink("ahrefs", site, ours, NOW.date(), referring_page=other)
    happened = ImportNews(7, "ahrefs", (named,))
    await bot.deps.events.add_events(news_events(happened, now=bot.time.now))
    serve(bot, {other: FetchError("timeout", "No answer.", url=other)})
    await hear_checker(bot.deps)
    assert (await bot.deps.prospects.prospect(1)).status is Status.CONTACTED
    bot.time.now += DAY + timedelta(minutes=1)
    happened = replace(happened, import_id=8)
    await bot.deps.events.add_events(news_events(happened, now=bot.time.now))
    serve(bot, {other: replace(article(LINK), url=other, requested_url=other)})
    await hear_checker(bot.deps)
    kept = await bot.deps.prospects.prospect(1)
    assert kept.status is Status.WON
    assert kept.standing.link is not None
    assert kept.standing.link.page == other
    assert kept.standing.link.link_id is not None, "it is tracked from now on"
    tracked = await bot.deps.tracked_links.tracked(None, limit=9)
    assert [link.referring_page for link in tracked] == [other], "nothing else is awaited"


async def test_a_won_link_on_the_prospect_s_own_page_stays_tracked(bot: Office) -> None:
    serve(bot, {PAGE: article("a book,")})
    await contacted(bot)
    bot.time.now += DAY + timedelta(minutes=1)
    site, ours = DomainName("journal.example"), DomainName("site.example")
    named = ImportNews(7, "ahrefs", (Backlink("ahrefs", site, ours, NOW.date(), PAGE),))
    await bot.deps.events.add_events(news_events(named, now=bot.time.now))
    serve(bot, {PAGE: article(LINK)})
    await hear_checker(bot.deps)
    assert (await bot.deps.prospects.prospect(1)).status is Status.WON
    tracked = await bot.deps.tracked_links.tracked(None, limit=9)
    assert [link.referring_page for link in tracked] == [PAGE]


async def test_links_of_a_site_that_were_lost_together_are_one_prospect(bot: Office) -> None:
    pages = [f"https://journal.example/p{n}" for n in range(5)]
    await watch(bot)
    await track(bot, *pages)
    serve(bot, {url: page(url, LINK) for url in pages})
    await tick(bot)
    bot.time.now += DAY
    for wait in (timedelta(), timedelta(minutes=31)):
        bot.time.now += wait
        serve(bot, {url: page(url) for url in pages})
        await tick(bot)
    card = await bot.here.wait_for(lambda m: m["text"].startswith("Lost: 5 links"))
    await bot.here.click(card, cards.WIN_BACK)
    await bot.here.wait_for(
        lambda m: "5 links of this site were lost together" in m["text"], channel="dm"
    )
    (kept,) = await bot.deps.prospects.all_prospects()
    assert kept.moves[0].note == "5 links of the site were lost together"
    assert len(await bot.here.messages("dm")) == 1


async def test_a_link_that_comes_back_rewrites_the_card_the_digest_and_the_owner_s_message(
    bot: Office,
) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await loses(bot)
    bot.time.now += DAY
    await send_digests(bot.deps)
    digest = await bot.here.wait_for(lambda m: "Lost: link removed" in m["text"])
    await bot.here.click(card, cards.WIN_BACK)
    mine = await bot.here.wait_for(lambda m: "Win it back" in m["text"], channel="dm")
    await bot.deps.background.drain()
    serve(bot, {PAGE: article(LINK)})
    for _ in range(2):
        bot.time.now += timedelta(minutes=40)
        await tick(bot)
    bot.time.now += timedelta(minutes=1)
    await hear_checker(bot.deps)
    await send_digests(bot.deps)
    await deliver_posts(bot.deps)
    for where, channel, words in (
        (card, "seo", "Won back"),
        (digest, "seo", "Lost, back again"),
        (mine, "dm", "Won: the link is live"),
    ):
        now = [m for m in await bot.here.messages(channel) if m["ts"] == where["ts"]]
        assert words in now[0]["text"]
    kept = await bot.deps.prospects.prospect(1)
    assert kept.status is Status.WON
