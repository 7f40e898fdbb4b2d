"""Reads a file of backlinks: which export it is, then its rows one by one."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO

from bot.adapters.sources import SOURCES
from bot.adapters.sources.cell_values import (
    DayParser,
    day_parser,
    host_of_address,
    parse_count,
    parse_flag,
    parse_number,
    tells_day_first,
    web_address,
)
from bot.adapters.sources.csv_records import Record, find_delimiter, read_records
from bot.adapters.sources.export_format import ExportFormat, Facts, normal_header
from bot.adapters.sources.file_name import day_in, site_in
from bot.adapters.sources.file_text import TextFile, open_text
from bot.adapters.sources.plain import shape_of
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.imports import ExportReading, KeptRow, RefusedRow
from bot.domain.names import registrable_domain
from bot.errors import InvalidInputError

_SAMPLE_LINES = 400
_HEADER_WITHIN = 12
"""Records. Some exports begin with a title and a date."""
_MOST_TARGETS_COUNTED = 20_000
_DAY_FIELDS = ("first_seen", "last_seen", "lost_on")
_FLAGS = ("followed", "nofollow", "ugc", "sponsored", "image", "lost", "text", "lost_status")
_COUNTS = ("links", "http_status")


@dataclass(frozen=True, slots=True)
class _Table:
    """A recognised table: where its header is and which of its cells hold what."""

    format: ExportFormat
    file: TextFile
    delimiter: str
    skipped_lines: int
    header_line: int
    """0: there is no header."""
    width: int
    columns: Mapping[str, int]
    metrics: Mapping[str, int]

    def records(self) -> Iterator[Record]:
        """The rows below the header."""
        for record in read_records(self.file.lines(), self.delimiter, skip=self.skipped_lines):
            if record.line > self.header_line:
                yield record


def read_export(
    file: BinaryIO, *, name: str, target: DomainName | None, today: date
) -> ExportReading:
    """Recognise a seekable file of backlinks and get ready to read its rows.

    Reads it once from end to end (what it links to, how new it is, its fingerprint); the rows come from
    a second pass, so that memory stays flat. `target` None: most rows' target, else the site that the
    file's name carries.

    Raises:
        InvalidInputError: it is no table of backlinks, or nobody says what the links point to.
    """
    text = open_text(file, name)
    table = _recognise(text, name, target)
    survey = _survey(table, today)
    refused = table.format.refused_because
    whole = target
    if refused is None:
        whole = target or survey.target or site_in(name)
        refused = _own_pages(table, survey, whole, name)
        if whole is None and refused is None:
            raise InvalidInputError(
                f"{name} does not say which site the links point to. "
                "Name it: `backlinks import FILE --target site.com`."
            )
    as_of, as_of_from = _as_of(name, survey, today)
    rows = _refuse_all(table, refused) if refused else _rows(table, survey, whole, as_of)
    return ExportReading(
        format=table.format.name,
        source=table.format.source,
        grain=table.format.grain,
        target=whole,
        as_of=as_of,
        as_of_from=as_of_from,
        complete=False if survey.rows in table.format.most_rows else None,
        fingerprint=text.fingerprint,
        total_rows=survey.rows,
        rows=rows,
        refused_because=refused,
    )


def _recognise(text: TextFile, name: str, target: DomainName | None) -> _Table:
    lines = text.head(_SAMPLE_LINES)
    delimiter, skipped = find_delimiter(lines)
    sample = [r for r in read_records(lines, delimiter, skip=skipped) if not r.broken]
    for fmt in SOURCES:
        for record in sample[: 1 if fmt.ragged else _HEADER_WITHIN]:
            headers = [normal_header(cell) for cell in record.cells]
            if fmt.fits(headers):
                return _with_header(fmt, text, delimiter, skipped, record, headers)
    by_shape = _by_shape(sample, text, delimiter, skipped, target)
    if by_shape is None:
        raise InvalidInputError(
            f"{name} has no column of linking pages. Give an export of backlinks, or a CSV with the "
            "columns `referring_page,target` (a column of page addresses is enough)."
        )
    return by_shape


def _with_header(
    fmt: ExportFormat,
    text: TextFile,
    delimiter: str,
    skipped: int,
    record: Record,
    headers: Sequence[str],
) -> _Table:
    first = {header: index for index, header in reversed(list(enumerate(headers)))}
    columns: dict[str, int] = {}
    for fact, names in fmt.columns.items():
        taken = set(columns.values())
        found = next((first[n] for n in names if n in first and first[n] not in taken), None)
        if found is not None:
            columns[fact] = found
    metrics = {metric: first[header] for header, metric in fmt.metrics.items() if header in first}
    return _Table(fmt, text, delimiter, skipped, record.line, len(headers), columns, metrics)


def _by_shape(
    sample: Sequence[Record],
    text: TextFile,
    delimiter: str,
    skipped: int,
    target: DomainName | None,
) -> _Table | None:
    """A header in another language, or none at all."""
    if not sample:
        return None
    rows = [record.cells for record in sample]
    headless = any(web_address(cell) for cell in rows[0])
    shape = shape_of(rows if headless else rows[1:], target=target)
    if shape is None:
        return None
    header_line = 0 if headless else sample[0].line
    return _Table(
        shape.format, text, delimiter, skipped, header_line, len(rows[0]), shape.columns, {}
    )


@dataclass(frozen=True, slots=True)
class _Survey:
    """What the whole file shows before its rows are judged one by one."""

    rows: int
    target: DomainName | None
    """The site that most rows link to."""
    pages_on: Counter[DomainName]
    """How many linking pages each site has, of a sample."""
    newest: date | None
    day: DayParser


def _survey(table: _Table, today: date) -> _Survey:
    targets: Counter[DomainName] = Counter()
    pages: Counter[DomainName] = Counter()
    day_first: Counter[bool] = Counter()
    days: set[str] = set()
    rows = 0
    to, page = table.columns.get("target_url"), table.columns.get("referring_page")
    dated = [table.columns[name] for name in _DAY_FIELDS if name in table.columns]
    for record in table.records():
        rows += 1
        cells = record.cells
        if to is not None and len(cells) > to:
            _count_site(targets, cells[to])
        if page is not None and len(cells) > page and rows <= _MOST_TARGETS_COUNTED:
            _count_site(pages, cells[page])
        # Minutes are cut off, so that there are few different texts however long the file is.
        days.update(cells[i].strip()[:24].partition(":")[0] for i in dated if len(cells) > i)
    for text in days:
        told = tells_day_first(text)
        if told is not None:
            day_first[told] += 1
    parse = day_parser(day_first=day_first.most_common(1)[0][0] if len(day_first) == 1 else None)
    known = (parse(text) for text in days)
    newest = max((day for day in known if day and day <= today + timedelta(days=1)), default=None)
    best = targets.most_common(1)
    return _Survey(rows, best[0][0] if best else None, pages, newest, parse)


def _count_site(sites: Counter[DomainName], cell: str) -> None:
    address = web_address(cell)
    site = registrable_domain(host_of_address(address)) if address else None
    if site and (site in sites or len(sites) < _MOST_TARGETS_COUNTED):
        sites[site] += 1


def _own_pages(table: _Table, survey: _Survey, target: DomainName | None, name: str) -> str | None:
    """Why a list of the target's own pages is no list of backlinks; None when it is none."""
    counted = survey.pages_on.total()
    if table.format.grain is not Grain.PAGES or counted < 2:
        return None
    site, number = survey.pages_on.most_common(1)[0]
    nobody_says = target is None and counted >= 5
    if number >= 0.9 * counted and (site == target or (nobody_says and number == counted)):
        return (
            f"{name} lists pages of {site} itself (a crawl, or Top linked pages?), not pages that link "
            "to it. In Search Console export Latest links; in other tools, Backlinks."
        )
    return None


