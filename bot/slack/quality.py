"""A link's score and origin, drawn: the sum, a line a factor, what is not known."""

from typing import Final

from bot.domain.appraisal import Appraisal
from bot.domain.findings import Findings
from bot.domain.names import host_of, registrable_domain
from bot.domain.origins import OriginDecision
from bot.domain.quality import Quality
from bot.domain.verdicts import Observation
from bot.message import Block, Message
from bot.slack.blocks import (
    MESSAGE_TEXT,
    OPTION_VALUE,
    actions,
    button,
    code,
    context,
    cut,
    link,
    outside,
    section,
    select,
)
from bot.slack.review import mark_button
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url

NATURAL: Final = "quality.natural"
MANUAL: Final = "quality.manual"
WHY_SITE: Final = "quality.why_site"
_SUMS: Final = 10


def explained(seen: Observation, appraisal: Appraisal) -> Message:
    """One link: why it has its number, and why it counts as natural or manual."""
    quality, origin = appraisal.quality, appraisal.origin
    page = short_url(seen.referring_page)
    number = quality.score if quality.score is not None else "no score"
    title = f"{page} to {short_url(seen.href or seen.target)}: {number}"
    blocks: list[Block] = [
        section(
            f"*{link(seen.referring_page, page)}* to {outside(short_url(seen.href or seen.target))}: *{number}*"
        ),
        section(outside(quality.sum_line(), 600)),
    ]
    if quality.lines:
        blocks.append(_lines_table(quality))
    notes = [_missing_words(quality)] if quality.missing else []
    if origin is not None:
        blocks.append(section(f"Origin: {_origin_words(origin)}."))
    if notes:
        blocks.append(context(*(outside(note, 600) for note in notes)))
    site = registrable_domain(host_of(seen.referring_page))
    pair = f"{seen.referring_page} {seen.target}"
    blocks.append(
        actions(
            button("We brought it about", MANUAL, pair),
            button("It came by itself", NATURAL, pair),
            mark_button(site, seen.target) if site else None,
        )
    )
    text = [title, *quality.explanation()]
    if origin is not None:
        text.append(f"Origin: {origin.sentence()}.")
    return Message("\n".join(text), tuple(blocks))


def _origin_words(origin: OriginDecision) -> str:
    if origin.overruled_by is None:
        return outside(origin.sentence(), 700)
    kind = origin.type.value.replace("_", " ")
    return f"{origin.origin.value} ({kind}), as <@{origin.overruled_by.by}> decided"


def why(found: Findings) -> Message:
    """The sums behind the scores of an answer's best domains, and a menu that shows one line by line."""
    scored = [row for row in found.domains if row.scored]
    title = f"{found.target}: why these scores"
    if not scored:
        text = f"{title}. No score yet: nothing but the domains' names is known. Verify now looks at their pages."
        return Message(text, (section(outside(text, 600)),))
    lines = [f"{row.domain}: {row.why}" for row in scored[:_SUMS]]
    hint = "One link, looked at now: /backlinks quality PAGE " + str(found.target)
    entries = [(row.domain, f"{row.domain} {found.target}") for row in scored]
    fitting = [entry for entry in entries if len(entry[1]) <= OPTION_VALUE]
    blocks = (
        section(f"*{outside(title)}*"),
        section("\n".join(outside(line, 280) for line in lines)),
        actions(select(WHY_SITE, "Line by line", fitting)) if fitting else None,
        context(outside(hint, 300)),
    )
    return Message("\n".join([title, *lines, hint]), tuple(block for block in blocks if block))


def why_site(found: Findings, site: str) -> Message:
    """One site's score line by line, from all that is known of it without a new look."""
    row = next((row for row in found.domains if row.domain == site), None)
    if row is None or row.scored is None:
        text = f"{site} has no score now. Check {found.target} again."
        return Message(text, (section(f"{code(site)} has no score now."),))
    title = f"{site} to {found.target}: {row.quality}{'?' if row.rough else ''}"
    notes = [_missing_words(row.scored)] if row.scored.missing else []
    blocks = (
        section(f"*{outside(title, 300)}*"),
        section(outside(row.why, 600)),
        _lines_table(row.scored),
        context(*(outside(note, 600) for note in notes)) if notes else None,
    )
    text = "\n".join([title, *row.scored.explanation()])
    return Message(text[:MESSAGE_TEXT], tuple(block for block in blocks if block))


def _lines_table(quality: Quality) -> Block:
    columns = (
        Column("Factor"),
        Column("Points", "right"),
        Column("What was seen", wrapped=True),
    )
    rows: list[list[Cell | str]] = [
        [
            line.name,
            f"{line.points:+d}" + (f" of {line.most}" if line.most else ""),
            cut(line.evidence, 90),
        ]
        for line in quality.lines
    ]
    return table(columns, rows, cell_limit=120)


def _missing_words(quality: Quality) -> str:
    return (
        f"Not known, so left out and the rest scaled: {', '.join(quality.missing)} "
        f"({100 * quality.known:.0f} % of the weights could be judged)."
    )
