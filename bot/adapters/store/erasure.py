"""Takes people's addresses out of the measured store, and their bytes out of its file."""

import asyncio
import re
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, or_, select, update

from bot.adapters.store import tables
from bot.adapters.store.database import Database
from bot.domain.forgetting import loose_pattern_of, pattern_of, spellings_of, without

# Every column that holds words of strangers or of people; addresses of pages stay what they are.
_WORDS: Final[tuple[tuple[Table, tuple[str, ...]], ...]] = (
    (tables.outbox, ("payload", "subject")),
    (tables.observations, ("whole",)),
    (tables.events, ("whole",)),
    (tables.tracked_links, ("standing",)),
    (tables.own_pages, ("standing",)),
    (tables.source_losses, ("standing", "said")),
    (tables.backlinks, ("anchor", "title")),
    (tables.links, ("anchor",)),
    (tables.imports, ("name",)),
)
_AT_ONCE: Final = 500
_CHUNK: Final = 1 << 20
_LONGEST: Final = 2_000
"""Bytes of an address; two pieces of a file overlap by as much."""
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


class SqlErasure:
    """The port `Erasure` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def erase(self, what: str) -> int:
        """See the port."""
        pattern = pattern_of(what)
        changed = 0
        for table, names in _WORDS:
            for name in names:
                changed += await self._erase_in(table, table.c[name], what, pattern)
        await asyncio.to_thread(self._purge, loose_pattern_of(what))
        return changed

    async def _erase_in(
        self, table: Table, column: Column[Any], what: str, pattern: re.Pattern[str]
    ) -> int:
        """Found in one reading transaction, which nobody waits for; written a few rows at a time."""

        def find(connection: Connection) -> list[tuple[int, str]]:
            likely = or_(*(column.icontains(part, autoescape=True) for part in _parts(what)))
            rows = connection.execute(select(table.c.id, column).where(likely))
            return [(row[0], row[1]) for row in rows if pattern.search(row[1])]

        found = await self._database.read(find)
        for first in range(0, len(found), _AT_ONCE):
            some = found[first : first + _AT_ONCE]

            def write(connection: Connection, rows: list[tuple[int, str]] = some) -> None:
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
                for number, text in rows:
                    values = {column.name: without(text, pattern)}
                    connection.execute(update(table).where(table.c.id == number).values(values))

            await self._database.write(write)
        return len(found)

    def _purge(self, pattern: re.Pattern[str]) -> None:
        """Free pages and the write-ahead log keep what rows held before: rewrite the file if they do."""
        self._database.fold_log()
        if _holds(self._database.path, pattern):
            self._database.rewrite()


def _parts(what: str) -> list[str]:
    """Of each spelling of the host what SQLite finds in any letter case: it folds ASCII letters alone."""
    hosts = spellings_of(what.rpartition("@")[2])
    return sorted({max(_NOT_ASCII.split(host), key=len) for host in hosts})


def _holds(path: Path, pattern: re.Pattern[str]) -> bool:
    """Whether the bytes of a file hold it anywhere, in any letter case."""
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            data = tail + chunk
            # What is no text, and letters that are cut through, become marks that no address holds.
            if pattern.search(data.decode("utf-8", "replace")):
                return True
            tail = data[-_LONGEST:]
    return False