def _as_of(name: str, survey: _Survey, today: date) -> tuple[date | None, str]:
    """A day in the file's name counts unless the data is newer than it."""
    named = day_in(name)
    if named and named <= today and (survey.newest is None or survey.newest <= named):
        return named, "file name"
    if survey.newest:
        return min(survey.newest, today), "newest date in the data"
    return None, "time of the import"


def _refuse_all(table: _Table, why: str) -> Iterator[RefusedRow]:
    for record in table.records():
        yield RefusedRow(record.line, why)


def _rows(
    table: _Table, survey: _Survey, target: DomainName | None, as_of: date | None
) -> Iterator[KeptRow | RefusedRow]:
    assert target is not None
    read = _row_reader(table, survey.day, target, as_of)
    for record in table.records():
        found = read(record)
        if isinstance(found, str):
            yield RefusedRow(record.line, found)
        else:
            yield KeptRow(record.line, found)


def _row_reader(
    table: _Table, day: DayParser, target: DomainName, as_of: date | None
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
    if fact in _DAY_FIELDS:
        return day
    if fact in _FLAGS:
        return parse_flag
    if fact in _COUNTS:
        return parse_count
    return _text


def _text(cell: str) -> str | None:
    return " ".join(cell.split())[:2_000] or None


def _wrong_width(table: _Table, record: Record) -> str | None:
    width = len(record.cells)
    if width > table.width and any(cell.strip() for cell in record.cells[table.width :]):
        return (
            f"the row has {width} cells where the header has {table.width}: "
            "a quote or a delimiter is not escaped"
        )
    if width < table.width and not table.format.ragged and table.header_line:
        return f"the row has {width} cells where the header has {table.width}: it is cut off"
    return None


def _place(table: _Table, cells: Sequence[str], target: DomainName, facts: Facts) -> str | None:
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


def _aim(table: _Table, cells: Sequence[str], target: DomainName, facts: Facts) -> str | None:
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
