"""Keeps who took on which row of a digest, in the store of what people decide."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from tinydb import TinyDB, where

from bot.adapters.store.decisions import DecisionStore
from bot.adapters.store.moments import to_text
from bot.domain.digests import RowClaim

_CLAIMS: Final = "row_claims"


class DecidedRowClaims:
    """The port `RowClaimStore` on the store of decisions."""

    def __init__(self, decisions: DecisionStore) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def claim_row(self, claim: RowClaim) -> RowClaim:
        """See the port."""

        def work(database: TinyDB) -> RowClaim:
            table = database.table(_CLAIMS)
            known = table.get(where("key") == claim.key)
            assert not isinstance(known, list)
            if known is not None:
                return _from_row(known)
            table.insert(_to_row(claim))
            return claim

        return await self._decisions.run(work)

    async def give_back_row(self, key: str, *, by: str) -> RowClaim | None:
        """See the port."""

        def work(database: TinyDB) -> RowClaim | None:
            table = database.table(_CLAIMS)
            known = table.get(where("key") == key)
            assert not isinstance(known, list)
            if known is None:
                return None
            if known["by"] == by:
                table.remove(doc_ids=[known.doc_id])
            return _from_row(known)

        return await self._decisions.run(work)

    async def claims_of(self, keys: Iterable[str]) -> Mapping[str, RowClaim]:
        """See the port."""
        wanted = frozenset(keys)

        def work(database: TinyDB) -> dict[str, RowClaim]:
            rows = database.table(_CLAIMS).search(where("key").one_of(list(wanted)))
            return {row["key"]: _from_row(row) for row in rows}

        return await self._decisions.run(work) if wanted else {}


def _to_row(claim: RowClaim) -> dict[str, Any]:
    return {"key": claim.key, "by": claim.by, "at": to_text(claim.at)}


def _from_row(row: Mapping[str, Any]) -> RowClaim:
    return RowClaim(key=row["key"], by=row["by"], at=datetime.fromisoformat(row["at"]))
