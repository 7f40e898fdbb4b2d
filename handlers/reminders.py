"""The buttons under a reminder: each answers for one prospect and leaves the others where they are."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.prospect_moves import Change
from bot.domain.prospects import Action
from bot.errors import ConflictError, InvalidInputError
from bot.message import Message
from bot.prospecting import due_of_person, rules_of, tell_changed, today_of
from bot.services import outreach
from bot.slack import prospect_words
from bot.slack import prospects as cards
from bot.slack import reminders as drawn
from handlers.asks import Ask
from handlers.listeners import on_action

_ACTIONS: Final = (Action.FOLLOWED_UP, Action.REPLIED, Action.SNOOZED, Action.NO_REPLY)


def _answer(action: Action) -> Any:
    async def work(ask: Ask, deps: Deps) -> None:
        seen = cards.read_seen(ask.words)
        today = await today_of(ask.user, deps)
        change = Change(action, ask.user, deps.clock(), today, seen=seen.version)
        if action is Action.SNOOZED:
            change = replace(change, until=today + timedelta(days=drawn.SNOOZE_DAYS))
        said = ""
        try:
            moved = await outreach.move(
                seen.number, change, known=seen.guards, prospects=deps.prospects,
                backlinks=deps.backlinks, tracked=deps.tracked_links, clock=deps.clock,
                rules=rules_of(deps),
            )  # fmt: skip
        except (ConflictError, InvalidInputError) as error:
            said = str(error)
        else:
            said = prospect_words.caution_words(moved.held_back[0]) if moved.held_back else ""
            if moved.changed:
                await tell_changed(deps, moved.prospect, by=ask.user)
        await _redraw(ask, deps, said)

    return work


async def show_mine(ask: Ask, deps: Deps) -> None:
    """What is due of the person who clicked, for them alone."""
    await ask.say(await _mine(ask, deps))


async def _mine(ask: Ask, deps: Deps, *, said: str = "") -> Message:
    due = await due_of_person(ask.user, deps)
    return drawn.reminder(due, said=said) if due else drawn.nothing_due()


async def _redraw(ask: Ask, deps: Deps, said: str) -> None:
    if ask.message_ts is None:
        # Slack tells nothing of the message that one person alone sees: what is due now stands in its place.
        await ask.say(await _mine(ask, deps, said=said), over=True)
        return
    rows = drawn.shown_rows((ask.body.get("message") or {}).get("blocks") or ())
    shown = [await outreach.prospect_or_none(n, prospects=deps.prospects) for n in rows]
    message = drawn.redrawn(
        [prospect for prospect in shown if prospect],
        now=deps.clock(),
        rules=rules_of(deps),
        said=said,
    )
    await ask.say(message, over=True)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.SHOW_MINE, show_mine)
    for action in _ACTIONS:
        on_action(app, f"{drawn.REMIND}.{action.value}", _answer(action))
