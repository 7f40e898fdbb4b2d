"""More domains: pages of an answer's referring domains, sorted and filtered by menus."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.domain_list import (
    PAGE,
    TYPES,
    DomainView,
    Order,
    arranged,
    first_of,
    page_of,
    type_is,
)
from bot.domain.findings import DomainFinding, Findings
from bot.domain.source_names import source_name
from bot.domain.type_mix import TypeMix, series
from bot.message import Block, Message
from bot.slack import found_page, review
from bot.slack.blocks import (
    MESSAGE_TEXT,
    OPTION_VALUE,
    actions,
    button,
    context,
    count,
    outside,
    section,
    select,
)
from bot.slack.findings import domain_table, quality_words, state_words
from bot.slack.tables import chart
from bot.slack.words import short_date, type_words

VIEW: Final = "domains.view"
"""The action ids begin with it; the value of each is a view's token and the target."""
TYPES_OVER_TIME: Final = "types.over_time"
_LEAST: Final = (20, 40, 60, 80)
_ORDERS: Final = {
    Order.QUALITY: "Best first",
    Order.LINKS: "Most links first",
    Order.NEWEST: "Newest first",
    Order.VISITS: "Most visits first",
    Order.NAME: "By name",
}
_TYPE_NAMES: Final = {"unknown": "not looked at", "non-editorial": "not editorial"}


def domain_list(found: Findings, view: DomainView, *, now: datetime) -> Message:
    """One page of a view, with the menus that lead to others."""
    rows = arranged(found.domains, view)
    view = replace(view, first=first_of(rows, view))
    shown = page_of(rows, view)
    title, note = _title(found, rows, shown, view), _note(found, view)
    page = replace(found, domains=shown)
    blocks = (
        section(f"*{outside(title, 300)}*"),
        domain_table(shown, now=now) if shown else None,
        context(outside(note, 600)) if note else None,
        _menus(found, view),
        _paging(found, view, len(rows)),
        found_page.menu(page),
        review.mark_menu(page, first=0, most=PAGE),
    )
    lines = [f"{row.domain}, quality {'not known' if row.quality is None else quality_words(row)}, "
             f"{state_words(row, now=now)}" for row in shown]  # fmt: skip
    text = "\n".join([title, *lines, *([note] if note else [])])
    return Message(text[:MESSAGE_TEXT], tuple(block for block in blocks if block))


def _title(
    found: Findings,
    rows: Sequence[DomainFinding],
    shown: Sequence[DomainFinding],
    view: DomainView,
) -> str:
    what = "referring domains" + _filter_words(view)
    if not shown:
        return f"{found.target}: no {what}"
    total = len(rows) if view.is_filtered else found.referring_domains
    last = view.first + len(shown)
    return f"{found.target}: {what} {view.first + 1} to {last} of {total:,}"


def _filter_words(view: DomainView) -> str:
    parts = [
        f"type {_type_name(view.type)}" if view.type else "",
        f"quality {view.least} and more" if view.least is not None else "",
        f"known from {source_name(view.source)}" if view.source else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def _note(found: Findings, view: DomainView) -> str:
    """Only the best rows of a large target are at hand, and a filter sees those alone."""
    if len(found.domains) >= found.referring_domains:
        return ""
    if not view.is_filtered and view.order is Order.QUALITY:
        return ""
    return f"Among the best {len(found.domains):,} of {count(found.referring_domains, 'referring domain')}."


def _menus(found: Findings, view: DomainView) -> Block | None:
    """Sort, type, quality, source: each entry keeps what the other menus say, and goes to page one."""
    begin = replace(view, first=0)
    types = [type_ for type_ in TYPES if any(type_is(row, type_) for row in found.domains)]
    sources = sorted({name for row in found.domains for name in row.sources})
    menus = (
        _menu("order", "Sort", [(_ORDERS[o], replace(begin, order=o)) for o in Order], view, found),
        _menu(
            "type",
            "Type",
            [
                ("All types", replace(begin, type=None)),
                *((_capital(_type_name(t)), replace(begin, type=t)) for t in types),
            ],
            view,
            found,
        ),
        _menu(
            "least",
            "Quality",
            [
                ("Any quality", replace(begin, least=None)),
                *((f"Quality {least} and more", replace(begin, least=least)) for least in _LEAST),
            ],
            view,
            found,
        ),
        _menu(
            "source",
            "Source",
            [
                ("All sources", replace(begin, source=None)),
                *((_capital(source_name(name)), replace(begin, source=name)) for name in sources),
            ],
            view,
            found,
        ),
    )
    kept = [menu for menu in menus if menu]
    return actions(*kept) if kept else None


def _menu(
    name: str,
    placeholder: str,
    entries: Sequence[tuple[str, DomainView]],
    view: DomainView,
    found: Findings,
) -> Block | None:
    """A menu of views; None where there is nothing to choose, or the target is too long to go along."""
    pairs = [(text, _value(entry, found)) for text, entry in entries]
    fitting = [pair for pair in pairs if len(pair[1]) <= OPTION_VALUE]
    if len(fitting) < 2:
        return None
    return select(
        f"{VIEW}.{name}", placeholder, fitting, initial=_value(replace(view, first=0), found)
    )


def _paging(found: Findings, view: DomainView, rows: int) -> Block:
    before = replace(view, first=max(0, view.first - PAGE))
    after = replace(view, first=view.first + PAGE)
    back = button(f"Previous {PAGE}", f"{VIEW}.previous", _value(before, found))
    on = button(f"Next {min(PAGE, rows - after.first)}", f"{VIEW}.next", _value(after, found))
    shown = [back] * (view.first > 0) + [on] * (after.first < rows)
    return actions(*shown, button("Types over time", TYPES_OVER_TIME, str(found.target)))


def _value(view: DomainView, found: Findings) -> str:
    return f"{view.token()} {found.target}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _type_name(type_: str) -> str:
    return _TYPE_NAMES.get(type_) or type_words(type_, None)


def types_over_time(target: str, mixes: Sequence[TypeMix]) -> Message:
    """A chart of the mix of types, as our own looks know it."""
    title = f"{target}: types of links over time"
    if len(mixes) < 2:
        text = (
            f"{title}. Our own looks cover less than two days, so there is no history to draw yet."
        )
        return Message(text, (section(outside(text, 600)),))
    days = [short_date(mix.at) for mix in mixes]
    lines = {
        type_words(name, None): [
            (day, float(number)) for day, number in zip(days, values, strict=True)
        ]
        for name, values in series(mixes).items()
    }
    drawn = chart("area", "Types of links over time", lines, x_label="Day", y_label="Links")
    note = "Live links that we looked at ourselves, by where they stand on their pages."
    newest = ", ".join(f"{name} {points[-1][1]:.0f}" for name, points in lines.items())
    text = f"{title}, {days[0]} to {days[-1]}. Now: {newest}. {note}"
    blocks = (
        section(f"*{outside(title, 300)}*"),
        drawn,
        context(outside(f"Now: {newest}. {note}", 900)),
    )
    return Message(text, tuple(block for block in blocks if block))
