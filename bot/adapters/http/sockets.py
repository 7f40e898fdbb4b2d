"""Names to addresses to sockets: the two places where an address is checked before a packet leaves.

aiohttp never asks its resolver about a literal address, and a name may answer differently the next
time; so what holds is the check in the socket factory, on the very address that is connected to.
"""

import asyncio
import errno
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.adapters.http.addresses import is_opened_address
from bot.adapters.http.guard import Guard, is_local_name, unsafe
from bot.errors import ConfigError

Lookup = Callable[[str], Awaitable[list[str]]]
"""A name to its IP addresses, in the order to try; raises `socket.gaierror`."""

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""As `socket.getaddrinfo` gives it: family, type, protocol, canonical name, socket address."""

MAX_ADDRESSES = 8
"""Of one name; more would only be more attempts against the same deadline."""


_STATIC = re.compile(
    r"(?P<name>(?:\*\.)?[^\s=*]+)="
    r"(?:\[(?P<bracketed>[0-9a-f:.]+)\]|(?P<bare>[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*))"
    r"(?::(?P<port>[1-9]\d{0,4}))?",
    re.IGNORECASE,
)


class UnsafeAddressError(OSError):
    """A connection to an address that is not public was refused before a packet left."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, str(unsafe("")))


class StaticHosts:
    """Addresses that the settings give to names: DNS is not asked, the address is still checked."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        """Read entries of the form `name=ip[:port]` or `*.suffix=ip[:port]`.

        Raises:
            ConfigError: naming the entry that cannot be read.
        """
        self._addresses = dict(_parse_static(entry) for entry in entries)
        self.names = frozenset(self._addresses)

    def find(self, host: str) -> tuple[str, int | None] | None:
        """The address of a name, and a port when another than the URL's is meant."""
        if not self._addresses:
            return None
        exact = self._addresses.get(host)
        suffix = host
        while exact is None and "." in suffix:
            suffix = suffix.partition(".")[2]
            exact = self._addresses.get(f"*.{suffix}")
        return exact


def _parse_static(entry: str) -> tuple[str, tuple[str, int | None]]:
    match = _STATIC.fullmatch(entry)
    if match is None:
        raise _misread(entry)
    try:
        address = str(ipaddress.ip_address(match["bracketed"] or match["bare"]))
    except ValueError as error:
        raise _misread(entry) from error
    port = int(match["port"]) if match["port"] else None
    if port is not None and port > 65535:
        raise _misread(entry)
    return match["name"].lower(), (address, port)


def _misread(entry: str) -> ConfigError:
    return ConfigError(f"STATIC_HOSTS: {entry!r} is not of the form name=ip or name=ip:port.")


class SystemLookup:
    """The system's resolver, in threads of its own: a slow name server blocks no other work."""

    def __init__(self, *, timeout_seconds: float, max_threads: int) -> None:
        self._timeout_seconds = timeout_seconds
        self._threads = ThreadPoolExecutor(max_threads, thread_name_prefix="dns")

    async def __call__(self, host: str) -> list[str]:
        """The addresses of `host`.

        Raises:
            socket.gaierror: EAI_NONAME when the resolver says that the name does not exist; also
                EAI_AGAIN when it said nothing in time.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await loop.run_in_executor(self._threads, _ask_system, host)
        except TimeoutError as error:
            raise socket.gaierror(socket.EAI_AGAIN, "the name server did not answer") from error

    def close(self) -> None:
        """Let the threads end; those that still wait for an answer end with it."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _ask_system(host: str) -> list[str]:
    # Bytes keep Python's own IDNA (of 2003) out: the host is ASCII already.
    infos = socket.getaddrinfo(
        host.encode("ascii"), None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )
    return [str(info[4][0]) for info in infos]


class GuardedResolver(AbstractResolver):
    """Refuses a name early when any of its addresses is forbidden: mixed answers are an attack."""

    def __init__(self, guard: Guard, static: StaticHosts, lookup: Lookup) -> None:
        self._guard = guard
        self._static = static
        self._lookup = lookup

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002  (aiohttp's signature)
    ) -> list[ResolveResult]:
        """The addresses of `host`; all of them are allowed.

        Raises:
            UnsafeAddressError: at least one is not.
            socket.gaierror: the name server has none, or did not answer.
        """
        static = self._static.find(host)
        if static is not None:
            address, own_port = static
            return [_result(host, self._checked(address, own_port or port), own_port or port)]
        addresses = list(dict.fromkeys(await self._lookup(host)))
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if is_local_name(host):
            addresses = self._opened(addresses)
        for address in addresses:
            self._checked(address, port)
        return [_result(host, address, port) for address in addresses[:MAX_ADDRESSES]]

    def _opened(self, addresses: list[str]) -> list[str]:
        """Where a local name may lead; it often has an address in a second, unopened family."""
        networks = self._guard.allowed_networks
        opened = [address for address in addresses if is_opened_address(address, networks)]
        if not opened:
            raise UnsafeAddressError
        return opened

    def _checked(self, address: str, port: int) -> str:
        if not self._guard.allows(address, port):
            raise UnsafeAddressError
        return address

    async def close(self) -> None:
        """Nothing is held."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=flags
    )


def guarded_socket_factory(guard: Guard) -> Callable[[AddressInfo], socket.socket]:
    """A socket factory for aiohttp: asked for every attempt to connect, whatever led to it."""

    def make_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if not guard.allows(str(address[0]), int(address[1])):
            raise UnsafeAddressError
        return socket.socket(family, kind, protocol)

    return make_socket


_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)


def acknowledge_at_once(transport: asyncio.BaseTransport | None) -> None:
    """Tell the server now that what it sent has arrived, where the system can (Linux).

    A server that writes head and body apart holds the body back until then (Nagle's algorithm), and
    systems take some 40 ms to acknowledge: https://www.rfc-editor.org/rfc/rfc1122#page-96
    """
    connection = transport.get_extra_info("socket") if transport is not None else None
    if connection is not None and _QUICK_ACK is not None:
        with suppress(OSError):  # the connection may have ended meanwhile
            connection.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
