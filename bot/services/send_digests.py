"""Sends each channel's digest once for each of its local days, whatever fails in between."""

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.digest_days import LATE_AFTER, LedgerDay, OwedDigest, due_time, owed
from bot.domain.digests import Digest
from bot.domain.events import EventKind
from bot.domain.watches import ChannelSettings
from bot.errors import DeliveryError
from bot.message import Message
from bot.ports import Clock, Outbox, Poster
from bot.services.build_digest import DigestSources, build_digest
from bot.services.digest_memory import DigestMemory
from bot.services.digest_table import digest_csv
from bot.services.thread_files import ThreadFile, plan_digest_file

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""Who took a day and neither sent it nor gave a reason by then was killed."""
_FIRST_WAIT: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(hours=1)
_REFUSED: Final = "refused: "
_DAY: Final = timedelta(days=1)
_DRAWINGS: Final = 4
_CAME: Final = (EventKind.RESTORED, EventKind.GAINED, EventKind.TARGET_MENDED)
_MISSED: Final = (EventKind.LOST, EventKind.OVERDUE, EventKind.TARGET_BROKEN)
_REDRAWN_DAYS: Final = 10
"""Older digests are history: nobody works by them."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How what is sent looks: given by whoever knows Slack's blocks."""

    digest: Callable[[Digest], Message]
    refused: Callable[[str, str, date], Message]
    """Channel, Slack's name of the refusal, day."""
    shown_rows: int
    """More rows than these go into the thread as a file."""


