"""Reads the rows of an API's JSON answer as the rows of an export are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.adapters.sources.cell_values import day_parser
from bot.adapters.sources.csv_records import LONGEST_CELL, Record
from bot.adapters.sources.export_format import ExportFormat
from bot.adapters.sources.rows import read_rows
from bot.domain.backlinks import DomainName
from bot.domain.imports import KeptRow, RefusedRow


def read_api_rows(
    fmt: ExportFormat,
    rows: Sequence[object],
    target: DomainName,
    as_of: date,
    *,
    first_line: int = 1,
) -> tuple[KeptRow | RefusedRow, ...]:
    """Each row kept or refused, whatever is in it; `columns` and `metrics` of `fmt` name JSON's fields.

    A field that is missing, null, or of a kind that says nothing is a fact that the vendor does not tell.
    """
    answer = _Answer.of(fmt, rows, first_line)
    return tuple(read_rows(answer, day_parser(day_first=None), target, as_of))


@dataclass(frozen=True, slots=True)
class _Answer:
    """Keeps the promises of `rows.Table`."""

    format: ExportFormat
    rows: Sequence[object]
    first_line: int
    fields: tuple[str, ...]
    columns: Mapping[str, int]
    metrics: Mapping[str, int]
    header_line: int = 0

    @classmethod
    def of(cls, fmt: ExportFormat, rows: Sequence[object], first_line: int) -> "_Answer":
        named = {fact: names[0] for fact, names in fmt.columns.items()}
        fields = tuple(dict.fromkeys((*named.values(), *fmt.metrics)))
        place = {name: index for index, name in enumerate(fields)}
        return cls(
            fmt,
            rows,
            first_line,
            fields,
            {fact: place[name] for fact, name in named.items()},
            {metric: place[name] for name, metric in fmt.metrics.items()},
        )

    @property
    def width(self) -> int:
        return len(self.fields)

    def records(self) -> Iterator[Record]:
        for line, row in enumerate(self.rows, self.first_line):
            if isinstance(row, Mapping):
                yield Record(line, [_cell(row.get(name)) for name in self.fields])
            else:
                yield Record(line, [], "it is not a row with named fields")


def _cell(value: object) -> str:
    """A JSON value as the cell of an export; empty where it can mean nothing.

    >>> _cell(True), _cell(71.0), _cell(None), _cell(["nofollow", None, "ugc"]), _cell({"a": 1})
    ('true', '71.0', '', 'nofollow ugc', '')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        value = " ".join(one for one in value if isinstance(one, str))
    if not isinstance(value, str | int | float):
        return ""
    # Half of a surrogate pair is no text, and no store keeps it.
    return str(value)[:LONGEST_CELL].encode("utf-8", "replace").decode()
