"""Looks at everything that the bot stands on, and says what is not well."""

import asyncio
from collections.abc import Iterable

from bot.domain.checkups import (
    Check,
    judge_clock,
    judge_python,
    judge_slack,
    judge_store,
    judge_web,
)
from bot.ports import Clock, SlackHealth, StoreHealth, WebHealth


async def examine(
    *,
    slack: SlackHealth,
    store: StoreHealth,
    web: WebHealth,
    clock: Clock,
    python: tuple[int, int],
    scopes: Iterable[str],
) -> list[Check]:
    """All checks, in the order in which a person would mend them. One failing probe hides no other."""
    seen_slack, seen_store, seen_web = await asyncio.gather(slack.look(), store.look(), web.look())
    return [
        judge_python(python),
        *judge_store(seen_store),
        *judge_slack(seen_slack, scopes),
        judge_clock(seen_slack.server_time, clock()),
        judge_web(seen_web),
    ]
