"""Keeps links that a source no longer vouches for, in the measured store."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store import event_log
from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of
from bot.adapters.store.moments import LONGEST_WAIT, is_due, is_free, to_text
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import source_losses as table
from bot.domain.backlinks import DomainName
from bot.domain.events import Standing
from bot.domain.names import Target
from bot.domain.source_news import LossStep, SourceLoss
from bot.domain.tracking import PlannedPost, StoredEvent, pair_key

_STANDING = TypeAdapter(Standing)


class SqlSourceLosses:
    """The port `SourceLossStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def claim_due_losses(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[SourceLoss, ...]:
        """See the port."""
        return await self._database.write(lambda c: _claim(c, now, limit, lease))

    async def record_loss(
        self, loss: SourceLoss, step: LossStep, *, at: datetime, posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """See the port."""

        def work(connection: Connection) -> tuple[StoredEvent, ...]:
            wait = step.next_look_in
            change = update(table).where(table.c.id == loss.id)
            connection.execute(
                change.values(
                    standing=_STANDING.dump_json(step.standing).decode(),
                    next_look_at=None if wait is None else to_text(at + wait),
                    claimed_until=None,
                    told=step.is_told,
                )
            )
            new = event_log.add(connection, step.events)
            event_log.plan_for_new(connection, new, posts)
            return tuple(new)

        return await self._database.write(work)


def add(connection: Connection, losses: Sequence[SourceLoss], *, at: datetime) -> None:
    """Let losses wait, inside a transaction; what waits already, or was told, stays as it is."""
    for loss in losses:
        target = Target(loss.target_domain)
        row = {
            "pair_key": key_of("source loss", pair_key(loss.referring_page, target)),
            "source": loss.source,
            "said": loss.said,
            "referring_page": loss.referring_page,
            "referring_domain": loss.referring_domain,
            "target_domain": loss.target_domain,
            "standing": _STANDING.dump_json(loss.standing).decode(),
            "next_look_at": to_text(at),
        }
        statement = insert(table).values(row)
        settled = and_(table.c.next_look_at.is_(None), table.c.told.is_(False))
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["pair_key"],
                set_={name: statement.excluded[name] for name in row if name != "pair_key"},
                where=settled,
            )
        )


def _claim(
    connection: Connection, now: datetime, limit: int, lease: timedelta
) -> tuple[SourceLoss, ...]:
    until = to_text(now + lease)
    due = (
        select(table)
        .where(is_due(table.c.next_look_at, now, longest=LONGEST_WAIT))
        .where(is_free(table.c.claimed_until, now, lease=lease))
        .order_by(table.c.next_look_at, table.c.id)
        .limit(limit)
    )
    rows = connection.execute(due).mappings().all()
    taken = table.c.id.in_([row["id"] for row in rows])
    connection.execute(update(table).where(taken).values(claimed_until=until))
    return readable(rows, _from_row, what="a source's loss")


def _from_row(row: Mapping[Any, Any]) -> SourceLoss:
    return SourceLoss(
        source=row["source"],
        said=row["said"],
        referring_page=row["referring_page"],
        referring_domain=DomainName(row["referring_domain"]),
        target_domain=DomainName(row["target_domain"]),
        standing=_STANDING.validate_json(row["standing"]),
        id=row["id"],
    )
