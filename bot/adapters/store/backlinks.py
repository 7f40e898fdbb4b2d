"""Answers questions about a target's links from the measured store, within a second at a million."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from bot.adapters.store.claims import claims_of
from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of, normal
from bot.adapters.store.link_rows import page_target_key
from bot.adapters.store.source_reports import reports_of, source_ages
from bot.adapters.store.tables import backlinks, links
from bot.domain.backlinks import (
    DomainName,
    Grain,
    MergedLink,
    ReferringDomain,
    SourceAge,
    TargetSummary,
    merge,
)
from bot.domain.names import Target

_MONTH = timedelta(days=30)
_MOST_DOMAINS = 500_000


class SqlBacklinkStore:
    """The port `BacklinkStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def summary(self, target: Target, *, today: date) -> TargetSummary:
        """See the port."""
        return await self._database.read(lambda connection: _summary(connection, target, today))

    async def best_domains(
        self, target: Target, *, limit: int, offset: int = 0
    ) -> tuple[ReferringDomain, ...]:
        """See the port."""
        return await self._database.read(lambda c: _best_domains(c, target, limit, offset))

    async def domain_of(self, target: Target, site: DomainName) -> ReferringDomain | None:
        """See the port."""

        def work(connection: Connection) -> ReferringDomain | None:
            only = links.c.referring_domain == site
            found = _best_domains(connection, target, 1, 0, only)
            return found[0] if found else None

        return await self._database.read(work)

    async def links_for(
        self, target: Target, *, limit: int, after: int = 0
    ) -> tuple[tuple[MergedLink, ...], int | None]:
        """See the port."""
        return await self._database.read(lambda c: _links_for(c, target, limit, after))

    async def pages_to_verify(self, target: Target, *, limit: int) -> tuple[str, ...]:
        """See the port."""
        return await self._database.read(lambda c: _pages_to_verify(c, target, limit))

    async def domains_by_month(self, target: Target, *, since: date) -> Mapping[date, int]:
        """See the port."""
        return await self._database.read(lambda c: _domains_by_month(c, target, since))

    async def domains_by_source(self, target: Target) -> Mapping[str, frozenset[str]]:
        """See the port."""
        return await self._database.read(lambda c: _domains_by_source(c, target))

    async def anchors(self, target: Target, *, limit: int) -> tuple[tuple[str, int], ...]:
        """See the port."""
        return await self._database.read(lambda c: _anchors(c, target, limit))

    async def metrics_of_page(self, page: str, target: Target) -> Mapping[str, tuple[float, str]]:
        """See the port."""
        statement = (
            select(backlinks.c.metrics, backlinks.c.source)
            .where(backlinks.c.page_key == key_of(target.domain, normal(page), ""))
            .where(backlinks.c.metrics.is_not(None))
            .order_by(backlinks.c.as_of)
        )
        rows = await self._database.read(lambda c: c.execute(statement).all())
        told: dict[str, tuple[float, str]] = {}
        for row in rows:
            told.update(
                (name, (float(figure), row.source))
                for name, figure in orjson.loads(row.metrics).items()
            )
        return told

    async def domains_with_anchor(self, target: Target, anchor: str) -> int:
        """See the port."""
        statement = select(func.count(func.distinct(links.c.referring_domain))).where(
            _of(target), _IS_LIVE, links.c.anchor == anchor
        )
        return await self._database.read(lambda c: c.execute(statement).scalar_one())

    async def new_domains_by_day(self, target: Target, *, last: date, days: int) -> tuple[int, ...]:
        """See the port."""
        return await self._database.read(lambda c: _new_by_day(c, target, last, days))

    async def anchors_of_new_domains(self, target: Target, day: date) -> Mapping[str, int]:
        """See the port."""
        return await self._database.read(lambda c: _anchors_of_new(c, target, day))

    async def targets(self) -> tuple[DomainName, ...]:
        """See the port."""
        return await self._database.read(_targets)

    async def sources(self) -> tuple[SourceAge, ...]:
        """See the port."""
        return await self._database.read(source_ages)


_PAGE = links.c.grain == Grain.PAGES.value
_KEPT = links.c.lost.is_(False)
_IS_PAGE = and_(_PAGE, links.c.covered.is_(False))
_IS_LIVE = and_(_IS_PAGE, _KEPT)
_SAME_LINK = and_(
    backlinks.c.page_key == links.c.page_key,
    backlinks.c.page_target_key == links.c.page_target_key,
)


def _targets(connection: Connection) -> tuple[DomainName, ...]:
    domains = select(links.c.target_domain).distinct().order_by(links.c.target_domain)
    return tuple(DomainName(domain) for domain in connection.scalars(domains))


def _of(target: Target) -> ColumnElement[bool]:
    if target.page is None:
        return links.c.target_domain == target.domain
    return links.c.page_target_key == page_target_key(target.domain, target.page)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _by_domain(target: Target, *more: Any) -> Any:
    """A row for each referring domain. The index holds them in this order: nothing is sorted."""
    return (
        select(
            links.c.referring_domain,
            _count(and_(_PAGE, _KEPT)).label("live"),
            _count(and_(links.c.followed.is_(True), _PAGE, _KEPT)).label("followed"),
            _count(and_(links.c.followed.is_(False), _PAGE, _KEPT)).label("not_followed"),
            _count(and_(links.c.lost.is_(True), _PAGE)).label("lost"),
            _count(and_(links.c.grain == Grain.DOMAINS.value, _KEPT)).label("said"),
            *more,
        )
        .where(_of(target), links.c.covered.is_(False))
        .group_by(links.c.referring_domain)
    )


def _summary(connection: Connection, target: Target, today: date) -> TargetSummary:
    since = (today - _MONTH).isoformat()
    domains = _by_domain(
        target,
        _count(and_(links.c.first_seen >= since, _PAGE)).label("new"),
        _count(and_(links.c.lost_on >= since, links.c.lost.is_(True), _PAGE)).label("lately"),
    ).subquery()
    found = connection.execute(
        select(
            func.count().filter(or_(domains.c.live > 0, domains.c.said > 0)).label("domains"),
            *(
                func.coalesce(func.sum(domains.c[name]), 0).label(name)
                for name in ("live", "followed", "not_followed", "new", "lately", "lost")
            ),
        )
    ).one()
    reports = reports_of(connection, target.domain)
    return TargetSummary(
        referring_domains=found.domains,
        backlinks=found.live,
        followed=found.followed,
        not_followed=found.not_followed,
        new_30_days=found.new,
        lost_30_days=found.lately,
        lost=found.lost,
        sources=reports,
        newest_as_of=max((r.as_of for r in reports if r.as_of), default=None),
    )


def _best_domains(
    connection: Connection, target: Target, limit: int, offset: int, *only: ColumnElement[bool]
) -> tuple[ReferringDomain, ...]:
    by_domain = _by_domain(
        target,
        func.min(links.c.first_seen).label("first_seen"),
        func.max(links.c.last_seen).label("last_seen"),
        func.max(links.c.authority).label("authority"),
        func.max(case((links.c.grain == Grain.DOMAINS.value, links.c.links), else_=0)).label(
            "counted"
        ),
    )
    domains = by_domain.where(*only).subquery()
    found = connection.execute(
        select(domains)
        .where(or_(domains.c.live > 0, domains.c.said > 0))
        .order_by(
            (domains.c.followed > 0).desc(),
            domains.c.authority.desc().nulls_last(),
            domains.c.live.desc(),
            domains.c.counted.desc(),
            domains.c.referring_domain,
        )
        .limit(limit)
        .offset(offset)
    )
    return tuple(_to_domain(row) for row in found)


def _to_domain(row: Any) -> ReferringDomain:
    return ReferringDomain(
        DomainName(row.referring_domain),
        backlinks=row.live or row.counted,
        followed=row.followed,
        not_followed=row.not_followed,
        lost=row.lost,
        first_seen=date.fromisoformat(row.first_seen) if row.first_seen else None,
        last_seen=date.fromisoformat(row.last_seen) if row.last_seen else None,
        authority=row.authority,
    )


def _links_for(
    connection: Connection, target: Target, limit: int, after: int
) -> tuple[tuple[MergedLink, ...], int | None]:
    found = connection.execute(
        select(links.c.id, links.c.page_key, links.c.page_target_key)
        .where(_of(target), links.c.covered.is_(False), links.c.id > after)
        .order_by(links.c.id)
        .limit(limit)
    ).all()
    keys = [(row.page_key, row.page_target_key) for row in found]
    # A source that knows the page alone speaks of each of its links.
    told = claims_of(connection, [*keys, *((page, 0) for page, to in keys if to)])
    merged = tuple(
        merge([*told[key].values(), *(told[key[0], 0].values() if key[1] else ())]) for key in keys
    )
    return merged, found[-1].id if len(found) == limit else None


def _pages_to_verify(connection: Connection, target: Target, limit: int) -> tuple[str, ...]:
    first = func.min(links.c.id)
    one_of_each = select(first).where(_of(target), _IS_LIVE).group_by(links.c.referring_domain)
    chosen = list(connection.execute(one_of_each.order_by(first).limit(limit)).scalars())
    if len(chosen) < limit:
        others = (
            select(links.c.id)
            .where(_of(target), _IS_LIVE, links.c.id.not_in(chosen))
            .order_by(links.c.id)
            .limit(limit - len(chosen))
        )
        chosen += connection.execute(others).scalars()
    return _page_of_each(connection, chosen)


def _page_of_each(connection: Connection, chosen: list[int]) -> tuple[str, ...]:
    """The referring pages of links, in the order given; of several spellings the greatest: https."""
    found = connection.execute(
        select(links.c.id, func.max(backlinks.c.referring_page).label("page"))
        .join_from(links, backlinks, _SAME_LINK)
        .where(links.c.id.in_(chosen))
        .group_by(links.c.id)
    )
    page_of = {row.id: row.page for row in found}
    return tuple(dict.fromkeys(page_of[link] for link in chosen))


def _domains_by_month(connection: Connection, target: Target, since: date) -> Mapping[date, int]:
    domains = _by_domain(target, func.min(links.c.first_seen).label("first_seen")).subquery()
    before = (since - timedelta(days=1)).isoformat()
    day = case(
        (domains.c.first_seen < since.isoformat(), before),
        else_=func.substr(domains.c.first_seen, 1, 7).op("||")("-01"),
    )
    found = connection.execute(
        select(day, func.count())
        .where(or_(domains.c.live > 0, domains.c.said > 0), domains.c.first_seen.is_not(None))
        .group_by(day)
    )
    return {date.fromisoformat(text): number for text, number in found}


def _new_by_day(connection: Connection, target: Target, last: date, days: int) -> tuple[int, ...]:
    shown = [last - timedelta(days=back) for back in reversed(range(days))]
    domains = _by_domain(target, func.min(links.c.first_seen).label("first_seen")).subquery()
    day = func.substr(domains.c.first_seen, 1, 10)
    rows = connection.execute(
        select(day, func.count())
        .where(day >= shown[0].isoformat(), day <= last.isoformat())
        .group_by(day)
    )
    found = {date.fromisoformat(text): number for text, number in rows}
    return tuple(found.get(one, 0) for one in shown)


def _anchors_of_new(connection: Connection, target: Target, day: date) -> Mapping[str, int]:
    domains = _by_domain(target, func.min(links.c.first_seen).label("first_seen")).subquery()
    new = select(domains.c.referring_domain).where(
        func.substr(domains.c.first_seen, 1, 10) == day.isoformat()
    )
    number = func.count(func.distinct(links.c.referring_domain))
    found = connection.execute(
        select(links.c.anchor, number)
        .where(_of(target), _PAGE, links.c.covered.is_(False), links.c.anchor.is_not(None))
        .where(links.c.referring_domain.in_(new))
        .group_by(links.c.anchor)
    )
    return {anchor: times for anchor, times in found if anchor}


def _domains_by_source(connection: Connection, target: Target) -> Mapping[str, frozenset[str]]:
    pairs = (
        select(backlinks.c.source, backlinks.c.referring_domain)
        .where(backlinks.c.target_domain == target.domain, backlinks.c.lost.is_not(True))
        .distinct()
    )
    if target.page is not None:
        pairs = pairs.where(
            backlinks.c.page_target_key == page_target_key(target.domain, target.page)
        )
    found: dict[str, set[str]] = {}
    for source, domain in connection.execute(pairs.limit(_MOST_DOMAINS)):
        found.setdefault(source, set()).add(domain)
    return {source: frozenset(domains) for source, domains in found.items()}


def _anchors(connection: Connection, target: Target, limit: int) -> tuple[tuple[str, int], ...]:
    number = func.count().label("number")
    found = connection.execute(
        select(links.c.anchor, number)
        .where(_of(target), _IS_LIVE, links.c.anchor.is_not(None))
        .group_by(links.c.anchor)
        .order_by(number.desc(), links.c.anchor)
        .limit(limit)
    )
    return tuple((row.anchor, row.number) for row in found)
