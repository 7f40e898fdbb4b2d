"""The daily digest, drawn: a sentence, a chart, a table of what to do, who does it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.digests import BUCKET_DAYS, GAINS, Digest, DigestRow, Outcome, Week, short_key
from bot.domain.events import EventKind
from bot.domain.graph_news import release_of
from bot.domain.webgraph import SNAPSHOT_CAVEAT
from bot.message import Block, Message
from bot.slack.blocks import (
    Cell,
    Column,
    actions,
    button,
    chart,
    code,
    context,
    count,
    header,
    outside,
    section,
    select,
    table,
)
from bot.slack.findings import source_name
from bot.slack.verdict import short_url
from bot.slack.words import PLACES, SHORT_REASONS, short_date

TAKE: Final = "digest.take"
"""A button a row; the row's number follows after a dot."""
GIVE_BACK: Final = "digest.give_back"
ALL_ROWS: Final = "digest.csv"
SHOWN_ROWS: Final = 10
PRIVATE: Final = "now"
"""Stands in the place of the day in the buttons of a digest that one person asked for."""

KIND_WORDS: Final[Mapping[EventKind, str]] = {
    EventKind.GAINED: "Gained",
    EventKind.LOST: "Lost",
    EventKind.RESTORED: "Back again",
    EventKind.DEVALUED: "Devalued",
    EventKind.UPGRADED: "Upgraded",
    EventKind.CHANGED: "Changed",
    EventKind.UNREACHABLE: "Cannot tell",
    EventKind.TARGET_BROKEN: "Our page broken",
    EventKind.NEW_IN_SOURCE: "New in a source",
    EventKind.ABSENT_IN_SOURCE: "Not in a source's newest data",
    EventKind.OVERDUE: "Promised, not there",
}
_GRAPH_WORDS: Final[Mapping[EventKind, str]] = {
    EventKind.NEW_IN_SOURCE: "New in the web graph",
    EventKind.ABSENT_IN_SOURCE: "Not in this month's graph",
}
_COUNTED: Final = (
    (frozenset({EventKind.TARGET_BROKEN}), "broken page of ours", "broken pages of ours"),
    (frozenset({EventKind.LOST}), "lost", "lost"),
    (frozenset({EventKind.DEVALUED}), "devalued", "devalued"),
    (frozenset({EventKind.OVERDUE}), "promise overdue", "promises overdue"),
    (frozenset({EventKind.UNREACHABLE}), "unreachable for a week", "unreachable for a week"),
    (GAINS, "gained", "gained"),
    (frozenset({EventKind.NEW_IN_SOURCE}), "new in a source", "new in sources"),
    (
        frozenset({EventKind.ABSENT_IN_SOURCE}),
        "not in a source's newest data",
        "not in a source's newest data",
    ),
    (frozenset({EventKind.UPGRADED}), "upgraded", "upgraded"),
    (frozenset({EventKind.CHANGED}), "changed", "changed"),
)


def digest(shown: Digest, *, asked: bool = False) -> Message:
    """The message of a channel's day; `asked`: the private one of a person who did not want to wait."""
    title = f"{_sites(shown.targets)}, {_long_date(shown.local_date)}"
    if shown.is_quiet:
        return _quiet(shown, asked=asked)
    sentences = [_verdict(shown), _looks(shown.states)]
    if shown.last is not None:
        sentences.append(_became(shown.last, shown.local_date))
    note = _note(shown)
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
        blocks.append(section("\n".join(outside(line, 300) for line in shown.due_lines[:8])))
    if shown.week:
        blocks.append(section(outside(_week(shown.week), 1500)))
    blocks.append(context(_small_print(shown, asked=asked)))
    lines = [_line(row) for row in shown.rows[:SHOWN_ROWS]]
    rest = [*shown.due_lines, *([_week(shown.week)] if shown.week else [])]
    whole = "\n".join([f"{title}. {text}", *lines, *rest])
    return Message(whole[:3900], tuple(block for block in blocks if block))


def _quiet(shown: Digest, *, asked: bool) -> Message:
    """One line: nobody should have to read more of a day on which nothing happened."""
    parts = [f"{_sites(shown.targets)}: quiet.", _quiet_looks(shown.states)]
    if shown.last is not None:
        parts.append(_became(shown.last, shown.local_date))
    note = _note(shown)
    text = " ".join(part for part in (*parts, note) if part)
    drawn: list[Block] = [section(outside(text, 1500))]
    if asked:
        drawn.append(context(_small_print(shown, asked=True)))
    return Message(text, tuple(drawn))


