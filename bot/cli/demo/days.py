"""The demonstration's days: each lasts a few seconds, and the bot lives through all of its hours."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.domain.pace import Pace

DAY: float = 24 * 3600
BEFORE: float = 2 * 3600
"""What is left of the old day of the web."""
SLOWLY = 1 / 6
"""The part of a day's real time for it: a bot's first looks take their time."""


def write_pace(path: Path, pace: Pace) -> None:
    """Replace a clock's file at once, so that no reader sees half of it."""
    fresh = path.with_suffix(".new")
    text = json.dumps({name: getattr(pace, name) for name in Pace.__slots__})
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


class Days:
    """Moves the time that is written in a clock's file, a day at a time.

    The web's new day begins after the first two hours: links that were tracked a moment ago had their first
    look by then, and a bot that looks at each link once in 24 hours sees most of the new day within
    them, with time for the second look that confirms a loss.
    """

    def __init__(
        self,
        clock_file: Path,
        *,
        real: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        seconds_a_day: float,
    ) -> None:
        self._file, self._real, self._sleep = clock_file, real, sleep
        self._seconds = seconds_a_day
        self._turn = asyncio.Lock()
        self._begun = asyncio.Condition()
        self._day = 0
        started = real()
        self._pace = Pace(started, started, 1, started)
        write_pace(clock_file, self._pace)

    def now(self) -> float:
        """The demonstration's time, in seconds since 1970."""
        return self._pace.at(self._real())

    def day(self) -> int:
        """The day of the changing web; the first one is 0."""
        return self._day

    async def begun(self, day: int) -> None:
        """Wait until that day has begun."""
        async with self._begun:
            await self._begun.wait_for(lambda: self._day >= day)

    async def next_day(self) -> None:
        """Let 24 hours pass; returns when they have. Who asks meanwhile gets the day after."""
        async with self._turn:
            began = self.now()
            await self._go_to(began + BEFORE, self._seconds * SLOWLY)
            self._day += 1
            async with self._begun:
                self._begun.notify_all()
            await self._go_to(began + DAY, self._seconds * (1 - SLOWLY))

    async def _go_to(self, until: float, seconds: float) -> None:
        """Be there in so many real seconds."""
        now = self.now()
        self._pace = Pace(self._real(), now, (until - now) / seconds, until)
        write_pace(self._file, self._pace)
        await self._sleep(seconds)
