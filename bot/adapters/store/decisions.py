"""The store of what people decide: TinyDB over `AtomicJSONStorage`, held by one process."""

import asyncio
import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from tinydb import TinyDB

from bot.adapters.store.atomic_storage import AtomicJSONStorage
from bot.errors import StoreError, StoreHeldError

FILE_NAME = "decisions.json"
LOCK_NAME = "decisions.lock"

T = TypeVar("T")


class Decisions(Protocol):
    """What the ports on the decisions need: the held store, or a snapshot that refuses to change."""

    async def run(self, work: Callable[[TinyDB], T]) -> T:
        """Do `work` as one transaction."""

    async def forget_history(self) -> None:
        """Leave in the files what is kept now, and nothing of what was kept before."""


class DecisionStore:
    """Runs work on TinyDB, one piece at a time, in a worker thread.

    A piece of work sees and changes all tables alone: two people's clicks never mix.
    """

    def __init__(self, database: TinyDB, lock: int) -> None:
        """Use `open_decisions`."""
        self._database = database
        self._file_lock = lock
        self._turn = threading.Lock()

    async def run(self, work: Callable[[TinyDB], T]) -> T:
        """Do `work` as one transaction: all its writes are on disk when it returns, or none.

        Raises:
            StoreError: it could not be read or kept.
        """
        return await asyncio.to_thread(self._run, work)

    def _run(self, work: Callable[[TinyDB], T]) -> T:
        storage = self._database.storage
        assert isinstance(storage, AtomicJSONStorage)
        with self._turn:
            try:
                with storage.together():
                    return work(self._database)
            except BaseException:
                # What TinyDB remembers of queries may be of documents that were taken back.
                for name in self._database.tables():
                    self._database.table(name).clear_cache()
                raise

    async def forget_history(self) -> None:
        """Leave in the files what is kept now, and nothing of what was kept before.

        Raises:
            StoreError: it could not be written.
        """
        await asyncio.to_thread(self._forget_history)

    def _forget_history(self) -> None:
        storage = self._database.storage
        assert isinstance(storage, AtomicJSONStorage)
        with self._turn:
            storage.fold()
            storage.drop_damaged()

    def close(self) -> None:
        """Let go of the files, so that another process may hold them."""
        with self._turn:
            self._database.close()
            os.close(self._file_lock)


def open_decisions(data_dir: Path) -> DecisionStore:
    """Hold the store of decisions in `data_dir`, made where it is missing.

    Raises:
        StoreHeldError: another process holds it.
        StoreError: it cannot be used.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = _hold(data_dir / LOCK_NAME)
    except OSError as error:
        raise StoreError(f"DATA_DIR {data_dir} cannot be used: {error.strerror}.") from error
    try:
        database = TinyDB(data_dir / FILE_NAME, storage=AtomicJSONStorage)
    except BaseException:
        os.close(lock)
        raise
    return DecisionStore(database, lock)


def _hold(path: Path) -> int:
    """Lock a file until it is closed or the process ends, however it ends."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(handle)
        raise StoreHeldError(
            f"Another process (number {holder}) holds {path.parent}: the bot runs already. "
            "Stop it first, or use its Slack commands."
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return handle


def holder_of(path: Path) -> str | None:
    """The number of the process that holds a lock file; None when nobody does. Takes nothing away.

    Raises:
        OSError: the file is there and cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        # Shared and given back at once: a bot that starts in this instant is refused, and says so.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
    finally:
        os.close(handle)
    return None
