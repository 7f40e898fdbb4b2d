"""The answer to `mentions`, drawn: pages that name us without a link."""

from collections import Counter
from typing import Final

from bot.domain.mentions import Mention, Mentions
from bot.message import Block, Message
from bot.slack.blocks import (
    BUTTON_VALUE,
    Cell,
    Column,
    actions,
    button,
    clean,
    context,
    count,
    header,
    outside,
    section,
    table,
    when,
)
from bot.slack.verdict import short_url
from bot.slack.words import SHORT_REASONS

PROSPECTS: Final = "mentions.prospects"
ROWS: Final = 15

_COLUMNS: Final = (
    Column("Page"),
    Column("Times", "right"),
    Column("In these words", wrapped=True),
)


def looking(target: str, done: int, total: int) -> Message:
    """How far it is, in the answer's place."""
    text = f"Reading pages for the name of {target}."
    if total:
        text += f" {done:,} of {total:,} read."
    return Message(text, (section(outside(text, 400)),))


def mentions(found: Mentions, *, asked: str) -> Message:
    """The whole answer. `asked` is the question as it can be asked again."""
    rows = found.found
    title = f"{count(len(rows), 'page names', 'pages name')} {found.target.domain} without a link"
    if not found.looks:
        title = f"No page to read for {found.target.domain}"
    said, notes = _said(found), _notes(found)
    blocks: list[Block | None] = [
        header(title),
        section(outside(said, 800)),
        table(_COLUMNS, [_row(one) for one in rows[:ROWS]], cell_limit=160) if rows else None,
        context(*(outside(note, 600) for note in notes), f"Looked at {when(found.as_of)}"),
        _buttons(found, asked),
    ]
    lines = [f"{clean(one.page, 200)}: {_words(one, 100)}" for one in rows[:ROWS]]
    text = "\n".join([title, said, *lines, *notes])
    return Message(text[:3900], tuple(block for block in blocks if block))


def _said(found: Mentions) -> str:
    names = ", ".join(f'"{clean(name, 60)}"' for name in found.names)
    if not found.looks:
        return (
            "Name pages behind your site, or import a list of them: then I read each for your name. "
            f"I look for {names}."
        )
    links = sum(look.links for look in found.looks)
    return (
        f"Read {count(len(found.looks), 'page')} for {names}: {len(found.found):,} name you and do not link to you, "
        f"{links:,} link to you already. A page that names you is the easiest to ask."
    )


def _notes(found: Mentions) -> list[str]:
    notes = []
    reasons = Counter(SHORT_REASONS[look.reason] for look in found.looks if look.reason)
    if reasons:
        why = ", ".join(f"{name}: {number}" for name, number in reasons.most_common())
        notes.append(f"Could not be read: {why}.")
    if found.left_out:
        notes.append(
            f"{count(found.left_out, 'known page')} more {'was' if found.left_out == 1 else 'were'} not read this time."
        )
    if len(found.found) > ROWS:
        notes.append(f"The first {ROWS} of {len(found.found):,} are shown.")
    notes.append(
        'Another name? Put it in quotes: `/backlinks mentions site.com "Brand Name" PAGE`.'
    )
    return notes  # fmt: skip


def _words(one: Mention, limit: int) -> str:
    return clean(f"…{one.before[-60:]}{one.name}{one.after[:60]}…", limit)


def _row(one: Mention) -> list[Cell | str]:
    return [
        Cell(clean(one.title, 60) or short_url(one.page), one.page),
        f"{one.times:,}",
        _words(one, 150),
    ]


def _buttons(found: Mentions, asked: str) -> Block | None:
    if not found.found or len(asked) > BUTTON_VALUE:
        return None
    many = len(found.found) > 1
    label = "Make them prospects" if many else "Make it a prospect"
    return actions(button(label, PROSPECTS, asked, style="primary"))
