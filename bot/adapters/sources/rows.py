"""From the records of a recognised table to backlinks, or to why a record is none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from bot.adapters.sources.cell_values import (
    DayParser,
    host_of_address,
    parse_count,
    parse_flag,
    parse_number,
    web_address,
)
from bot.adapters.sources.csv_records import Record
from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.csv_guard import unguard_cell
from bot.domain.imports import KeptRow, RefusedRow
from bot.domain.names import registrable_domain

DAY_FIELDS = ("first_seen", "last_seen", "lost_on")
_FLAGS = ("followed", "nofollow", "ugc", "sponsored", "image", "lost", "text", "lost_status")
_COUNTS = ("links", "http_status")


class Table(Protocol):
    """Records in cells, and which of the cells hold what: of a file, or of an API's answer."""

    @property
    def format(self) -> ExportFormat: ...
    @property
    def header_line(self) -> int:
        """0: there is no header."""

    @property
    def width(self) -> int: ...
    @property
    def columns(self) -> Mapping[str, int]: ...
    @property
    def metrics(self) -> Mapping[str, int]: ...
    def records(self) -> Iterator[Record]: ...


def refuse_all(table: Table, why: str) -> Iterator[RefusedRow]:
    for record in table.records():
        yield RefusedRow(record.line, why)


def read_rows(
    table: Table, day: DayParser, target: DomainName, as_of: date | None
) -> Iterator[KeptRow | RefusedRow]:
    read = _row_reader(table, day, target, as_of)
    for record in table.records():
        found = read(record)
        if isinstance(found, str):
            yield RefusedRow(record.line, found)
        else:
            yield KeptRow(record.line, found)


def _row_reader(
    table: Table, day: DayParser, target: DomainName, as_of: date | None
) -> Callable[[Record], Backlink | str]:
    """A function from a record to a backlink, or to the reason why it is none."""
    readers = [
        (fact, index, _reader_of(fact, day))
        for fact, index in table.columns.items()
        if fact not in ("referring_page", "referring_domain", "target_url")
    ]
    settle = table.format.settle

    def read(record: Record) -> Backlink | str:
        wrong = record.broken or _wrong_width(table, record)
        if wrong:
            return wrong
        cells = record.cells
        facts: Facts = {}
        for fact, index, parse in readers:
            if index < len(cells) and cells[index] and (value := parse(cells[index])) is not None:
                facts[fact] = value
        wrong = _place(table, cells, target, facts)
        if wrong:
            return wrong
        if settle:
            settle(facts)
        _follow(facts)
        facts["metrics"] = {
            metric: number
            for metric, index in table.metrics.items()
            if index < len(cells) and (number := _figure(cells[index])) is not None
        }
        return Backlink(source=table.format.source, target_domain=target, as_of=as_of, **facts)

    return read


def _figure(cell: str) -> float | None:
    flag = parse_flag(cell) if cell.isalpha() else None
    return float(flag) if flag is not None else parse_number(cell)


def _reader_of(fact: str, day: DayParser) -> Callable[[str], Any]:
    if fact in DAY_FIELDS:
        return day
    if fact == "lost":  # Some write since when instead of whether.
        return lambda cell: True if day(cell) else parse_flag(cell)
    if fact in _FLAGS:
        return parse_flag
    if fact in _COUNTS:
        return parse_count
    return _text


def _text(cell: str) -> str | None:
    return unguard_cell(" ".join(cell.split())[:2_000]) or None


def _wrong_width(table: Table, record: Record) -> str | None:
    width = len(record.cells)
    if width > table.width and any(cell.strip() for cell in record.cells[table.width :]):
        return (
            f"the row has {width} cells where the header has {table.width}: "
            "a quote or a delimiter is not escaped"
        )
    if width < table.width and not table.format.ragged and table.header_line:
        return f"the row has {width} cells where the header has {table.width}: it is cut off"
    return None


def _place(table: Table, cells: Sequence[str], target: DomainName, facts: Facts) -> str | None:
    """Set who links to what; returns why it is no backlink when it is none."""
    is_page = table.format.grain is Grain.PAGES
    index = table.columns["referring_page" if is_page else "referring_domain"]
    cell = cells[index].strip() if index < len(cells) else ""
    what = "linking page" if is_page else "linking domain"
    if not cell:
        return f"it names no {what}"
    address = web_address(cell)
    if address is None:
        return f"`{_short(cell)}` is not a web address"
    domain = registrable_domain(host_of_address(address))
    if domain is None:
        return f"`{_short(cell)}` is not on a domain that somebody registered"
    facts["referring_domain"] = domain
    if is_page:
        facts["referring_page"] = address
    wrong = _aim(table, cells, target, facts)
    if wrong is None and domain == target:
        return f"the page is on {target} itself: an internal link, not a backlink"
    return wrong


def _aim(table: Table, cells: Sequence[str], target: DomainName, facts: Facts) -> str | None:
    """Set the page that is linked to, where the row names one."""
    index = table.columns.get("target_url")
    cell = cells[index].strip() if index is not None and index < len(cells) else ""
    if not cell:
        return None
    address = web_address(cell)
    if address is None:
        return f"it links to `{_short(cell)}`, which is not a web address"
    domain = registrable_domain(host_of_address(address))
    if domain != target:
        return f"it links to {domain or _short(cell)}, not to {target}"
    if "/" in cell:  # A bare `site.com` names the site, not one of its pages.
        facts["target_url"] = address
    return None


def _follow(facts: Facts) -> None:
    """`followed` from nofollow, ugc and sponsored, or from a rel attribute as text."""
    facts.pop("link_type", None)
    rel = (facts.pop("rel", None) or "").lower()
    if rel:
        words = set(rel.replace(",", " ").replace("-", "").split())
        for name in ("nofollow", "ugc", "sponsored"):
            if name in words:
                facts.setdefault(name, True)
        if words & {"follow", "dofollow", "followed"}:
            facts.setdefault("nofollow", False)
    told = [facts[name] for name in ("nofollow", "ugc", "sponsored") if name in facts]
    if "followed" in facts:
        facts.setdefault("nofollow", None if facts["followed"] else True)
    elif any(told):
        facts["followed"] = False
    elif "nofollow" in facts:
        facts["followed"] = True


def _short(cell: str) -> str:
    flat = " ".join(cell.split()).replace("`", "'")
    return flat if len(flat) <= 80 else flat[:79] + "…"
