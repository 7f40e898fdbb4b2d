"""Which messages tell which events: the outbox read as cards, and what people did with them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import (
    Column,
    Row,
    Select,
    and_,
    bindparam,
    distinct,
    exists,
    func,
    select,
    update,
)
from tinydb import TinyDB

from bot.adapters.store.database import Database
from bot.adapters.store.decisions import DecisionStore
from bot.adapters.store.moments import to_text
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import outbox as table
from bot.domain.cards import Act, ActKind
from bot.domain.delivery import CARD, thread_key
from bot.domain.events import CLOCK_WAS_WRONG, EventKind
from bot.domain.tracking import PostState
from bot.ports import CardOfSubject, CardPlace, Posted

_ACTS: Final = "card_acts"
_DAY: Final = timedelta(days=1)
_IS_CARD: Final = table.c.kind == CARD
_EARLIER: Final = table.alias()


class SqlCardLog:
    """The port `CardLog` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def place_of(self, card: str) -> CardPlace:
        """See the port."""
        statement = select(table).where(table.c.card == card, _IS_CARD).order_by(table.c.id)
        rows = await self._database.read(lambda c: c.execute(statement).all())
        posted = next((Posted(r.posted_channel, r.posted_ts) for r in rows if r.posted_ts), None)
        return CardPlace(
            event_keys=tuple(row.event_key for row in rows),
            posted=posted,
            left_to_digest=any(row.state == PostState.DIGEST.value for row in rows),
        )

    async def card_at(self, posted: Posted) -> str | None:
        """See the port."""
        there = and_(table.c.posted_channel == posted.channel, table.c.posted_ts == posted.ts)
        statement = select(table.c.card).where(there, _IS_CARD).limit(1)
        found = await self._database.read(lambda c: c.execute(statement).scalar())
        return str(found) if found else None

    async def cards_of_subjects(self, subjects: Collection[str]) -> tuple[CardOfSubject, ...]:
        """See the port."""
        statement = _having(table.c.subject)
        rows = await self._database.read(lambda c: c.execute(statement, _list(subjects)).all())
        return readable(rows, _of_subject, what="a card")

    async def cards_of_events(self, event_keys: Collection[str]) -> tuple[str, ...]:
        """See the port."""
        statement = _having(table.c.event_key)
        rows = await self._database.read(lambda c: c.execute(statement, _list(event_keys)).all())
        return tuple(dict.fromkeys(str(row.card) for row in rows))

    async def opened_since(self, channel: str, since: datetime) -> int:
        """See the port."""
        begin = to_text(since)
        stood_before = exists(
            select(_EARLIER.c.id).where(
                _EARLIER.c.posted_channel == table.c.posted_channel,
                _EARLIER.c.posted_ts == table.c.posted_ts,
                _EARLIER.c.kind == CARD,
                _EARLIER.c.posted_at < begin,
            )
        )
        statement = select(func.count(distinct(table.c.posted_ts))).where(
            table.c.channel == channel,
            # What a clock posted that ran ahead takes nothing of the days until then.
            table.c.posted_at.between(begin, to_text(since + _DAY + CLOCK_WAS_WRONG)),
            _IS_CARD,
            ~stood_before,
        )
        return int(await self._database.read(lambda c: c.execute(statement).scalar_one()))

    async def leave_to_digest(self, card: str) -> None:
        """See the port."""
        await self._move(card, PostState.WAITING, PostState.DIGEST)

    async def pass_over(self, card: str) -> None:
        """See the port."""
        await self._move(card, PostState.WAITING, PostState.OVER)

    async def wake_thread(self, card: str) -> None:
        """See the port."""
        await self._move(card, PostState.OVER, PostState.WAITING, only=thread_key(card))

    async def _move(
        self, card: str, before: PostState, after: PostState, *, only: str | None = None
    ) -> None:
        """Rows of a card, and of its thread, from one state to another."""
        # By the beginning of their key, which the index finds; `}` follows `|`.
        mine = and_(table.c.dedup_key >= f"{card}|", table.c.dedup_key < f"{card}}}")
        change = (
            update(table)
            .where(table.c.dedup_key == only if only else mine, table.c.state == before.value)
            .values(state=after.value, claimed_until=None)
        )
        await self._database.write(lambda connection: connection.execute(change))


def _having(column: Column[Any]) -> Select[Any]:
    """Rows of cards with one of many values; one parameter, since SQLite takes only so many."""
    wanted = func.json_each(bindparam("wanted")).table_valued("value", joins_implicitly=True)
    return select(table).where(column == wanted.c.value, _IS_CARD).order_by(table.c.id)


def _list(values: Collection[str]) -> Mapping[str, str]:
    return {"wanted": orjson.dumps(sorted(set(values))).decode()}


def _of_subject(row: Row[Any]) -> CardOfSubject:
    due = orjson.loads(row.payload)["due"]
    kind = EventKind(row.event_kind).value
    return CardOfSubject(row.channel, row.subject, kind, row.card, datetime.fromisoformat(due))


class DecidedActs:
    """The port `CardActs` on the store of decisions."""

    def __init__(self, decisions: DecisionStore) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def add_acts(self, acts: Sequence[Act]) -> None:
        """See the port."""
        await self._decisions.run(
            lambda database: database.table(_ACTS).insert_multiple(_to_row(act) for act in acts)
        )

    async def acts_of(self, event_keys: Collection[str]) -> tuple[Act, ...]:
        """See the port."""
        wanted = frozenset(event_keys)

        def work(database: TinyDB) -> tuple[Act, ...]:
            return tuple(_from_row(r) for r in database.table(_ACTS) if r["event"] in wanted)

        return await self._decisions.run(work)


def _to_row(act: Act) -> dict[str, Any]:
    return {
        "event": act.event_key,
        "kind": act.kind.value,
        "by": act.by,
        "at": to_text(act.at),
        "about": act.about,
    }


def _from_row(row: Mapping[str, Any]) -> Act:
    return Act(
        event_key=row["event"],
        kind=ActKind(row["kind"]),
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        about=row["about"],
    )
