"""Prospects as a list with counts, filters and pages; what was added; the weekly report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.outreach_figures import Figures, OutreachReport, funnel
from bot.domain.prospect_lists import AddedProspects, FoundProspects, ProspectFilter, Sort
from bot.domain.prospects import Kind, Prospect, Status, is_user
from bot.message import Block, Message
from bot.slack.blocks import (
    actions,
    button,
    clean,
    confirm,
    context,
    count,
    header,
    outside,
    section,
    select,
)
from bot.slack.inputs import select_user
from bot.slack.prospect_words import (
    KIND_WORDS,
    STATUS_WORDS,
    person,
    promise_words,
    quality_words,
    short_day,
    spoken,
)
from bot.slack.prospects import OPEN
from bot.slack.tables import Cell, Column, chart, table
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
GRADES: Final = (20, 40, 60, 80)
_PLACE: Final = "prospects.place "
_LONGEST_SITE: Final = 70
"""As a choice; longer ones are typed."""
_BLOCK_ID: Final = 255
"""https://docs.slack.dev/reference/block-kit/blocks"""
_SORT_WORDS: Final = {
    Sort.MOVED: "Moved last first",
    Sort.QUALITY: "Best sites first",
    Sort.DUE: "Due first",
    Sort.SITE: "By site",
}


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which page of which list."""

    status: Status | None = None
    owner: str | None = None
    offset: int = 0
    kind: Kind | None = None
    quality_from: int | None = None
    sort: Sort = Sort.MOVED
    site: DomainName | None = None

    def __str__(self) -> str:
        words = (
            self.status, self.owner, self.offset, self.kind, self.quality_from, self.sort, self.site,
        )  # fmt: skip
        return " ".join("-" if word is None else str(word) for word in words)

    @property
    def wanted(self) -> ProspectFilter:
        """What the store is asked for."""
        return ProspectFilter(
            status=self.status,
            owner=self.owner,
            kind=self.kind,
            site=self.site,
            quality_from=self.quality_from,
            sort=self.sort,
        )


def read_place(value: str) -> ListPlace:
    """What a button of a list remembers, also an old one."""
    words = [*value.split(), *["-"] * 7]
    status, owner, offset, kind, quality, sort, site = words[:7]
    return ListPlace(
        status=Status(status) if status in set(Status) else None,
        owner=None if owner == "-" else owner,
        offset=int(offset) if offset.isdecimal() else 0,
        kind=Kind(kind) if kind in set(Kind) else None,
        quality_from=int(quality) if quality.isdecimal() else None,
        sort=Sort(sort) if sort in set(Sort) else Sort.MOVED,
        site=None if site == "-" else DomainName(site),
    )


def changed_place(place: ListPlace, words: str) -> ListPlace:
    """The place after a filter was chosen (`kind=directory`), from its first page on.

    What is no filter is a whole place, as the buttons of pages and of App Home carry it.
    """
    name, is_filter, value = words.partition("=")
    if not is_filter:
        return read_place(words)
    first = replace(place, offset=0)
    match name:
        case "status":
            return replace(first, status=Status(value) if value in set(Status) else None)
        case "kind":
            return replace(first, kind=Kind(value) if value in set(Kind) else None)
        case "quality":
            return replace(first, quality_from=int(value) if value.isdecimal() else None)
        case "sort":
            return replace(first, sort=Sort(value) if value in set(Sort) else Sort.MOVED)
        case "owner":
            return replace(first, owner=value or None)
        case "site":
            return replace(first, site=DomainName(value) if value else None)
    return first


def place_of(block_id: str) -> ListPlace:
    """The place that the controls of a list carry."""
    _, is_ours, place = block_id.partition(_PLACE)
    return read_place(place if is_ours else "")


def prospect_list(found: FoundProspects, place: ListPlace) -> Message:
    """One page of a list, with the counts by status."""
    whose = _which_words(place)
    total = sum(found.counts.values())
    counts = ", ".join(f"{STATUS_WORDS[s].lower()} {n:,}" for s, n in funnel(found.counts))
    title = f"{count(total, 'prospect')}{whose}: {counts}" if total else f"No prospects{whose}."
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
    blocks += _controls(found, place)
    lines = [
        f"{short_url(p.page)}: {STATUS_WORDS[p.status]}, quality {quality_words(p)}"
        for p in found.prospects
    ]
    return Message("\n".join([spoken(title), *lines]), tuple(blocks))


def _which_words(place: ListPlace) -> str:
    """Which prospects, in mrkdwn."""
    words = ""
    if place.kind:
        words += f" of the kind {KIND_WORDS[place.kind]}"
    if place.site:
        words += f" on {outside(place.site, 100)}"
    if place.owner:
        words += f" of {person(place.owner)}"
    if place.quality_from:
        words += f" with a quality of {place.quality_from} and more"
    return words


def _table(prospects: Sequence[Prospect]) -> Block:
    columns = (
        Column("Page"), Column("Quality", "right"), Column("Status"), Column("Kind"),
        Column("Next"), Column("For"),
    )  # fmt: skip
    rows: list[list[Cell | str]] = [
        [
            Cell(short_url(p.page), p.page),
            quality_words(p),
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


def _controls(found: FoundProspects, place: ListPlace) -> list[Block]:
    """Filters, then pages and what else can be done; the blocks' names carry the place."""
    total = sum(found.counts.values())
    statuses = [(f"All statuses ({total:,})", "status="), *(
        (f"{STATUS_WORDS[s]} ({n:,})", f"status={s}") for s, n in funnel(found.counts)
    )]  # fmt: skip
    kinds = [("All kinds", "kind="), *((KIND_WORDS[k].capitalize(), f"kind={k}") for k in Kind)]
    grades = [
        ("Any quality", "quality="),
        *((f"Quality {n} and more", f"quality={n}") for n in GRADES),
    ]
    sites = [("All sites", "site="), *((site, f"site={site}") for site in _sites(found, place))]
    orders = [(_SORT_WORDS[order], f"sort={order}") for order in Sort]
    name = f"{_PLACE}{place}"
    name = name if len(name) <= _BLOCK_ID else f"{_PLACE}{replace(place, site=None)}"
    before = replace(place, offset=max(0, place.offset - PAGE_SIZE))
    after = replace(place, offset=place.offset + PAGE_SIZE)
    filters = actions(
        select(FILTER, "Status", statuses, initial=f"status={place.status or ''}"),
        select(f"{FILTER}.kind", "Kind", kinds, initial=f"kind={place.kind or ''}"),
        select(
            f"{FILTER}.quality", "Quality", grades, initial=f"quality={place.quality_from or ''}"
        ),
        select_user(
            f"{FILTER}.owner", words="Owner", initial=place.owner if is_user(place.owner) else None
        ),
        select(f"{FILTER}.site", "Site", sites, initial=f"site={place.site or ''}"),
        select(f"{FILTER}.sort", "Order", orders, initial=f"sort={place.sort}"),
        block_id=name,
    )
    pages = actions(
        button("Everybody's" if place.owner else "Mine", MINE, str(place)),
        button("Previous page", f"{PAGE}.previous", str(before)) if place.offset else None,
        button("Next page", f"{PAGE}.next", str(after)) if after.offset < found.total else None,
        button("Add", ADD),
        button("Export CSV", EXPORT),
    )
    return [filters, pages]


def _sites(found: FoundProspects, place: ListPlace) -> list[DomainName]:
    """The sites to choose from: the one that was chosen, and those of the page at hand."""
    at_hand = sorted({prospect.site for prospect in found.prospects} - {place.site})
    known = [*([place.site] if place.site else []), *at_hand]
    return [site for site in known if len(site) <= _LONGEST_SITE]


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


def forgotten(prospects: int, measured: int) -> Message:
    """What held it, and what is for people to clean."""
    held = [
        count(number, noun)
        for number, noun in ((prospects, "prospect"), (measured, "look, post or import row"))
        if number
    ]
    text = f"Erased from {' and '.join(held)}." if held else "Nothing of it is held."
    rest = "Files and messages that were sent before, and backups, are yours to clean."
    return Message(f"{text} {rest}", (section(text), context(rest)))


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
        f"{_percent(one.reply_rate)} answered), {one.live:,} still live{days}."
    )


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{round(rate * 100)} %"


def _report_row(name: str, one: Figures) -> list[Cell | str]:
    days = "-" if one.days is None else f"{one.days:g}"
    return [name, str(one.contacted), str(one.won), _percent(one.publish_rate), days, str(one.live)]
