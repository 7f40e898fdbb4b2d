"""Fetchers that may reach loopback and wait for nothing."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import pytest

from bot.adapters.http.assembly import make_fetcher
from bot.adapters.http.fetcher import GuardedFetcher
from bot.config import Settings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LOOPBACK = (ip_network("127.0.0.0/8"),)

MakeFetcher = Callable[..., GuardedFetcher]


def settings(**changes: Any) -> Settings:
    """Settings for a fetcher that may reach loopback: short deadlines, no waiting, no robots.txt."""
    values: dict[str, Any] = {
        "allowed_private_networks": LOOPBACK,
        "respect_robots": False,
        "host_delay_seconds": 0,
        "fetch_deadline_seconds": 5,
    }
    return Settings(**(values | changes))


@pytest.fixture
async def fetcher_with() -> AsyncIterator[MakeFetcher]:
    """Make fetchers with changed settings; all are closed at the end."""
    made: list[GuardedFetcher] = []

    def make(lookup: Any = None, **changes: Any) -> GuardedFetcher:
        made.append(make_fetcher(settings(**changes), clock=lambda: NOW, lookup=lookup))
        return made[-1]

    yield make
    for fetcher in made:
        await fetcher.aclose()


@pytest.fixture
def fetcher(fetcher_with: MakeFetcher) -> GuardedFetcher:
    """A fetcher that may reach loopback."""
    return fetcher_with()
