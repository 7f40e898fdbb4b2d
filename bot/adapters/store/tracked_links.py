"""Keeps tracked links, and all that one look at them changes, in the measured store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store import event_log, outbox
from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of
from bot.adapters.store.link_claims import claim_controls, claim_due, recent_sites
from bot.adapters.store.moments import (
    from_text,
    to_text,
    to_text_or_none,
)
from bot.adapters.store.observations import to_row as look_to_row
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import observations
from bot.adapters.store.tables import tracked_links as table
from bot.adapters.store.tracked_rows import STANDING, from_row, in_standing, new_row
from bot.domain.events import CLOCK_WAS_WRONG, Phase, Standing
from bot.domain.names import Target
from bot.domain.tracking import (
    Added,
    NewLink,
    PlannedPost,
    RecentSites,
    Recording,
    StoredEvent,
    TrackedLink,
    pair_key,
)

_SOON = timedelta(days=1)
# One parameter however many links: SQLite has no array parameters.
_WANTED = func.json_each(bindparam("wanted")).table_valued("value", joins_implicitly=True)
_BY_IDS = select(table).where(table.c.id == _WANTED.c.value)


class SqlTrackedLinkStore:
    """The port `TrackedLinkStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def track(self, links: Sequence[NewLink], *, now: datetime) -> Added:
        """See the port."""
        return await self._database.write(lambda connection: _track(connection, links, now))

    async def untrack(self, referring_page: str | None, target: Target) -> int:
        """See the port."""
        if referring_page is None:
            which = _of(target)
        else:
            which = table.c.pair_key == key_of("tracked", pair_key(referring_page, target))
        return await self._database.write(lambda c: c.execute(delete(table).where(which)).rowcount)

    async def tracked(
        self, target: Target | None, *, limit: int, offset: int = 0, state: str | None = None
    ) -> tuple[TrackedLink, ...]:
        """See the port."""
        statement = select(table).where(_of(target)).order_by(table.c.referring_page, table.c.id)
        if state is not None:
            statement = statement.where(_SHOWN_STATE.in_([state]))
        found = await self._database.read(
            lambda c: c.execute(statement.limit(limit).offset(offset)).mappings().all()
        )
        return readable(found, from_row, what="a tracked link")

    async def tracked_pair(self, referring_page: str, target: Target) -> TrackedLink | None:
        """See the port."""
        key = key_of("tracked", pair_key(referring_page, target))
        wanted = select(table).where(table.c.pair_key == key)
        row = await self._database.read(lambda c: c.execute(wanted).mappings().one_or_none())
        return from_row(row) if row else None

    async def tracked_by_id(self, link_id: int) -> TrackedLink | None:
        """See the port."""
        return await self._database.read(lambda connection: _by_id(connection, link_id))

    async def tracked_by_ids(self, link_ids: Iterable[int]) -> Mapping[int, TrackedLink]:
        """See the port."""
        wanted = orjson.dumps(sorted(set(link_ids))).decode()
        found = await self._database.read(
            lambda c: c.execute(_BY_IDS, {"wanted": wanted}).mappings().all()
        )
        return {link.id: link for link in readable(found, from_row, what="a tracked link")}

    async def count_states(self, target: Target | None) -> Mapping[str, int]:
        """See the port."""
        statement = (
            select(_SHOWN_STATE.label("state"), func.count().label("number"))
            .where(_of(target))
            .group_by("state")
        )
        found = await self._database.read(lambda c: c.execute(statement).all())
        return {row.state: row.number for row in found}

    async def claim_due(
        self, *, now: datetime, limit: int, lease: timedelta, per_host: int | None = None
    ) -> tuple[TrackedLink, ...]:
        """See the port."""
        return await self._database.write(lambda c: claim_due(c, now, limit, lease, per_host))

    async def claim_controls(
        self, *, now: datetime, limit: int, lease: timedelta, without: Collection[str]
    ) -> tuple[TrackedLink, ...]:
        """See the port."""
        return await self._database.write(
            lambda c: claim_controls(c, now, limit, now + lease, without)
        )

    async def recent_sites(self, *, since: datetime, flipped_since: datetime) -> RecentSites:
        """See the port."""
        return await self._database.read(lambda c: recent_sites(c, since, flipped_since))

    async def look_soon(self, link_id: int, *, at: datetime) -> None:
        """See the port."""
        change = update(table).where(table.c.id == link_id).values(next_look_at=to_text(at))
        await self._database.write(lambda connection: connection.execute(change))

    async def record(
        self, recordings: Sequence[Recording], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """See the port."""
        return await self._database.write(lambda connection: _record(connection, recordings, posts))

    async def give_back(self, link_ids: Sequence[int], *, next_look_at: datetime) -> None:
        """See the port."""
        change = (
            update(table)
            .where(table.c.id.in_(link_ids))
            .values(claimed_until=None, next_look_at=to_text(next_look_at))
        )
        await self._database.write(lambda connection: connection.execute(change))

    async def hold_back(
        self,
        next_looks: Mapping[int, datetime],
        *,
        now: datetime,
        posts: Sequence[PlannedPost] = (),
    ) -> None:
        """See the port."""

        def work(connection: Connection) -> None:
            for link_id, at in next_looks.items():
                held = update(table).where(table.c.id == link_id)
                doubted = func.coalesce(table.c.doubted_since, to_text(now))
                connection.execute(
                    held.values(claimed_until=None, next_look_at=to_text(at), doubted_since=doubted)
                )
            if posts:
                outbox.plan(connection, posts, now=now)

        await self._database.write(work)

    async def change(
        self,
        link_id: int,
        *,
        owner: str | None = None,
        snoozed_until: datetime | None = None,
        ignored: bool | None = None,
    ) -> TrackedLink | None:
        """See the port."""
        wanted = {
            "owner": owner,
            "snoozed_until": to_text_or_none(snoozed_until),
            "ignored": ignored,
        }
        values = {name: value for name, value in wanted.items() if value is not None}
        return await self._database.write(lambda c: _change(c, link_id, values))


def _of(target: Target | None) -> ColumnElement[bool]:
    if target is None:
        return table.c.id > 0
    if target.page is None:
        return table.c.target_domain == target.domain
    return and_(table.c.target_domain == target.domain, table.c.target == str(target))


# The same rule as `TrackedLink.shown_state`; a test compares the two.
_SHOWN_STATE: ColumnElement[Any] = case(
    (table.c.ignored.is_(True), "ignored"),
    (and_(table.c.phase == "live", in_standing("missing_since").is_not(None)), "missing"),
    (and_(table.c.phase != "lost", in_standing("unclear_since").is_not(None)), "unclear"),
    else_=table.c.phase,
)


def _track(connection: Connection, links: Sequence[NewLink], now: datetime) -> Added:
    new = 0
    for link in links:
        row = new_row(link, now, len(links))
        done = connection.execute(insert(table).values(row).on_conflict_do_nothing())
        new += done.rowcount
        if not done.rowcount and (link.promised_at or link.prospect_id):
            _note_promise(connection, row["pair_key"], link, now)
    return Added(new=new, known=len(links) - new)


def _note_promise(connection: Connection, key: int, link: NewLink, now: datetime) -> None:
    """A promise on a link that is tracked already, or asked for anew; one that was seen live needs no awaiting.

    The waiting begins anew, and with it the daily looks.
    """
    row = connection.execute(select(table).where(table.c.pair_key == key)).mappings().one()
    standing = STANDING.validate_json(row["standing"])
    values: dict[str, Any] = {"prospect_id": link.prospect_id or row["prospect_id"]}
    if standing.phase in (Phase.NEW, Phase.AWAITED):
        since = now if standing.phase is Phase.AWAITED else standing.since
        if link.promised_at:
            standing = Standing(phase=standing.phase, promised_at=link.promised_at)
        standing = replace(standing, since=since)
        values["standing"] = STANDING.dump_json(standing).decode()
        values["next_look_at"] = min(row["next_look_at"], to_text(now + _SOON))
    connection.execute(update(table).where(table.c.pair_key == key).values(values))


def _record(
    connection: Connection, recordings: Sequence[Recording], posts: Sequence[PlannedPost]
) -> tuple[StoredEvent, ...]:
    new: list[StoredEvent] = []
    for recording in recordings:
        if _is_outdated(connection, recording):
            continue
        look = insert(observations).values(look_to_row(recording.seen)).on_conflict_do_nothing()
        connection.execute(look)
        connection.execute(
            update(table)
            .where(table.c.id == recording.link.id)
            .values(
                standing=STANDING.dump_json(recording.standing).decode(),
                phase=recording.standing.phase.value,
                last_look_at=to_text(recording.seen.checked_at),
                unchanged_since=to_text_or_none(recording.unchanged_since),
                next_look_at=to_text(recording.next_look_at),
                claimed_until=None,
                doubted_since=None,
            )
        )
        new += event_log.add(connection, recording.events)
    event_log.plan_for_new(connection, new, posts)
    return tuple(new)


def _is_outdated(connection: Connection, recording: Recording) -> bool:
    """Whether the link is gone, or was looked at since it was claimed."""
    row = connection.execute(
        select(table.c.last_look_at).where(table.c.id == recording.link.id)
    ).one_or_none()
    if row is None:
        return True
    newest = from_text(row.last_look_at)
    if newest is None or newest < recording.seen.checked_at:
        return False
    return newest - recording.seen.checked_at <= CLOCK_WAS_WRONG


def _change(connection: Connection, link_id: int, values: dict[str, Any]) -> TrackedLink | None:
    if values:
        connection.execute(update(table).where(table.c.id == link_id).values(values))
    return _by_id(connection, link_id)


def _by_id(connection: Connection, link_id: int) -> TrackedLink | None:
    row = connection.execute(select(table).where(table.c.id == link_id)).mappings().one_or_none()
    return from_row(row) if row else None
