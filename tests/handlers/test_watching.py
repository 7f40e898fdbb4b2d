"""A channel watches a site: what it is told, when, and what the buttons under it do."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import SlackPoster
from bot.domain.pages import Page
from bot.errors import FetchError
from bot.ports import Posted
from bot.services.deliver import LEASE
from bot.services.watch_sites import visible_watches
from bot.slack import events as cards
from bot.slack import verdict
from bot.slack import watches as drawn
from jobs.check_own_pages import check_own_pages
from jobs.deliver_posts import deliver_posts
from jobs.run_due_checks import run_due_checks
from tests.handlers.conftest import Office
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.looks import a_page

Json = dict[str, Any]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def watch(bot: Office, target: str = "site.example", **values: Any) -> Json:
    """Set a watch up as a person does; gives the channel's message."""
    await bot.here.command(f"/backlinks watch {target}")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.FORM)
    filled = {
        drawn.TARGET: target,
        drawn.AT_ONCE: ["lost", "target_broken", "overdue"],
        drawn.IN_DIGEST: ["lost", "gained"],
        drawn.WHICH: drawn.VALUABLE,
        drawn.DIGEST_AT: "09:00",
        **values,
    }
    await bot.here.submit(view, filled)
    return await bot.here.wait_for(lambda m: "now watches" in m["text"])


async def track(bot: Office, *pages: str) -> None:
    for url in pages:
        await bot.here.command(f"/backlinks track {url} site.example")
        await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"])
    bot.time.now += HOUR


def serve(bot: Office, pages: Mapping[str, Page | FetchError]) -> None:
    bot.pages.answers = {
        url: replace(answer, fetched_at=bot.time.now) if isinstance(answer, Page) else answer
        for url, answer in pages.items()
    }


async def tick(bot: Office) -> None:
    """A minute's tick, at a time when every link is due."""
    for link in await bot.deps.tracked_links.tracked(None, limit=1000):
        await bot.deps.tracked_links.look_soon(link.id, at=bot.time.now)
    serve(bot, bot.pages.answers)
    await run_due_checks(bot.deps)
    await deliver_posts(bot.deps)


async def lose(bot: Office, url: str = PAGE) -> Json:
    """Live, then missing twice; gives the card."""
    serve(bot, {url: page(url, LINK)})
    await tick(bot)
    bot.time.now += DAY
    serve(bot, {url: page(url)})
    await tick(bot)
    bot.time.now += timedelta(minutes=31)
    await tick(bot)
    return await bot.here.wait_for(lambda m: m["text"].startswith("Lost:"))


async def shown(bot: Office, card: Json) -> Json:
    """The same message as it is now."""
    return await bot.here.wait_for(lambda m: m["ts"] == card["ts"])


async def test_a_watch_says_what_it_will_post_and_how_to_undo_it(bot: Office) -> None:
    message = await watch(bot)
    assert "This channel now watches site.example" in message["text"]
    assert "In the last 30 days this would have posted nothing." in message["text"]
    assert "The rest stands in the digest at 09:00, Madrid time." in message["text"]
    await bot.here.click(message, drawn.UNDO)
    await bot.here.wait_for(lambda m: "no longer watches" in m["text"])
    assert await bot.deps.watches.watches() == ()


async def test_a_lost_link_is_one_card_with_its_details_in_the_thread(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    assert "journal.example/tools no longer links to site.example" in card["text"]
    assert "owner: nobody yet" in card["text"]
    assert "(quality about 100, a rough guess, followed, in the article's text" in card["text"]
    thread = await bot.here.messages("seo", thread_ts=card["ts"])
    assert any("garden guide" in str(reply["blocks"]) for reply in thread[1:])


async def test_two_senders_at_once_post_once_however_slow_slack_is(bot: Office) -> None:
    """A post that takes longer than its lease would else be taken by the other sender."""
    await watch(bot)
    await track(bot, PAGE)
    serve(bot, {PAGE: page(PAGE, LINK)})
    await tick(bot)
    for pause in (DAY, timedelta(minutes=31)):
        bot.time.now += pause
        serve(bot, {PAGE: page(PAGE)})
        for link in await bot.deps.tracked_links.tracked(None, limit=9):
            await bot.deps.tracked_links.look_soon(link.id, at=bot.time.now)
        await run_due_checks(bot.deps)

    others: set[asyncio.Task[None]] = set()

    class Slow(SlackPoster):
        async def post(self, *args: Any, **about: Any) -> Posted:
            if not others:
                bot.time.now += 2 * LEASE
                others.add(asyncio.create_task(deliver_posts(deps)))
                # It comes to nothing: while one sends, another waits. So this waits no longer for it.
                await asyncio.wait(others, timeout=0.5)
            return await super().post(*args, **about)

    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=bot.here.bot_token, base_url=bot.here.api_url, session=session
        )
        deps = replace(bot.deps, poster=Slow(client))
        await deliver_posts(deps)
        await asyncio.gather(*others)
    cards_there = [m for m in await bot.here.messages("seo") if m["text"].startswith("Lost:")]
    assert len(cards_there) == 1
    assert len(await bot.here.messages("seo", thread_ts=cards_there[0]["ts"])) == 2


