"""After a source's data came in again: what is new in it becomes events."""

import logging
from datetime import timedelta
from typing import Final

from bot.domain.backlinks import Backlink
from bot.domain.names import Target
from bot.domain.source_news import news_events
from bot.errors import StoreError
from bot.ports import Clock, EventStore, ImportNewsStore, ObservationStore, PageFetcher
from bot.services.look import look
from bot.services.rate_events import Rater, unrated
from bot.services.run_checks import Planner, no_posts

log = logging.getLogger(__name__)

MOST: Final = 500
"""Of one import; a source that names more at once has changed its method, not found them."""


MOST_LOOKS: Final = 300
"""At what a source calls lost, of one import: enough to say how true the source is."""
_RECENT: Final = timedelta(days=1)


async def tell_import_news(
    *,
    news: ImportNewsStore,
    events: EventStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    plan: Planner = no_posts,
    rate: Rater = unrated,
) -> bool:
    """Tell one import's news; False: there is none. Safe to repeat: an event is known by its page.

    What the source calls lost is told by nobody: it is looked at, and the looks say how true it was.
    What it named before and does not now waits for `check_source_losses`.
    """
    found = await news.next_news(limit=MOST)
    if found is None:
        return False
    now = clock()
    happened = await rate(news_events(found, now=now))
    if happened:
        await events.add_events(happened, await plan(happened, now))
    # Before the looks: a page that we fail on must not stand in the way of all later news.
    await news.told(found.import_id, at=now, gone=found.gone[:MOST_LOOKS])
    waiting = {loss.referring_page for loss in found.gone}
    for claim in [claim for claim in found.lost if claim.referring_page not in waiting][
        :MOST_LOOKS
    ]:
        try:
            await _look_at(claim, observations=observations, fetcher=fetcher, clock=clock)
        except StoreError:
            raise
        except Exception:
            # The other looks say how true the source was.
            log.exception("a look at what a source calls lost failed: %s", claim.referring_domain)
    return True


async def _look_at(
    claim: Backlink, *, observations: ObservationStore, fetcher: PageFetcher, clock: Clock
) -> None:
    """Unless somebody looked within a day."""
    page, target = claim.referring_page or "", Target(claim.target_domain)
    newest = await observations.latest_observation(page, str(target))
    if newest is None or clock() - newest.checked_at > _RECENT:
        await look(page, target, fetcher=fetcher, observations=observations, clock=clock)
