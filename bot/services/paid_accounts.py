"""What is left with each vendor whose key is set, asked for free."""

import asyncio
from typing import Final

from bot.domain.paid_fetches import VENDORS, AccountLook
from bot.ports import PaidSource
from bot.services.fetch_links import PaidSources

PATIENCE_SECONDS: Final = 5.0
"""Somebody waits, and it is only one line of the answer."""


async def look_at_accounts(
    sources: PaidSources, *, patience_seconds: float = PATIENCE_SECONDS
) -> tuple[AccountLook, ...]:
    """A look a vendor, in the order of `VENDORS`; one that does not answer hides no other."""

    async def look(vendor: str, source: PaidSource) -> AccountLook:
        try:
            return await asyncio.wait_for(source.account(), patience_seconds)
        except TimeoutError:
            return AccountLook(vendor, "", f"{VENDORS[vendor]} did not answer in time.")

    known = [(vendor, sources[vendor]) for vendor in VENDORS if vendor in sources]
    return tuple(await asyncio.gather(*(look(vendor, source) for vendor, source in known)))
