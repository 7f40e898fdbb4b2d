"""What an import brought that the source had not said before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from bot.adapters.store import source_losses
from bot.adapters.store.database import Database
from bot.adapters.store.link_rows import claim_from_row
from bot.adapters.store.moments import to_text
from bot.adapters.store.tables import backlinks, imports
from bot.domain.backlinks import Backlink, Grain
from bot.domain.source_news import ImportNews, SourceLoss, loss_of

_OTHERS = backlinks.alias()
_EARLIER = imports.alias()


class SqlImportNews:
    """The port `ImportNewsStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def next_news(self, *, limit: int) -> ImportNews | None:
        """See the port."""
        return await self._database.read(lambda connection: _next(connection, limit))

    async def told(self, import_id: int, *, at: datetime, gone: Sequence[SourceLoss] = ()) -> None:
        """See the port."""

        def work(connection: Connection) -> None:
            mine = update(imports).where(imports.c.id == import_id)
            connection.execute(mine.values(told_at=to_text(at)))
            source_losses.add(connection, gone, at=at)

        await self._database.write(work)


def _next(connection: Connection, limit: int) -> ImportNews | None:
    row = connection.execute(
        select(imports)
        .where(imports.c.finished_at.is_not(None), imports.c.told_at.is_(None))
        .order_by(imports.c.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    earlier = connection.execute(
        select(_EARLIER.c.as_of, _EARLIER.c.complete)
        .where(
            _EARLIER.c.target_domain == row.target_domain,
            _EARLIER.c.source == row.source,
            _EARLIER.c.finished_at.is_not(None),
            _EARLIER.c.id < row.id,
        )
        .order_by(_EARLIER.c.id.desc())
        .limit(1)
    ).one_or_none()
    lost = _claims(
        connection,
        and_(
            backlinks.c.target_domain == row.target_domain,
            backlinks.c.source == row.source,
            backlinks.c.import_id == row.id,
            backlinks.c.grain == Grain.PAGES.value,
            backlinks.c.lost.is_(True),
        ),
        limit,
    )
    if earlier is None:
        return ImportNews(row.id, row.source, lost=lost)
    said_before = exists(
        select(_OTHERS.c.id).where(
            _OTHERS.c.page_key == backlinks.c.page_key,
            _OTHERS.c.source == row.source,
            _OTHERS.c.first_import_id.is_distinct_from(row.id),
        )
    )
    new = and_(
        backlinks.c.target_domain == row.target_domain,
        backlinks.c.source == row.source,
        backlinks.c.first_import_id == row.id,
        backlinks.c.grain == Grain.PAGES.value,
        backlinks.c.lost.is_not(True),
        ~said_before,
    )
    if earlier.complete is False:
        # What was cut off did not name all that the source knew: a link that it dates from before then
        # is no news, only more of the same.
        new = and_(
            new, or_(backlinks.c.first_seen.is_(None), backlinks.c.first_seen > earlier.as_of)
        )
    links = _claims(connection, new, limit)
    return ImportNews(row.id, row.source, links, lost, _gone(connection, row, limit))


def _gone(connection: Connection, row: Any, limit: int) -> tuple[SourceLoss, ...]:
    """What the import before this one named, and this one does not, or calls lost since then.

    Of an import that was cut off, silence says nothing; data that is not newer says nothing either.
    """
    before = connection.execute(
        select(_EARLIER)
        .where(
            _EARLIER.c.target_domain == row.target_domain,
            _EARLIER.c.source == row.source,
            _EARLIER.c.format == row.format,
            _EARLIER.c.finished_at.is_not(None),
            _EARLIER.c.id < row.id,
        )
        .order_by(_EARLIER.c.id.desc())
        .limit(1)
    ).one_or_none()
    if before is None or before.as_of >= row.as_of:
        return ()
    as_of = date.fromisoformat(row.as_of)
    mine = and_(
        backlinks.c.target_domain == row.target_domain,
        backlinks.c.source == row.source,
        backlinks.c.grain == Grain.PAGES.value,
        backlinks.c.referring_page.is_not(None),
    )
    called = and_(
        mine,
        backlinks.c.import_id == row.id,
        backlinks.c.first_import_id.is_distinct_from(row.id),
        backlinks.c.lost.is_(True),
        backlinks.c.lost_on > before.as_of,
    )
    gone = [loss_of(c, as_of=as_of, absent=False) for c in _claims(connection, called, limit)]
    if row.complete is not False:
        still_named = exists(
            select(_OTHERS.c.id).where(
                _OTHERS.c.page_key == backlinks.c.page_key,
                _OTHERS.c.source == row.source,
                _OTHERS.c.as_of >= row.as_of,
            )
        )
        absent = and_(
            mine,
            backlinks.c.import_id == before.id,
            backlinks.c.as_of < row.as_of,
            backlinks.c.lost.is_not(True),
            ~still_named,
        )
        gone += [loss_of(c, as_of=as_of, absent=True) for c in _claims(connection, absent, limit)]
    return tuple({loss.referring_page: loss for loss in gone}.values())


def _claims(connection: Connection, which: ColumnElement[bool], limit: int) -> tuple[Backlink, ...]:
    found = connection.execute(
        select(backlinks).where(which).order_by(backlinks.c.id).limit(limit)
    ).mappings()
    return tuple(claim_from_row(claim) for claim in found)
