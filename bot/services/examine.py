"""Looks at everything that the bot stands on, and says what is not well."""

import asyncio
from collections.abc import Iterable

from bot.domain.checkups import (
    Check,
    judge_clock,
    judge_python,
    judge_slack,
    judge_store,
    judge_vendors,
    judge_web,
)
from bot.ports import Clock, SlackHealth, StoreHealth, WebHealth
from bot.services.fetch_links import PaidSources
from bot.services.paid_accounts import look_at_accounts

_PATIENCE_SECONDS = 20.0


async def examine(
    *,
    slack: SlackHealth,
    store: StoreHealth,
    web: WebHealth,
    paid: PaidSources,
    clock: Clock,
    python: tuple[int, int],
    scopes: Iterable[str],
) -> list[Check]:
    """All checks, in the order in which a person would mend them. One failing probe hides no other."""
    seen_slack, seen_store, seen_web, accounts = await asyncio.gather(
        slack.look(),
        store.look(),
        web.look(),
        look_at_accounts(paid, patience_seconds=_PATIENCE_SECONDS),
    )
    return [
        judge_python(python),
        *judge_store(seen_store),
        *judge_slack(seen_slack, scopes),
        judge_clock(seen_slack.server_time, clock()),
        judge_web(seen_web),
        *judge_vendors(accounts),
    ]
