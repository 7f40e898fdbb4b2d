"""A look at the decisions without holding them: what was on disk at one moment, while the bot goes on."""

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias, TypeVar

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage

from bot.adapters.store.atomic_storage import Tables
from bot.adapters.store.decisions import FILE_NAME
from bot.adapters.store.journal import apply, finished_writes, to_json
from bot.errors import StoreError

_TRIES: Final = 20
"""A fold in between makes one try void; folds are rare."""
_Identity: TypeAlias = tuple[int, int, int, int]
T = TypeVar("T")


class DecisionSnapshot:
    """The decisions as they were when it was made; nothing can be changed in it."""

    def __init__(self, tables: Tables) -> None:
        """Use `read_decisions`."""
        self._database = TinyDB(tables, storage=_Tables)

    async def run(self, work: Callable[[TinyDB], T]) -> T:
        """Do `work`, which reads.

        Raises:
            StoreError: it tried to change something.
        """
        return await asyncio.to_thread(work, self._database)

    async def forget_history(self) -> None:
        """Nothing can be changed here.

        Raises:
            StoreError: always.
        """
        _refuse()


class _Tables(Storage):
    """Tables that were read once."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def read(self) -> Tables | None:
        return self._tables or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:  # noqa: ARG002  (TinyDB's name)
        _refuse()


def _refuse() -> NoReturn:
    raise StoreError("The decisions were opened to be read, so nothing in them can be changed.")


def read_decisions(data_dir: Path) -> DecisionSnapshot:
    """All decisions of one moment, whoever holds the store; none where nothing was ever kept.

    The snapshot file is read, then the journal. A fold puts a new snapshot in the old one's place before
    it empties the journal, so when the same snapshot still stands after the journal was read, the two
    belong together.

    Raises:
        StoreError: the files are damaged, or cannot be read.
    """
    path = data_dir / FILE_NAME
    try:
        for _ in range(_TRIES):
            before, content = _read(path)
            _, journal = _read(path.with_suffix(".journal"))
            if _identity(path) == before:
                return DecisionSnapshot(_together(content, journal, path.name))
    except NotADirectoryError as error:
        raise StoreError(f"DATA_DIR {data_dir} is no folder.") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise StoreError(
            f"{path} is damaged. Move it away to begin anew, or put a copy of it in its place."
        ) from error
    raise StoreError(f"{path} changed too often to be read. Try again.")


def _read(path: Path) -> tuple[_Identity | None, bytes]:
    try:
        with path.open("rb") as file:
            return _of(os.fstat(file.fileno())), file.read()
    except FileNotFoundError:
        return None, b""


def _identity(path: Path) -> _Identity | None:
    try:
        return _of(path.stat())
    except FileNotFoundError:
        return None


def _of(status: os.stat_result) -> _Identity:
    # A file system gives the number of a file that is gone to the next one: the number alone is not enough.
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _together(content: bytes, journal: bytes, name: str) -> Tables:
    tables = orjson.loads(content) if content else {}
    kept = {
        table: {key: to_json(document) for key, document in documents.items()}
        for table, documents in tables.items()
    }
    for changes in finished_writes(journal, name):
        apply(kept, changes)
    return {
        table: {key: orjson.loads(text) for key, text in documents.items()}
        for table, documents in kept.items()
    }
