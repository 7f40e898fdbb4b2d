"""Tells what is new in a source's data after it was imported again, and looks at what is gone from it."""

from bot.deps import Deps
from bot.services import check_source_losses as losses_service
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


async def check_source_losses(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was not recorded is due again after its lease."""
    while await losses_service.check_source_losses(
        losses=deps.source_losses,
        links=deps.tracked_links,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        policy=deps.policy,
        plan=planning(deps).plan,
        rate=rater(deps),
    ):
        pass
