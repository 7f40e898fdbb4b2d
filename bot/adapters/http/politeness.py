"""Whose turn it is: one connection and one request a while for each host, few connections in all."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MAX_REMEMBERED_HOSTS = 100_000
"""Hosts whose next turn is remembered while nobody waits for it; the oldest are forgotten first."""
MAX_RETRY_AFTER_SECONDS = 3600.0
MAX_CRAWL_DELAY_SECONDS = 30.0


class HostOnHoldError(Exception):
    """A host asked to be left alone for longer than it makes sense to wait."""

    def __init__(self, seconds: float, status: int) -> None:
        super().__init__(f"on hold for {seconds:.0f} s after a {status}")
        self.seconds = seconds
        self.status = status


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0
    held_by: int = 0
    """The status that put the host on hold; 0 when none did."""


class Politeness:
    """Gives turns: fair by host (first come, first served), and no host waits for another one.

    A turn that is cancelled while waiting costs the host nothing. Times are those of `now`, in seconds.
    """

    def __init__(
        self,
        *,
        delay_seconds: float,
        max_connections: int,
        max_wait_on_hold_seconds: float,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._delay_seconds = delay_seconds
        self._max_wait = max_wait_on_hold_seconds
        self._connections = asyncio.Semaphore(max_connections)
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._now = now
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, host: str, *, crawl_delay_seconds: float = 0.0) -> AsyncIterator[None]:
        """Wait for the host's turn, then for a free connection, and hold both.

        Raises:
            HostOnHoldError: at once, when the host asked for a longer pause than anyone waits.
        """
        entry = self._enter(host)
        try:
            async with entry.lock:
                self._refuse_if_on_hold(entry)
                while (wait := entry.free_at - self._time()) > 0:
                    await self._sleep(wait)
                    self._refuse_if_on_hold(entry)
                async with self._connections:
                    delay = max(
                        self._delay_seconds, min(crawl_delay_seconds, MAX_CRAWL_DELAY_SECONDS)
                    )
                    entry.free_at, entry.held_by = self._time() + delay, 0
                    yield
        finally:
            self._leave(host, entry)

    def hold(self, host: str, seconds: float, status: int) -> None:
        """Leave `host` alone for `seconds` (capped), as its answer with `status` asked."""
        entry = self._hosts.get(host)
        if entry is None:
            entry = self._hosts[host] = _Host()
        until = self._time() + min(seconds, MAX_RETRY_AFTER_SECONDS)
        if until > entry.free_at:
            entry.free_at, entry.held_by = until, status

    def _refuse_if_on_hold(self, entry: _Host) -> None:
        wait = entry.free_at - self._time()
        if entry.held_by and wait > self._max_wait:
            raise HostOnHoldError(wait, entry.held_by)

    def _enter(self, host: str) -> _Host:
        entry = self._hosts.get(host)
        if entry is None:
            entry = self._hosts[host] = _Host()
        entry.users += 1
        return entry

    def _leave(self, host: str, entry: _Host) -> None:
        entry.users -= 1
        if not entry.users:
            self._hosts.move_to_end(host)
        self._forget()

    def _forget(self) -> None:
        """Drop a few hosts from the old end: free ones, and any idle one when there are too many."""
        now = self._time()
        for _ in range(2):
            host, entry = next(iter(self._hosts.items()), ("", None))
            if entry is None:
                return
            if entry.users:
                self._hosts.move_to_end(host)
            elif entry.free_at <= now or len(self._hosts) > MAX_REMEMBERED_HOSTS:
                del self._hosts[host]
            elif entry.held_by:
                self._hosts.move_to_end(host)

    def _time(self) -> float:
        return self._now() if self._now else asyncio.get_running_loop().time()
