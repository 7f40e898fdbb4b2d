"""Looks again, a week later, at what was called lost, and counts the wrong alarms."""

from bot.deps import Deps
from bot.services import look_back as service


async def look_back(deps: Deps) -> None:
    """Safe to run twice: each loss is judged once."""
    while await service.look_back(
        events=deps.events,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
    ):
        pass
