"""What the finders' answers have in common: a table with what was said of it, and results made prospects."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.prospect_lists import AddedProspects
from bot.domain.verdicts import Reason
from bot.message import Block, Message
from bot.slack.blocks import (
    BUTTON_VALUE,
    actions,
    button,
    context,
    count,
    header,
    outside,
    section,
    when,
)
from bot.slack.words import SHORT_REASONS


def answer(
    title: str,
    said: str,
    *,
    drawn: Block | None,
    lines: Sequence[str],
    notes: Sequence[str],
    as_of: datetime,
    buttons: Block | None,
) -> Message:
    """Headline, one paragraph, the table (`lines` in the fallback), what it does not know, what can be done."""
    blocks = (
        header(title),
        section(outside(said, 800)),
        drawn,
        context(*(outside(note, 600) for note in notes), f"Looked at {when(as_of)}"),
        buttons,
    )
    text = "\n".join([title, said, *lines, *notes])
    return Message(text[:3900], tuple(block for block in blocks if block))


def reason_words(reasons: Iterable[Reason]) -> str:
    """Why pages could not be read, the most frequent reason first: `timed out: 3, blocked: 1`."""
    counted = Counter(SHORT_REASONS[reason] for reason in reasons)
    return ", ".join(f"{name}: {number}" for name, number in counted.most_common())


def reading_notes(reasons: Iterable[Reason | None], *, left_out: int) -> list[str]:
    """What was not read, and why; nothing where all was."""
    why = reason_words(reason for reason in reasons if reason)
    notes = [f"Could not be read: {why}."] if why else []
    if left_out:
        verb = "was" if left_out == 1 else "were"
        notes.append(f"{count(left_out, 'known page')} more {verb} not read this time.")
    return notes


def shown_note(found: int, *, shown: int, what: str = "") -> list[str]:
    """That only the first rows are shown; nothing where all are."""
    many = f"{found:,} {what}".strip()
    return [f"The first {shown} of {many} are shown."] if found > shown else []


def prospects_button(action_id: str, value: str, *, found: int) -> Block | None:
    """To make prospects of what was found, if anything was; `value` is the question to ask again."""
    if not found or len(value) > BUTTON_VALUE:
        return None
    label = "Make them prospects" if found > 1 else "Make it a prospect"
    return actions(button(label, action_id, value, style="primary"))


def added(done: AddedProspects) -> Message:
    """How many are new, how many were there already."""
    text = f"{count(len(done.new), 'new prospect')}."
    if done.known:
        stay = (
            "was there already and stays" if len(done.known) == 1 else "were there already and stay"
        )
        text += f" {len(done.known):,} {stay} as before."
    text += " `/backlinks prospects` lists them."
    return Message(text, (section(text),))