async def test_a_restored_link_edits_the_old_message(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    await bot.here.click(card, cards.WIN_BACK)
    await bot.here.wait_for(lambda m: "wins it back" in m["text"])
    bot.time.now += 2 * DAY
    serve(bot, {PAGE: page(PAGE, LINK)})
    await tick(bot)
    bot.time.now += timedelta(minutes=31)
    await tick(bot)
    back = await bot.here.wait_for(lambda m: m["text"].startswith("Won back after 2 days"))
    assert back["ts"] == card["ts"]
    assert cards.WIN_BACK not in str(back["blocks"])
    assert len([m for m in await bot.here.messages("seo") if "journal" in m["text"]]) == 1


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    ben = bot.here.as_user("ben")
    await asyncio.gather(bot.here.click(card, cards.WIN_BACK), ben.click(card, cards.WIN_BACK))
    claimed = await bot.here.wait_for(lambda m: "wins it back" in m["text"])
    winner = bot.here if f"<@{bot.here.user}> wins" in str(claimed["blocks"]) else ben
    loser = ben if winner is bot.here else bot.here
    await loser.wait_for(lambda m: "Somebody else claimed it" in m["text"])
    assert f"<@{winner.user}> wins it back" in str((await shown(bot, card))["blocks"])


async def test_look_again_says_in_place_what_was_seen(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    bot.time.now += HOUR
    serve(bot, {PAGE: page(PAGE)})
    await bot.here.click(card, cards.LOOK_AGAIN)
    await bot.here.wait_for(lambda m: "still no link" in m["text"])
    bot.time.now += HOUR
    serve(bot, {PAGE: page(PAGE, LINK)})
    await bot.here.click(card, cards.LOOK_AGAIN)
    again = await bot.here.wait_for(lambda m: "a second look follows" in m["text"])
    assert again["ts"] == card["ts"]


async def test_look_again_at_a_page_of_ours_says_whether_it_answers(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    serve(bot, {PAGE: page(PAGE, LINK)})
    await tick(bot)
    (tracked,) = await bot.deps.tracked_links.tracked(None, limit=9)
    assert tracked.standing.value
    ours = str(tracked.standing.value.href)

    async def minutes_later(minutes: int, status: int, html: str) -> None:
        bot.time.now += timedelta(minutes=minutes)
        serve(bot, {ours: a_page(html, status=status, url=ours), PAGE: page(PAGE, LINK)})

    gone = "<h1>Not found</h1>"
    there = "<h1>The guide</h1>" + "<p>Spades and soil, seeds and seasons.</p>" * 20
    for minutes in (1, 11):
        await minutes_later(minutes, 404, gone)
        await check_own_pages(bot.deps)
    await deliver_posts(bot.deps)
    card = await bot.here.wait_for(lambda m: m["text"].startswith("Your page is broken:"))
    await bot.here.click(card, cards.LOOK_AGAIN)
    await bot.here.wait_for(lambda m: "the server answers 404" in m["text"])
    await minutes_later(1, 200, there)
    await bot.here.click(card, cards.LOOK_AGAIN)
    await bot.here.wait_for(lambda m: "it answers, a second look follows" in m["text"])
    await minutes_later(11, 200, there)
    await bot.here.click(card, cards.LOOK_AGAIN)
    await bot.here.wait_for(lambda m: m["text"].startswith("Works again after"))


async def test_a_channel_without_me_keeps_nothing_and_says_how_to_invite(bot: Office) -> None:
    await bot.here.command("/backlinks watch site.example", channel="seo-private")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.FORM)
    filled = {drawn.TARGET: "site.example", drawn.AT_ONCE: ["lost"], drawn.WHICH: drawn.EVERY}
    await bot.here.submit(view, filled)
    await bot.here.wait_for(lambda m: "/invite @Backlinks" in m["text"], channel="dm")
    assert await bot.deps.watches.watches() == ()


async def test_a_private_channel_s_watches_show_to_nobody_outside_it(bot: Office) -> None:
    await watch(bot)
    (public,) = await bot.deps.watches.watches()
    here = bot.here.playground.first_workspace
    private = here.channels[bot.here.channel_id("seo-private")]
    private.members.add(bot.here.bot_user)
    hidden = replace(public, id="w2", channel=private.id, is_private=True)
    await bot.deps.watches.add_watch(hidden)
    members_ids = private.members
    assert members_ids
    for name in ("ana", "ben", "chie"):
        user = bot.here.as_user(name).user
        seen = await visible_watches(user, watches=bot.deps.watches, people=bot.deps.people)
        assert seen == ((public, hidden) if user in members_ids else (public,)), name
    # Where the app may not ask who is in it, nobody sees it.
    nobody = Members({private.id: frozenset()})
    assert await visible_watches(bot.here.user, watches=bot.deps.watches, people=nobody) == (
        public,
    )
    members = Members({private.id: frozenset({bot.here.user})})
    seen = await visible_watches(bot.here.user, watches=bot.deps.watches, people=members)
    assert seen == (public, hidden)
    ben = bot.here.as_user("ben").user
    assert await visible_watches(ben, watches=bot.deps.watches, people=members) == (public,)


@dataclass
class Members:
    """`People` that know these private channels; every other one is public."""

    private: Mapping[str, frozenset[str]]

    async def zone_of(self, user: str) -> str | None:
        return None

    async def name_of(self, user: str) -> str:
        return user

    async def is_private(self, channel: str) -> bool:
        return channel in self.private

    async def members_of(self, channel: str) -> frozenset[str]:
        return self.private.get(channel, frozenset())


async def test_the_preview_is_what_was_really_posted(bot: Office) -> None:
    """Two channels: the second begins to watch when the first has heard of it."""
    await watch(bot)
    await track(bot, PAGE)
    await lose(bot)
    await bot.here.command("/backlinks watch site.example", channel="general")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.FORM)
    filled = {drawn.TARGET: "site.example", drawn.AT_ONCE: ["lost"], drawn.WHICH: drawn.VALUABLE}
    await bot.here.submit(view, filled)
    told = await bot.here.wait_for(lambda m: "now watches" in m["text"], channel="general")
    assert "(1 at once, 1 in a digest with news)" in told["text"]


async def test_snooze_wrong_alert_and_ignore_are_shown_with_who_did_it(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    await bot.here.click(card, cards.SNOOZE)
    asleep = await bot.here.wait_for(lambda m: "asleep until" in m["text"])
    await bot.here.click(asleep, cards.WAKE)
    await bot.here.wait_for(lambda m: "Lost:" in m["text"] and "asleep" not in m["text"])
    await bot.here.click(card, cards.MENU, cards.MENU_WRONG)
    shown_ = await bot.here.wait_for(lambda m: "wrong alert" in m["text"])
    assert f"wrong alert by <@{bot.here.user}>" in str(shown_["blocks"])
    await bot.here.click(card, cards.MENU, cards.MENU_IGNORE)
    await bot.here.wait_for(lambda m: "ignored for good" in m["text"])
    (link,) = await bot.deps.tracked_links.tracked(None, limit=9)
    assert link.ignored
    await bot.here.click(card, cards.MENU, cards.MENU_EVIDENCE)
    await bot.here.wait_for(lambda m: "Verdict: lost" in m["text"])


async def test_a_card_s_proof_comes_as_one_html_file_to_the_asker(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    await bot.here.click(card, cards.MENU, cards.MENU_PROOF)
    said = await bot.here.wait_for(
        lambda m: "Open the file in any browser" in m["text"], channel="dm"
    )
    sent = await bot.here.wait_for(lambda m: m.get("files"), channel="dm", thread_ts=said["ts"])
    assert sent["files"][0]["name"].endswith(".html")
    await bot.here.click(card, cards.MENU, cards.MENU_EVIDENCE)
    evidence = await bot.here.wait_for(lambda m: "Verdict: lost" in m["text"])
    assert verdict.PROOF in str(evidence["blocks"])


async def test_a_card_gets_an_owner_by_its_menu(bot: Office) -> None:
    await watch(bot)
    await track(bot, PAGE)
    card = await lose(bot)
    await bot.here.click(card, cards.MENU, cards.MENU_OWNER)
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == cards.OWNER_FORM)
    ben = bot.here.as_user("ben").user
    await bot.here.submit(view, {cards.OWNER: ben})
    owned = await bot.here.wait_for(lambda m: "owner: a colleague" in m["text"])
    assert f"owner: <@{ben}>" in str(owned["blocks"])
