"""Prospects in Slack: opened, moved, undone, by one person and by two at once."""

from typing import Any, cast

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import FollowUpRules
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import Action, Prospect, Status
from bot.errors import ConflictError
from bot.ports import ProspectStore
from bot.services import outreach
from bot.slack import prospect_forms as forms
from bot.slack import prospects as drawn
from tests.handlers.conftest import Office
from tests.workspace import Json, Workspace

PAGE = "https://blog.example/tools"
CONTACTED = f"{drawn.MOVE}.contacted"
REPLIED = f"{drawn.MOVE}.replied"
UNDONE = f"{drawn.MOVE}.undone"


async def opened(here: Workspace) -> Json:
    """The card of PAGE, fresh."""
    await here.command(f"/backlinks prospect {PAGE} site.example/guide")
    return await here.wait_for(lambda m: m["text"].startswith("blog.example ·"))


async def test_a_page_becomes_a_prospect_and_moves_by_its_button(bot: Office) -> None:
    card = await opened(bot.here)
    assert "Nobody wrote yet" in card["text"]
    await bot.here.click(card, CONTACTED)
    card = await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    assert "Next: Thu 26 Nov" in card["text"], "three working days after Monday"
    kept = await bot.deps.prospects.prospect(1)
    assert [m.action for m in kept.moves] == [Action.ADDED, Action.CONTACTED]
    assert kept.moves[-1].by == bot.here.user


async def test_undo_takes_the_last_move_back_and_says_so_in_the_history(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, CONTACTED)
    card = await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    await bot.here.click(card, UNDONE)
    await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    kept = await bot.deps.prospects.prospect(1)
    assert kept.status is Status.NEW
    assert kept.moves[-1].undoes == 2


async def test_a_note_is_asked_for_and_kept_in_the_history(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, drawn.MENU, "note 1 1")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.MOVE_FORM)
    await bot.here.submit(view, {forms.NOTE: "Ruth keeps the list."})
    await bot.here.wait_for(lambda m: "Note: Ruth keeps the list." in str(m["blocks"]))
    kept = await bot.deps.prospects.prospect(1)
    assert [(m.action, m.note) for m in kept.moves[1:]] == [(Action.NOTE, "Ruth keeps the list.")]


async def test_a_double_click_is_one_move(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, CONTACTED)
    await bot.here.click(card, CONTACTED)
    await bot.deps.background.drain()
    kept = await bot.deps.prospects.prospect(1)
    assert len(kept.moves) == 2


async def test_the_second_of_two_people_sees_what_the_first_did_and_decides_again(
    bot: Office,
) -> None:
    ana, ben = bot.here, bot.here.as_user("ben")
    hers, his = await opened(ana), await opened(ben)
    await ana.click(hers, CONTACTED)
    await ana.wait_for(lambda m: "Contacted by" in m["text"])
    await ben.click(his, f"{drawn.MOVE}.contacted")
    told = await ben.wait_for(lambda m: "Look again" in m["text"])
    assert (await bot.deps.prospects.prospect(1)).version == 2
    await ben.click(told, REPLIED)
    await ben.wait_for(lambda m: "Replied since" in m["text"])


class Overtaken:
    """A store in which a colleague moves the prospect just while the bot looks for what speaks against it."""

    def __init__(self, bot: Office) -> None:
        self._bot = bot

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bot.deps.prospects, name)

    async def prospects_of_site(self, site: DomainName) -> tuple[Prospect, ...]:
        await by_another(self._bot)
        return await self._bot.deps.prospects.prospects_of_site(site)


async def by_another(bot: Office) -> None:
    """A colleague writes to the site."""
    now = bot.deps.clock()
    change = Change(Action.CONTACTED, "UANA", now, now.date())
    await bot.deps.prospects.change_prospect(1, lambda p: apply(p, change, rules=FollowUpRules()))


async def test_who_is_overtaken_while_the_bot_looks_around_is_told_so(bot: Office) -> None:
    await opened(bot.here)
    now = bot.deps.clock()
    change = Change(Action.CONTACTED, "UBEN", now, now.date(), seen=1)
    with pytest.raises(ConflictError, match="UANA"):
        await outreach.move(
            1, change, known=frozenset(), prospects=cast("ProspectStore", Overtaken(bot)),
            backlinks=bot.deps.backlinks, tracked=bot.deps.tracked_links, clock=bot.deps.clock,
            rules=FollowUpRules(),
        )  # fmt: skip


async def test_agreed_asks_for_the_terms_and_awaits_the_link(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, drawn.MENU, "agreed 1 1")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.MOVE_FORM)
    await bot.here.submit(view, {forms.ANCHOR: "garden guide", forms.COST: "120 EUR"})
    card = await bot.here.wait_for(lambda m: "Agreed on" in m["text"])
    assert "120 EUR" in card["text"]
    links = await bot.deps.tracked_links.tracked(None, limit=10)
    assert [link.prospect_id for link in links] == ["1"]
