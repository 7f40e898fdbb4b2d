"""The composition root: settings to Deps to Slack app, scheduler and command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.adapters.clock import system_clock
from bot.adapters.sources.exports import read_export
from bot.adapters.store.backlinks import SqlBacklinkStore
from bot.adapters.store.database import Database
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.config import Settings
from bot.ports import BacklinkStore, Clock, ExportReader, ImportStore, ObservationStore


@dataclass(frozen=True, slots=True)
class MeasuredStore:
    """What was measured, behind its ports; the file may be open in several processes."""

    imports: ImportStore
    backlinks: BacklinkStore
    observations: ObservationStore
    clock: Clock
    database: Database


@contextmanager
def measured_store(settings: Settings) -> Iterator[MeasuredStore]:
    """Open the measured store of DATA_DIR, at the newest shape.

    Raises:
        StoreError: it cannot be used.
    """
    database = open_database(settings.data_dir)
    try:
        yield MeasuredStore(
            SqlImportStore(database),
            SqlBacklinkStore(database),
            SqlObservationStore(database),
            system_clock,
            database,
        )
    finally:
        database.close()


def export_reader() -> ExportReader:
    """Reads files of backlinks."""
    return read_export
