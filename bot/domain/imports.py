"""What becomes of a file of backlinks: its rows kept or refused, and the sum of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.backlinks import Backlink, DomainName, Grain

MOST_REFUSALS_LISTED = 10_000
"""So that a million refused rows do not fill the memory; all of them are counted."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that is a backlink."""

    line: int
    """The physical line of the file on which the row begins, from 1."""
    backlink: Backlink


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is none, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ExportReading:
    """A file that was recognised, ready to be read row by row."""

    format: str
    """Which vendor's export it is, by the name in `SOURCES`: `ahrefs_backlinks`, `plain`, ..."""
    source: str
    grain: Grain
    target: DomainName | None
    """None only when the whole file is refused."""
    as_of: date | None
    """None: neither the file's name nor its data says."""
    as_of_from: str
    """`file name`, `newest date in the data`, `time of the import` or `the day of the fetch`."""
    complete: bool | None
    """False: as many rows as the vendor gives at most. None: the file does not say."""
    fingerprint: str
    """The same bytes have the same one."""
    total_rows: int
    rows: Iterator[KeptRow | RefusedRow]
    refused_because: str | None = None
    """Why nothing of the file can be used, with a hint at the right export."""


@dataclass(frozen=True, slots=True)
class NewImport:
    """An import that begins."""

    fingerprint: str
    name: str
    """The file's name as given, for people."""
    format: str
    source: str
    grain: Grain
    target: DomainName
    as_of: date
    as_of_from: str
    complete: bool | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class StartedImport:
    """What the store knows an import by."""

    id: int
    as_of: date
    """Of the first import of the same content: doing it again does not make the data newer."""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """`rows` = `kept` + `refused`; `duplicates` are those of the kept that said nothing new."""

    rows: int
    kept: int
    refused: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What a person is told after an import."""

    format: str
    source: str
    target: DomainName | None
    as_of: date | None
    as_of_from: str
    counts: ImportCounts
    refusals: tuple[RefusedRow, ...]
    """In the order of the file, at most `MOST_REFUSALS_LISTED`."""
    refused_because: str | None = None
    """The whole file was refused; the sentence hints at the right export."""
