"""Tells what a new release of the web graph says of the watched sites."""

import logging

from bot.deps import Deps
from bot.services.graph_news import tell_graph_news as tell
from bot.watching import rater

log = logging.getLogger(__name__)


async def tell_graph_news(deps: Deps) -> None:
    """Safe to run twice, and to kill; does nothing on most ticks: a ledger keeps the day and release."""
    new = await tell(
        webgraph=deps.webgraph,
        watches=deps.watches,
        events=deps.events,
        reminders=deps.reminders,
        clock=deps.clock,
        rate=rater(deps),
    )
    if new:
        log.info("web graph compared: %d events", new)
