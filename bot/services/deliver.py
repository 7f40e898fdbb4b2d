"""Sends what waits in the outbox: each message once, within each channel's hours and budget."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.cards import CardView
from bot.domain.delivery import CARD, NOTICE, THREAD, TROUBLE, thread_key
from bot.domain.replays import choose, day_begins, due_cards, entry_of
from bot.domain.tracking import WaitingPost
from bot.domain.watches import end_of_quiet
from bot.errors import DeliveryError, StoreError
from bot.message import Message
from bot.ports import CardLog, CardPlace, Clock, Outbox, Posted, Poster, WatchStore
from bot.services.cards import CardReader
from bot.services.thread_files import FILE, DigestFile, file_of, no_digest_file, plan_card_file
from bot.services.troubles import is_of_the_channel, tell_owners

log = logging.getLogger(__name__)

BATCH: Final = 200
LEASE: Final = timedelta(minutes=5)
"""A sender that was killed gives its posts back after this time."""
_FIRST_RETRY: Final = timedelta(seconds=30)
_LAST_RETRY: Final = timedelta(hours=1)
_LONGEST_RETRY: Final = timedelta(days=1)
"""Whatever Slack asks for."""
_AFTER_A_FAULT: Final = timedelta(hours=1)
_TOO_LATE: Final = timedelta(hours=36)
"""A message about news that could not be posted for this long is left to the digest, if there is one."""
_OF_THE_MESSAGE: Final = frozenset({"msg_too_long", "msg_blocks_too_long", "no_text"})
"""Refusals that say nothing of the channel, and that no waiting mends."""
_GONE: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""Somebody deleted the message, or it can be changed no more."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How each kind of post looks."""

    card: Callable[[CardView], Message]
    thread: Callable[[CardView], Message]
    notice: Callable[[str], Message]
    trouble: Callable[[str, str], Message]
    """Of a channel and Slack's name of the error."""


async def _nothing_more(_payload: Mapping[str, Any], _posted: Posted) -> None:
    """Nobody wants to know where it stands."""


