"""Two people, double clicks, and buttons that are weeks old."""

import asyncio
from datetime import timedelta

from bot.domain.prospects import Action, Status
from bot.slack import prospects as drawn
from tests.handlers.conftest import Office
from tests.handlers.test_prospects import CONTACTED, REPLIED, opened
from tests.workspace import Json


async def shared(bot: Office) -> Json:
    """A card in a channel, which both see."""
    card = await opened(bot.here)
    await bot.here.click(card, drawn.MENU, "share 1 1")
    return await bot.here.wait_for(
        lambda m: m["text"].startswith("blog.example ·") and not m.get("is_ephemeral")
    )


async def test_both_clicking_at_once_is_one_move_and_the_other_is_told(bot: Office) -> None:
    ana, ben = bot.here, bot.here.as_user("ben")
    card = await shared(bot)
    await asyncio.gather(
        ana.click(card, CONTACTED), ben.click(card, drawn.MENU, "do_not_contact 1 1")
    )
    await bot.deps.background.drain()
    kept = await bot.deps.prospects.prospect(1)
    assert len(kept.moves) == 2, "one of them was faster"
    first = kept.moves[-1].by
    second = ben if first == ana.user else ana
    told = await second.wait_for(lambda m: "Since you saw this" in m["text"])
    assert told["is_ephemeral"], "the shared card says nothing of it"
    assert kept.status in (Status.CONTACTED, Status.DO_NOT_CONTACT)


async def test_ten_quick_clicks_of_one_person_are_one_move(bot: Office) -> None:
    card = await shared(bot)
    await asyncio.gather(*(bot.here.click(card, CONTACTED) for _ in range(10)))
    await bot.deps.background.drain()
    kept = await bot.deps.prospects.prospect(1)
    assert [move.action for move in kept.moves] == [Action.ADDED, Action.CONTACTED]


async def test_a_button_that_is_weeks_old_works_on_the_prospect_of_today(bot: Office) -> None:
    card = await shared(bot)
    bot.time.now += timedelta(days=45)
    await bot.here.click(card, CONTACTED)
    card = await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    bot.time.now += timedelta(days=45)
    await bot.here.click(card, REPLIED)
    await bot.here.wait_for(lambda m: "Replied since" in m["text"])
    kept = await bot.deps.prospects.prospect(1)
    assert [m.action for m in kept.moves] == [Action.ADDED, Action.CONTACTED, Action.REPLIED]


async def test_an_old_button_that_others_outdated_shows_what_they_did(bot: Office) -> None:
    ana, ben = bot.here, bot.here.as_user("ben")
    old = await opened(ben)
    card = await opened(ana)
    await ana.click(card, CONTACTED)
    await ana.wait_for(lambda m: "Contacted by" in m["text"])
    bot.time.now += timedelta(days=60)
    await ben.click(old, CONTACTED)
    told = await ben.wait_for(lambda m: "Since you saw this" in m["text"])
    assert "Contacted by" in told["text"], "the card is the prospect of today"
    await ben.click(told, REPLIED)
    await ben.wait_for(lambda m: "Replied since" in m["text"])


async def test_the_second_person_cannot_undo_what_the_first_did_meanwhile(bot: Office) -> None:
    ana, ben = bot.here, bot.here.as_user("ben")
    card = await shared(bot)
    await ana.click(card, CONTACTED)
    await bot.deps.background.drain()
    card = await ana.wait_for(lambda m: "Contacted by" in m["text"])
    await ben.command("/backlinks prospect https://blog.example/tools site.example/guide")
    his = await ben.wait_for(lambda m: "Contacted by" in m["text"] and m.get("is_ephemeral"))
    await ana.click(card, REPLIED)
    await ana.wait_for(lambda m: "Replied since" in m["text"])
    await ben.click(his, f"{drawn.MOVE}.undone")
    await ben.wait_for(lambda m: "Since you saw this" in m["text"])
    assert (await bot.deps.prospects.prospect(1)).status is Status.REPLIED
