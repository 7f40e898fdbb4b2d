"""Finds out which export a text file is, and in which columns its facts stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.adapters.sources import SOURCES
from bot.adapters.sources.cell_values import web_address
from bot.adapters.sources.csv_records import Record, find_delimiter, read_records
from bot.adapters.sources.export_format import ExportFormat, normal_header
from bot.adapters.sources.file_text import TextFile
from bot.adapters.sources.plain import PAGES, shape_of
from bot.domain.backlinks import DomainName
from bot.errors import InvalidInputError

_SAMPLE_LINES = 400
_HEADER_WITHIN = 12
"""Records. Some exports begin with a title and a date."""


@dataclass(frozen=True, slots=True)
class Table:
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
        rows = read_records(
            self.file.lines(),
            self.delimiter,
            skip=self.skipped_lines,
            width=None if self.format.ragged else self.width,
        )
        for record in rows:
            if record.line > self.header_line:
                yield record


def recognise(text: TextFile, name: str, target: DomainName | None) -> Table:
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
) -> Table:
    first = {header: index for index, header in reversed(list(enumerate(headers)))}
    columns: dict[str, int] = {}
    for fact, names in fmt.columns.items():
        taken = set(columns.values())
        found = next((first[n] for n in names if n in first and first[n] not in taken), None)
        if found is not None:
            columns[fact] = found
    metrics = {metric: first[header] for header, metric in fmt.metrics.items() if header in first}
    return Table(fmt, text, delimiter, skipped, record.line, len(headers), columns, metrics)


def _by_shape(
    sample: Sequence[Record],
    text: TextFile,
    delimiter: str,
    skipped: int,
    target: DomainName | None,
) -> Table | None:
    """A header in another language, or none at all."""
    if not sample:
        return None
    rows = [record.cells for record in sample]
    headless = any(web_address(cell) for cell in rows[0])
    shape = shape_of(rows if headless else rows[1:], target=target)
    if shape is None:
        return None
    if headless or shape.format is not PAGES:
        header_line = 0 if headless else sample[0].line
        return Table(
            shape.format, text, delimiter, skipped, header_line, len(rows[0]), shape.columns, {}
        )
    headers = [normal_header(cell) for cell in rows[0]]
    named = _with_header(shape.format, text, delimiter, skipped, sample[0], headers)
    seen = set(shape.columns.values())
    others = {fact: index for fact, index in named.columns.items() if index not in seen}
    return replace(named, columns={**others, **shape.columns})
