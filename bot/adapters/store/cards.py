"""Which messages tell which events: the outbox read as cards, and what people did with them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, and_, func, select, update
from tinydb import TinyDB

from bot.adapters.store.database import Database
from bot.adapters.store.decisions import DecisionStore
from bot.adapters.store.moments import to_text
from bot.adapters.store.tables import outbox as table
from bot.domain.cards import Act, ActKind
from bot.domain.delivery import CARD
from bot.domain.tracking import PostState
from bot.ports import CardOfLink, CardPlace, Posted

_ACTS: Final = "card_acts"
_CARD: Final = func.json_extract(table.c.payload, "$.card")
_EVENT: Final = func.json_extract(table.c.payload, "$.event")
_EVENT_KIND: Final = func.json_extract(table.c.payload, "$.event_kind")
_LINK: Final = func.json_extract(table.c.payload, "$.link", type_=Integer)
_IS_CARD: Final = table.c.kind == CARD


class SqlCardLog:
    """The port `CardLog` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def place_of(self, card: str) -> CardPlace:
        """See the port."""
        statement = (
            select(_EVENT.label("event"), table)
            .where(_IS_CARD, _of_card(card))
            .order_by(table.c.id)
        )
        rows = await self._database.read(lambda c: c.execute(statement).all())
        posted = next((Posted(r.posted_channel, r.posted_ts) for r in rows if r.posted_ts), None)
        return CardPlace(
            event_keys=tuple(row.event for row in rows),
            posted=posted,
            left_to_digest=any(row.state == PostState.DIGEST.value for row in rows),
        )

    async def card_at(self, posted: Posted) -> str | None:
        """See the port."""
        there = and_(table.c.posted_channel == posted.channel, table.c.posted_ts == posted.ts)
        statement = select(_CARD).where(there, _IS_CARD).limit(1)
        found = await self._database.read(lambda c: c.execute(statement).scalar())
        return str(found) if found else None

    async def cards_of_links(self, link_ids: Collection[int]) -> tuple[CardOfLink, ...]:
        """See the port."""
        if not link_ids:
            return ()
        statement = (
            select(
                table.c.channel,
                _LINK.label("link"),
                _EVENT_KIND.label("event_kind"),
                _CARD.label("card"),
            )
            .where(_IS_CARD, _LINK.in_(link_ids))
            .order_by(table.c.id)
        )
        rows = await self._database.read(lambda c: c.execute(statement).all())
        return tuple(CardOfLink(r.channel, r.link, r.event_kind, r.card) for r in rows)

    async def cards_of_events(self, event_keys: Collection[str]) -> tuple[str, ...]:
        """See the port."""
        statement = select(_CARD).where(_IS_CARD, _EVENT.in_(event_keys)).order_by(table.c.id)
        found = await self._database.read(lambda c: c.execute(statement).scalars().all())
        return tuple(dict.fromkeys(str(card) for card in found))

    async def opened_since(self, channel: str, since: datetime) -> int:
        """See the port."""
        mine = and_(_IS_CARD, table.c.channel == channel, table.c.posted_ts.is_not(None))
        opened = (
            select(table.c.posted_ts)
            .where(mine)
            .group_by(table.c.posted_ts)
            .having(func.min(table.c.posted_at) >= to_text(since))
        )
        statement = select(func.count()).select_from(opened.subquery())
        return int(await self._database.read(lambda c: c.execute(statement).scalar_one()))

    async def leave_to_digest(self, card: str) -> None:
        """See the port."""
        waiting = table.c.state == PostState.WAITING.value
        change = (
            update(table)
            .where(_of_card(card), waiting)
            .values(state=PostState.DIGEST.value, claimed_until=None)
        )
        await self._database.write(lambda connection: connection.execute(change))


def _of_card(card: str) -> Any:
    """A card's rows by the beginning of their key, which the index finds; `}` follows `|`."""
    return and_(table.c.dedup_key >= f"{card}|", table.c.dedup_key < f"{card}}}")


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
