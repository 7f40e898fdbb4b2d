"""Files beside messages: planned in the outbox, so that each comes once, whatever fails in between."""

import csv
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.domain.cards import SHOWN_ROWS, CardView
from bot.domain.digests import short_key
from bot.domain.tracking import PlannedPost
from bot.ports import CardLog, Posted
from bot.services.cards import CardReader
from bot.services.event_table import EVENT_COLUMNS, event_row

FILE: Final = "thread_file"


@dataclass(frozen=True, slots=True)
class ThreadFile:
    """A file for the thread of a message."""

    beside: Posted
    filename: str
    content: bytes
    comment: str = "All rows"


DigestFile: TypeAlias = Callable[[str, date], Awaitable[ThreadFile | None]]
"""The file of a channel's digest of a day; None: the digest stands nowhere."""


async def no_digest_file(_channel: str, _day: date) -> ThreadFile | None:
    """For a sender that knows of no digests."""
    return None


def plan_card_file(card: str, view: CardView, *, channel: str, now: datetime) -> PlannedPost | None:
    """The file of a long group; None: its thread shows all.

    A group that doubles gets a file once more, since a file cannot be changed.
    """
    if len(view.rows) <= SHOWN_ROWS:
        return None
    size = (len(view.rows) // SHOWN_ROWS).bit_length()
    return PlannedPost(f"{card}|file{size}", channel, FILE, {"card": card, "size": size}, now)


def plan_digest_file(channel: str, day: date, *, now: datetime) -> PlannedPost:
    """The file of a digest that shows not all of its rows."""
    key = f"digest:{channel}:{day.isoformat()}|file"
    return PlannedPost(key, channel, FILE, {"day": day.isoformat()}, now)


async def file_of(
    post: PlannedPost, cards: CardLog, reader: CardReader, digest_file: DigestFile
) -> ThreadFile | None:
    """The file that a post plans, with its rows as they are now; None: its message stands nowhere yet."""
    if "day" in post.payload:
        return await digest_file(post.channel, date.fromisoformat(post.payload["day"]))
    card = str(post.payload["card"])
    place = await cards.place_of(card)
    view = await reader.view(card) if place.posted else None
    if view is None or place.posted is None:
        return None
    # A name of its own, so that it can be found again in the thread.
    key = short_key(f"{card} {post.payload['size']}")
    return ThreadFile(
        place.posted, f"links-{key}.csv", card_csv(view), f"All {len(view.rows):,} rows"
    )


def card_csv(view: CardView) -> bytes:
    """UTF-8 with a byte order mark, since spreadsheets guess otherwise; a line an event."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*EVENT_COLUMNS, "good_again_at"])
    writer.writerows(_rows(view))
    return text.getvalue().encode("utf-8-sig", "replace")


def _rows(view: CardView) -> Sequence[Sequence[str]]:
    return [
        [*event_row(row.stored), row.ended_by.event.at.isoformat() if row.ended_by else ""]
        for row in view.rows
    ]