@dataclass(frozen=True, slots=True)
class OtherKind:
    """How posts of another feature are drawn, when they are sent."""

    draw: Callable[[Mapping[str, Any]], Awaitable[Message | None]]
    """From its payload; None: there is nothing to tell any more."""
    stands: Callable[[Mapping[str, Any], Posted], Awaitable[None]] = _nothing_more
    """Hears where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The sender. Safe to kill at any moment, and to run twice: a post is claimed before it is sent.

    A crash between Slack's answer and its record is the one window in which a message can repeat; where
    the app may read the channel's history, the message is looked for first.
    """

    outbox: Outbox
    cards: CardLog
    reader: CardReader
    watches: WatchStore
    poster: Poster
    clock: Clock
    drawing: Drawing
    others: Mapping[str, OtherKind] = field(default_factory=dict)
    """By the kind of the post."""
    digest_file: DigestFile = no_digest_file

    async def send_due(self) -> int:
        """Send what is due in all channels; one that refuses never stops another. Returns how many."""
        claimed = await self.outbox.claim_posts(now=self.clock(), limit=BATCH, lease=LEASE)
        by_channel: dict[str, list[WaitingPost]] = defaultdict(list)
        for waiting in claimed:
            by_channel[waiting.post.channel].append(waiting)
        await asyncio.gather(*(self._send_to(c, rows) for c, rows in by_channel.items()))
        return len(claimed)

    async def redraw(self, card: str) -> None:
        """Draw a posted card, and its thread, as things are now.

        Raises:
            DeliveryError: Slack cannot be reached, or refuses; that the message is gone is no error.
        """
        place = await self.cards.place_of(card)
        if place.posted:
            await self._update(card, place.posted)

    async def _send_to(self, channel: str, rows: Sequence[WaitingPost]) -> None:
        left = {row.id: row for row in rows}
        try:
            await self._send_cards(channel, [r for r in rows if r.post.kind == CARD], left)
            for row in [r for r in rows if r.post.kind != CARD and r.id in left]:
                await self._send_other(row, left)
        except DeliveryError as error:
            await self._postpone(channel, list(left.values()), error)
        except StoreError:
            raise
        except Exception:
            log.exception("posts could not be drawn: %d", len(left))
            await self._one_by_one(channel, list(left.values()))

    async def _one_by_one(self, channel: str, rows: Sequence[WaitingPost]) -> None:
        """After a fault of our own program each card alone: the one that it fails on stops no other."""
        alone: dict[str, list[WaitingPost]] = defaultdict(list)
        for row in rows:
            alone[str(row.post.payload.get("card", row.post.dedup_key))].append(row)
        if len(alone) > 1:
            for group in alone.values():
                await self._send_to(channel, group)
            return
        for row in rows:
            retry_at = self.clock() + _AFTER_A_FAULT
            await self.outbox.failed(row.id, error="fault", retry_at=retry_at)

    async def _send_cards(
        self, channel: str, rows: Sequence[WaitingPost], left: dict[int, WaitingPost]
    ) -> None:
        by_card: dict[str, list[WaitingPost]] = defaultdict(list)
        for row in rows:
            by_card[row.post.payload["card"]].append(row)
        places = {card: await self.cards.place_of(card) for card in by_card}
        posted = {card: place.posted for card, place in places.items() if place.posted}
        for card, where in posted.items():
            await self._update(card, where)
            await self._record(by_card[card], where, left)
        for card in await self._to_open(channel, places, by_card, left):
            await self._open(channel, card, by_card[card], left)

    async def _to_open(
        self,
        channel: str,
        places: dict[str, CardPlace],
        by_card: dict[str, list[WaitingPost]],
        left: dict[int, WaitingPost],
    ) -> tuple[str, ...]:
        """The cards that are posted now; the others wait for the morning or are left to the digest."""
        now = self.clock()
        settings = await self.watches.settings_of(channel)
        new = {card: by_card[card] for card, place in places.items() if not place.posted}
        for card in [card for card in new if places[card].left_to_digest]:
            new.pop(card)
            await self._leave(card, left)
        for card in [card for card in new if not await self._is_wanted(new[card])]:
            new.pop(card)
            await self._leave(card, left)
        morning = end_of_quiet(settings, now)
        if morning > now:
            for row in [row for rows in new.values() for row in rows]:
                await self.outbox.failed(row.id, error="quiet_hours", retry_at=morning)
                left.pop(row.id)
            return ()
        if settings.digest_at is not None:
            for card in [c for c, rows in new.items() if _is_late(rows, now)]:
                new.pop(card)
                await self._leave(card, left)
        for card in [card for card in new if await self._is_no_news(card)]:
            await self.cards.pass_over(card)
            del new[card]
            _forget(card, left)
        if not new:
            return ()
        opened = await self.cards.opened_since(channel, day_begins(settings, now))
        due = due_cards(row.post for rows in new.values() for row in rows)
        choice = choose(due, left=settings.budget - opened)
        for card in choice.leave:
            await self._leave(card, left)
        return choice.post

    async def _is_no_news(self, card: str) -> bool:
        """Lost and found again before anybody heard of it."""
        view = await self.reader.view(card)
        return view is None or view.is_over

    async def _is_wanted(self, rows: Sequence[WaitingPost]) -> bool:
        """Whether the watch that asked for it still stands."""
        return await self.watches.watch(str(rows[0].post.payload["watch"])) is not None

    async def _leave(self, card: str, left: dict[int, WaitingPost]) -> None:
        await self.cards.leave_to_digest(card)
        _forget(card, left)

    async def _open(
        self,
        channel: str,
        card: str,
        rows: Sequence[WaitingPost],
        left: dict[int, WaitingPost],
    ) -> None:
        view = await self.reader.view(card)
        if view is None:
            await self._leave(card, left)
            return
        await self.cards.wake_thread(card)
        await self._plan_file(card, view, channel)
        about = {"card": card}
        found = None
        if any(row.uncertain for row in rows):
            found = await self.poster.find_own(channel, about)
        posted = found or await self.poster.post(channel, self.drawing.card(view), metadata=about)
        await self._record(rows, posted, left)

    async def _update(self, card: str, posted: Posted) -> None:
        view = await self.reader.view(card)
        if view is None:
            return
        await self._plan_file(card, view, posted.channel)
        thread = await self.outbox.posted(thread_key(card))
        drawn = [(posted, self.drawing.card)]
        if thread:
            drawn.append((thread, self.drawing.thread))
        for where, draw in drawn:
            try:
                await self.poster.update(where, draw(view))
            except DeliveryError as error:
                if error.code not in _GONE:
                    raise
                log.info("a message is gone or closed, so it was not updated: %s", error.code)

    async def _plan_file(self, card: str, view: CardView, channel: str) -> None:
        file = plan_card_file(card, view, channel=channel, now=self.clock())
        if file is not None:
            await self.outbox.plan_posts([file], now=self.clock())

    async def _send_other(self, row: WaitingPost, left: dict[int, WaitingPost]) -> None:
        payload = row.post.payload
        if row.post.kind == THREAD:
            await self._send_thread(row, left)
            return
        if row.post.kind == FILE:
            await self._send_file(row, left)
            return
        message: Message | None
        other = self.others.get(row.post.kind)
        if other:
            message = await other.draw(payload)
        elif row.post.kind == NOTICE:
            message = self.drawing.notice(str(payload["text"]))
        elif row.post.kind == TROUBLE:
            message = self.drawing.trouble(str(payload["channel"]), str(payload["code"]))
        else:
            log.error("nobody draws a post of the kind %s", row.post.kind)
            await self.outbox.failed(row.id, error="unknown_kind", retry_at=None)
            left.pop(row.id)
            return
        if message is None:
            await self.outbox.failed(row.id, error="nothing_to_tell", retry_at=None)
            left.pop(row.id)
            return
        about = {"post": row.post.dedup_key}
        found = None
        if row.uncertain:
            found = await self.poster.find_own(row.post.channel, about)
        posted = found or await self.poster.post(row.post.channel, message, metadata=about)
        if other:
            await other.stands(payload, posted)
        await self._record([row], posted, left)

    async def _send_thread(self, row: WaitingPost, left: dict[int, WaitingPost]) -> None:
        card = str(row.post.payload["card"])
        place = await self.cards.place_of(card)
        if place.left_to_digest and place.posted is None:
            await self._leave(card, left)
            return
        view = await self.reader.view(card) if place.posted else None
        if view is None or place.posted is None:
            await self._wait_for_the_card(row, left)
            return
        about, parent = {"thread": card}, place.posted.ts
        found = None
        if row.uncertain:
            found = await self.poster.find_own(row.post.channel, about, thread_ts=parent)
        posted = found or await self.poster.post(
            row.post.channel, self.drawing.thread(view), thread_ts=parent, metadata=about
        )
        await self._record([row], posted, left)

    async def _wait_for_the_card(self, row: WaitingPost, left: dict[int, WaitingPost]) -> None:
        """What it belongs to waits for the morning, or for Slack."""
        settings = await self.watches.settings_of(row.post.channel)
        retry_at = end_of_quiet(settings, self.clock() + _FIRST_RETRY)
        await self.outbox.failed(row.id, error="card_waits", retry_at=retry_at)
        left.pop(row.id)

    async def _send_file(self, row: WaitingPost, left: dict[int, WaitingPost]) -> None:
        """A file beside a card or a digest; before a repeat it is looked for in the thread."""
        file = await file_of(row.post, self.cards, self.reader, self.digest_file)
        if file is None:
            await self._wait_for_the_card(row, left)
            return
        if not (row.uncertain and await self.poster.has_file(file.beside, file.filename)):
            await self.poster.upload(
                file.beside.channel,
                filename=file.filename,
                content=file.content,
                comment=file.comment,
                thread_ts=file.beside.ts,
            )
        await self._record([row], file.beside, left)

    async def _record(
        self, rows: Sequence[WaitingPost], posted: Posted, left: dict[int, WaitingPost]
    ) -> None:
        for row in rows:
            await self.outbox.sent(row.id, posted, at=self.clock())
            left.pop(row.id, None)

    async def _postpone(
        self, channel: str, rows: Sequence[WaitingPost], error: DeliveryError
    ) -> None:
        """Keep what could not be sent, and try again: for ever, ever less often."""
        now = self.clock()
        log.warning("%d posts wait for %s: %s", len(rows), channel, error.code)
        if error.code in _OF_THE_MESSAGE:
            # The first one left is the one that was refused.
            await self.outbox.failed(rows[0].id, error=error.code, retry_at=None)
            rows = rows[1:]
        for row in rows:
            retry_at = now + wait_after(error, attempts=row.attempts)
            await self.outbox.failed(row.id, error=error.code, retry_at=retry_at)
        if is_of_the_channel(error) and not any(row.post.kind == TROUBLE for row in rows):
            await tell_owners(channel, error, watches=self.watches, outbox=self.outbox, now=now)


def _forget(card: str, left: dict[int, WaitingPost]) -> None:
    """Neither a card's rows nor its thread wait any more."""
    for row in [row for row in left.values() if row.post.payload.get("card") == card]:
        del left[row.id]


def wait_after(error: DeliveryError, *, attempts: int) -> timedelta:
    """How long to wait: what Slack asks for, an hour where waiting alone mends nothing, else doubling."""
    if error.retry_after_seconds is not None:
        return min(timedelta(seconds=error.retry_after_seconds), _LONGEST_RETRY)
    if error.permanent:
        return _LAST_RETRY
    return min(_FIRST_RETRY * (1 << min(attempts, 10)), _LAST_RETRY)


def _is_late(rows: Sequence[WaitingPost], now: datetime) -> bool:
    return now - min(entry_of(row.post).due for row in rows) > _TOO_LATE
