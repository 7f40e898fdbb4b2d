"""Keeps which sites people named as rivals of ours, in the store of decisions."""

from collections.abc import Sequence
from typing import Any, Final

from tinydb import TinyDB, where

from bot.adapters.store.decisions import Decisions
from bot.domain.backlinks import DomainName

_TABLE: Final = "rivals"
KEPT: Final = 10
"""Of one site: the newest names."""


class DecidedRivals:
    """The port `RivalStore` on the store of decisions."""

    def __init__(self, decisions: Decisions) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def remember_rivals(self, target: DomainName, rivals: Sequence[DomainName]) -> None:
        """See the port."""

        def work(database: TinyDB) -> None:
            known = _known(database, target)
            wanted = list(dict.fromkeys([*map(str, rivals), *known]))[:KEPT]
            if wanted != known:
                row: dict[str, Any] = {"target": str(target), "rivals": wanted}
                database.table(_TABLE).upsert(row, where("target") == str(target))

        await self._decisions.run(work)

    async def rivals_of(self, target: DomainName) -> tuple[DomainName, ...]:
        """See the port."""
        return await self._decisions.run(
            lambda database: tuple(map(DomainName, _known(database, target)))
        )


def _known(database: TinyDB, target: DomainName) -> list[str]:
    row = database.table(_TABLE).get(where("target") == str(target))
    assert not isinstance(row, list)
    return list(row["rivals"]) if row else []
