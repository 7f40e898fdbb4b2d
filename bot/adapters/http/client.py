"""httpx clients behind the same guard as the page fetcher."""

import httpx

from bot.adapters.http.assembly import make_connections
from bot.adapters.http.sockets import Lookup
from bot.adapters.http.transport import GuardedTransport
from bot.config import Settings


def make_transport(
    settings: Settings,
    *,
    allowed_hosts: frozenset[str] | None = None,
    lookup: Lookup | None = None,
) -> GuardedTransport:
    """The guarded transport, as the settings want it.

    Raises:
        ConfigError: STATIC_HOSTS cannot be read.
    """
    return GuardedTransport(make_connections(settings, allowed_hosts=allowed_hosts, lookup=lookup))


def make_client(settings: Settings, *, allowed_hosts: frozenset[str] | None) -> httpx.AsyncClient:
    """An httpx client behind the guard, for Slack's files, vendors' APIs and Common Crawl.

    `allowed_hosts` are the only names that it may ask, also after redirects; `*.suffix` stands for
    all below it; None: any public host. A refusal is a `RefusedError`, which is an
    `httpx.TransportError`.
    """
    return httpx.AsyncClient(
        transport=make_transport(settings, allowed_hosts=allowed_hosts),
        headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, deflate"},
        timeout=httpx.Timeout(
            settings.read_timeout_seconds, connect=settings.connect_timeout_seconds
        ),
        trust_env=False,
    )
