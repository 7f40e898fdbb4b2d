"""The daily digest, drawn: a sentence, a chart, a table of what to do, who does it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.digests import Digest, DigestRow, short_key
from bot.domain.events import EventKind
from bot.domain.graph_news import release_of
from bot.domain.prospects import is_user
from bot.domain.webgraph import SNAPSHOT_CAVEAT
from bot.message import Block, Message
from bot.slack import digest_words as words
from bot.slack.blocks import actions, button, code, context, count, header, outside, section, select
from bot.slack.reminders import SHOW_MINE
from bot.slack.tables import Cell, Column, chart, table
from bot.slack.verdict import short_url

TAKE: Final = "digest.take"
"""A button a row; the row's number follows after a dot."""
GIVE_BACK: Final = "digest.give_back"
ALL_ROWS: Final = "digest.csv"
RECLAIM: Final = "digest.reclaim"
SHOWN_ROWS: Final = 10
_RECLAIMABLE: Final = frozenset({EventKind.LOST, EventKind.TARGET_BROKEN})
PRIVATE: Final = "now"
"""Stands in the place of the day in the buttons of a digest that one person asked for."""


def digest(shown: Digest, *, asked: bool = False) -> Message:
    """The message of a channel's day; `asked`: the private one of a person who did not want to wait."""
    title = f"{words.sites(shown.targets)}, {words.long_date(shown.local_date)}"
    if shown.is_quiet:
        return _quiet(shown, asked=asked)
    sentences = [words.verdict(shown), words.visits(shown), words.looks(shown.states)]
    if shown.last is not None:
        sentences.append(words.became(shown.last, shown.local_date))
    note = words.note(shown)
    text = " ".join(part for part in (note, *sentences) if part)
    blocks: list[Block | None] = [header(title)]
    if note:
        blocks.append(context(outside(note, 300)))
    blocks.append(section("\n".join(outside(s, 600) for s in sentences if s)))
    blocks.append(_chart(shown))
    rows = shown.rows[:SHOWN_ROWS]
    if rows:
        blocks += [_table(rows), *_controls(shown, rows, asked=asked)]
    if shown.due_lines:
        due = "\n".join(outside(line, 300) for line in shown.due_lines[:8])
        mine = button("Show mine", SHOW_MINE, label="Show what is due today of my prospects")
        blocks.append(section(due, accessory=mine))
    if shown.week:
        blocks.append(section(outside(words.week(shown.week), 1500)))
    blocks.append(context(_small_print(shown, asked=asked)))
    lines = [words.line(row) for row in shown.rows[:SHOWN_ROWS]]
    rest = [*shown.due_lines, *([words.week(shown.week)] if shown.week else [])]
    whole = "\n".join([f"{title}. {text}", *lines, *rest])
    return Message(whole[:3900], tuple(block for block in blocks if block))


def _quiet(shown: Digest, *, asked: bool) -> Message:
    """One line: nobody should have to read more of a day on which nothing happened."""
    parts = [f"{words.sites(shown.targets)}: quiet.", words.quiet_looks(shown.states)]
    if shown.last is not None:
        parts.append(words.became(shown.last, shown.local_date))
    note = words.note(shown)
    text = " ".join(part for part in (*parts, note) if part)
    drawn: list[Block] = [section(outside(text, 1500))]
    if asked:
        drawn.append(context(_small_print(shown, asked=True)))
    return Message(text, tuple(drawn))


def _chart(shown: Digest) -> Block | None:
    if not any(gained or lost for _, gained, lost in shown.chart):
        return None
    labels = [f"{first.day} {first:%b}" for first, _, _ in shown.chart]
    return chart(
        "bar",
        "30 days, two days a bar: gained and lost",
        {
            "Gained": [(labels[n], g) for n, (_, g, _) in enumerate(shown.chart)],
            "Lost": [(labels[n], x) for n, (_, _, x) in enumerate(shown.chart)],
        },
        x_label="Two days from",
        y_label="Links",
    )


def _table(rows: Sequence[DigestRow]) -> Block:
    columns = (
        Column("#", "right"),
        Column("What"),
        Column("Domain"),
        Column("Quality", "right"),
        Column("Worth"),
        Column("Page"),
        Column("Who"),
    )
    drawn = [_cells(number, row) for number, row in enumerate(rows, start=1)]
    return table(columns, drawn, cell_limit=48)


def _cells(number: int, row: DigestRow) -> list[Cell | str]:
    page = words.page(row)
    unit = "sites" if release_of(row.events[0]) else "pages"
    many = f"{len(row.events)} {unit}" if len(row.events) > 1 else short_url(page)
    return [
        str(number),
        words.what(row),
        words.domain(row),
        words.score(row),
        words.worth(row),
        Cell(many, page),
        _who(row),
    ]


def _who(row: DigestRow) -> Cell | str:
    if row.is_back and row.kind is EventKind.TARGET_BROKEN:
        return "mended"
    if row.is_back:
        return "came" if row.is_promise else "won back"
    if row.claim is not None:
        return Cell("", user=row.claim.by)
    owner = row.link.owner or (row.link.added_by if row.is_won else None) if row.link else None
    if is_user(owner):
        return Cell("", user=owner)
    return "nobody yet" if row.can_be_claimed else "-"