def _sites(targets: Sequence[str]) -> str:
    if not targets:
        return "No site watched"
    return targets[0][:80] if len(targets) == 1 else f"{len(targets)} sites"


def _long_date(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _verdict(shown: Digest) -> str:
    """Whether to worry, and the figures behind it."""
    figures = _figures(shown)
    if shown.count(EventKind.TARGET_BROKEN):
        return f"Look here first, it is ours to mend: {figures}."
    lost = [row for row in shown.rows if row.kind is EventKind.LOST]
    dear = sum(len(row.events) for row in lost if _is_dear(row))
    if dear:
        return f"Worth a look: {figures}. {count(dear, 'of the lost links was', 'of the lost links were')} editorial and followed."
    if shown.count(EventKind.OVERDUE, EventKind.DEVALUED):
        return f"Worth a look: {figures}."
    if lost:
        return f"Nothing to worry about: {figures}. None of the lost was editorial and followed."
    if not shown.rows:
        return "No news of the links."
    return f"A good day: {figures}, nothing lost."


def _is_dear(row: DigestRow) -> bool:
    value = row.value
    return value is not None and bool(value.followed) and bool(value.editorial)


def _figures(shown: Digest) -> str:
    counted = ((shown.count(*kinds), one, many) for kinds, one, many in _COUNTED)
    return ", ".join(count(number, one, many) for number, one, many in counted if number)


def _looks(states: Mapping[str, int]) -> str:
    total = sum(states.values()) - states.get("ignored", 0)
    if not total:
        return "No link is tracked yet."
    looked = total - states.get("new", 0)
    unclear = states.get("unclear", 0)
    verb = "cannot be verified"
    tail = f", {unclear:,} {verb}" if unclear else ""
    return f"{looked:,} of {count(total, 'link')} looked at{tail}."


def _quiet_looks(states: Mapping[str, int]) -> str:
    total = sum(states.values()) - states.get("ignored", 0)
    if not total:
        return "No link is tracked yet."
    looked = total - states.get("new", 0)
    parts = [f"{count(looked, 'link')} looked at", f"{states.get('live', 0):,} live"]
    if states.get("unclear"):
        parts.append(f"{states['unclear']:,} cannot be verified")
    return ", ".join(parts) + "."


def _became(last: Outcome, today: date) -> str:
    """What became of the losses of the last digest, by the name of its day."""
    day = f"{last.told_on:%A}" if (today - last.told_on).days < 7 else short_date(last.told_on)
    parts = []
    if last.won_back:
        parts.append(f"{last.won_back:,} won back")
    if last.claimed:
        parts.append(f"{last.claimed:,} claimed")
    if last.unclaimed and last.unclaimed_since:
        days = (today - last.unclaimed_since.date()).days
        parts.append(
            f"{last.unclaimed:,} unclaimed" + (f" since {count(days, 'day')}" if days > 0 else "")
        )
    return f"From {day}: {last.lost:,} lost: {', '.join(parts)}."


def _note(shown: Digest) -> str:
    parts = []
    if shown.due_at is not None:
        local = shown.due_at.astimezone(ZoneInfo(shown.zone))
        day = "" if local.date() == shown.local_date else f" on {local:%A}"
        parts.append(f"Late: due at {local:%H:%M}{day}, when it could not be posted.")
    if shown.left_out:
        missed = count(shown.left_out, "digest")
        parts.append(f"It also tells what {missed} before it could not.")
    return " ".join(parts)


def _chart(shown: Digest) -> Block | None:
    if not any(gained or lost for _, gained, lost in shown.chart):
        return None
    labels = [f"{first.day} {first:%b}" for first, _, _ in shown.chart]
    return chart(
        "bar",
        "30 days: gained and lost",
        {
            "Gained": [(labels[n], g) for n, (_, g, _) in enumerate(shown.chart)],
            "Lost": [(labels[n], x) for n, (_, _, x) in enumerate(shown.chart)],
        },
        x_label=f"{BUCKET_DAYS} days from",
        y_label="Links",
    )


def _table(rows: Sequence[DigestRow]) -> Block:
    columns = (
        Column("#", "right"),
        Column("What"),
        Column("Domain"),
        Column("Worth"),
        Column("Page"),
        Column("Who"),
    )
    drawn = [_cells(number, row) for number, row in enumerate(rows, start=1)]
    return table(columns, drawn, cell_limit=48)


def _cells(number: int, row: DigestRow) -> list[Cell | str]:
    event = row.events[0].event
    page = event.target if row.kind is EventKind.TARGET_BROKEN else event.referring_page
    unit = "sites" if release_of(row.events[0]) else "pages"
    many = f"{len(row.events)} {unit}" if len(row.events) > 1 else short_url(page)
    return [
        str(number),
        _what(row),
        _domain(row),
        _worth(row),
        Cell(many, page),
        _who(row),
    ]


def _what(row: DigestRow) -> str:
    event = row.events[0].event
    if row.is_back:
        return "Lost, back again"
    if release_of(row.events[0]):
        return _GRAPH_WORDS[row.kind]
    word = KIND_WORDS[row.kind]
    return f"{word}: {SHORT_REASONS[event.reason]}" if event.reason else word


def _domain(row: DigestRow) -> str:
    stored = row.events[0]
    if row.kind is EventKind.TARGET_BROKEN:
        return stored.target_domain
    if release_of(stored) and len(row.events) > 1:
        more = len(row.events) - 1
        return f"{(stored.referring_domain or '')[:30]} and {more} more"
    return stored.referring_domain or short_url(stored.event.referring_page)


def _worth(row: DigestRow) -> str:
    value = row.value
    if value is None:
        return "-"
    place = (
        "editorial" if value.editorial else PLACES.get(value.placement or "", "").rpartition(" ")[2]
    )
    followed = None if value.followed is None else "followed" if value.followed else "not followed"
    return ", ".join(word for word in (place, followed) if word) or "-"


def _who(row: DigestRow) -> Cell | str:
    if row.is_back:
        return "won back"
    if row.claim is not None:
        return Cell("", user=row.claim.by)
    if row.link is not None and row.link.owner:
        return Cell("", user=row.link.owner)
    return "nobody yet" if row.can_be_claimed else "-"


def _line(row: DigestRow) -> str:
    """A row as a sentence, for screen readers and notifications."""
    unit = "sites" if release_of(row.events[0]) else "pages"
    number = f" ({len(row.events)} {unit})" if len(row.events) > 1 else ""
    page = short_url(row.events[0].event.referring_page)
    who = " Claimed." if row.claim else ""
    return f"{_what(row)}: {_domain(row)}{number}, {page}, {_worth(row)}.{who}"


def _controls(shown: Digest, rows: Sequence[DigestRow], *, asked: bool) -> list[Block]:
    day = PRIVATE if asked else shown.local_date.isoformat()
    numbered = list(enumerate(rows, start=1))
    take = [
        button(
            f"Take {number}",
            f"{TAKE}.{number}",
            f"{day} {short_key(row.key)}",
            label=f"Take on row {number}: {_what(row)}, {_domain(row)}",
        )
        for number, row in numbered
        if row.can_be_claimed
    ]
    taken = [
        (f"{number}: {_what(row)}, {_domain(row)}", f"{day} {short_key(row.key)}")
        for number, row in numbered
        if row.claim is not None and not row.is_back
    ]
    back = select(GIVE_BACK, "Give a row back", taken) if taken else None
    return [actions(*take, back, button("All rows as CSV", ALL_ROWS, day))]


def _week(week: Week) -> str:
    last = f"Week of {week.since.day} {week.since:%B}: "
    text = last + f"{count(week.called, 'loss', 'losses')} called, {week.wrong:,} wrong"
    text += f" ({week.looked_back:,} looked at again)." if week.called else "."
    for name, said, alive in week.sources:
        text += f" {source_name(name)} called {said:,} lost that we looked at, {alive:,} of them were alive."
    return text


def _small_print(shown: Digest, *, asked: bool) -> str:
    parts = []
    if len(shown.rows) > SHOWN_ROWS:
        more = len(shown.rows) - SHOWN_ROWS
        where = "behind All rows as CSV" if asked else "in the thread"
        parts.append(f"{count(more, 'more row')} {where}")
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
        f"The digest of {_long_date(day)} cannot be posted in its channel: Slack says {code_}. "
        "Nothing is lost: it is tried again every hour, and the next one tells it all. "
        "If the channel is private, invite me there; if it is archived, "
        "switch the digest on in another channel."
    )
    drawn = section(
        f"<#{channel}>: {outside(text, 1000)}" if channel.startswith("C") else outside(text, 1000)
    )
    return Message(text, (drawn,))
