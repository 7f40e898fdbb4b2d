"""Tells what is new in a source's data after it was imported again."""

from bot.deps import Deps
from bot.services import tell_import_news as service
from bot.services.watch_sites import Planning


async def tell_import_news(deps: Deps) -> None:
    """Safe to run twice, and to kill: an event is known by its import and its page."""
    planning = Planning(watches=deps.watches, links=deps.tracked_links, cards=deps.cards)
    while await service.tell_import_news(
        news=deps.import_news,
        events=deps.events,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        plan=planning.plan,
    ):
        pass
