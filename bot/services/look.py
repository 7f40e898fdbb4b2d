"""One look at one link, kept."""

from typing import Final

from bot.domain.comparisons import held_against
from bot.domain.names import Target
from bot.domain.verdicts import Observation
from bot.ports import Clock, ObservationStore, PageFetcher
from bot.services.verify_links import look_at

_EARLIER: Final = 50
"""Looks that are read back, so that a name that is gone for days can be told from one out of reach."""


async def look(
    page: str,
    target: Target,
    *,
    fetcher: PageFetcher,
    observations: ObservationStore,
    clock: Clock,
    fresh: bool = False,
) -> Observation:
    """Look at a page now, and keep what was seen, whatever it is. `fresh`: past every cache."""
    earlier = await observations.observations_of(page, str(target), limit=_EARLIER)
    (seen,) = await look_at(
        page, [target], fetcher=fetcher, clock=clock, fresh=fresh, earlier=earlier
    )
    seen = held_against(seen, await observations.last_live(page, str(target)))
    await observations.save_observations([seen])
    return seen
