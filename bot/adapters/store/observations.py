"""Keeps every look at a link in the measured store."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.store.database import Database
from bot.adapters.store.keys import key_of, normal
from bot.adapters.store.tables import observations
from bot.domain.verdicts import Observation

_WHOLE = TypeAdapter(Observation)


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
        return tuple(_WHOLE.validate_json(whole) for whole in found)


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
        "whole": _WHOLE.dump_json(look).decode(),
    }
