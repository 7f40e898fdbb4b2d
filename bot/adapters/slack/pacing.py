"""At most one message a second into each channel, whoever posts it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.message import Message
from bot.ports import Posted, Poster

EVERY_SECONDS: Final = 1.0
"""https://docs.slack.dev/apis/web-api/rate-limits: chat.postMessage, one a second a channel."""

Sleep = Callable[[float], Awaitable[None]]
Now = Callable[[], float]


class PacedPoster:
    """A `Poster` that lets messages to one channel wait for each other; channels never wait for others.

    Updates have a limit of their own and do not wait.
    """

    def __init__(
        self,
        poster: Poster,
        *,
        every_seconds: float = EVERY_SECONDS,
        sleep: Sleep = asyncio.sleep,
        now: Now | None = None,
    ) -> None:
        self._poster = poster
        self._every = every_seconds
        self._sleep = sleep
        self._now = now
        self._free_at: dict[str, float] = {}

    async def post(
        self,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Posted:
        await self._turn(channel)
        return await self._poster.post(channel, message, thread_ts=thread_ts, metadata=metadata)

    async def update(self, posted: Posted, message: Message) -> None:
        await self._poster.update(posted, message)

    async def upload(
        self,
        channel: str,
        *,
        filename: str,
        content: bytes,
        comment: str,
        thread_ts: str | None = None,
    ) -> None:
        await self._turn(channel)
        await self._poster.upload(
            channel, filename=filename, content=content, comment=comment, thread_ts=thread_ts
        )

    async def find_own(
        self,
        channel: str,
        metadata: Mapping[str, str],
        *,
        newest: int = 50,
        thread_ts: str | None = None,
    ) -> Posted | None:
        return await self._poster.find_own(channel, metadata, newest=newest, thread_ts=thread_ts)

    async def has_file(self, beside: Posted, filename: str) -> bool:
        return await self._poster.has_file(beside, filename)

    async def _turn(self, channel: str) -> None:
        """Take the channel's next free moment at once, then wait for it: nobody overtakes."""
        now = self._now() if self._now else asyncio.get_running_loop().time()
        at = max(now, self._free_at.get(channel, 0.0))
        self._free_at[channel] = at + self._every
        if len(self._free_at) > 5_000:
            self._free_at = {c: free for c, free in self._free_at.items() if free > now}
        if at > now:
            await self._sleep(at - now)
