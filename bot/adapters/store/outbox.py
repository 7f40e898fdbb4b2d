"""Keeps what waits to be posted in the measured store."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store.database import Database
from bot.adapters.store.moments import from_text, is_due, is_free, to_text
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import outbox as table
from bot.domain.delivery import CARD
from bot.domain.events import CLOCK_WAS_WRONG
from bot.domain.tracking import PlannedPost, PostState, WaitingPost
from bot.ports import Posted

_UNCERTAIN: Final = frozenset({"unreachable", "internal_error", "fatal_error", "request_timeout"})
"""Errors after which Slack may have posted all the same: the answer was lost, or nobody knows."""


class SqlOutbox:
    """The port `Outbox` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def plan_posts(self, posts: Sequence[PlannedPost], *, now: datetime) -> int:
        """See the port."""
        return await self._database.write(lambda connection: plan(connection, posts, now=now))

    async def claim_posts(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[WaitingPost, ...]:
        """See the port."""
        return await self._database.write(lambda c: _claim(c, now, limit, lease))

    async def sent(self, post_id: int, posted: Posted, *, at: datetime) -> None:
        """See the port."""
        change = (
            update(table)
            .where(table.c.id == post_id)
            .values(
                state=PostState.SENT.value,
                posted_channel=posted.channel,
                posted_ts=posted.ts,
                posted_at=to_text(at),
                claimed_until=None,
            )
        )
        await self._database.write(lambda connection: connection.execute(change))

    async def failed(self, post_id: int, *, error: str, retry_at: datetime | None) -> None:
        """See the port."""
        state = PostState.WAITING if retry_at else PostState.REFUSED
        values: dict[str, Any] = {
            "state": state.value,
            "last_error": error,
            "attempts": table.c.attempts + 1,
            "claimed_until": None,
        }
        if retry_at:
            values["not_before"] = to_text(retry_at)
        change = update(table).where(table.c.id == post_id).values(values)
        await self._database.write(lambda connection: connection.execute(change))

    async def posted(self, dedup_key: str) -> Posted | None:
        """See the port."""
        statement = select(table).where(table.c.dedup_key == dedup_key)
        row = await self._database.read(lambda c: c.execute(statement).one_or_none())
        if row is None or row.posted_ts is None:
            return None
        return Posted(row.posted_channel, row.posted_ts)

    async def count_waiting(self) -> int:
        """See the port."""
        waiting = table.c.state == PostState.WAITING.value
        statement = select(func.count()).select_from(table).where(waiting)
        return int(await self._database.read(lambda c: c.execute(statement).scalar_one()))


def plan(connection: Connection, posts: Sequence[PlannedPost], *, now: datetime) -> int:
    """Keep posts inside a transaction; returns how many were new."""
    new = 0
    for post in posts:
        row = {
            "dedup_key": post.dedup_key,
            "channel": post.channel,
            "kind": post.kind,
            "payload": orjson.dumps(post.payload).decode(),
            "created_at": to_text(now),
            "not_before": to_text(post.not_before),
            "state": PostState.WAITING.value,
            **_of_a_card(post),
        }
        new += connection.execute(insert(table).values(row).on_conflict_do_nothing()).rowcount
    return new


def _of_a_card(post: PlannedPost) -> Mapping[str, str | None]:
    """What a row of a card is asked for by."""
    if post.kind != CARD:
        return {}
    names = {"card": "card", "event_key": "event", "event_kind": "event_kind", "subject": "subject"}
    return {column: post.payload.get(name) for column, name in names.items()}


def _claim(
    connection: Connection, now: datetime, limit: int, lease: timedelta
) -> tuple[WaitingPost, ...]:
    due = (
        select(table)
        .where(
            table.c.state == PostState.WAITING.value,
            is_due(table.c.not_before, now, longest=CLOCK_WAS_WRONG),
            is_free(table.c.claimed_until, now, lease=lease),
        )
        .order_by(table.c.id)
        .limit(limit)
    )
    rows = connection.execute(due).mappings().all()
    posts = readable(rows, _from_row, what="a post")
    ids = [post.id for post in posts]
    _set(connection, ids, {"claimed_until": to_text(now + lease)})
    # Kept, but no longer waiting: unreadable ones would come first in every batch.
    broken = [row["id"] for row in rows if row["id"] not in ids]
    _set(connection, broken, {"state": PostState.REFUSED.value, "last_error": "unreadable"})
    return posts


def _set(connection: Connection, ids: Sequence[int], values: Mapping[str, str]) -> None:
    if ids:
        connection.execute(update(table).where(table.c.id.in_(ids)).values(values))


def _from_row(row: Mapping[Any, Any]) -> WaitingPost:
    created_at, not_before = from_text(row["created_at"]), from_text(row["not_before"])
    assert created_at
    assert not_before
    post = PlannedPost(
        dedup_key=row["dedup_key"],
        channel=row["channel"],
        kind=row["kind"],
        payload=orjson.loads(row["payload"]),
        not_before=not_before,
    )
    error = row["last_error"] or ""
    cut_off = row["claimed_until"] is not None or error in _UNCERTAIN or error.startswith("http_5")
    return WaitingPost(row["id"], post, created_at, row["attempts"], uncertain=cut_off)
