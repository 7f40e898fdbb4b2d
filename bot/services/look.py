"""One look at one link, kept."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.domain.names import Target
from bot.domain.pages import Page
from bot.domain.verdicts import Observation
from bot.errors import FetchError
from bot.ports import Clock, ObservationStore, PageFetcher
from bot.services.further_pages import held
from bot.services.verify_links import ask, fetch_through_refreshes, judge_answer

_EARLIER: Final = 50
"""Looks that are read back, so that a name that is gone for days can be told from one out of reach."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look saw, and the page that it saw it on."""

    seen: Observation
    page: Page | None
    """None: there was no answer."""


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
    looked = await look_with_page(
        page, target, fetcher=fetcher, observations=observations, clock=clock, fresh=fresh
    )
    return looked.seen


async def look_with_page(
    page: str,
    target: Target,
    *,
    fetcher: PageFetcher,
    observations: ObservationStore,
    clock: Clock,
    fresh: bool = False,
) -> Looked:
    """As `look`, for those who have more to read on the page than the link."""
    earlier = await observations.observations_of(page, str(target), limit=_EARLIER)
    answer = await ask(fetcher, page, fresh=fresh)
    (seen,) = await judge_answer(answer, page, [target], clock, {}, earlier)
    fetch = partial(fetch_through_refreshes, fetcher, fresh=fresh)
    (seen,) = await held(
        [seen], answer, page, [target], last_live=observations.last_live, fetch=fetch
    )
    await observations.save_observations([seen])
    return Looked(seen, None if isinstance(answer, FetchError) else answer)
