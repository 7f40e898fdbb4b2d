"""Tells every open page what happened, each from its own user's side."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bot.playground.timeline import Json

MAX_WAITING: Final = 10_000
"""Events kept for a page that does not read; beyond that it is told to load everything again."""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    id: int
    name: str
    data: Json


@dataclass(frozen=True, slots=True)
class _Reader:
    team_id: str
    user_id: str
    queue: "asyncio.Queue[FeedEvent]"


class Feed:
    """Fan-out of events to readers; publishing never waits."""

    def __init__(self) -> None:
        self._readers: list[_Reader] = []
        self._last_id = 0
        self.on_change: Callable[[], None] = lambda: None
        """Called at each event, read by somebody or not."""

    @contextmanager
    def reader(self, team_id: str, user_id: str) -> Iterator["asyncio.Queue[FeedEvent]"]:
        """A queue of everything that the user sees from now on."""
        reader = _Reader(team_id, user_id, asyncio.Queue())
        self._readers.append(reader)
        try:
            yield reader.queue
        finally:
            self._readers.remove(reader)

    def publish(self, team_id: str, name: str, seen_by: Callable[[str], Json | None]) -> None:
        """`seen_by(user_id)` gives the event's data from that user's side, None: not for them."""
        self._last_id += 1
        self.on_change()
        for reader in self._readers:
            if reader.team_id != team_id:
                continue
            data = seen_by(reader.user_id)
            if data is not None:
                self._put(reader, FeedEvent(self._last_id, name, data))

    def publish_to(self, team_id: str, user_id: str, name: str, data: Json) -> None:
        self.publish(team_id, name, lambda reader: data if reader == user_id else None)

    @staticmethod
    def _put(reader: _Reader, event: FeedEvent) -> None:
        if reader.queue.qsize() >= MAX_WAITING:
            while not reader.queue.empty():
                reader.queue.get_nowait()
            event = FeedEvent(event.id, "reset", {})
        reader.queue.put_nowait(event)
