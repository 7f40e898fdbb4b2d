"""Writes what files of backlinks say into the measured store."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, exists, func, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store.database import Database
from bot.adapters.store.link_rows import Row, claim_from_row, claim_to_row, link_to_row
from bot.adapters.store.tables import backlinks, imports, links
from bot.domain.backlinks import Backlink, restate
from bot.domain.imports import ImportCounts, NewImport, StartedImport

_PAGES = links.alias()


class SqlImportStore:
    """The port `ImportStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def begin_import(self, new: NewImport) -> StartedImport:
        """See the port."""
        return await self._database.write(lambda connection: _begin(connection, new))

    async def import_rows(self, started: StartedImport, rows: Sequence[Backlink]) -> int:
        """See the port."""
        return await self._database.write(lambda connection: _keep(connection, started.id, rows))

    async def finish_import(
        self, started: StartedImport, counts: ImportCounts, at: datetime
    ) -> None:
        """See the port."""
        values = {
            "rows": counts.rows,
            "kept": counts.kept,
            "refused": counts.refused,
            "duplicates": counts.duplicates,
            "finished_at": at.isoformat(),
        }
        # The first finish stands: importing the same file again changes nothing.
        statement = (
            update(imports)
            .where(imports.c.id == started.id, imports.c.finished_at.is_(None))
            .values(values)
        )
        await self._database.write(lambda connection: connection.execute(statement))


def _begin(connection: Connection, new: NewImport) -> StartedImport:
    statement = insert(imports).values(
        fingerprint=new.fingerprint,
        target_domain=new.target,
        source=new.source,
        format=new.format,
        grain=new.grain.value,
        name=new.name,
        as_of=new.as_of.isoformat(),
        as_of_from=new.as_of_from,
        complete=new.complete,
        started_at=new.started_at.isoformat(),
    )
    connection.execute(statement.on_conflict_do_nothing())
    found = connection.execute(
        select(imports.c.id, imports.c.as_of).where(
            imports.c.fingerprint == new.fingerprint, imports.c.target_domain == new.target
        )
    ).one()
    return StartedImport(found.id, date.fromisoformat(found.as_of))


def _keep(connection: Connection, import_id: int, rows: Sequence[Backlink]) -> int:
    """Upsert the claims, then settle again the links that they speak of."""
    incoming = [(claim_to_row(claim), claim) for claim in rows]
    standing = _claims_by_key(connection, (row["claim_key"] for row, _ in incoming))
    changed: dict[int, tuple[Row, Backlink]] = {}
    said_nothing_new = 0
    for row, claim in incoming:
        key = row["claim_key"]
        old = standing.get(key)
        if old is None:
            standing[key] = claim
            changed[key] = (row, claim)
            continue
        new = restate(old, claim)
        said_nothing_new += new == old or old.as_of == claim.as_of
        if new != old:
            standing[key] = new
            changed[key] = (claim_to_row(new), new)
    if changed:
        written = [{**row, "import_id": import_id} for row, _ in changed.values()]
        _UPSERT_CLAIM.run(connection, written)
        _settle(connection, changed.values())
    return said_nothing_new


def _claims_by_key(connection: Connection, keys: Iterable[int]) -> dict[int, Backlink]:
    found = connection.execute(_CLAIMS_BY_KEY, {"keys": list(dict.fromkeys(keys))})
    return {row["claim_key"]: claim_from_row(row) for row in found.mappings()}


def _settle(connection: Connection, changed: Iterable[tuple[Row, Backlink]]) -> None:
    """Write the links that these claims speak of, from all claims that are known on them."""
    claims: dict[int, dict[int, Backlink]] = defaultdict(dict)
    keys: dict[int, Row] = {}
    for row, claim in changed:
        claims[row["link_key"]][row["claim_key"]] = claim
        keys[row["link_key"]] = row
    # Claims and links are always written together: a link that is not there has no other claims.
    known = connection.scalars(_KNOWN_LINKS, {"keys": list(keys)}).all()
    for found in connection.execute(_CLAIMS_BY_LINK, {"keys": list(known)}).mappings():
        claims[found["link_key"]].setdefault(found["claim_key"], claim_from_row(found))
    rows = [link_to_row(list(told.values()), keys[key]) for key, told in claims.items()]
    _UPSERT_LINK.run(connection, rows)
    pages = list({row["page_key"] for row in rows if row["page_key"]})
    connection.execute(_COVER, {"pages": pages})


class _Upsert:
    """An upsert that is compiled once: for each row SQLAlchemy would take as long as SQLite itself."""

    def __init__(self, table: Table, key: str) -> None:
        names = [column.name for column in table.columns if column.name != "id"]
        statement = insert(table).values({name: bindparam(name) for name in names})
        fresh = {name: statement.excluded[name] for name in names if name != key}
        compiled = statement.on_conflict_do_update(index_elements=[key], set_=fresh).compile(
            dialect=sqlite.dialect(paramstyle="qmark")
        )
        self._sql = str(compiled)
        self._cells = itemgetter(*(compiled.positiontup or ()))

    def run(self, connection: Connection, rows: Iterable[Row]) -> None:
        connection.exec_driver_sql(self._sql, [self._cells(row) for row in rows])


def _within(name: str) -> Any:
    return bindparam(name, expanding=True)


_UPSERT_CLAIM = _Upsert(backlinks, "claim_key")
_UPSERT_LINK = _Upsert(links, "link_key")
_CLAIMS_BY_KEY = select(backlinks).where(backlinks.c.claim_key.in_(_within("keys")))
_CLAIMS_BY_LINK = select(backlinks).where(backlinks.c.link_key.in_(_within("keys")))
_KNOWN_LINKS = select(links.c.link_key).where(links.c.link_key.in_(_within("keys")))
# A page of which one source knows the link's target and another does not has one link, not two.
_COVER = (
    update(links)
    .where(links.c.page_key.in_(_within("pages")), links.c.page_target_key == 0)
    .values(
        covered=exists(
            select(func.count()).where(
                _PAGES.c.page_key == links.c.page_key, _PAGES.c.page_target_key != 0
            )
        )
    )
)
