"""Tracked links in a terminal: JSON for programs, lines for people."""

from datetime import datetime

import orjson

from bot.domain.tracking import TrackedLink


def as_line(link: TrackedLink) -> str:
    """State, since when, the last and the next look (UTC), and the pair."""
    since = link.standing.missing_since or link.standing.since
    cells = (
        f"{link.shown_state:<8}",
        f"since {_day(since)}",
        f"looked {_minute(link.last_look_at)}",
        f"next {_minute(link.next_look_at)}",
        f"{link.referring_page} -> {link.target}",
    )
    return "  ".join(cells)


def as_json(link: TrackedLink) -> str:
    """One line of the stable machine output; times in ISO 8601, null where there was no look yet."""
    standing = link.standing
    line = {
        "referring_page": link.referring_page,
        "target": str(link.target),
        "state": link.shown_state,
        "since": _iso(standing.since),
        "missing_since": _iso(standing.missing_since),
        "last_look_at": _iso(link.last_look_at),
        "next_look_at": None if link.ignored else _iso(link.next_look_at),
        "added_by": link.added_by,
        "added_at": _iso(link.added_at),
        "owner": link.owner,
        "snoozed_until": _iso(link.snoozed_until),
        "prospect_id": link.prospect_id,
    }
    return orjson.dumps(line).decode()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "-         "


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never           "
