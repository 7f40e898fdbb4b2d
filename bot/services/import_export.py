"""Brings files of backlinks into the store, and the store's links out as CSV."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import (
    MOST_REFUSALS_LISTED,
    ExportReading,
    ImportCounts,
    ImportSummary,
    KeptRow,
    NewImport,
    RefusedRow,
    StartedImport,
)
from bot.ports import Clock, ExportReader, ImportStore

BATCH = 10_000
"""Rows a transaction: others never wait long to write, and a crash repeats little."""

Progress = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""


async def import_file(
    file: BinaryIO,
    *,
    name: str,
    target: DomainName | None,
    read_export: ExportReader,
    store: ImportStore,
    clock: Clock,
    progress: Progress = lambda _done, _total: None,
) -> ImportSummary:
    """Import a seekable file of backlinks; doing it again changes nothing.

    Raises:
        InvalidInputError: the file is no table of backlinks, or nobody says what the links point to.
        StoreError: it could not be kept; what was kept before stays, and a repeat goes on from there.
    """
    today = clock().date()
    reading = await asyncio.to_thread(read_export, file, name=name, target=target, today=today)
    return await import_reading(reading, name=name, store=store, clock=clock, progress=progress)


async def import_reading(
    reading: ExportReading,
    *,
    name: str,
    store: ImportStore,
    clock: Clock,
    progress: Progress = lambda _done, _total: None,
) -> ImportSummary:
    """Import what was read, of a file or of a vendor's answer; doing it again changes nothing.

    Raises:
        StoreError: it could not be kept; what was kept before stays, and a repeat goes on from there.
    """
    now = clock()
    tally = _Tally(reading)
    if reading.refused_because or reading.target is None:
        while batch := await asyncio.to_thread(_take, reading.rows):
            tally.add(batch, duplicates=0)
        return tally.summary()
    started = await store.begin_import(
        NewImport(
            reading.fingerprint,
            name,
            reading.format,
            reading.source,
            reading.grain,
            reading.target,
            reading.as_of or now.date(),
            reading.as_of_from,
            reading.complete,
            now,
        )
    )
    while batch := await asyncio.to_thread(_take, reading.rows):
        kept = _dated(batch, started)
        duplicates = await store.import_rows(started, kept) if kept else 0
        tally.add(batch, duplicates=duplicates)
        progress(tally.rows, reading.total_rows)
    await store.finish_import(started, tally.counts(), clock())
    return tally.summary()


def _take(rows: Iterator[KeptRow | RefusedRow]) -> list[KeptRow | RefusedRow]:
    return list(islice(rows, BATCH))


def _dated(batch: list[KeptRow | RefusedRow], started: StartedImport) -> list[Backlink]:
    """The backlinks of a batch; where the file tells no date, that of its first import counts."""
    links = [row.backlink for row in batch if isinstance(row, KeptRow)]
    return [link if link.as_of else replace(link, as_of=started.as_of) for link in links]


class _Tally:
    """Counts what becomes of the rows."""

    def __init__(self, reading: ExportReading) -> None:
        self.reading = reading
        self.rows = self.kept = self.duplicates = 0
        self.refusals: list[RefusedRow] = []

    def add(self, batch: list[KeptRow | RefusedRow], *, duplicates: int) -> None:
        refused = [row for row in batch if isinstance(row, RefusedRow)]
        self.rows += len(batch)
        self.kept += len(batch) - len(refused)
        self.duplicates += duplicates
        self.refusals += refused[: MOST_REFUSALS_LISTED - len(self.refusals)]

    def counts(self) -> ImportCounts:
        return ImportCounts(self.rows, self.kept, self.rows - self.kept, self.duplicates)

    def summary(self) -> ImportSummary:
        return ImportSummary(
            self.reading.format,
            self.reading.source,
            self.reading.target,
            self.reading.as_of,
            self.reading.as_of_from,
            self.counts(),
            tuple(self.refusals),
            self.reading.refused_because,
        )
