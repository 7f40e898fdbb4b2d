"""Events as rows of a table, for whoever counts them elsewhere."""

from typing import Final

from bot.domain.csv_guard import guard_row
from bot.domain.ratings import Rating
from bot.domain.tracking import StoredEvent

EVENT_COLUMNS: Final = (
    "at",
    "kind",
    "referring_page",
    "target",
    "reason",
    "first_seen_at",
    "live_since",
    "details",
    "anchor_before",
    "anchor_after",
    "wrong_alert",
    "look_back_says_wrong",
    "key",
    "quality",
    "quality_now",
    "visits_30_days",
)


def event_row(stored: StoredEvent) -> list[str]:
    """One event; cells of strangers are guarded against formulas."""
    event = stored.event
    rating = event.rating or Rating()
    judged = {None: "", True: "yes", False: "no"}[stored.was_wrong]
    cells = (
        event.at.isoformat(),
        event.kind.value,
        event.referring_page,
        event.target,
        event.reason.value if event.reason else "",
        event.first_seen_at.isoformat(),
        event.live_since.isoformat() if event.live_since else "",
        event.in_words,
        (event.before.anchor if event.before else None) or "",
        (event.after.anchor if event.after else None) or "",
        "yes" if stored.wrong_by else "",
        judged,
        stored.key,
        *("" if n is None else str(n) for n in (rating.score, rating.score_after, rating.visits)),
    )
    return guard_row(cells)
