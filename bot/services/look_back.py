"""A week after a loss was told: was it one? The answer stands in the weekly summary."""

import logging
from datetime import timedelta
from typing import Final

from bot.domain.events import Event
from bot.domain.names import parse_target
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Observation, State
from bot.errors import StoreError
from bot.ports import Clock, EventStore, ObservationStore, PageFetcher
from bot.services.verify_links import look_at

log = logging.getLogger(__name__)

AFTER: Final = timedelta(days=7)
BACK_AT_ONCE: Final = timedelta(days=1)
"""A link that is live again so soon after the alarm was hardly ever gone."""
_BATCH: Final = 50
_EARLIER: Final = 60


async def look_back(
    *, events: EventStore, observations: ObservationStore, fetcher: PageFetcher, clock: Clock
) -> int:
    """Look again at a batch of old losses; returns how many. Safe to repeat: each is judged once."""
    due = await events.due_look_backs(before=clock() - AFTER, limit=_BATCH)
    for stored in due:
        try:
            await _look_back(
                stored, events=events, observations=observations, fetcher=fetcher, clock=clock
            )
        except StoreError:
            raise
        except Exception:
            # One page that our own program fails on must not stand before all later ones.
            log.exception("a look back failed: %s", stored.key)
            await events.looked_back(stored.key, was_wrong=None, at=clock())
    return len(due)


async def _look_back(
    stored: StoredEvent,
    *,
    events: EventStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
) -> None:
    event = stored.event
    earlier = await observations.observations_of(event.referring_page, event.target, limit=_EARLIER)
    (seen,) = await look_at(
        event.referring_page,
        [parse_target(event.target)],
        fetcher=fetcher,
        clock=clock,
        fresh=True,
        earlier=earlier,
        last_live=observations.last_live,
    )
    await observations.save_observations([seen])
    await events.looked_back(stored.key, was_wrong=was_wrong(event, (*earlier, seen)), at=clock())


def was_wrong(event: Event, looks: tuple[Observation, ...]) -> bool | None:
    """What the looks after an alarm say of it; None: none of them could tell.

    Live within a day after it: it was wrong. Seen missing once more, and live only later: it was a
    loss that somebody mended. Live at the first look that could tell, however late: counted as wrong.
    """
    after = sorted(
        (
            look
            for look in looks
            if look.checked_at > event.at and look.state is not State.UNVERIFIED
        ),
        key=lambda look: look.checked_at,
    )
    if not after:
        return None
    soon = [look for look in after if look.checked_at - event.at <= BACK_AT_ONCE]
    return after[0].state is State.LIVE or any(look.state is State.LIVE for look in soon)
