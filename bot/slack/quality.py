"""A link's score and origin, drawn: the sum, a line a factor, what is not known."""

from typing import Final

from bot.domain.appraisal import Appraisal
from bot.domain.findings import Findings
from bot.domain.names import host_of, registrable_domain
from bot.domain.origins import OriginDecision
from bot.domain.verdicts import Observation
from bot.message import Block, Message
from bot.slack.blocks import (
    Cell,
    Column,
    actions,
    button,
    context,
    cut,
    link,
    outside,
    section,
    table,
)
from bot.slack.review import mark_button
from bot.slack.verdict import short_url

NATURAL: Final = "quality.natural"
MANUAL: Final = "quality.manual"


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
    rows: list[list[Cell | str]] = [
        [
            line.name,
            f"{line.points:+d}" + (f" of {line.most}" if line.most else ""),
            cut(line.evidence, 90),
        ]
        for line in quality.lines
    ]
    if rows:
        columns = (
            Column("Factor"),
            Column("Points", "right"),
            Column("What was seen", wrapped=True),
        )
        blocks.append(table(columns, rows, cell_limit=120))
    notes = []
    if quality.missing:
        notes.append(
            f"Not known, so left out and the rest scaled: {', '.join(quality.missing)} "
            f"({quality.known:.0%} of the weights could be judged)."
        )
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
    """The sums behind the scores of an answer's best domains."""
    scored = [row for row in found.domains[:10] if row.why]
    title = f"{found.target}: why these scores"
    if not scored:
        text = f"{title}. No score yet: nothing but the domains' names is known. Verify now looks at their pages."
        return Message(text, (section(outside(text, 600)),))
    lines = [f"{row.domain}: {row.why}" for row in scored]
    hint = "One link, line by line: /backlinks quality PAGE " + str(found.target)
    return Message(
        "\n".join([title, *lines, hint]),
        (
            section(f"*{outside(title)}*"),
            section("\n".join(outside(line, 280) for line in lines)),
            context(outside(hint, 300)),
        ),
    )
