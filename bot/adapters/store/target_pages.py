"""Keeps the pages of ours that tracked links lead to, in the measured store."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store import event_log
from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of
from bot.adapters.store.moments import LONGEST_WAIT, is_due, is_free, to_text
from bot.adapters.store.tables import own_pages as table
from bot.adapters.store.tables import tracked_links
from bot.domain.backlinks import DomainName
from bot.domain.names import Target, host_of, normalize_url, registrable_domain
from bot.domain.target_pages import TargetPage, TargetStanding, TargetStep
from bot.domain.tracking import PlannedPost, StoredEvent

_STANDING = TypeAdapter(TargetStanding)


class SqlTargetPageStore:
    """The port `TargetPageStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def claim_due_pages(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[TargetPage, ...]:
        """See the port."""
        return await self._database.write(lambda c: _claim(c, now, limit, lease))

    async def record_page(
        self, page: TargetPage, step: TargetStep, *, at: datetime, posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """See the port."""
        return await self._database.write(lambda c: _record(c, page, step, at, posts))

    async def look_soon(self, url: str, *, at: datetime) -> None:
        """See the port."""
        change = update(table).where(table.c.url_key == _key(url))
        statement = change.values(next_look_at=to_text(at), claimed_until=None)
        await self._database.write(lambda connection: connection.execute(statement))

    async def standing_of(self, url: str) -> TargetStanding | None:
        """See the port."""
        statement = select(table.c.standing).where(table.c.url_key == _key(url))
        found = await self._database.read(lambda c: c.execute(statement).scalar())
        return _STANDING.validate_json(found) if found else None

    async def broken_pages(self, target: Target) -> tuple[str, ...]:
        """See the port."""
        return await self._database.read(lambda c: _broken(c, target))


def _key(url: str) -> int:
    return key_of("own page", normalize_url(url))


def _broken(connection: Connection, target: Target) -> tuple[str, ...]:
    statement = select(table.c.url_key, table.c.url).where(
        table.c.broken.is_(True), table.c.target_domain == target.domain
    )
    rows = connection.execute(statement.order_by(table.c.url)).all()
    if not rows:
        return ()
    linked, _ = _linked(connection)
    return tuple(
        row.url
        for row in rows
        if row.url_key in linked
        and (target.page is None or normalize_url(row.url) == normalize_url(target.page))
    )


def _linked(connection: Connection) -> tuple[Counter[int], dict[int, tuple[str, str]]]:
    """The pages that live links lead to: how many do, and each page's first spelling and domain."""
    href = func.json_extract(tracked_links.c.standing, "$.value.href")
    rows = connection.execute(
        select(href.label("href"), tracked_links.c.target_domain, func.count().label("links"))
        .where(tracked_links.c.phase == "live", tracked_links.c.ignored.is_(False))
        .where(href.is_not(None))
        .group_by(href, tracked_links.c.target_domain)
        .order_by(href)
    )
    counted: Counter[int] = Counter()
    pages: dict[int, tuple[str, str]] = {}
    for row in rows:
        if registrable_domain(host_of(row.href)) != row.target_domain:
            continue
        key = _key(row.href)
        counted[key] += row.links
        pages.setdefault(key, (row.href.partition("#")[0], row.target_domain))
    return counted, pages


def _claim(
    connection: Connection, now: datetime, limit: int, lease: timedelta
) -> tuple[TargetPage, ...]:
    counted, pages = _linked(connection)
    text, until = to_text(now), to_text(now + lease)
    fresh = [
        {
            "url_key": key,
            "url": url,
            "target_domain": domain,
            "next_look_at": text,
            "standing": _STANDING.dump_json(TargetStanding()).decode(),
        }
        for key, (url, domain) in pages.items()
    ]
    if fresh:
        connection.execute(insert(table).on_conflict_do_nothing(), fresh)
    due = connection.execute(
        select(table)
        .where(is_due(table.c.next_look_at, now, longest=LONGEST_WAIT))
        .where(is_free(table.c.claimed_until, now, lease=lease))
        .order_by(table.c.next_look_at, table.c.id)
    ).mappings()
    # A page that no live link leads to any more rests where it is, until one does again; unless it was
    # told as broken: whoever heard that hears of its end.
    taken = [row for row in due if row["url_key"] in counted or row["broken"]][:limit]
    for row in taken:
        connection.execute(update(table).where(table.c.id == row["id"]).values(claimed_until=until))
    return tuple(
        TargetPage(
            key=row["url_key"],
            url=row["url"],
            target_domain=DomainName(row["target_domain"]),
            links=counted[row["url_key"]],
            standing=_STANDING.validate_json(row["standing"]),
        )
        for row in taken
    )


def _record(
    connection: Connection,
    page: TargetPage,
    step: TargetStep,
    at: datetime,
    posts: Sequence[PlannedPost],
) -> tuple[StoredEvent, ...]:
    connection.execute(
        update(table)
        .where(table.c.url_key == page.key)
        .values(
            standing=_STANDING.dump_json(step.standing).decode(),
            broken=step.standing.told_at is not None,
            last_look_at=to_text(at),
            next_look_at=to_text(at + step.next_look_in),
            claimed_until=None,
        )
    )
    new = event_log.add(connection, step.events)
    event_log.plan_for_new(connection, new, posts)
    return tuple(new)
