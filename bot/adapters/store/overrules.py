"""Keeps what people decided of a link's origin, in the store of decisions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tinydb import TinyDB, where

from bot.adapters.store.decisions import Decisions
from bot.adapters.store.moments import to_text
from bot.domain.link_types import LinkType, Origin
from bot.domain.names import Target
from bot.domain.origins import Overrule
from bot.domain.tracking import pair_key

_TABLE: Final = "overrules"


class DecidedOverrules:
    """The port `OverruleStore` on the store of decisions."""

    def __init__(self, decisions: Decisions) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def overrule(self, page: str, target: Target, decision: Overrule) -> None:
        """See the port."""
        row = {
            "pair": pair_key(page, target),
            "target_domain": target.domain,
            "page": page,
            "origin": decision.origin.value,
            "type": decision.type.value if decision.type else None,
            "by": decision.by,
            "at": to_text(decision.at),
        }

        def work(database: TinyDB) -> None:
            database.table(_TABLE).upsert(row, where("pair") == row["pair"])

        await self._decisions.run(work)

    async def overrule_of(self, page: str, target: Target) -> Overrule | None:
        """See the port."""

        def work(database: TinyDB) -> Overrule | None:
            known = database.table(_TABLE).get(where("pair") == pair_key(page, target))
            assert not isinstance(known, list)
            return _from_row(known) if known else None

        return await self._decisions.run(work)

    async def overrules(self, target: Target) -> Mapping[str, Overrule]:
        """See the port."""

        def work(database: TinyDB) -> Mapping[str, Overrule]:
            rows = database.table(_TABLE).search(where("target_domain") == target.domain)
            return {row["page"]: _from_row(row) for row in rows}

        return await self._decisions.run(work)


def _from_row(row: Mapping[str, Any]) -> Overrule:
    return Overrule(
        origin=Origin(row["origin"]),
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        type=LinkType(row["type"]) if row["type"] else None,
    )
