"""A prospect's move made, and its card redrawn with what came of it."""

from bot.deps import Deps
from bot.domain.prospect_moves import Change
from bot.domain.prospects import Action, Prospect
from bot.errors import ConflictError
from bot.prospecting import (
    card_for,
    first_look,
    rules_of,
    tell_changed,
    today_of,
    zone_of,
)
from bot.services import outreach
from bot.slack import prospects as drawn
from handlers.asks import Ask
from handlers.prospect_places import place, with_window


async def show(
    ask: Ask, deps: Deps, prospect: Prospect, *, said: str = "", over: bool = False
) -> None:
    """The card as it is today, where the person is."""
    ask = await with_window(ask)
    await place(ask, await card_for(ask.user, deps, prospect, said=said), over=over)


async def change_of(ask: Ask, deps: Deps, action: Action, seen: drawn.Seen) -> Change:
    """What this person does now, to the prospect as they saw it."""
    today = await today_of(ask.user, deps)
    return Change(action, ask.user, deps.clock(), today, seen=seen.version)


async def carry_out(ask: Ask, deps: Deps, change: Change, seen: drawn.Seen) -> None:
    """Make the move and redraw; when somebody was faster, redraw with what they did."""
    try:
        moved = await _made(deps, change, seen)
    except ConflictError as error:
        prospect = await deps.prospects.prospect(seen.number)
        await show(ask, deps, prospect, said=str(error), over=not _is_shared(ask))
        return
    if moved.held_back:
        said = "Before you write, read this."
        await show(ask, deps, moved.prospect, said=said, over=not _is_shared(ask))
        return
    await show(ask, deps, moved.prospect, over=True)
    if moved.changed:
        await tell_changed(deps, moved.prospect, by=change.by)
    if moved.to_look_at is not None:
        await first_look(moved.to_look_at, deps)


def _is_shared(ask: Ask) -> bool:
    """Whether others see the message that was clicked: what is for one person alone is then said apart."""
    return ask.message_ts is not None and not ask.channel.startswith("D")


async def _made(deps: Deps, change: Change, seen: drawn.Seen) -> outreach.Moved:
    rules = rules_of(deps)
    if change.action is Action.UNDONE:
        return await outreach.undo(
            seen.number, change, prospects=deps.prospects, tracked=deps.tracked_links, rules=rules
        )
    if change.terms:
        return await outreach.agree(
            seen.number, change, change.terms, zone=await zone_of(change.by, deps),
            prospects=deps.prospects, tracked=deps.tracked_links, rules=rules,
        )  # fmt: skip
    return await outreach.move(
        seen.number, change, known=seen.guards,
        prospects=deps.prospects, backlinks=deps.backlinks, tracked=deps.tracked_links,
        clock=deps.clock, rules=rules,
    )  # fmt: skip
