"""Fakes for digests: the ports that a digest is made from, in memory, with a yield where a store would wait."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.digest_days import LedgerDay
from bot.domain.digests import RowClaim
from bot.domain.names import Target
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.watches import ChannelSettings, Watch
from bot.errors import DeliveryError
from bot.message import Message
from bot.ports import Posted


class FakeDigestLedger:
    """Keeps the promises of `DigestLedger`; the store's contract tests run against it too."""

    def __init__(self) -> None:
        self.days: dict[tuple[str, date], LedgerDay] = {}
        self._posted: dict[tuple[str, date], Posted] = {}
        self._retry_at: dict[tuple[str, date], datetime] = {}

    async def claim_day(self, channel: str, local_date: date, *, now: datetime) -> bool:
        await asyncio.sleep(0)
        if (channel, local_date) in self.days:
            return False
        self.days[channel, local_date] = LedgerDay(channel, local_date, now)
        return True

    async def retake_day(self, day: LedgerDay, *, now: datetime) -> bool:
        await asyncio.sleep(0)
        key = (day.channel, day.local_date)
        kept = self.days[key]
        if kept.sent_at is not None or kept.claimed_at != day.claimed_at:
            return False
        self.days[key] = replace(kept, claimed_at=now)
        self._retry_at.pop(key, None)
        return True

    async def unsent_days(self, *, now: datetime, lease: timedelta) -> tuple[LedgerDay, ...]:
        await asyncio.sleep(0)
        newest: dict[str, LedgerDay] = {}
        for day in self.days.values():
            known = newest.get(day.channel)
            if known is None or day.local_date > known.local_date:
                newest[day.channel] = day
        return tuple(
            sorted(
                (day for day in newest.values() if self._is_due(day, now, lease)),
                key=lambda day: day.claimed_at,
            )
        )

    def _is_due(self, day: LedgerDay, now: datetime, lease: timedelta) -> bool:
        if day.sent_at is not None:
            return False
        retry_at = self._retry_at.get((day.channel, day.local_date))
        return day.claimed_at <= now - lease if retry_at is None else retry_at <= now

    async def keep_told(self, channel: str, local_date: date, keys: Sequence[str]) -> None:
        await asyncio.sleep(0)
        self._change(channel, local_date, told=tuple(keys))

    async def put_off(
        self, channel: str, local_date: date, *, error: str, retry_at: datetime
    ) -> None:
        await asyncio.sleep(0)
        kept = self.days[channel, local_date]
        self._change(channel, local_date, attempts=kept.attempts + 1, last_error=error)
        self._retry_at[channel, local_date] = retry_at

    async def mark_sent(
        self, channel: str, local_date: date, posted: Posted | None, *, now: datetime
    ) -> None:
        await asyncio.sleep(0)
        self._change(channel, local_date, sent_at=now)
        if posted is not None:
            self._posted[channel, local_date] = posted

    async def day(self, channel: str, local_date: date) -> LedgerDay | None:
        await asyncio.sleep(0)
        return self.days.get((channel, local_date))

    async def sent_days(self, channel: str, *, limit: int) -> tuple[LedgerDay, ...]:
        await asyncio.sleep(0)
        sent = [d for d in self.days.values() if d.channel == channel and d.sent_at is not None]
        return tuple(sorted(sent, key=lambda day: day.local_date, reverse=True)[:limit])

    async def newest_day(self, channel: str) -> date | None:
        await asyncio.sleep(0)
        return max((d.local_date for d in self.days.values() if d.channel == channel), default=None)

    async def posted_day(self, channel: str, local_date: date) -> Posted | None:
        await asyncio.sleep(0)
        return self._posted.get((channel, local_date))

    def _change(self, channel: str, local_date: date, **changes: object) -> None:
        kept = self.days[channel, local_date]
        self.days[channel, local_date] = replace(kept, **changes)  # type: ignore[arg-type]  # by name


@dataclass(slots=True)
class FakeWatches:
    """Keeps the promises of `WatchStore`."""

    kept: list[Watch] = field(default_factory=list)
    settings: dict[str, ChannelSettings] = field(default_factory=dict)

    async def add_watch(self, watch: Watch) -> Watch:
        self.kept.append(watch)
        return watch

    async def remove_watch(self, channel: str, target: Target) -> Watch | None:
        gone = next((w for w in self.kept if (w.channel, w.target) == (channel, target)), None)
        if gone is not None:
            self.kept.remove(gone)
        return gone

    async def watch(self, watch_id: str) -> Watch | None:
        return next((watch for watch in self.kept if watch.id == watch_id), None)

    async def watches(self, *, channel: str | None = None) -> tuple[Watch, ...]:
        return tuple(watch for watch in self.kept if channel in (None, watch.channel))

    async def settings_of(self, channel: str) -> ChannelSettings:
        return self.settings.get(channel, ChannelSettings(channel))

    async def all_settings(self) -> tuple[ChannelSettings, ...]:
        return tuple(self.settings.values())

    async def change_settings(
        self, channel: str, change: Callable[[ChannelSettings], ChannelSettings]
    ) -> ChannelSettings:
        self.settings[channel] = change(await self.settings_of(channel))
        return self.settings[channel]


