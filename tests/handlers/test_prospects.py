"""Prospects in Slack: opened, moved, undone, by one person and by two at once."""

from bot.domain.prospects import Action, Status
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


async def test_agreed_asks_for_the_terms_and_awaits_the_link(bot: Office) -> None:
    card = await opened(bot.here)
    await bot.here.click(card, drawn.MENU, "agreed 1 1")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.MOVE_FORM)
    await bot.here.submit(view, {forms.ANCHOR: "garden guide", forms.COST: "120 EUR"})
    card = await bot.here.wait_for(lambda m: "Agreed on" in m["text"])
    assert "120 EUR" in card["text"]
    links = await bot.deps.tracked_links.tracked(None, limit=10)
    assert [link.prospect_id for link in links] == ["1"]
