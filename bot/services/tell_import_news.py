"""After a source's data came in again: what is new in it becomes events."""

from typing import Final

from bot.domain.source_news import news_events
from bot.ports import Clock, EventStore, ImportNewsStore
from bot.services.run_checks import Planner, no_posts

MOST: Final = 500
"""Of one import; a source that names more at once has changed its method, not found them."""


async def tell_import_news(
    *, news: ImportNewsStore, events: EventStore, clock: Clock, plan: Planner = no_posts
) -> bool:
    """Tell one import's news; False: there is none. Safe to repeat: an event is known by its page."""
    found = await news.next_news(limit=MOST)
    if found is None:
        return False
    now = clock()
    happened = news_events(found, now=now)
    if happened:
        await events.add_events(happened, await plan(happened, now))
    await news.told(found.import_id, at=now)
    return True
