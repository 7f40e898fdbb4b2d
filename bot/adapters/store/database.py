"""The measured store's SQLite file: opened, migrated, one transaction at a time.

SQLAlchemy's synchronous engine, in a worker thread: SQLite works in this process, so an asynchronous
driver would only add a second thread and a queue to each statement. `run` is the one place where the
threads are.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError

FILE_NAME = "measured.sqlite3"
BUSY_TIMEOUT_MS = 30_000

T = TypeVar("T")


class Database:
    """One SQLite file in WAL mode: readers never wait, one writer at a time, also across processes."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened before the first transaction."""
        self.path = path
        self._engine = _engine(path)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction that may write: all of it is on disk after, or none of it.

        Raises:
            StoreError: it could not be done; nothing was changed.
        """
        with _translated(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees a single state of the file and waits for no writer.

        Raises:
            StoreError: it could not be read.
        """
        reader = self._engine.execution_options(sqlite_begin="BEGIN")
        with _translated(self.path), reader.begin() as connection:
            yield connection

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` as one writing transaction, in a worker thread."""
        return await asyncio.to_thread(self._do, self.begin, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` as one reading transaction, in a worker thread."""
        return await asyncio.to_thread(self._do, self.reading, work)

    @staticmethod
    def _do(transaction: Callable[[], Any], work: Callable[[Connection], T]) -> T:
        with transaction() as connection:
            return work(connection)

    def fold_log(self) -> None:
        """Put the write-ahead log into the file and empty it, as far as readers let it.

        Raises:
            StoreError: it could not be done.
        """
        self._outside_of_a_transaction("PRAGMA wal_checkpoint(TRUNCATE)")

    def rewrite(self) -> None:
        """Write the file anew without what was deleted; everybody else waits as long.

        Raises:
            StoreError: it could not be done, for want of space say; nothing was changed then.
        """
        self._outside_of_a_transaction("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def _outside_of_a_transaction(self, *statements: str) -> None:
        with _translated(self.path):
            connection = self._engine.raw_connection()
            try:
                for statement in statements:
                    connection.cursor().execute(statement).fetchall()
            finally:
                connection.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite+pysqlite:///{path}", pool_size=8, max_overflow=16)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SQLiteConnection, _record: object) -> None:
    # None: sqlite3 would begin transactions by its own rules, which differ between Python versions.
    connection.isolation_level = None
    # A broken byte spoils its own value, and not the question whose answer it stands in.
    connection.text_factory = _text
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        # FULL: what was acknowledged survives a power cut too (https://sqlite.org/pragma.html).
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
        # Pages. A large import changes the same pages of the indexes again and again: with SQLite's
        # 1,000 each of them would be copied into the file after every batch.
        "wal_autocheckpoint=16384",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that reads first and writes later would fail instead of wait.
    options = connection.get_execution_options()
    connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN IMMEDIATE"))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{path.name} could not be used: {error.orig}.") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{path.name} could not be used: {type(error).__name__}.") from error
