"""Tries the data folder without changing what is kept in it."""

import asyncio
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from bot.adapters.store.database import FILE_NAME
from bot.adapters.store.decisions import LOCK_NAME, holder_of
from bot.domain.checkups import StoreLook


class FolderHealth:
    """Keeps the promises of `StoreHealth`."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir

    async def look(self) -> StoreLook:
        return await asyncio.to_thread(self._look)

    def _look(self) -> StoreLook:
        shown = str(self._folder.absolute())
        try:
            _write_a_file(_nearest(self._folder))
            free = shutil.disk_usage(_nearest(self._folder)).free
            held_by = holder_of(self._folder / LOCK_NAME)
        except OSError as error:
            return StoreLook(shown, problem=_lower(error.strerror or type(error).__name__))
        mode, damage = _database(self._folder / FILE_NAME)
        return StoreLook(shown, None, free, held_by, mode, damage)


def _nearest(folder: Path) -> Path:
    """The folder, or the first one above it that is there: the bot makes what is missing."""
    return next(here for here in (folder.absolute(), *folder.absolute().parents) if here.exists())


def _write_a_file(folder: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
        file.write(b"well")
        file.flush()
        os.fsync(file.fileno())


def _database(path: Path) -> tuple[str | None, str | None]:
    """The journal mode and the damage of an SQLite file, opened so that nothing is written."""
    if not path.exists():
        return None, None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        return None, _lower(str(error))
    return mode, None if found == "ok" else _lower(found)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
