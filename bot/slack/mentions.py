"""The answer to `mentions`, drawn: pages that name us without a link."""

from typing import Final

from bot.domain.mentions import Mention, Mentions
from bot.message import Message
from bot.slack.blocks import clean, count, outside, section
from bot.slack.found import answer, prospects_button, reading_notes, shown_note
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url

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
    lines = [f"{clean(one.page, 200)}: {_words(one, 100)}" for one in rows[:ROWS]]
    return answer(
        title,
        _said(found),
        drawn=table(_COLUMNS, [_row(one) for one in rows[:ROWS]], cell_limit=160) if rows else None,
        lines=lines,
        notes=_notes(found),
        as_of=found.as_of,
        buttons=prospects_button(PROSPECTS, asked, found=len(rows)),
    )


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
    return [
        *reading_notes((look.reason for look in found.looks), left_out=found.left_out),
        *shown_note(len(found.found), shown=ROWS),
        'Another name? Put it in quotes: `/backlinks mentions site.com "Brand Name" PAGE`.',
    ]


def _words(one: Mention, limit: int) -> str:
    return clean(f"…{one.before[-60:]}{one.name}{one.after[:60]}…", limit)


def _row(one: Mention) -> list[Cell | str]:
    return [
        Cell(clean(one.title, 60) or short_url(one.page), one.page),
        f"{one.times:,}",
        _words(one, 150),
    ]
