"""Keeps what was bought from vendors' APIs, over all processes that use the measured store."""

from datetime import UTC, date, datetime

from sqlalchemy import Connection, exists, func, insert, select, update

from bot.adapters.store.database import Database
from bot.adapters.store.moments import to_text
from bot.adapters.store.tables import paid_fetches as table
from bot.domain.paid_fetches import Cost, FetchOrder, used_up
from bot.errors import ConflictError, InvalidInputError


class SqlFetchLedger:
    """The port `FetchLedger` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def begin_fetch(self, order: FetchOrder, *, at: datetime, rows_per_day: int) -> None:
        """See the port."""
        day = at.astimezone(UTC).date()

        def work(connection: Connection) -> None:
            if connection.execute(select(exists().where(table.c.order_key == order.key))).scalar():
                raise ConflictError(
                    "This was fetched already, or is being fetched: it is bought only once."
                )
            bought = _rows_of(connection, day)
            if bought + order.rows > rows_per_day:
                raise InvalidInputError(used_up(bought, rows_per_day))
            connection.execute(
                insert(table).values(
                    order_key=order.key,
                    vendor=order.vendor,
                    target_domain=order.target,
                    asked_by=order.by,
                    asked_at=to_text(at),
                    day=day.isoformat(),
                    rows=order.rows,
                )
            )

        await self._database.write(work)

    async def settle_fetch(self, key: str, *, rows: int, cost: Cost | None, at: datetime) -> None:
        """See the port."""
        statement = (
            update(table)
            .where(table.c.order_key == key)
            .values(
                rows=rows,
                cost=cost.amount if cost else None,
                cost_unit=cost.unit.value if cost else None,
                settled_at=to_text(at),
            )
        )
        await self._database.write(lambda connection: connection.execute(statement))

    async def rows_of_day(self, day: date) -> int:
        """See the port."""
        return await self._database.read(lambda connection: _rows_of(connection, day))


def _rows_of(connection: Connection, day: date) -> int:
    statement = select(func.coalesce(func.sum(table.c.rows), 0)).where(
        table.c.day == day.isoformat()
    )
    return int(connection.execute(statement).scalar_one())
