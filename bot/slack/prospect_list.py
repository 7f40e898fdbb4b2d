"""Prospects as a list with counts, filters and pages; what was added; the weekly report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.outreach_figures import Figures, OutreachReport, funnel
from bot.domain.prospect_lists import AddedProspects, FoundProspects
from bot.domain.prospects import Kind, Prospect, Status
from bot.message import Block, Message
from bot.slack.blocks import (
    Cell,
    Column,
    actions,
    button,
    chart,
    clean,
    confirm,
    context,
    count,
    header,
    outside,
    section,
    select,
    table,
)  # fmt: skip
from bot.slack.prospects import (
    KIND_WORDS,
    OPEN,
    STATUS_WORDS,
    person,
    promise_words,
    short_day,
    spoken,
)  # fmt: skip
from bot.slack.verdict import short_url

FILTER: Final = "prospects.filter"
PAGE: Final = "prospects.page"
MINE: Final = "prospects.mine"
OPEN_ONE: Final = f"{OPEN}.chosen"
ADD: Final = "prospects.add"
ADD_ONE: Final = "prospects.add_one"
EXPORT: Final = "prospects.export"
FORGET: Final = "prospects.forget"
PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which page of which list."""

    status: Status | None = None
    owner: str | None = None
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.status or '-'} {self.owner or '-'} {self.offset}"


def read_place(value: str) -> ListPlace:
    """What a button of a list remembers."""
    words = [*value.split(), "-", "-", "0"][:3]
    status = Status(words[0]) if words[0] in set(Status) else None
    owner = None if words[1] == "-" else words[1]
    return ListPlace(status, owner, int(words[2]) if words[2].isdecimal() else 0)


def prospect_list(found: FoundProspects, place: ListPlace) -> Message:
    """One page of a list, with the counts by status."""
    whose = f" of {person(place.owner)}" if place.owner else ""
    total = sum(found.counts.values())
    counts = ", ".join(f"{STATUS_WORDS[s].lower()} {n:,}" for s, n in funnel(found.counts))
    title = f"{count(total, 'prospect')}{whose}: {counts}" if total else f"No prospects{whose} yet."
    blocks: list[Block] = [section(f"*{title}*")]
    if total:
        drawn = chart(
            "bar", "How far prospects have come",
            {"Prospects": [(STATUS_WORDS[s], n) for s, n in funnel(found.counts)]},
            x_label="Status", y_label="Prospects",
        )  # fmt: skip
        blocks += [drawn] if drawn else []
    if found.prospects:
        blocks.append(_table(found.prospects))
        blocks.append(_open_menu(found.prospects))
    elif total:
        blocks.append(section("None in this status."))
    blocks.append(_controls(found, place))
    lines = [f"{short_url(p.page)}: {STATUS_WORDS[p.status]}" for p in found.prospects]
    return Message("\n".join([spoken(title), *lines]), tuple(blocks))


def _table(prospects: Sequence[Prospect]) -> Block:
    columns = (Column("Page"), Column("Status"), Column("Kind"), Column("Next"), Column("For"))
    rows: list[list[Cell | str]] = [
        [
            Cell(short_url(p.page), p.page),
            STATUS_WORDS[p.status],
            KIND_WORDS[p.details.kind],
            short_day(p.standing.follow_up_on or p.standing.snoozed_until),
            str(p.details.target or "-"),
        ]
        for p in prospects
    ]
    return table(columns, rows, cell_limit=50)


def _open_menu(prospects: Sequence[Prospect]) -> Block:
    options = [(f"{p.id}: {short_url(p.page)}", f"{p.id} {p.version}") for p in prospects]
    return actions(select(OPEN_ONE, "Open a prospect", options))


