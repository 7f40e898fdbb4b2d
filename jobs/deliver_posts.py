"""Sends what waits in the outbox."""

from bot.deps import Deps
from bot.sending import sender


async def deliver_posts(deps: Deps) -> None:
    """Batch after batch, until nothing is due. Safe to run twice, and to kill."""
    async with deps.sending:
        while await sender(deps).send_due():
            pass