@dataclass(slots=True)
class FakeEvents:
    """The reading half of `EventStore`: events appear when they were recorded, not when they happened."""

    kept: list[StoredEvent] = field(default_factory=list)

    async def add_events(
        self, events: Sequence[StoredEvent], posts: Sequence[object] = ()
    ) -> tuple[StoredEvent, ...]:
        known = {stored.key for stored in self.kept}
        new = tuple(stored for stored in events if stored.key not in known)
        self.kept += new
        return new

    async def events_between(
        self, target: Target | None, *, since: datetime, until: datetime, limit: int = 10_000
    ) -> tuple[StoredEvent, ...]:
        await asyncio.sleep(0)
        return tuple(
            stored
            for stored in self.kept
            if since <= stored.event.at < until
            and (target is None or stored.target_domain == target.domain)
        )[:limit]

    async def event(self, key: str) -> StoredEvent | None:
        return next((stored for stored in self.kept if stored.key == key), None)

    async def events_of(self, keys: Sequence[str]) -> tuple[StoredEvent, ...]:
        return tuple(stored for stored in self.kept if stored.key in set(keys))

    async def mark_wrong(self, key: str, *, by: str) -> StoredEvent | None:
        for place, stored in enumerate(self.kept):
            if stored.key == key and stored.wrong_by is None:
                self.kept[place] = replace(stored, wrong_by=by)
        return await self.event(key)

    async def due_look_backs(self, *, before: datetime, limit: int) -> tuple[StoredEvent, ...]:
        raise NotImplementedError

    async def looked_back(self, key: str, *, was_wrong: bool | None, at: datetime) -> None:
        raise NotImplementedError


class NoLinks:
    """Nothing is tracked: what a digest asks of `TrackedLinkStore`."""

    async def tracked_by_ids(self, link_ids: Iterable[int]) -> Mapping[int, TrackedLink]:
        list(link_ids)
        return {}

    async def count_states(self, target: Target | None) -> Mapping[str, int]:
        return {}


class NoClaims:
    """Nobody took anything on."""

    async def claim_row(self, claim: RowClaim) -> RowClaim:
        return claim

    async def give_back_row(self, key: str, *, by: str) -> RowClaim | None:
        return None

    async def claims_of(self, keys: Iterable[str]) -> Mapping[str, RowClaim]:
        list(keys)
        return {}


class KilledError(BaseException):
    """The process ended here: nothing after it ran."""


@dataclass(slots=True)
class FakePoster:
    """Keeps the promises of `Poster`; `trouble` may raise before or after a post was made."""

    trouble: Callable[[str], None] = lambda _: None
    """Called with `before` and `after`; raises DeliveryError or KilledError to do harm."""
    can_look: bool = True
    """Whether the app may read the channel's history."""
    refusing: set[str] = field(default_factory=set)
    """Channels that are archived."""
    posts: list[tuple[str, Message, Mapping[str, str] | None]] = field(default_factory=list)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)

    async def post(
        self,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Posted:
        await asyncio.sleep(0)
        self.trouble("before")
        if channel in self.refusing:
            raise refusal("is_archived", permanent=True)
        self.posts.append((channel, message, metadata))
        self.trouble("after")
        return Posted(channel, f"{len(self.posts)}.0")

    async def update(self, posted: Posted, message: Message) -> None:
        await asyncio.sleep(0)

    async def upload(
        self,
        channel: str,
        *,
        filename: str,
        content: bytes,
        comment: str,
        thread_ts: str | None = None,
    ) -> None:
        self.files.append((channel, filename, content))

    async def has_file(self, beside: Posted, filename: str) -> bool:
        return self.can_look and (beside.channel, filename) in [file[:2] for file in self.files]

    async def find_own(
        self,
        channel: str,
        metadata: Mapping[str, str],
        *,
        newest: int = 50,
        thread_ts: str | None = None,
    ) -> Posted | None:
        await asyncio.sleep(0)
        if not self.can_look:
            return None
        for place, (where, _, about) in enumerate(self.posts):
            if where == channel and about == metadata:
                return Posted(channel, f"{place + 1}.0")
        return None


def refusal(code: str, *, permanent: bool = False, after: float | None = None) -> DeliveryError:
    return DeliveryError(
        code, f"Slack refused a message: {code}.", permanent=permanent, retry_after_seconds=after
    )
