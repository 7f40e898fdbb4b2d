"""Writes what files of backlinks say into the measured store."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import itemgetter

from sqlalchemy import Connection, Table, bindparam, exists, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store.claims import Claims, claims_of
from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of
from bot.adapters.store.link_rows import LinkKey, Row, claim_to_row, link_of, link_to_row
from bot.adapters.store.tables import backlinks, imports, links
from bot.domain.backlinks import Backlink, Grain, restate
from bot.domain.imports import ImportCounts, NewImport, StartedImport

MOST_CLAIMS = 100
"""On one link: a page that repeats a link with ever new anchors must not make each row slower."""

_OTHERS = links.alias()


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

    async def count_known(self, rows: Sequence[Backlink]) -> int:
        """See the port."""
        keys = [link_of(claim_to_row(row)) for row in rows]
        told = await self._database.read(lambda connection: claims_of(connection, keys))
        return sum(bool(told.get(key)) for key in keys)

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
    placed = {link_of(row) for row, _ in incoming}
    standing = claims_of(connection, placed | {_unplaced(link) for link in placed})
    changed: dict[tuple[LinkKey, int], Row] = {}
    said_nothing_new = 0
    for row, claim in incoming:
        link, key = link_of(row), _claim_key(row, standing[link_of(row)])
        old = standing[link].get(key)
        new = restate(old, claim) if old else claim
        if old:
            said_nothing_new += new == old or old.as_of == claim.as_of
        if new != old:
            standing[link][key] = new
            fresh = claim_to_row(new) if old else row
            changed[link, key] = {
                **fresh,
                "claim_key": key,
                "import_id": import_id,
                "first_import_id": import_id,
            }
    if changed:
        _UPSERT_CLAIM.run(connection, changed.values())
        _settle(connection, standing, {link: row for (link, _), row in changed.items()})
    return said_nothing_new


def _claim_key(row: Row, told: Claims) -> int:
    """The claim's key, or the one that all further anchors of an endless list share."""
    key: int = row["claim_key"]
    if key in told or len(told) < MOST_CLAIMS:
        return key
    return key_of(row["source"], "further anchors", "")


def _unplaced(link: LinkKey) -> LinkKey:
    """The link that those sources speak of who know the page and not to what it links."""
    return link[0], 0


def _settle(
    connection: Connection, standing: dict[LinkKey, Claims], changed: dict[LinkKey, Row]
) -> None:
    """Write what all claims come to, for the changed links and for those that share their page."""
    pages = [page for page, to in changed if to == 0]
    beside = connection.execute(_PLACED, {"pages": pages}).mappings().all() if pages else ()
    more = {link_of(row): dict(row) for row in beside if link_of(row) not in changed}
    if more:
        standing = {**standing, **claims_of(connection, more)}
    settled = [
        link_to_row([*standing[link].values(), *_said_of_page(standing, link)], row)
        for link, row in {**changed, **more}.items()
    ]
    _UPSERT_LINK.run(connection, settled)
    connection.execute(_COVER, {"pages": list({page for page, _ in changed})})


def _said_of_page(standing: dict[LinkKey, Claims], link: LinkKey) -> Iterable[Backlink]:
    return standing.get(_unplaced(link), {}).values() if link[1] else ()


class _Upsert:
    """An upsert that is compiled once: for each row SQLAlchemy would take as long as SQLite itself."""

    def __init__(self, table: Table, key: tuple[str, ...], *, first: tuple[str, ...] = ()) -> None:
        """`first` names the columns that keep what stood there first."""
        names = [column.name for column in table.columns if column.name != "id"]
        statement = insert(table).values({name: bindparam(name) for name in names})
        fresh = {name: statement.excluded[name] for name in names if name not in (*key, *first)}
        compiled = statement.on_conflict_do_update(index_elements=key, set_=fresh).compile(
            dialect=sqlite.dialect(paramstyle="qmark")
        )
        self._sql = str(compiled)
        self._cells = itemgetter(*(compiled.positiontup or ()))

    def run(self, connection: Connection, rows: Iterable[Row]) -> None:
        connection.exec_driver_sql(self._sql, [self._cells(row) for row in rows])


_UPSERT_CLAIM = _Upsert(
    backlinks, ("page_key", "page_target_key", "claim_key"), first=("first_import_id",)
)
_UPSERT_LINK = _Upsert(links, ("page_key", "page_target_key"))
_PLACED = select(links.c.page_key, links.c.page_target_key, links.c.grain).where(
    links.c.page_key.in_(bindparam("pages", expanding=True)), links.c.page_target_key != 0
)
# A page of which one source knows the link's target and another does not has one link, not two.
_COVER = (
    update(links)
    .where(
        links.c.page_key.in_(bindparam("pages", expanding=True)),
        links.c.page_target_key == 0,
        links.c.grain == Grain.PAGES.value,
    )
    .values(
        covered=exists(
            select(_OTHERS.c.id).where(
                _OTHERS.c.page_key == links.c.page_key, _OTHERS.c.page_target_key != 0
            )
        )
    )
)
