"""Looks at the pages of ours that tracked links lead to: a dead one wastes them all."""

from bot.deps import Deps
from bot.services import check_own_pages as service
from bot.watching import planning


async def check_own_pages(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was not recorded is due again after its lease."""
    while await service.check_own_pages(
        pages=deps.target_pages, fetcher=deps.fetcher, clock=deps.clock, plan=planning(deps).plan
    ):
        pass
