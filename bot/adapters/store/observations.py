"""Keeps every look at a link in the measured store."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter
from sqlalchemy import Connection, Subquery, and_, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of, normal
from bot.adapters.store.moments import to_text
from bot.adapters.store.reading import readable
from bot.adapters.store.tables import observations
from bot.adapters.store.thinning import pairs_to_thin, thin
from bot.adapters.store.type_history import first_look, mixes
from bot.domain.backlinks import DomainName
from bot.domain.findings import LookCounts
from bot.domain.names import Target, registrable_domain
from bot.domain.type_mix import TypeMix
from bot.domain.verdicts import Observation, State

_WHOLE = TypeAdapter(Observation)
_PAIRS_AT_ONCE = 200


class SqlObservationStore:
    """The port `ObservationStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def save_observations(self, looks: Sequence[Observation]) -> None:
        """See the port."""
        if looks:
            rows = [to_row(look) for look in looks]
            statement = insert(observations).on_conflict_do_nothing()
            await self._database.write(lambda connection: connection.execute(statement, rows))

    async def latest_observation(self, referring_page: str, target: str) -> Observation | None:
        """See the port."""
        newest = await self.observations_of(referring_page, target, limit=1)
        return newest[0] if newest else None

    async def observations_of(
        self, referring_page: str, target: str, *, limit: int
    ) -> tuple[Observation, ...]:
        """See the port."""
        statement = (
            select(observations.c.whole)
            .where(observations.c.pair_key == pair_key(referring_page, target))
            .order_by(observations.c.checked_at.desc())
            .limit(limit)
        )
        found = await self._database.read(lambda c: c.execute(statement).scalars().all())
        return readable(found, _WHOLE.validate_json, what="a look")

    async def last_live(self, referring_page: str, target: str) -> Observation | None:
        """See the port."""
        statement = (
            select(observations.c.whole)
            .where(observations.c.pair_key == pair_key(referring_page, target))
            .where(observations.c.state == State.LIVE.value)
            .order_by(observations.c.checked_at.desc())
            .limit(1)
        )
        found = await self._database.read(lambda c: c.execute(statement).scalars().all())
        return next(iter(readable(found, _WHOLE.validate_json, what="a look")), None)

    async def looks_as_of(
        self, target: Target, moment: datetime, *, limit: int
    ) -> tuple[Observation, ...]:
        """See the port."""
        of_target = observations.c.target_domain == target.domain
        if target.page:
            of_target = and_(of_target, observations.c.target == str(target))
        place = func.row_number().over(
            partition_by=observations.c.pair_key, order_by=observations.c.checked_at.desc()
        )
        looks = (
            select(observations.c.id, place.label("place"))
            .where(of_target, observations.c.checked_at <= to_text(moment))
            .subquery()
        )
        statement = (
            select(observations.c.whole)
            .join(looks, looks.c.id == observations.c.id)
            .where(looks.c.place == 1)
            .order_by(observations.c.referring_page)
            .limit(limit)
        )
        found = await self._database.read(lambda c: c.execute(statement).scalars().all())
        return readable(found, _WHOLE.validate_json, what="a look")

    async def type_history(
        self, target: Target, moments: Callable[[datetime], Sequence[datetime]]
    ) -> tuple[TypeMix, ...]:
        """See the port."""

        def work(connection: Connection) -> tuple[TypeMix, ...]:
            first = first_look(connection, target)
            return mixes(connection, target, moments(first)) if first else ()

        return await self._database.read(work)

    async def thin_out(self, *, before: datetime) -> int:
        """See the port."""
        text, after, removed = to_text(before), -(2**63), 0
        while True:
            find = partial(pairs_to_thin, before=text, after=after, limit=_PAIRS_AT_ONCE)
            pairs = await self._database.read(find)
            if not pairs:
                return removed
            removed += await self._database.write(partial(thin, pairs=pairs, before=text))
            after = pairs[-1]

    async def newest_by_domain(self, target: Target) -> Mapping[DomainName, Observation]:
        """See the port."""
        return await self._database.read(lambda connection: _newest_by_domain(connection, target))

    async def count_looks(self, target: Target) -> Mapping[DomainName, LookCounts]:
        """See the port."""
        return await self._database.read(lambda connection: _count_looks(connection, target))


def _newest_looks(target: Target) -> Subquery:
    """Of each pair of a target the looks, the newest in `place` 1."""
    newest = func.row_number().over(
        partition_by=observations.c.pair_key, order_by=observations.c.checked_at.desc()
    )
    of_target = observations.c.target_domain == target.domain
    if target.page:
        of_target = and_(of_target, observations.c.target == str(target))
    return (
        select(
            observations.c.id,
            observations.c.referring_domain,
            observations.c.state,
            observations.c.checked_at,
            newest.label("place"),
        )
        .where(of_target, observations.c.referring_domain.is_not(None))
        .subquery()
    )


def _count_looks(connection: Connection, target: Target) -> dict[DomainName, LookCounts]:
    looks = _newest_looks(target)
    statement = (
        select(looks.c.referring_domain, looks.c.state, func.count())
        .where(looks.c.place == 1)
        .group_by(looks.c.referring_domain, looks.c.state)
    )
    found: dict[DomainName, dict[str, int]] = {}
    for domain, state, number in connection.execute(statement):
        found.setdefault(DomainName(domain), {})[state] = number
    return {domain: LookCounts(**numbers) for domain, numbers in found.items()}


def _newest_by_domain(connection: Connection, target: Target) -> dict[DomainName, Observation]:
    looks = _newest_looks(target)
    # `live` < `lost` < `unverified` is also the order in which one look speaks for a whole site.
    statement = (
        select(looks.c.referring_domain, looks.c.id)
        .where(looks.c.place == 1)
        .order_by(looks.c.referring_domain, looks.c.state, looks.c.checked_at.desc())
    )
    chosen: dict[str, int] = {}
    for domain, id_ in connection.execute(statement):
        chosen.setdefault(domain, id_)
    found: dict[DomainName, Observation] = {}
    for batch in _batches(list(chosen.values())):
        rows = connection.execute(
            select(observations.c.referring_domain, observations.c.whole).where(
                observations.c.id.in_(batch)
            )
        )
        found.update(readable(rows, _of_domain, what="a look"))
    return found


def _of_domain(row: Sequence[Any]) -> tuple[DomainName, Observation]:
    return DomainName(row[0]), _WHOLE.validate_json(row[1])


def _batches(ids: list[int]) -> list[list[int]]:
    """SQLite takes a bounded number of parameters: https://sqlite.org/limits.html#max_variable_number."""
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]


def pair_key(referring_page: str, target: str) -> int:
    """The key of a (referring page, target) pair, however the two are spelled."""
    return key_of("pair", normal(referring_page), normal(target))


def to_row(look: Observation) -> dict[str, Any]:
    """An observation as a row; `whole` alone brings it back."""
    return {
        "pair_key": pair_key(look.referring_page, look.target),
        # One offset for all, so that text sorts as time does.
        "checked_at": look.checked_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "state": look.state.value,
        "reason": look.reason.value if look.reason else None,
        "referring_page": look.referring_page,
        "target": look.target,
        "referring_domain": registrable_domain(host_of(look.referring_page)),
        "target_domain": _target_domain(look.target),
        "whole": _WHOLE.dump_json(look).decode(),
    }


def host_of(url: str) -> str:
    """A URL's host, as far as there is one."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _target_domain(target: str) -> DomainName | None:
    return registrable_domain(host_of(target) if "://" in target else target)
