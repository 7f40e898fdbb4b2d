"""aiohttp's connections, guarded where the sockets are made."""

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import aiohttp
from yarl import URL

from bot.adapters.http.answers import AnswerHandler
from bot.adapters.http.asking import MAX_FIELD_BYTES, MAX_FIELDS, Answer, Headers, get
from bot.adapters.http.guard import CheckedUrl, Guard
from bot.adapters.http.sockets import (
    GuardedResolver,
    Lookup,
    StaticHosts,
    SystemLookup,
    guarded_socket_factory,
)

_KEEP_ALIVE_SECONDS = 5
_IDLE_FOR_EACH_BUSY = 5
_ORIGINS = 10_000  # remembered, of those asked before
_DNS_THREADS = 32
_OWN_HEADERS = frozenset({"accept", "accept-encoding", "user-agent", "content-type"})


class _IdleConnections:
    """Bounds how many connections wait for another request: aiohttp bounds the busy ones only."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used_at: OrderedDict[str, float] = OrderedDict()

    def may_keep(self, origin: str) -> bool:
        """Whether the connection to `origin` may be kept after its answer."""
        now = asyncio.get_running_loop().time()
        while self._used_at and next(iter(self._used_at.values())) + _KEEP_ALIVE_SECONDS < now:
            self._used_at.popitem(last=False)
        if origin not in self._used_at and len(self._used_at) >= self._limit:
            return False
        self._used_at[origin] = now
        self._used_at.move_to_end(origin)
        return True


def most_idle(busy: int, open_files: int | None) -> int:
    """How many connections may wait for another request where `busy` are used at once.

    A run asks its hosts in turns, so many more than are busy. All together take half of the files that
    this process may have open, unless the busy ones alone take more.

    >>> most_idle(100, 20_000), most_idle(100, 1_024), most_idle(100, 256)
    (500, 412, 100)
    """
    wanted = _IDLE_FOR_EACH_BUSY * busy
    return wanted if open_files is None else max(busy, min(wanted, open_files // 2 - busy))


class GuardedConnections:
    """Sends requests to the public internet and to what the operator opened, and nowhere else.

    Redirects are not followed, cookies not kept, proxies of the environment not used, bodies not
    decompressed. TLS names and certificates are checked as always.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        static_hosts: StaticHosts | None = None,
        connect_timeout_seconds: float = 10,
        read_timeout_seconds: float = 15,
        max_idle_connections: int = 100,
        lookup: Lookup | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.guard = guard
        self._static_hosts = static_hosts or StaticHosts()
        self._lookup = lookup
        self._own_lookup: SystemLookup | None = None
        self._ssl_context = ssl_context
        self._timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=connect_timeout_seconds, sock_read=read_timeout_seconds
        )
        self._lookup_seconds = connect_timeout_seconds
        self._idle = _IdleConnections(max_idle_connections)
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._origins: dict[tuple[str, bool], aiohttp.ClientRequest] = {}

    async def get(self, url: CheckedUrl, headers: Headers, *, fresh: bool = False) -> Answer:
        """Ask for a page, which is never asked for twice; the rest as in `open`."""
        alone = fresh or not self._idle.may_keep(url.origin)
        connector = self._session(alone).connector
        assert connector is not None  # the session is closed with these connections
        origin = self._origin(url, alone=alone)
        return await get(origin, connector, url, headers, patience=self._timeout)

    def _origin(self, url: CheckedUrl, *, alone: bool) -> aiohttp.ClientRequest:
        """What the connector wants to know of a host, made once for all its pages."""
        known = self._origins.get((url.origin, alone))
        if known is None:
            if len(self._origins) >= _ORIGINS:
                self._origins.clear()
            known = self._origins[url.origin, alone] = aiohttp.ClientRequest(
                "GET",
                URL(f"{url.origin}/", encoded=True),
                loop=asyncio.get_running_loop(),
                session=self._session(alone),
                ssl=self._trust() if url.scheme == "https" else True,
            )
        return known

    async def open(
        self,
        url: CheckedUrl,
        headers: Headers,
        *,
        method: str = "GET",
        body: bytes | AsyncIterator[bytes] | None = None,
        fresh: bool = False,
    ) -> aiohttp.ClientResponse:
        """Send a request and read the answer's head; the caller reads or closes the response.

        `fresh` asks for a connection of its own, which is closed afterwards. So is every other one
        when connections to many hosts are kept already.

        Raises:
            aiohttp.ClientError, TimeoutError: `bot.adapters.http.failures` tells them apart.
        """
        alone = fresh or not self._idle.may_keep(url.origin)
        return await self._session(alone).request(
            method,
            URL(url.text, encoded=True),
            headers=headers,
            data=body,
            allow_redirects=False,
            ssl=self._trust() if url.scheme == "https" else True,
        )

    def _session(self, fresh: bool) -> aiohttp.ClientSession:
        session = self._sessions.get(fresh)
        if session is None:
            session = self._sessions[fresh] = self._new_session(fresh)
        return session

    def _new_session(self, fresh: bool) -> aiohttp.ClientSession:
        if self._lookup is None:
            self._lookup = self._own_lookup = SystemLookup(
                timeout_seconds=self._lookup_seconds, max_threads=_DNS_THREADS
            )
        connector = aiohttp.TCPConnector(
            limit=0,  # bounded by the callers: MAX_CONNECTIONS
            force_close=fresh,
            use_dns_cache=not fresh,
            keepalive_timeout=None if fresh else _KEEP_ALIVE_SECONDS,
            resolver=GuardedResolver(self.guard, self._static_hosts, self._lookup),
            socket_factory=guarded_socket_factory(self.guard),
        )
        # Not public, and the same since aiohttp 0.x; a test fails when it is not used any more.
        bounded: Any = partial(AnswerHandler, loop=connector._loop)  # noqa: SLF001
        connector._factory = bounded  # noqa: SLF001
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            trust_env=False,
            auto_decompress=False,
            skip_auto_headers=_OWN_HEADERS,
            max_line_size=MAX_FIELD_BYTES,
            max_field_size=MAX_FIELD_BYTES,
            max_headers=MAX_FIELDS,
        )

    def _trust(self) -> ssl.SSLContext:
        """Whom we trust; made when first needed, since reading the authorities takes a while."""
        if self._ssl_context is None:
            # Only here, since importing it takes longer than a look at a page without TLS.
            import httpx  # noqa: PLC0415

            self._ssl_context = httpx.create_ssl_context()
            self._ssl_context.set_alpn_protocols(["http/1.1"])
        return self._ssl_context

    async def aclose(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        self._origins.clear()
        if self._own_lookup is not None:
            self._own_lookup.close()
            self._lookup = self._own_lookup = None