@dataclass(frozen=True, slots=True)
class DigestSender:
    """One round of the minute's tick; safe to kill at any moment, and to run twice at once.

    1. A day that was taken and not sent is tried again: our own message is looked for first, where the
       app may read the channel's history.
    2. A day whose time has come is taken in the ledger, which two can never do.
    3. What it tells is decided and kept, then it is posted, then marked as sent.
    A crash between the last two is the only window in which a digest can stand twice, and only where
    the history cannot be read.
    """

    sources: DigestSources
    poster: Poster
    clock: Clock
    drawing: Drawing
    memory: DigestMemory = field(default_factory=DigestMemory)
    late_after: timedelta = LATE_AFTER
    outbox: Outbox | None = None
    """Sends the file with all rows; None: nobody does, the message's button gives it."""

    async def send_due(self) -> int:
        """Send what is owed; returns how many were sent. One channel's failure does not stop the rest."""
        sent = 0
        ledger = self.sources.ledger
        for day in await ledger.unsent_days(now=self.clock(), lease=LEASE):
            sent += await self._alone(day.channel, self._again(day))
        for settings in await self.sources.watches.all_settings():
            if settings.digest_at is not None:
                sent += await self._alone(settings.channel, self._first(settings))
        return sent

    async def _alone(self, channel: str, work: Awaitable[bool]) -> int:
        try:
            return int(await work)
        except Exception:
            # The edge of one channel's work: the day stays unsent in the ledger and is tried again.
            log.exception("a digest failed: %s", channel)
            return 0

    async def _first(self, settings: ChannelSettings) -> bool:
        now = self.clock()
        ledger = self.sources.ledger
        newest = await ledger.newest_day(settings.channel)
        due = owed(settings, newest=newest, now=now, late_after=self.late_after)
        if due is None or not await self.sources.watches.watches(channel=settings.channel):
            return False
        if not await ledger.claim_day(settings.channel, due.local_date, now=now):
            return False
        return await self._send(settings, due, told=None)

    async def _again(self, day: LedgerDay) -> bool:
        now = self.clock()
        ledger = self.sources.ledger
        settings = await self.sources.watches.settings_of(day.channel)
        try:
            posted = await self.poster.find_own(
                day.channel, metadata_of(day.channel, day.local_date)
            )
        except DeliveryError as error:
            await self._put_off(settings, day, error)
            return False
        if posted is not None:
            if len(day.told or ()) > self.drawing.shown_rows:
                await self._plan_file(day.channel, day.local_date)
            await ledger.mark_sent(day.channel, day.local_date, posted, now=now)
            log.info("a digest stood in its channel already: %s %s", day.channel, day.local_date)
            return False
        if settings.digest_at is None:
            await ledger.mark_sent(day.channel, day.local_date, None, now=now)
            return False
        if owed(settings, newest=day.local_date, now=now, late_after=self.late_after):
            return False
        if not await ledger.retake_day(day, now=now):
            return False
        due = owed_of(settings, day, late_after=self.late_after, now=now)
        return await self._send(settings, due, told=day.told)

    async def _send(
        self, settings: ChannelSettings, due: OwedDigest, *, told: tuple[str, ...] | None
    ) -> bool:
        channel, day = due.channel, due.local_date
        ledger = self.sources.ledger
        digest = await build_digest(
            settings, day=day, now=self.clock(), sources=self.sources, owed=due, told=told
        )
        keys = [stored.key for row in digest.rows for stored in row.events]
        await ledger.keep_told(channel, day, keys)
        if digest.is_quiet and not settings.quiet_day_line:
            await ledger.mark_sent(channel, day, None, now=self.clock())
            return False
        try:
            posted = await self.poster.post(
                channel, self.drawing.digest(digest), metadata=metadata_of(channel, day)
            )
        except DeliveryError as error:
            taken = await ledger.day(channel, day)
            assert taken is not None
            await self._put_off(settings, taken, error)
            return False
        if len(digest.rows) > self.drawing.shown_rows:
            await self._plan_file(channel, day)
        await ledger.mark_sent(channel, day, posted, now=self.clock())
        log.info("a digest was sent: %s %s, %d rows", channel, day, len(digest.rows))
        return True

    async def redraw_day(self, channel: str, day: date) -> bool:
        """Draw a digest that stands in its channel anew, until it shows what is kept.

        Two clicks at once never hide each other: who drew first draws once more. False: it stands nowhere.
        """
        posted = await self.sources.ledger.posted_day(channel, day)
        shown = await self.standing(channel, day) if posted else None
        if posted is None or shown is None:
            return False
        for _ in range(_DRAWINGS):
            await self.poster.update(posted, self.drawing.digest(shown))
            newer = await self.standing(channel, day)
            if newer is None or newer.rows == shown.rows:
                break
            shown = newer
        return True

    async def standing(self, channel: str, day: date) -> Digest | None:
        """The digest of a day that was sent, with its rows as they are now; None: it is not kept."""
        kept = await self.sources.ledger.day(channel, day)
        if kept is None:
            return None
        settings = await self.sources.watches.settings_of(channel)
        return await build_digest(
            settings,
            day=day,
            now=self.clock(),
            sources=self.sources,
            owed=owed_of(settings, kept, late_after=self.late_after, now=kept.claimed_at),
            told=kept.told or (),
        )

    async def redraw(self, event_keys: Collection[str]) -> None:
        """Draw the recent digests of every channel that tell one of these events."""
        wanted = frozenset(event_keys)
        channels = {watch.channel for watch in await self.sources.watches.watches()}
        for channel in sorted(channels):
            for day in await self.sources.ledger.sent_days(channel, limit=_REDRAWN_DAYS):
                if wanted.intersection(day.told or ()):
                    await self.redraw_day(channel, day.local_date)

    async def tell_what_came_back(self) -> None:
        """A link that came back, or at last, is marked in the digests that told its loss or its lateness.

        So is a page of ours that works again.
        """
        now = self.clock()
        found = await self.sources.events.events_between(
            None, since=self.memory.since(now), until=now
        )
        back = self.memory.new_of(e for e in found if e.event.kind in _CAME)
        subjects = {stored.subject for stored in back}
        channels = {watch.channel for watch in await self.sources.watches.watches()} if back else ()
        for channel in sorted(channels):
            for day in await self.sources.ledger.sent_days(channel, limit=_REDRAWN_DAYS):
                told = await self.sources.events.events_of(day.told or ())
                if any(e.event.kind in _MISSED and e.subject in subjects for e in told):
                    await self._alone(channel, self.redraw_day(channel, day.local_date))
        self.memory.told(back, now)

    async def _plan_file(self, channel: str, day: date) -> None:
        """The whole list in the thread, by the outbox: tried until it stands there."""
        if self.outbox is not None:
            now = self.clock()
            await self.outbox.plan_posts([plan_digest_file(channel, day, now=now)], now=now)

    async def file_of(self, channel: str, day: date) -> ThreadFile | None:
        """The file of a digest that stands in its channel; a `DigestFile`."""
        posted = await self.sources.ledger.posted_day(channel, day)
        shown = await self.standing(channel, day) if posted else None
        if posted is None or shown is None:
            return None
        return ThreadFile(posted, file_name(shown), digest_csv(shown))

    async def _put_off(
        self, settings: ChannelSettings, day: LedgerDay, error: DeliveryError
    ) -> None:
        """Try again later, for ever; a refusal is told once to the person who set the digest."""
        name = f"{_REFUSED if error.permanent else ''}{error.code}"
        is_new = error.permanent and not await self._was_refused(day)
        retry_at = self.clock() + wait_after(day.attempts, error)
        await self.sources.ledger.put_off(
            day.channel, day.local_date, error=name, retry_at=retry_at
        )
        log.warning("a digest could not be posted: %s %s, %s", day.channel, day.local_date, name)
        if is_new and settings.set_by:
            try:
                await self.poster.post(
                    settings.set_by, self.drawing.refused(day.channel, error.code, day.local_date)
                )
            except DeliveryError as second:
                log.warning("nobody could be told of a refused digest: %s", second.code)

    async def _was_refused(self, day: LedgerDay) -> bool:
        """Whether this day, or one before it since the last that was sent, was refused already."""
        one: LedgerDay | None = day
        for back in range(1, 32):
            if one is not None and one.sent_at is not None:
                return False
            if one is not None and (one.last_error or "").startswith(_REFUSED):
                return True
            one = await self.sources.ledger.day(day.channel, day.local_date - back * _DAY)
        return False


def wait_after(attempts: int, error: DeliveryError) -> timedelta:
    """How long to wait after a failure: twice as long each time, an hour at most, and never less than asked."""
    asked = timedelta(seconds=error.retry_after_seconds or 0)
    if error.permanent:
        return max(asked, _LONGEST_WAIT)
    return max(asked, min(_LONGEST_WAIT, _FIRST_WAIT * (1 << min(attempts, 20))))


def owed_of(
    settings: ChannelSettings, day: LedgerDay, *, late_after: timedelta, now: datetime
) -> OwedDigest:
    """What was owed on a day that somebody took."""
    due_at = due_time(settings, day.local_date) or day.claimed_at
    return OwedDigest(day.channel, day.local_date, due_at, now - due_at > late_after)


def metadata_of(channel: str, day: date) -> dict[str, str]:
    """By what our own message is known again; every app of the workspace can read it."""
    return {"digest": f"{channel} {day.isoformat()}"}


def file_name(digest: Digest) -> str:
    return f"links-{digest.local_date.isoformat()}.csv"