def _controls(found: FoundProspects, place: ListPlace) -> Block:
    anyone = ListPlace(None, place.owner)
    options = [(f"All statuses ({sum(found.counts.values()):,})", str(anyone))]
    options += [
        (f"{STATUS_WORDS[s]} ({n:,})", str(ListPlace(s, place.owner)))
        for s, n in funnel(found.counts)
    ]
    here = str(ListPlace(place.status, place.owner))
    before = ListPlace(place.status, place.owner, max(0, place.offset - PAGE_SIZE))
    after = ListPlace(place.status, place.owner, place.offset + PAGE_SIZE)
    return actions(
        select(FILTER, "Filter by status", options, initial=here),
        button("Everybody's" if place.owner else "Mine", MINE, str(place)),
        button("Previous page", f"{PAGE}.previous", str(before)) if place.offset else None,
        button("Next page", f"{PAGE}.next", str(after)) if after.offset < found.total else None,
        button("Add", ADD),
        button("Export CSV", EXPORT),
    )


def added(done: AddedProspects, bad: Sequence[tuple[int, str]]) -> Message:
    """What adding many did."""
    known = f" {len(done.known):,} were there already." if done.known else ""
    text = f"{count(len(done.new), 'new prospect')}.{known}"
    lines = [f"line {number}: {why}" for number, why in bad[:10]]
    if len(bad) > 10:
        lines.append(f"and {len(bad) - 10:,} more")
    blocks: list[Block] = [section(text)]
    if lines:
        blocks.append(
            section("Not understood:\n" + "\n".join(outside(line, 250) for line in lines))
        )
    blocks.append(context("`/backlinks prospects mine` lists yours"))
    return Message("\n".join([text, *lines]), tuple(blocks))


def ask_to_forget(what: str) -> Message:
    """Erasing cannot be undone, so it is asked once more."""
    text = f"Erase every contact and note about {what}? This cannot be undone."
    sure = confirm("Erase", f"Erase what is held about {what}?", "Erase")
    yes = button("Erase", FORGET, clean(what, 300), style="danger", confirm=sure)
    return Message(text, (section(outside(text, 400)), actions(yes)))


def forgotten(number: int) -> Message:
    text = f"Erased from {count(number, 'prospect')}." if number else "Nothing of it is held."
    return Message(text, (section(text),))


def weekly(shown: OutreachReport, *, day: date) -> Message:
    """A week of outreach: what was done, what it brought, what still stands."""
    title = f"Outreach, week to {short_day(day)}"
    week, all_ = shown.week, shown.all
    sentence = (
        f"{count(week.contacted, 'site')} contacted, {count(week.won, 'link')} won this week."
    )
    total = f"In all: {_figures(all_)}"
    lines = [sentence, total]
    if words := promise_words(shown.promises):
        lines.append(f"Promises: {words}.")
    if shown.cost_per_live:
        costs = ", ".join(f"{amount} {name}" for name, amount in shown.cost_per_live.items())
        lines.append(f"Cost of a live link: {costs}.")
    blocks: list[Block] = [header(title), section("\n".join(lines))]
    drawn = chart(
        "bar", "Contacted and won by week",
        {
            "Contacted": [(week_, n) for week_, n, _ in shown.by_week],
            "Won": [(week_, n) for week_, _, n in shown.by_week],
        },
        x_label="Week", y_label="Prospects",
    )  # fmt: skip
    blocks += [drawn] if drawn else []
    groups = [(KIND_WORDS[Kind(name)], one) for name, one in shown.by_kind.items()]
    rows = [_report_row(name, one) for name, one in groups]
    if rows:
        columns = [Column(n) for n in ("Kind", "Contacted", "Won", "Rate", "Days", "Live")]
        blocks.append(table(columns, rows))
    owners = [f"{person(name)}: {_figures(one)}" for name, one in shown.by_owner.items() if name]
    if owners:
        blocks.append(context(*owners[:10]))
    text = [title, *lines, *(f"{name}: {_figures(one)}" for name, one in groups)]
    return Message("\n".join(text), tuple(blocks))


def _figures(one: Figures) -> str:
    days = f", {one.days:g} days to a link" if one.days is not None else ""
    return (
        f"{one.contacted:,} contacted, {one.won:,} won ({_percent(one.publish_rate)} published, "
        f"{_percent(one.reply_rate)} replied), {one.live:,} still live{days}."
    )


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{round(rate * 100)} %"


def _report_row(name: str, one: Figures) -> list[Cell | str]:
    days = "-" if one.days is None else f"{one.days:g}"
    return [name, str(one.contacted), str(one.won), _percent(one.publish_rate), days, str(one.live)]
