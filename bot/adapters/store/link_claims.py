"""Which tracked links are looked at next: claimed in batches, by one process at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    and_,
    func,
    or_,
    select,
    update,
)

from bot.adapters.store.moments import (
    LONGEST_WAIT,
    is_due,
    is_free,
    to_text,
)
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import tracked_links as table
from bot.adapters.store.tracked_rows import from_row, in_standing
from bot.domain.events import Phase
from bot.domain.tracking import (
    RecentSites,
    TrackedLink,
)

_LONGEST_WAIT_AWAITED = timedelta(days=32)


def claim_due(
    connection: Connection, now: datetime, limit: int, lease: timedelta, per_host: int | None
) -> tuple[TrackedLink, ...]:
    """Links whose look is due, the oldest first; at most `per_host` of one host."""
    text, until = to_text(now), to_text(now + lease)
    claimed = table.c.claimed_until
    place = func.row_number().over(
        partition_by=table.c.host, order_by=(table.c.next_look_at, table.c.id)
    )
    due = (
        select(table.c.id, table.c.next_look_at, place.label("place"))
        .where(
            or_(
                is_due(table.c.next_look_at, now, longest=_LONGEST_WAIT_AWAITED),
                and_(
                    table.c.phase != Phase.AWAITED.value,
                    is_due(table.c.next_look_at, now, longest=LONGEST_WAIT),
                ),
            ),
            table.c.ignored.is_(False),
            is_free(claimed, now, lease=lease),
            or_(table.c.snoozed_until.is_(None), table.c.snoozed_until <= text),
        )
        .subquery()
    )
    chosen = select(due.c.id).order_by(due.c.next_look_at, due.c.id).limit(limit)
    if per_host is not None:
        chosen = chosen.where(due.c.place <= per_host)
    of_them = select(table).where(table.c.id.in_(chosen))
    rows = connection.execute(of_them.order_by(table.c.next_look_at, table.c.id)).mappings().all()
    for batch in _batches([row["id"] for row in rows]):
        claim = update(table).where(table.c.id.in_(batch)).values(claimed_until=until)
        connection.execute(claim)
    return readable(rows, from_row, what="a tracked link")


def claim_controls(
    connection: Connection, now: datetime, limit: int, until: datetime, without: Collection[str]
) -> tuple[TrackedLink, ...]:
    """Links that were fine and are not due, by which a run tells whether it is itself at fault."""
    claimed = table.c.claimed_until
    place = func.row_number().over(
        partition_by=table.c.referring_domain, order_by=(table.c.next_look_at, table.c.id)
    )
    fine = (
        select(table.c.id, place.label("place"))
        .where(
            table.c.phase == Phase.LIVE.value,
            in_standing("missing_since").is_(None),
            in_standing("unclear_since").is_(None),
            table.c.doubted_since.is_(None),
            table.c.ignored.is_(False),
            or_(claimed.is_(None), claimed <= to_text(now), claimed > to_text(until)),
            table.c.referring_domain.not_in(list(without)),
        )
        .subquery()
    )
    chosen = select(fine.c.id).where(fine.c.place == 1).limit(limit)
    rows = connection.execute(select(table).where(table.c.id.in_(chosen))).mappings().all()
    ids = [row["id"] for row in rows]
    connection.execute(
        update(table).where(table.c.id.in_(ids)).values(claimed_until=to_text(until))
    )
    return readable(rows, from_row, what="a tracked link")


def recent_sites(connection: Connection, since: datetime, flipped_since: datetime) -> RecentSites:
    """Whose links were fine, and whose flipped, in the looks since then."""
    unclear, missing = in_standing("unclear_since"), in_standing("missing_since")
    doubted = table.c.doubted_since.is_not(None)
    fine = and_(unclear.is_(None), missing.is_(None), ~doubted)
    # Times in a standing are JSON text with `Z`, in a column text with an offset: both begin alike.
    begin = to_text(flipped_since)[:19]
    turned = func.coalesce(missing, unclear) >= begin
    found = connection.execute(
        select(
            table.c.referring_domain,
            func.max(fine).label("fine"),
            func.max(doubted).label("doubted"),
        )
        .where(table.c.phase == Phase.LIVE.value)
        .where(or_(doubted, and_(table.c.last_look_at >= to_text(since), or_(fine, turned))))
        .group_by(table.c.referring_domain)
    ).all()
    return RecentSites(
        fine=frozenset(row.referring_domain for row in found if row.fine),
        flipped=frozenset(row.referring_domain for row in found if not row.fine),
        doubting=any(row.doubted for row in found),
    )


def _batches(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
