"""Keeps which channel got which local day's digest, and what it told, in the measured store."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store.database import Database
from bot.adapters.store.moments import from_text, to_text
from bot.adapters.store.tables import digest_ledger as table
from bot.domain.digest_days import LedgerDay
from bot.ports import Posted


class SqlDigestLedger:
    """The port `DigestLedger` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def claim_day(self, channel: str, local_date: date, *, now: datetime) -> bool:
        """See the port."""
        row = {"channel": channel, "local_date": local_date.isoformat(), "claimed_at": to_text(now)}
        claim = insert(table).values(row).on_conflict_do_nothing()
        return bool(await self._database.write(lambda c: c.execute(claim).rowcount))

    async def retake_day(self, day: LedgerDay, *, now: datetime) -> bool:
        """See the port."""
        mine = and_(
            _is_day(day.channel, day.local_date),
            table.c.sent_at.is_(None),
            table.c.claimed_at == to_text(day.claimed_at),
        )
        change = update(table).where(mine).values(claimed_at=to_text(now), retry_at=None)
        return bool(await self._database.write(lambda c: c.execute(change).rowcount))

    async def unsent_days(self, *, now: datetime, lease: timedelta) -> tuple[LedgerDay, ...]:
        """See the port."""
        newer = table.alias()
        is_newest = (
            ~select(newer.c.channel)
            .where(newer.c.channel == table.c.channel, newer.c.local_date > table.c.local_date)
            .exists()
        )
        waited = and_(table.c.retry_at.is_(None), table.c.claimed_at <= to_text(now - lease))
        statement = (
            select(table)
            .where(
                table.c.sent_at.is_(None),
                is_newest,
                or_(waited, table.c.retry_at <= to_text(now)),
            )
            .order_by(table.c.claimed_at)
        )
        rows = await self._database.read(lambda c: c.execute(statement).mappings().all())
        return tuple(_from_row(row) for row in rows)

    async def keep_told(self, channel: str, local_date: date, keys: Sequence[str]) -> None:
        """See the port."""
        told = orjson.dumps(list(keys)).decode()
        await self._change(channel, local_date, told=told)

    async def put_off(
        self, channel: str, local_date: date, *, error: str, retry_at: datetime
    ) -> None:
        """See the port."""
        await self._change(
            channel,
            local_date,
            attempts=table.c.attempts + 1,
            last_error=error,
            retry_at=to_text(retry_at),
        )

    async def mark_sent(
        self, channel: str, local_date: date, posted: Posted | None, *, now: datetime
    ) -> None:
        """See the port."""
        await self._change(
            channel,
            local_date,
            sent_at=to_text(now),
            posted_channel=posted.channel if posted else None,
            posted_ts=posted.ts if posted else None,
        )

    async def day(self, channel: str, local_date: date) -> LedgerDay | None:
        """See the port."""
        statement = select(table).where(_is_day(channel, local_date))
        row = await self._database.read(lambda c: c.execute(statement).mappings().one_or_none())
        return _from_row(row) if row else None

    async def sent_days(self, channel: str, *, limit: int) -> tuple[LedgerDay, ...]:
        """See the port."""
        statement = (
            select(table)
            .where(table.c.channel == channel, table.c.sent_at.is_not(None))
            .order_by(table.c.local_date.desc())
            .limit(limit)
        )
        rows = await self._database.read(lambda c: c.execute(statement).mappings().all())
        return tuple(_from_row(row) for row in rows)

    async def newest_day(self, channel: str) -> date | None:
        """See the port."""
        statement = select(func.max(table.c.local_date)).where(table.c.channel == channel)
        found = await self._database.read(lambda c: c.execute(statement).scalar())
        return date.fromisoformat(found) if found else None

    async def posted_day(self, channel: str, local_date: date) -> Posted | None:
        """See the port."""
        statement = select(table).where(_is_day(channel, local_date))
        row = await self._database.read(lambda c: c.execute(statement).one_or_none())
        if row is None or row.posted_ts is None:
            return None
        return Posted(row.posted_channel, row.posted_ts)

    async def _change(self, channel: str, local_date: date, **values: Any) -> None:
        change = update(table).where(_is_day(channel, local_date)).values(values)

        def work(connection: Connection) -> None:
            connection.execute(change)

        await self._database.write(work)


def _is_day(channel: str, local_date: date) -> ColumnElement[bool]:
    return and_(table.c.channel == channel, table.c.local_date == local_date.isoformat())


def _from_row(row: Mapping[Any, Any]) -> LedgerDay:
    claimed_at = from_text(row["claimed_at"])
    assert claimed_at
    return LedgerDay(
        channel=row["channel"],
        local_date=date.fromisoformat(row["local_date"]),
        claimed_at=claimed_at,
        sent_at=from_text(row["sent_at"]),
        attempts=row["attempts"],
        last_error=row["last_error"],
        told=None if row["told"] is None else tuple(orjson.loads(row["told"])),
    )
