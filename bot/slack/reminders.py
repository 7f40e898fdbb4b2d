"""What is due, as a direct message with a button for each answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.domain.follow_ups import Due, FollowUpRules, due_of
from bot.domain.prospect_moves import is_possible
from bot.domain.prospects import Action, Prospect
from bot.message import Block, Message
from bot.slack.blocks import actions, button, context, count, header, link, outside, section
from bot.slack.prospect_words import (
    KIND_WORDS,
    STATUS_WORDS,
    duty_words,
    history_line,
    short_day,
    spoken,
)
from bot.slack.prospects import OPEN, Seen
from bot.slack.verdict import short_url

REMIND: Final = "remind"
"""Followed by a dot and the action."""
SHOW_MINE: Final = "due_mine"
"""A button of the digest: what is due of the person who clicks, for them alone."""
ROW: Final = "due."
SHOWN: Final = 15
SNOOZE_DAYS: Final = 3
_BUTTONS: Final = (Action.FOLLOWED_UP, Action.REPLIED, Action.SNOOZED, Action.NO_REPLY)
_WORDS: Final = {
    Action.FOLLOWED_UP: "Followed up",
    Action.REPLIED: "Replied",
    Action.SNOOZED: f"Snooze {SNOOZE_DAYS} days",
    Action.NO_REPLY: "No reply",
}


def reminder(due: Sequence[Due], *, said: str = "") -> Message:
    """What is due today, the most urgent first. `said`: why the last click did nothing."""
    blocks: list[Block] = [header(_title(len(due)))]
    lines = [_title(len(due))]
    if said:
        blocks.append(section(f"*{said}*"))
        lines.append(spoken(said))
    for one in due[:SHOWN]:
        line = _due_line(one)
        lines.append(spoken(line))
        blocks += [_row(one.prospect, line), _answers(one.prospect)]
    blocks.append(_more(len(due) - SHOWN))
    return Message("\n".join(lines), tuple(blocks))


def nothing_due() -> Message:
    """The answer of Show mine on a good day."""
    text = "Nothing of yours is due today."
    more = "`/backlinks prospects mine` lists your prospects"
    return Message(text, (section(text), context(more)))


def _title(number: int) -> str:
    return f"Due today: {count(number, 'prospect')}"


def _due_line(one: Due) -> str:
    prospect = one.prospect
    page = link(prospect.page, short_url(prospect.page), 80)
    kind = KIND_WORDS[prospect.details.kind]
    return f"*{duty_words(one.duty)}*: {page} ({kind}, {STATUS_WORDS[prospect.status].lower()}, since {short_day(one.since)})"


def _row(prospect: Prospect, line: str) -> Block:
    return {**section(line), "block_id": f"{ROW}{prospect.id}"}


def _answers(prospect: Prospect) -> Block:
    seen = str(Seen(prospect.id, prospect.version))
    possible = [action for action in _BUTTONS if is_possible(action, prospect.status)]
    drawn = [
        button(_WORDS[a], f"{REMIND}.{a.value}", seen, label=f"{_WORDS[a]}: {prospect.site}")
        for a in possible
    ]
    return actions(*drawn, button("Open", OPEN, seen, label=f"Open: {prospect.site}"))


def _more(number: int) -> Block:
    more = f"and {number:,} more · " if number > 0 else ""
    return context(f"{more}`/backlinks prospects mine` lists all of yours")


def shown_rows(blocks: Sequence[dict[str, Any]]) -> tuple[int, ...]:
    """The prospects of a reminder that was posted."""
    ids = [str(block.get("block_id") or "").removeprefix(ROW) for block in blocks]
    return tuple(int(one) for one in ids if one.isdecimal())


def redrawn(
    prospects: Sequence[Prospect], *, now: datetime, rules: FollowUpRules, said: str = ""
) -> Message:
    """The same message after a click: what is still due keeps its buttons, the rest says what was done."""
    blocks: list[Block] = [header("Due today")]
    lines = ["Due today"]
    if said:
        blocks.append(section(f"*{said}*"))
        lines.append(spoken(said))
    for prospect in prospects:
        due = due_of(prospect, today=now.date(), now=now, rules=rules)
        line = _due_line(due) if due else _done_line(prospect)
        lines.append(spoken(line))
        blocks.append(_row(prospect, line))
        if due:
            blocks.append(_answers(prospect))
    blocks.append(_more(0))
    return Message("\n".join(lines), tuple(blocks))


def _done_line(prospect: Prospect) -> str:
    return f"{outside(str(prospect.site))}: {STATUS_WORDS[prospect.status]}. {history_line(prospect.moves[-1])}"
