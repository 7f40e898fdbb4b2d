"""Puts the page fetcher together as the settings want it, without httpx, which a look does not need."""

import sys

from bot.adapters.http.connections import GuardedConnections, most_idle
from bot.adapters.http.fetcher import GuardedFetcher
from bot.adapters.http.guard import Guard
from bot.adapters.http.politeness import Politeness
from bot.adapters.http.sockets import Lookup, StaticHosts
from bot.config import Settings
from bot.ports import Clock


def make_connections(
    settings: Settings,
    *,
    allowed_hosts: frozenset[str] | None = None,
    lookup: Lookup | None = None,
) -> GuardedConnections:
    """The guarded connections; see `make_client` for `allowed_hosts`.

    Raises:
        ConfigError: STATIC_HOSTS cannot be read.
    """
    static = StaticHosts(settings.static_hosts)
    guard = Guard(settings.allowed_private_networks, static.names, allowed_hosts)
    return GuardedConnections(
        guard,
        static_hosts=static,
        connect_timeout_seconds=settings.connect_timeout_seconds,
        read_timeout_seconds=settings.read_timeout_seconds,
        max_idle_connections=most_idle(settings.max_connections, _open_files()),
        lookup=lookup,
    )


def make_fetcher(
    settings: Settings, *, clock: Clock, lookup: Lookup | None = None
) -> GuardedFetcher:
    """The one fetcher of this process; close it with `aclose`."""
    return GuardedFetcher(
        make_connections(settings, lookup=lookup),
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


def _open_files() -> int | None:
    """How many files this process may have open at once; None: no limit that it could ask for."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415  (not on Windows)

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if files == resource.RLIM_INFINITY else files
