"""A bounded cache, on disk, of the parts of a published file that look-ups have read."""

import sqlite3
import threading
import zlib
from contextlib import ExitStack, closing, suppress
from pathlib import Path

MOST_BYTES = 256 << 20
"""Some 8,000 look-ups; beyond it the pieces that were not used for the longest go."""

_TABLE = """
create table if not exists piece (
    start integer not null, stop integer not null, sum integer not null, used integer not null,
    data blob not null, primary key (start, stop)
)
"""


class DiskCache:
    """Pieces in one SQLite file. Losing it costs time only, so a damaged one begins anew."""

    def __init__(self, path: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most = most_bytes
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._uses = 0

    def get(self, start: int, stop: int) -> bytes | None:
        """The piece, whole and sound, or None."""
        with self._lock:
            try:
                return self._get(start, stop)
            except sqlite3.Error:
                self._begin_anew()
                return None

    def put(self, start: int, stop: int, piece: bytes) -> None:
        """Keep a piece; the oldest make room for it. A piece larger than a tenth of all is not kept."""
        if len(piece) > self._most // 10:
            return
        with self._lock:
            try:
                self._put(start, stop, piece)
            except sqlite3.Error:
                self._begin_anew()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _get(self, start: int, stop: int) -> bytes | None:
        connection = self._open()
        row = connection.execute(
            "select data, sum from piece where start = ? and stop = ?", (start, stop)
        ).fetchone()
        if row is None or len(row[0]) != stop - start or zlib.crc32(row[0]) != row[1]:
            return None
        self._uses += 1
        with connection:
            connection.execute(
                "update piece set used = ? where start = ? and stop = ?", (self._uses, start, stop)
            )
        return bytes(row[0])

    def _put(self, start: int, stop: int, piece: bytes) -> None:
        connection = self._open()
        self._uses += 1
        with connection:
            connection.execute(
                "insert or replace into piece values (?, ?, ?, ?, ?)",
                (start, stop, zlib.crc32(piece), self._uses, piece),
            )
            kept = connection.execute(
                "select coalesce(sum(stop - start), 0) from piece"
            ).fetchone()[0]
            if kept > self._most:
                self._make_room(connection, kept - self._most)

    def _make_room(self, connection: sqlite3.Connection, bytes_over: int) -> None:
        for start, stop in connection.execute(
            "select start, stop from piece order by used"
        ).fetchall():
            connection.execute("delete from piece where start = ? and stop = ?", (start, stop))
            bytes_over -= stop - start
            if bytes_over <= 0:
                break

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            # Guarded by the lock, so that threads may share it.
            with ExitStack() as on_failure:
                connection = sqlite3.connect(self._path, check_same_thread=False)
                on_failure.callback(connection.close)
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = off")
                connection.execute(_TABLE)
                row = connection.execute("select coalesce(max(used), 0) from piece").fetchone()
                on_failure.pop_all()
            self._connection, self._uses = connection, row[0]
        return self._connection

    def _begin_anew(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error), closing(self._connection):
                pass
            self._connection = None
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
