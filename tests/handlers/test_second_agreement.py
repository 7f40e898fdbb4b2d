"""A second agreement takes the first one's place, and undoing it gives that back."""

from datetime import timedelta

from bot.domain.names import parse_target
from bot.domain.prospect_moves import Change
from bot.domain.prospects import Action, Details, Kind, NewProspect, Terms
from bot.prospecting import rules_of
from bot.services.outreach import Moved, agree, undo
from tests.handlers.conftest import Office

SITE = parse_target("site.example")
FIRST, SECOND = "https://blog.example/spades", "https://blog.example/rakes"


async def awaited(bot: Office) -> dict[str, int]:
    """What is tracked: each page, with the days until its promise."""
    links = await bot.deps.tracked_links.tracked(None, limit=9)
    return {
        link.referring_page: (link.standing.promised_at - bot.time.now) // timedelta(days=1)
        for link in links
        if link.standing.promised_at
    }


async def agreed(bot: Office, page: str, *, days: int) -> Moved:
    now = bot.time.now
    prospect = await bot.deps.prospects.prospect(1)
    change = Change(Action.AGREED, "U1", now, now.date(), seen=prospect.version)
    due = now.date() + timedelta(days=days)
    return await agree(
        1,
        change,
        Terms(page, SITE, due_on=due),
        zone=None,
        prospects=bot.deps.prospects,
        tracked=bot.deps.tracked_links,
        rules=rules_of(bot.deps),
    )


async def taken_back(bot: Office) -> Moved:
    now = bot.time.now
    prospect = await bot.deps.prospects.prospect(1)
    change = Change(Action.UNDONE, "U1", now, now.date(), seen=prospect.version)
    return await undo(
        1,
        change,
        prospects=bot.deps.prospects,
        tracked=bot.deps.tracked_links,
        rules=rules_of(bot.deps),
    )


async def begun(bot: Office) -> None:
    new = NewProspect(FIRST, Details(Kind.GUEST_POST, SITE), "U1", owner="U1")
    await bot.deps.prospects.add_prospects([new], now=bot.time.now)


async def test_another_page_takes_the_place_of_the_first_and_gives_it_back(bot: Office) -> None:
    await begun(bot)
    await agreed(bot, FIRST, days=5)
    assert set(await awaited(bot)) == {FIRST}
    await agreed(bot, SECOND, days=9)
    assert set(await awaited(bot)) == {SECOND}, "nobody promises the first one any more"
    moved = await taken_back(bot)
    assert moved.prospect.standing.agreed is not None
    assert moved.prospect.standing.agreed.page == FIRST
    assert set(await awaited(bot)) == {FIRST}


async def test_another_day_for_the_same_page_is_taken_back_too(bot: Office) -> None:
    await begun(bot)
    await agreed(bot, FIRST, days=5)
    before = await awaited(bot)
    await agreed(bot, FIRST, days=9)
    assert (await awaited(bot))[FIRST] == before[FIRST] + 4
    await taken_back(bot)
    assert await awaited(bot) == before


async def test_an_only_agreement_leaves_nothing_behind(bot: Office) -> None:
    await begun(bot)
    await agreed(bot, SECOND, days=5)
    await taken_back(bot)
    assert await awaited(bot) == {}
