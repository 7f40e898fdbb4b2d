"""Keeps events, and what people and look-backs said of them, in the measured store."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store import outbox
from bot.adapters.store.database import Database
from bot.adapters.store.moments import to_text
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import events as table
from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind
from bot.domain.names import Target
from bot.domain.tracking import PlannedPost, StoredEvent

_EVENT = TypeAdapter(Event)
_KEYS_AT_ONCE = 500


class SqlEventStore:
    """The port `EventStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def add_events(
        self, events: Sequence[StoredEvent], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """See the port."""

        def work(connection: Connection) -> tuple[StoredEvent, ...]:
            new = add(connection, events)
            plan_for_new(connection, new, posts)
            return tuple(new)

        return await self._database.write(work)

    async def events_between(
        self, target: Target | None, *, since: datetime, until: datetime, limit: int = 10_000
    ) -> tuple[StoredEvent, ...]:
        """See the port."""
        when = and_(table.c.at >= to_text(since), table.c.at < to_text(until))
        statement = select(table).where(when).order_by(table.c.at, table.c.id).limit(limit)
        if target is not None:
            statement = statement.where(table.c.target_domain == target.domain)
        rows = await self._database.read(lambda c: c.execute(statement).mappings().all())
        found = readable(rows, _from_row, what="an event")
        if target is not None and target.page:
            return tuple(event for event in found if event.event.target == str(target))
        return found

    async def event(self, key: str) -> StoredEvent | None:
        """See the port."""
        return await self._database.read(lambda connection: _by_key(connection, key))

    async def events_of(self, keys: Sequence[str]) -> tuple[StoredEvent, ...]:
        """See the port."""
        rows = await self._database.read(lambda connection: _by_keys(connection, keys))
        found = readable(rows, _from_row, what="an event")
        return tuple(sorted(found, key=lambda stored: (stored.event.at, stored.key)))

    async def mark_wrong(self, key: str, *, by: str) -> StoredEvent | None:
        """See the port."""

        def work(connection: Connection) -> StoredEvent | None:
            mine = and_(table.c.event_key == key, table.c.wrong_by.is_(None))
            connection.execute(update(table).where(mine).values(wrong_by=by))
            return _by_key(connection, key)

        return await self._database.write(work)

    async def due_look_backs(self, *, before: datetime, limit: int) -> tuple[StoredEvent, ...]:
        """See the port."""
        statement = (
            select(table)
            .where(
                table.c.kind == EventKind.LOST.value,
                table.c.looked_back_at.is_(None),
                table.c.at < to_text(before),
            )
            .order_by(table.c.at)
            .limit(limit)
        )
        rows = await self._database.read(lambda c: c.execute(statement).mappings().all())
        return readable(rows, _from_row, what="an event")

    async def looked_back(self, key: str, *, was_wrong: bool | None, at: datetime) -> None:
        """See the port."""
        change = (
            update(table)
            .where(table.c.event_key == key)
            .values(looked_back_at=to_text(at), was_wrong=was_wrong)
        )
        await self._database.write(lambda connection: connection.execute(change))


def add(connection: Connection, events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Keep events inside a transaction; returns those that were new."""
    new = []
    for stored in events:
        row = {
            "event_key": stored.key,
            "link_id": stored.link_id,
            "kind": stored.event.kind.value,
            "target_domain": stored.target_domain,
            "referring_domain": stored.referring_domain,
            "at": to_text(stored.event.at),
            "whole": _EVENT.dump_json(stored.event).decode(),
        }
        if connection.execute(insert(table).values(row).on_conflict_do_nothing()).rowcount:
            new.append(stored)
    return new


def plan_for_new(
    connection: Connection, new: Sequence[StoredEvent], posts: Sequence[PlannedPost]
) -> None:
    """Keep the posts that tell something new, inside the transaction of their events."""
    keys = {stored.key for stored in new}
    telling = [post for post in posts if keys.intersection(post.events)]
    if telling:
        outbox.plan(connection, telling, now=max(stored.event.at for stored in new))


def _by_key(connection: Connection, key: str) -> StoredEvent | None:
    rows = connection.execute(select(table).where(table.c.event_key == key)).mappings().all()
    return next(iter(readable(rows, _from_row, what="an event")), None)


def _by_keys(connection: Connection, keys: Sequence[str]) -> list[Mapping[Any, Any]]:
    rows: list[Mapping[Any, Any]] = []
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        wanted = table.c.event_key.in_(keys[start : start + _KEYS_AT_ONCE])
        rows += connection.execute(select(table).where(wanted)).mappings().all()
    return rows


def _from_row(row: Mapping[Any, Any]) -> StoredEvent:
    domain = row["referring_domain"]
    return StoredEvent(
        key=row["event_key"],
        link_id=row["link_id"],
        target_domain=DomainName(row["target_domain"]),
        referring_domain=DomainName(domain) if domain else None,
        event=_EVENT.validate_json(row["whole"]),
        wrong_by=row["wrong_by"],
        was_wrong=None if row["was_wrong"] is None else bool(row["was_wrong"]),
    )
