"""Work that outlives the listener that began it: kept by reference, drained before the process leaves."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Background:
    """Owns tasks, so that none is collected half done and none is cut off by a SIGTERM.

    Bolt keeps no reference to a listener's task, and an exception right after an `ack()` loses the
    ack; so listeners acknowledge and start their work here.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], *, name: str = "work") -> None:
        """Run `work` on its own. It answers for its own errors; what escapes is logged."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background work failed: %s", task.get_name(), exc_info=error)

    def __len__(self) -> int:
        return len(self._tasks)

    async def drain(self, *, timeout_seconds: float = 20) -> int:
        """Wait for what runs; cancel what is left after the time. Returns how many were cancelled."""
        if not self._tasks:
            return 0
        _, late = await asyncio.wait(set(self._tasks), timeout=timeout_seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)
