"""Long work told in place: nothing when it is quick, first words within seconds, then how far it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Generic, Protocol, TypeVar

from bot.message import Message
from handlers.asks import Ask

_FIRST_WORDS_AFTER_SECONDS: Final = 2.0
_MORE_WORDS: Final = 2
"""Slack lets a response_url be used five times: first words, these, the answer, an error."""


class Counted(Protocol):
    """Progress that says how much of how much is done."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...


P = TypeVar("P", bound=Counted)
R = TypeVar("R")


class Telling(Generic[P]):
    """Tells one person how far one piece of work is."""

    def __init__(
        self, ask: Ask, draw: Callable[[P | None], Message], *, over: bool = False
    ) -> None:
        self._ask, self._draw = ask, draw
        self._newest: P | None = None
        self._told = 0
        self.over = over
        """Whether what is said next replaces what was said."""
        self._began = False

    async def hear(self, progress: P) -> None:
        """Take note; say it when a third of the work is done, and two thirds."""
        self._newest = progress
        step = progress.done * (_MORE_WORDS + 1) // max(1, progress.total)
        if self._began and self._told < step <= _MORE_WORDS:
            self._told = step
            await self._say()

    async def run(self, work: Awaitable[R]) -> R:
        """Wait for the work, and say so when it takes longer than people wait for first words."""
        working = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({working}, timeout=_FIRST_WORDS_AFTER_SECONDS)
            if not done:
                self._began = True
                await self._say()
            return await working
        finally:
            working.cancel()

    async def _say(self) -> None:
        await self._ask.say(self._draw(self._newest), over=self.over)
        self.over = True
