"""One message for its whole life: what it tells, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.delivery import ENDS
from bot.domain.events import EventKind, Phase
from bot.domain.target_pages import TargetStanding
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.verdicts import Observation

SHOWN_ROWS: Final = 50
"""Rows of a group that its thread shows; more come as a file."""


class ActKind(StrEnum):
    """What a person can do to an event, on whatever message they see it."""

    CLAIMED = "claimed"
    """Somebody wins it back, or took its row of a digest on: one claim, wherever it was made."""
    OWNER = "owner"
    SNOOZED = "snoozed"
    IGNORED = "ignored"
    WRONG = "wrong"
    LOOKED = "looked"


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something about an event."""

    event_key: str
    kind: ActKind
    by: str
    """A Slack user's ID."""
    at: datetime
    about: str = ""
    """The new owner's ID, or the time until which it sleeps (ISO 8601); empty where neither is meant."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One event of a card, with all that is shown of it."""

    stored: StoredEvent
    link: TrackedLink | None = None
    """None: it is about no tracked link, or that link is tracked no more."""
    seen: Observation | None = None
    """The newest look; None: nobody looked."""
    last_live: Observation | None = None
    ended_by: StoredEvent | None = None
    """The later event that made it good again; None: nothing did."""


@dataclass(frozen=True, slots=True)
class CardView:
    """All that a card's message is drawn from."""

    key: str
    rows: tuple[CardRow, ...]
    acts: tuple[Act, ...] = ()
    """Oldest first."""
    now: datetime | None = None
    leading: tuple[TrackedLink, ...] = ()
    """Of a page of ours: the live links that lead to it."""
    standing: TargetStanding | None = None
    """Of a page of ours: what our looks at it add up to."""
    asked_by: str = ""
    """What the owner of the link's prospect is called, who is told elsewhere; empty: nobody asked for it."""

    @property
    def kind(self) -> EventKind:
        """What it began with."""
        return self.rows[0].stored.event.kind

    @property
    def is_over(self) -> bool:
        """Whether all of it was made good."""
        return all(row.ended_by for row in self.rows)

    def newest(self, *kinds: ActKind) -> Act | None:
        """The last act of these kinds."""
        return next((act for act in reversed(self.acts) if act.kind in kinds), None)


Looks = Mapping[str, tuple[Observation | None, Observation | None]]
"""By subject (`StoredEvent.subject`): its newest look, and its newest one that saw the link."""


def rows_of(
    events: Sequence[StoredEvent], links: Mapping[int, TrackedLink], looks: Looks
) -> tuple[CardRow, ...]:
    """Fold a card's events: what ends another one is told with it; what went, came and went is one row."""
    own = {stored.event.kind for stored in events if stored.event.kind not in ENDS}
    rows: dict[str, CardRow] = {}
    for stored in sorted(events, key=lambda stored: (stored.event.at, stored.key)):
        kind = stored.event.kind
        if kind in own or not own:
            name = stored.subject if kind in ENDS.values() else stored.key
            link = links.get(stored.link_id) if stored.link_id is not None else None
            rows[name] = CardRow(stored, link, *looks.get(stored.subject, (None, None)))
        elif stored.subject in rows:
            rows[stored.subject] = replace(rows[stored.subject], ended_by=stored)
    return tuple(rows.values())


def is_back_unconfirmed(row: CardRow) -> bool:
    """Whether the link was seen once again, and a second look is still to come."""
    link = row.link
    return link is not None and link.standing.phase is Phase.LOST and bool(link.standing.back_since)
