"""Every row of a digest as a CSV file, for the thread when the message shows only the best."""

import csv
import io
from datetime import datetime

from bot.domain.csv_guard import guard_row
from bot.domain.digests import Digest, DigestRow
from bot.domain.ratings import Rating
from bot.domain.tracking import StoredEvent

COLUMNS = (
    "what",
    "reason",
    "referring_domain",
    "referring_page",
    "target",
    "quality",
    "quality_now",
    "visits_30_days",
    "anchor",
    "followed",
    "placement",
    "first_seen_at",
    "confirmed_at",
    "live_since",
    "details",
)


def digest_csv(digest: Digest) -> bytes:
    """UTF-8 with a byte order mark, since spreadsheets guess otherwise; a line an event, best first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in digest.rows:
        writer.writerows(guard_row(_cells(row, stored)) for stored in row.events)
    return text.getvalue().encode("utf-8-sig", "replace")


def _cells(row: DigestRow, stored: StoredEvent) -> list[str]:
    event = stored.event
    value = event.before or event.after
    rating = event.rating or Rating()
    return [
        row.kind.value,
        event.reason.value if event.reason else "",
        stored.referring_domain or "",
        event.referring_page,
        event.target,
        _number(rating.score),
        _number(rating.score_after),
        _number(rating.visits),
        (value.anchor or "") if value else "",
        "" if value is None or value.followed is None else str(value.followed).lower(),
        (value.placement or "") if value else "",
        _time(event.first_seen_at),
        _time(event.at),
        _time(event.live_since),
        event.in_words,
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
