"""What was live on a day, drawn: a sentence with the figures, and the links of one screen."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.domain.verdicts import Observation, State
from bot.message import Block, Message
from bot.slack.blocks import context, count, outside, section
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url
from bot.slack.words import short_date

SHOWN: Final = 25


def asof(looks: Sequence[Observation], *, target: str, day: date) -> Message:
    """`looks`: of each pair the newest by the end of that day."""
    when = f"{day.day} {day:%B %Y}"
    if not looks:
        text = f"Nobody had looked at a link to {target} by {when}."
        return Message(text, (section(outside(text, 400)),))
    states = Counter(look.state for look in looks)
    text = (
        f"By the end of {when} (UTC) our looks knew {count(len(looks), 'link')} to {target}: "
        f"{states[State.LIVE]:,} live, {states[State.LOST]:,} lost, "
        f"{states[State.UNVERIFIED]:,} that nobody could read."
    )
    ordered = sorted(looks, key=lambda look: (look.state is not State.LIVE, look.referring_page))
    rows: list[list[Cell | str]] = [
        [
            Cell(short_url(look.referring_page), look.referring_page),
            look.state.value if look.reason is None else f"{look.state.value}: {look.reason.value}",
            "-" if look.followed is None else "followed" if look.followed else "not followed",
            short_date(look.checked_at),
        ]
        for look in ordered[:SHOWN]
    ]
    columns = (Column("Page"), Column("State"), Column("Followed"), Column("Looked at"))
    blocks: list[Block] = [section(outside(text, 600)), table(columns, rows, cell_limit=60)]
    if len(looks) > SHOWN:
        more = f"{len(looks) - SHOWN:,} more: `backlinks asof {target} {day}` lists them all."
        blocks.append(context(outside(more)))
    lines = [f"{short_url(look.referring_page)}: {look.state.value}" for look in ordered[:SHOWN]]
    return Message("\n".join([text, *lines]), tuple(blocks))
