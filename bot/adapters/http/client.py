"""What the composition root makes: the page fetcher, and httpx clients behind the same guard."""

import sys

import httpx

from bot.adapters.http.fetcher import GuardedFetcher
from bot.adapters.http.guard import Guard
from bot.adapters.http.politeness import Politeness
from bot.adapters.http.sockets import Lookup, StaticHosts
from bot.adapters.http.transport import GuardedTransport, most_idle
from bot.config import Settings
from bot.ports import Clock


def make_transport(
    settings: Settings,
    *,
    allowed_hosts: frozenset[str] | None = None,
    repeats: bool = True,
    lookup: Lookup | None = None,
) -> GuardedTransport:
    """The guarded transport, as the settings want it; see there for `repeats`.

    Raises:
        ConfigError: STATIC_HOSTS cannot be read.
    """
    static = StaticHosts(settings.static_hosts)
    guard = Guard(settings.allowed_private_networks, static.names, allowed_hosts)
    return GuardedTransport(
        guard,
        static_hosts=static,
        connect_timeout_seconds=settings.connect_timeout_seconds,
        read_timeout_seconds=settings.read_timeout_seconds,
        max_idle_connections=most_idle(settings.max_connections, _open_files()),
        repeats=repeats,
        lookup=lookup,
    )


def make_fetcher(
    settings: Settings, *, clock: Clock, lookup: Lookup | None = None
) -> GuardedFetcher:
    """The one fetcher of this process; close it with `aclose`."""
    return GuardedFetcher(
        make_transport(settings, repeats=False, lookup=lookup),
        Politeness(
            delay_seconds=settings.host_delay_seconds,
            max_connections=settings.max_connections,
            max_wait_on_hold_seconds=settings.fetch_deadline_seconds,
        ),
        clock=clock,
        user_agent=settings.user_agent,
        deadline_seconds=settings.fetch_deadline_seconds,
        max_body_bytes=settings.max_body_bytes,
        respect_robots=settings.respect_robots,
    )


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


def _open_files() -> int | None:
    """How many files this process may have open at once; None: no limit that it could ask for."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415  (not on Windows)

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if files == resource.RLIM_INFINITY else files
