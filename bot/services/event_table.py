"""Events as rows of a table, for whoever counts them elsewhere."""

from typing import Final

from bot.domain.csv_guard import guard_row
from bot.domain.ratings import Rating
from bot.domain.tracking import StoredEvent

_WORTH: Final = (
    "href",
    "followed",
    "indexable",
    "canonical_elsewhere",
    "editorial",
    "indirect",
    "placement",
    "moved_to",
)
"""What a link was worth before and after, and where it stood, beside its anchor; fields of `Value`."""

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
    "referring_domain",
    "wrong_alert_by",
    *(f"{name}_{when}" for name in _WORTH for when in ("before", "after")),
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
        *map(_cell, (rating.score, rating.score_after, rating.visits)),
        stored.referring_domain or "",
        stored.wrong_by or "",
        *(
            _cell(getattr(value, name, None))
            for name in _WORTH
            for value in (event.before, event.after)
        ),
    )
    return guard_row(cells)


def _cell(value: object) -> str:
    """Yes and no as in the other columns; nothing where nobody knows."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
