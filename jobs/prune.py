"""Thins the history of looks after 90 days: the first, the last and every change stay."""

import logging
from datetime import timedelta
from typing import Final

from bot.deps import Deps

log = logging.getLogger(__name__)

KEPT_WHOLE: Final = timedelta(days=90)


async def prune(deps: Deps) -> None:
    """Safe to run twice, and to kill: each step is one transaction, and what stays is what would stay."""
    removed = await deps.history.thin_out(before=deps.clock() - KEPT_WHOLE)
    if removed:
        log.info("history was thinned: %d looks", removed)
