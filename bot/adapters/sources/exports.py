"""Reads a file of backlinks: which export it is, then its rows one by one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from bot.adapters.sources.cell_values import (
    DayParser,
    day_parser,
    host_of_address,
    tells_day_first,
    web_address,
)
from bot.adapters.sources.file_name import day_in, site_in
from bot.adapters.sources.file_text import open_text
from bot.adapters.sources.recognise import Table, recognise
from bot.adapters.sources.rows import DAY_FIELDS, read_rows, refuse_all
from bot.domain.backlinks import DomainName, Grain
from bot.domain.imports import ExportReading, KeptRow, RefusedRow
from bot.domain.names import registrable_domain
from bot.errors import InvalidInputError

_MOST_TARGETS_COUNTED = 20_000


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
    table = recognise(text, name, target)
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
    rows: Iterator[KeptRow | RefusedRow] = (
        refuse_all(table, refused or "")
        if refused or whole is None
        else read_rows(table, survey.day, whole, as_of)
    )
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


def _survey(table: Table, today: date) -> _Survey:
    targets: Counter[DomainName] = Counter()
    pages: Counter[DomainName] = Counter()
    day_first: Counter[bool] = Counter()
    days: set[str] = set()
    rows = 0
    to, page = table.columns.get("target_url"), table.columns.get("referring_page")
    dated = [table.columns[name] for name in DAY_FIELDS if name in table.columns]
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


def _own_pages(table: Table, survey: _Survey, target: DomainName | None, name: str) -> str | None:
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
