"""Keeps what people say that their site is called and wants to be found for, in the store of decisions."""

from typing import Any, Final

from tinydb import TinyDB, where

from bot.adapters.store.decisions import Decisions
from bot.adapters.store.moments import from_text, to_text_or_none
from bot.domain.backlinks import DomainName
from bot.domain.target_words import NO_WORDS, TargetWords

_TABLE: Final = "target_words"


class DecidedTargetWords:
    """The port `TargetWordsStore` on the store of decisions."""

    def __init__(self, decisions: Decisions) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def words_of(self, target: DomainName) -> TargetWords:
        """See the port."""
        return await self._decisions.run(lambda database: _known(database, target))

    async def keep_words(self, target: DomainName, words: TargetWords) -> None:
        """See the port."""
        row: dict[str, Any] = {
            "target": str(target),
            "names": list(words.names),
            "phrases": list(words.phrases),
            "set_by": words.set_by,
            "set_at": to_text_or_none(words.set_at),
        }

        def work(database: TinyDB) -> None:
            database.table(_TABLE).upsert(row, where("target") == str(target))

        await self._decisions.run(work)


def _known(database: TinyDB, target: DomainName) -> TargetWords:
    row = database.table(_TABLE).get(where("target") == str(target))
    if row is None or isinstance(row, list):
        return NO_WORDS
    return TargetWords(
        tuple(row["names"]),
        tuple(row["phrases"]),
        row["set_by"],
        from_text(row["set_at"]),
    )
