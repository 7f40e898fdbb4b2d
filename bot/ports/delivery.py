"""What waits to be posted, and what stands where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.ports.slack import Posted

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.digest_days import LedgerDay
    from bot.domain.tracking import (
        PlannedPost,
        WaitingPost,
    )


@dataclass(frozen=True, slots=True)
class CardPlace:
    """What a card tells, and where it stands."""

    event_keys: tuple[str, ...] = ()
    """In the order in which they were planned."""
    posted: Posted | None = None
    """None: not posted (yet)."""
    left_to_digest: bool = False


@dataclass(frozen=True, slots=True)
class CardOfSubject:
    """One event of a subject (`StoredEvent.subject`), on one channel's card."""

    channel: str
    subject: str
    event_kind: str
    card: str
    due: datetime
    """When it was to be posted, before any retry."""


class Outbox(Protocol):
    """What waits to be posted. Each method is one transaction."""

    async def plan_posts(self, posts: Sequence[PlannedPost], *, now: datetime) -> int:
        """Keep posts to be sent; a known dedup key changes nothing. Returns how many were new."""

    async def claim_posts(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[WaitingPost, ...]:
        """Posts whose time has come, oldest first, and nobody else's until the lease ends."""

    async def sent(self, post_id: int, posted: Posted, *, at: datetime) -> None:
        """It stands in Slack there."""

    async def failed(self, post_id: int, *, error: str, retry_at: datetime | None) -> None:
        """It could not be posted; None: and never can."""

    async def posted(self, dedup_key: str) -> Posted | None:
        """Where a post stands; None: it was not sent."""

    async def count_waiting(self) -> int:
        """How many posts wait."""


class CardLog(Protocol):
    """Which messages tell which events, read from the outbox. Each method is one transaction."""

    async def place_of(self, card: str) -> CardPlace:
        """What a card tells, and where it stands."""

    async def card_at(self, posted: Posted) -> str | None:
        """The card that stands there; None: none does."""

    async def cards_of_subjects(self, subjects: Collection[str]) -> tuple[CardOfSubject, ...]:
        """What the cards tell of these subjects, oldest first."""

    async def cards_of_events(self, event_keys: Collection[str]) -> tuple[str, ...]:
        """Every card, in any channel, that tells one of these events."""

    async def opened_since(self, channel: str, since: datetime) -> int:
        """How many new messages about events a channel got since then; edits do not count."""

    async def leave_to_digest(self, card: str) -> None:
        """Post what waits of a card no more; the digest tells it."""

    async def pass_over(self, card: str) -> None:
        """What waits of a card was made good before anybody heard of it; what joins it later may open it."""

    async def wake_thread(self, card: str) -> None:
        """The card stands now: the details that were passed over with its first rows wait again."""


class DigestLedger(Protocol):
    """One digest per channel and local day. Each method is one transaction."""

    async def claim_day(self, channel: str, local_date: date, *, now: datetime) -> bool:
        """Take the day; False: somebody has it."""

    async def retake_day(self, day: LedgerDay, *, now: datetime) -> bool:
        """Take a day again that was not sent; False: somebody was faster, or it was sent after all."""

    async def unsent_days(self, *, now: datetime, lease: timedelta) -> tuple[LedgerDay, ...]:
        """Days to be tried again: their time to retry has come, or whoever took them is gone.

        Only the newest day of each channel: an older one is told by the newer one.
        """

    async def keep_told(self, channel: str, local_date: date, keys: Sequence[str]) -> None:
        """Decide which events the day's digest tells, before it is posted."""

    async def put_off(
        self, channel: str, local_date: date, *, error: str, retry_at: datetime
    ) -> None:
        """It could not be posted; try again then."""

    async def mark_sent(
        self, channel: str, local_date: date, posted: Posted | None, *, now: datetime
    ) -> None:
        """The day's digest stands there (None: the quiet day asked for no message)."""

    async def day(self, channel: str, local_date: date) -> LedgerDay | None:
        """One day; None: nobody took it."""

    async def sent_days(self, channel: str, *, limit: int) -> tuple[LedgerDay, ...]:
        """The days that were sent, newest first."""

    async def newest_day(self, channel: str) -> date | None:
        """The newest day that was taken; None: none was."""

    async def posted_day(self, channel: str, local_date: date) -> Posted | None:
        """Where the day's digest stands; None: nowhere."""
