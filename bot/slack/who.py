"""What we know of a site, drawn."""

from bot.domain.prospects import Prospect
from bot.domain.site_facts import SiteFacts
from bot.message import Block, Message
from bot.slack.blocks import button, code, context, count, day, link, outside, section
from bot.slack.prospect_words import (
    KIND_WORDS,
    STATUS_WORDS,
    caution_words,
    person,
    promise_words,
    spoken,
)
from bot.slack.prospects import OPEN, Seen
from bot.slack.verdict import short_url
from bot.slack.words import short_date

SHOWN = 8


def who(facts: SiteFacts) -> Message:
    """Links first, then what speaks against writing, then the prospects with their outcome."""
    title = f"*{outside(facts.site)}*"
    lines = [title]
    for ours, found in facts.links:
        since = f", since {short_date(found.first_seen)}" if found.first_seen else ""
        lost = f", {found.lost:,} lost" if found.lost else ""
        number = count(found.backlinks, "link")
        lines.append(f"Links to {code(ours)}: {number}, {found.followed:,} followed{since}{lost}.")
    if not facts.links:
        lines.append("No link from it to a site of ours is known.")
    lines += [caution_words(caution) for caution in facts.cautions]
    if promises := promise_words(facts.promises):
        lines.append(f"Promises: {promises}.")
    if not facts.prospects:
        lines.append("Nobody wrote to it, as far as we know.")
    blocks: list[Block] = [section("\n".join(lines))]
    rows = [_line(prospect) for prospect in facts.prospects]
    for prospect, row in list(zip(facts.prospects, rows, strict=True))[-SHOWN:]:
        seen = str(Seen(prospect.id, prospect.version))
        blocks.append(
            section(row, accessory=button("Open", OPEN, seen, label=f"Open: {prospect.site}"))
        )
    if len(rows) > SHOWN:
        blocks.append(context(f"and {len(rows) - SHOWN:,} older prospects"))
    return Message("\n".join(spoken(line) for line in [*lines, *rows[-SHOWN:]]), tuple(blocks))


def _line(prospect: Prospect) -> str:
    contacted = (
        f", last written to on {day(prospect.contacted_at)}" if prospect.contacted_at else ""
    )
    page = link(prospect.page, short_url(prospect.page), 80)
    kind, status = KIND_WORDS[prospect.details.kind], STATUS_WORDS[prospect.status]
    return f"{page} ({kind}): *{status}*, with {person(prospect.owner)}{contacted}"