def _controls(shown: Digest, rows: Sequence[DigestRow], *, asked: bool) -> list[Block]:
    day = PRIVATE if asked else shown.local_date.isoformat()
    numbered = list(enumerate(rows, start=1))
    take = [
        button(
            f"Take {number}",
            f"{TAKE}.{number}",
            f"{day} {short_key(row.key)}",
            label=f"Take on row {number}: {words.what(row)}, {words.domain(row)}",
        )
        for number, row in numbered
        if row.can_be_claimed
    ]
    taken = [
        (f"{number}: {words.what(row)}, {words.domain(row)}", f"{day} {short_key(row.key)}")
        for number, row in numbered
        if row.claim is not None and not row.is_back
    ]
    back = select(GIVE_BACK, "Give a row back", taken) if taken else None
    lost = [row for row in rows if row.kind in _RECLAIMABLE and not row.is_back]
    reclaim = None
    if lost:
        site = lost[0].events[0].target_domain
        label = f"What can be won back for {site}"
        reclaim = button("Reclaim", RECLAIM, site, label=label)
    return [actions(*take, back, reclaim, button("All rows as CSV", ALL_ROWS, day))]


def _small_print(shown: Digest, *, asked: bool) -> str:
    parts = []
    if len(shown.rows) > SHOWN_ROWS:
        more = len(shown.rows) - SHOWN_ROWS
        where = "behind All rows as CSV" if asked else "in the thread"
        parts.append(f"{count(more, 'more row')} {where}")
    if any(words.score(row).endswith("?") for row in shown.rows[:SHOWN_ROWS]):
        parts.append("a question mark: less than half of what makes the quality is known")
    releases = {release_of(row.events[0]) for row in shown.rows} - {None}
    if releases:
        parts.append(
            f"web graph: {outside(', '.join(sorted(map(str, releases))))}. {SNAPSHOT_CAVEAT}"
        )
    if shown.next_at is not None:
        local = shown.next_at.astimezone(ZoneInfo(shown.zone))
        city = shown.zone.rpartition("/")[2].replace("_", " ")
        parts.append(f"Next digest {local:%A} {local:%H:%M} {outside(city)}")
    else:
        parts.append(f"{code('/backlinks digest on 09:00')} sends it every day")
    parts.append(f"change with {code('/backlinks settings')}")
    wrong, called = shown.wrong_this_year
    if called:
        parts.append(f"{wrong:,} wrong of {count(called, 'loss', 'losses')} called this year")
    return " · ".join(parts)


def switched_on(
    *, at: str, zone: str, days: str, next_at: datetime | None, watches: int, zone_known: bool
) -> Message:
    """What was set, when the first one comes, how to undo it."""
    local = next_at.astimezone(ZoneInfo(zone)) if next_at else None
    first = f" The first one comes on {local:%A} at {local:%H:%M}." if local else ""
    hint = (
        ""
        if zone_known
        else " Your time zone could not be read, so it is UTC; add one behind the time: `digest on 09:00 Europe/Berlin`."
    )
    need = (
        "" if watches else " This channel watches no site yet: `/backlinks watch site.com` begins."
    )
    text = (
        f"Digest on: {days} at {at}, {zone}.{first}{hint}{need} Undo with `/backlinks digest off`."
    )
    drawn = text.replace("`", "")
    return Message(drawn, (section(text),))


def switched_off(*, was_on: bool) -> Message:
    """An answer to `digest off`."""
    text = (
        "Digest off. `/backlinks digest on 09:00` brings it back; nothing was deleted."
        if was_on
        else "This channel had no digest. `/backlinks digest on 09:00` begins one."
    )
    return Message(text.replace("`", ""), (section(text),))


def state(*, at: str | None, zone: str, days: str, next_at: datetime | None) -> Message:
    """What is set now."""
    if at is None:
        text = "This channel has no digest. `/backlinks digest on 09:00` begins one."
    else:
        local = next_at.astimezone(ZoneInfo(zone)) if next_at else None
        comes = f" The next one comes on {local:%A} at {local:%H:%M}." if local else ""
        text = f"Digest: {days} at {at}, {zone}.{comes} `/backlinks digest off` ends it, `/backlinks digest now` shows it."
    return Message(text.replace("`", ""), (section(text),))


def taken_by_another(by: str, at: datetime) -> Message:
    """Somebody was faster."""
    from_then = f"{at:%d %b %Y %H:%M} UTC"
    text = f"A colleague took that row on already, {from_then}."
    return Message(text, (section(f"<@{by}> took that row on already, {from_then}."),))


def refused(*, channel: str, code_: str, day: date) -> Message:
    """To the person who set the digest: it cannot be posted, and what to do."""
    text = (
        f"The digest of {words.long_date(day)} cannot be posted in its channel: Slack says {code_}. "
        "Nothing is lost: it is tried again every hour, and the next one tells it all. "
        "If the channel is private, invite me there; if it is archived, "
        "switch the digest on in another channel."
    )
    drawn = section(
        f"<#{channel}>: {outside(text, 1000)}" if channel.startswith("C") else outside(text, 1000)
    )
    return Message(text, (drawn,))
