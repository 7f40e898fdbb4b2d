"""The answer to `gap`, drawn: who links to rivals and not to us."""

from typing import Final

from bot.domain.gap import Gap, GapRow
from bot.domain.source_names import source_name
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
from bot.slack.tables import Cell, Column, table

PROSPECTS: Final = "gap.prospects"
ROWS: Final = 15

_COLUMNS: Final = (
    Column("Site"),
    Column("Quality", "right"),
    Column("Links to"),
    Column("Known from"),
)


def gap(found: Gap) -> Message:
    """The whole answer."""
    rivals = ", ".join(str(rival) for rival in found.rivals)
    title = (
        f"{count(len(found.rows), 'site links', 'sites link')} to rivals and not to {found.target}"
    )
    said, notes = _said(found), _notes(found)
    blocks: list[Block | None] = [
        header(title),
        section("\n".join(outside(line, 600) for line in said)),
        table(_COLUMNS, [_row(row, found) for row in found.rows[:ROWS]]) if found.rows else None,
        context(*(outside(note, 900) for note in notes), f"Compared {when(found.as_of)}"),
        _buttons(found),
    ]
    lines = [_line(row) for row in found.rows[:ROWS]]
    text = "\n".join([f"{title} ({rivals})", *said, *lines, *notes])
    return Message(text[:3900], tuple(block for block in blocks if block))


def _said(found: Gap) -> list[str]:
    theirs = ", ".join(
        f"{rival} has {count(number, 'site', 'sites')}"
        for rival, number in zip(found.rivals, found.theirs, strict=True)
    )
    lines = [
        f"{found.target} has {count(found.ours, 'site')}; {theirs}. {found.shared:,} link to both."
    ]
    unknown = ", ".join(str(rival) for rival in found.nothing_known_of)
    if unknown:
        lines.append(
            f"Nothing is known of links to {unknown}: import an export of it, or build the web graph."
        )
    if not found.ours:
        lines.append(
            f"Nothing is known of links to {found.target}, so any of these may link to it already."
        )
    return lines  # fmt: skip


def _notes(found: Gap) -> list[str]:
    notes = list(found.notes[:8])
    if len(found.rows) > ROWS:
        notes.insert(
            0,
            f"The first {ROWS} of {len(found.rows):,} are shown: more rivals first, then the better sites.",
        )
    return notes  # fmt: skip


def _quality(row: GapRow) -> str:
    return "-" if row.quality is None else str(row.quality)


def _row(row: GapRow, found: Gap) -> list[Cell | str]:
    names = (
        ", ".join(row.rivals)
        if len(row.rivals) < 3
        else f"{len(row.rivals)} of {len(found.rivals)} rivals"
    )
    return [
        Cell(row.domain, row.example_page),
        _quality(row),
        names,
        ", ".join(source_name(name) for name in row.sources),
    ]  # fmt: skip


def _line(row: GapRow) -> str:
    return f"{row.domain}, quality {_quality(row)}, links to {', '.join(row.rivals)}"


def _buttons(found: Gap) -> Block | None:
    value = " ".join(str(one) for one in (found.target, *found.rivals))
    number = min(ROWS, len(found.rows))
    if not number or len(value) > BUTTON_VALUE:
        return None
    label = f"Make these {number} prospects" if number > 1 else "Make it a prospect"
    return actions(button(label, PROSPECTS, value, style="primary"))
