"""A channel's messages in order of time, quick to page through however many there are."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Message:
    """One message; `body` holds what everybody who sees it sees, in Slack's field names."""

    body: Json
    ephemeral_to: str | None = None
    """The only user who sees it; None: everybody in the channel."""
    metadata: Json | None = None
    app_id: str | None = None
    """The app that posted it; None for people."""

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def thread_ts(self) -> str | None:
        """The parent's ts, on the parent too once it has replies; None outside threads."""
        return self.body.get("thread_ts")

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def shows_in_channel(self) -> bool:
        return not self.is_reply or self.body.get("subtype") == "thread_broadcast"

    def is_visible_to(self, user_id: str) -> bool:
        return self.ephemeral_to is None or self.ephemeral_to == user_id


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages, oldest first."""

    messages: list[Message]
    has_more: bool


def everything(_message: Message) -> bool:
    return True


@dataclass(slots=True)
class Timeline:
    """Messages by ts. A ts has a fixed width, so text order is order of time."""

    _by_ts: dict[str, Message] = field(default_factory=dict)
    _in_channel: list[str] = field(default_factory=list)
    _threads: dict[str, list[str]] = field(default_factory=dict)
    """Parent's ts -> the replies' ts."""
    _last_micros: int = 0

    def __len__(self) -> int:
        return len(self._by_ts)

    def all(self) -> Iterable[Message]:
        return self._by_ts.values()

    def get(self, ts: str) -> Message | None:
        return self._by_ts.get(ts)

    @property
    def latest_ts(self) -> str | None:
        return self._in_channel[-1] if self._in_channel else None

    def next_ts(self, now: float) -> str:
        """A ts for a message at `now` (seconds since 1970), later than any that was given before."""
        self._last_micros = max(int(now * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000:010d}.{self._last_micros % 1_000_000:06d}"

    def add(self, message: Message) -> None:
        self._by_ts[message.ts] = message
        seconds, _, micros = message.ts.partition(".")
        self._last_micros = max(self._last_micros, int(seconds) * 1_000_000 + int(micros))
        if message.shows_in_channel:
            insort(self._in_channel, message.ts)
        if message.is_reply:
            insort(self._threads.setdefault(str(message.thread_ts), []), message.ts)

    def remove(self, ts: str) -> Message | None:
        message = self._by_ts.pop(ts, None)
        if message is None:
            return None
        if message.shows_in_channel:
            self._in_channel.pop(bisect_left(self._in_channel, ts))
        if message.is_reply:
            thread = self._threads[str(message.thread_ts)]
            thread.pop(bisect_left(thread, ts))
        return message

    def replies(self, parent_ts: str) -> list[Message]:
        return [self._by_ts[ts] for ts in self._threads.get(parent_ts, [])]

    def page_before(
        self,
        limit: int,
        *,
        thread_ts: str | None = None,
        before: str | None = None,
        after: str | None = None,
        sees: Callable[[Message], bool] = everything,
    ) -> Page:
        """The newest `limit` messages that come before `before` and after `after` (both exclusive)."""
        order = self._order(thread_ts)
        end = len(order) if before is None else bisect_left(order, before)
        start = 0 if after is None else bisect_right(order, after)
        found: list[Message] = []
        for index in range(end - 1, start - 1, -1):
            message = self._by_ts[order[index]]
            if not sees(message):
                continue
            if len(found) == limit:
                return Page(found[::-1], has_more=True)
            found.append(message)
        return Page(found[::-1], has_more=False)

    def page_after(
        self,
        limit: int,
        *,
        thread_ts: str | None = None,
        after: str,
        sees: Callable[[Message], bool] = everything,
    ) -> Page:
        """The oldest `limit` messages that come after `after` (exclusive)."""
        order = self._order(thread_ts)
        found: list[Message] = []
        for index in range(bisect_right(order, after), len(order)):
            message = self._by_ts[order[index]]
            if not sees(message):
                continue
            if len(found) == limit:
                return Page(found, has_more=True)
            found.append(message)
        return Page(found, has_more=False)

    def _order(self, thread_ts: str | None) -> list[str]:
        return self._in_channel if thread_ts is None else self._threads.get(thread_ts, [])
