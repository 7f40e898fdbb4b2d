"""Takes people's addresses out of the measured store, and their bytes out of its file."""

import asyncio
import re
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, or_, select, update

from bot.adapters.store import tables
from bot.adapters.store.database import Database
from bot.domain.forgetting import pattern_of, without

# Every column that holds words of strangers or of people; addresses of pages stay what they are.
_WORDS: Final[tuple[tuple[Table, tuple[str, ...]], ...]] = (
    (tables.outbox, ("payload", "subject")),
    (tables.observations, ("whole",)),
    (tables.events, ("whole",)),
    (tables.tracked_links, ("standing",)),
    (tables.backlinks, ("anchor", "title")),
    (tables.links, ("anchor",)),
    (tables.imports, ("name",)),
)
_AT_ONCE: Final = 500
_CHUNK: Final = 1 << 20
_LONGEST: Final = 400
"""Characters of an address; two pieces of a file overlap by as much."""


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
        await asyncio.to_thread(self._purge, _loosely(what))
        return changed

    async def _erase_in(
        self, table: Table, column: Column[Any], what: str, pattern: re.Pattern[str]
    ) -> int:
        """Found in one reading transaction, which nobody waits for; written a few rows at a time."""

        def find(connection: Connection) -> list[tuple[int, str]]:
            domain = what.rpartition("@")[2]
            likely = or_(
                column.icontains(domain, autoescape=True),
                column.icontains(what, autoescape=True),
            )
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


def _loosely(what: str) -> re.Pattern[str]:
    """Among the bytes of a file an address has neighbours that are no text: it ends nowhere."""
    local, _, domain = what.rpartition("@")
    hosts = "" if local else r"(?:[\w-]+\.)*"
    return re.compile(rf"{re.escape(local)}(?:@|%40){hosts}{re.escape(domain)}", re.IGNORECASE)


def _holds(path: Path, pattern: re.Pattern[str]) -> bool:
    """Whether the bytes of a file hold it anywhere, in any letter case."""
    with path.open("rb") as file:
        tail = ""
        while chunk := file.read(_CHUNK):
            text = tail + chunk.decode("latin-1")
            if pattern.search(text):
                return True
            tail = text[-_LONGEST:]
    return False
