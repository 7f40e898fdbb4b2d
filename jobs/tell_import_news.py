"""Tells what is new in a source's data after it was imported again."""

from bot.deps import Deps
from bot.services import tell_import_news as service
from bot.watching import planning, rater


async def tell_import_news(deps: Deps) -> None:
    """Safe to run twice, and to kill: an event is known by its import and its page."""
    while await service.tell_import_news(
        news=deps.import_news,
        events=deps.events,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        plan=planning(deps).plan,
        rate=rater(deps),
    ):
        pass
