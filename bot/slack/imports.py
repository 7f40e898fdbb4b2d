"""What an import read and refused, drawn."""

from typing import Final

from bot.domain.imports import ImportSummary
from bot.domain.source_names import source_name
from bot.domain.traffic import TrafficReport
from bot.message import Block, Message
from bot.slack.blocks import actions, button, code, context, count, outside, section
from bot.slack.words import short_date

CHECK_IMPORTED: Final = "import.check"
TRACK_IMPORTED: Final = "import.track"
_SHOWN_REFUSALS: Final = 10


def summary(name: str, done: ImportSummary) -> Message:
    """Figures first, then the refused lines with their reasons."""
    if done.refused_because:
        return refused(name, done.refused_because)
    counts = done.counts
    parts = [f"{count(counts.rows, 'row')} read", f"{counts.kept:,} kept"]
    parts += [f"{counts.duplicates:,} of them said nothing new"] if counts.duplicates else []
    parts += [f"{counts.refused:,} refused"] if counts.refused else []
    figures = ", ".join(parts)
    about = f"{source_name(done.source)}, links to {done.target}"
    if done.as_of:
        about += f", data as of {short_date(done.as_of)} ({done.as_of_from})"
    lines = [f"line {row.line:,}: {row.why}" for row in done.refusals[:_SHOWN_REFUSALS]]
    if counts.refused > len(lines):
        lines.append(f"and {count(counts.refused - len(lines), 'more line')}")
    blocks: list[Block] = [section(f"{code(name, 150)}: {figures}."), context(outside(about, 400))]
    if lines:
        blocks.append(section("Refused:\n" + "\n".join(outside(line, 250) for line in lines)))
    if done.target and counts.kept:
        check = button("Check it now", CHECK_IMPORTED, done.target, style="primary")
        blocks.append(actions(check, button("Track its links", TRACK_IMPORTED, done.target)))
    return Message("\n".join([f"{name}: {figures}. ({about})", *lines]), tuple(blocks))


def visits(name: str, target: str, report: TrafficReport) -> Message:
    """What an analytics export brought."""
    total = sum(referral.visits for referral in report.referrals)
    pages = any(referral.page for referral in report.referrals)
    unit = "referring page" if pages else "referring site"
    figures = f"{count(total, 'visit')} from {count(len(report.referrals), unit)}"
    about = (
        f"{report.tool}, visits to {target}, {short_date(report.first_day)} to "
        f"{short_date(report.last_day)}"
    )
    if report.skipped:
        about += f"; {count(report.skipped, 'row')} of other kinds left out"
    check = button("Check it now", CHECK_IMPORTED, target, style="primary")
    blocks = (
        section(f"{code(name, 150)}: {figures}."),
        context(outside(about, 400)),
        actions(check),
    )
    return Message(f"{name}: {figures}. ({about})", blocks)


def refused(name: str, why: str) -> Message:
    """A file that could not be used at all."""
    rest = why.removeprefix(name) if why.startswith(f"{name} ") else f": {why}"
    return Message(f"{name}{rest}", (section(f"{code(name, 150)}{outside(rest, 1500)}"),))
