"""Keeps the App Homes that people look at true: watches, digests, what became due, the bot's state."""

from bot.deps import Deps
from bot.prospecting import publish_home


async def refresh_homes(deps: Deps) -> None:
    """Publish what differs from what stands there. Safe to run twice."""
    for user in deps.home_memory.readers(deps.clock()):
        await publish_home(user, deps, only_news=True)
