"""What the bot is doing, drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.backlinks import SourceAge
from bot.domain.source_names import source_name
from bot.message import Block, Message
from bot.slack.blocks import context, count, header, outside, section, when
from bot.slack.tables import Cell, Column, table
from bot.slack.words import ago, short_date


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job's newest run, as it is shown."""

    name: str
    ended_at: datetime
    error: str | None = None


def status(
    *,
    started_at: datetime,
    now: datetime,
    jobs: Sequence[JobLine],
    failures: Sequence[JobLine],
    sources: Sequence[SourceAge],
    facts: Sequence[str] = (),
) -> Message:
    """`facts` are further sentences: the queue, the next looks, what waits to be posted."""
    lines = [f"Running since {started_at:%d %b %Y %H:%M} UTC.", *facts]
    lines.append(
        f"{count(len(failures), 'job run')} failed in the last day."
        if failures
        else "No job failed in the last day."
    )
    blocks: list[Block] = [
        header("What I am doing"),
        section(
            "\n".join([f"Running since {when(started_at)}.", *(outside(x, 500) for x in lines[1:])])
        ),
    ]
    if failures:
        shown = ", ".join(f"{f.name} ({f.error}, {ago(f.ended_at, now)})" for f in failures[-5:])
        blocks.append(context(outside(f"Failed: {shown}", 900)))
    if jobs:
        newest = " · ".join(
            f"{job.name.replace('_', ' ')} {ago(job.ended_at, now)}" for job in jobs
        )
        blocks.append(context(outside(f"Last runs: {newest}", 1500)))
        lines.append(f"Last runs: {newest}")
    if sources:
        rows: list[list[Cell | str]] = [_source_row(source) for source in sources[:30]]
        blocks.append(table((Column("Source"), Column("Data of"), Column("Files", "right"), Column("Rows", "right")), rows))  # fmt: skip
        lines += [f"{source_name(s.name)}: data of {short_date(s.as_of)}" for s in sources[:30]]
    else:
        blocks.append(section("No source yet: `/backlinks import` reads an export."))
    return Message("\n".join(lines)[:3900], tuple(blocks))


def _source_row(source: SourceAge) -> list[Cell | str]:
    return [
        source_name(source.name),
        short_date(source.as_of),
        f"{source.files:,}",
        f"{source.rows:,}",
    ]
