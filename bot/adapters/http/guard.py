"""Which URLs may be asked for at all: a check of the text, before any name is looked up.

The text check keeps oddities out and makes refusals early; what holds is the check of the address
where the socket is made (`bot.adapters.http.sockets`).
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from ada_url import URL, HostType, idna_to_unicode, join_url

from bot.adapters.http.addresses import Network, is_allowed_address, is_opened_address
from bot.domain.names import is_settled
from bot.domain.verdicts import Reason
from bot.errors import FetchError

MAX_URL_LENGTH = 8192
"""Characters. Longer ones are refused by most servers (RFC 9110, section 4.1, asks for 8,000)."""

# https://fetch.spec.whatwg.org/#bad-port
BLOCKED_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
    427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
    989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
    6666, 6667, 6668, 6669, 6679, 6697, 10080,
))  # fmt: skip

# Names that only a local network knows: RFC 6761, RFC 6762, RFC 8375, ICANN's collisions and .internal.
# `example` and `invalid` are left to the resolver, which says that they do not exist.
LOCAL_SUFFIXES = frozenset((
    "corp", "home", "intern", "internal", "intranet", "lan", "local", "localdomain", "localhost",
    "private", "test",
))  # fmt: skip
_LOCAL_ENDINGS = (".home.arpa", ".in-addr.arpa", ".ip6.arpa")

UNSAFE_SENTENCE = "This address is not on the public internet, so it was not asked for."

_AUTHORITY = re.compile(r"(https?)://([^/?#]*)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\%<>^|`{}\"'$&()*+,;=!~@。\u00ad]")
_DOTTED_QUAD = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}", re.ASCII)
_JOINERS = frozenset("\u200c\u200d")  # real in Persian and Indic names; IDNA checks their context
_EDGES = "".join(map(chr, range(0x21)))
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """A URL that passed the text check, in the form in which it is sent."""

    text: str
    """As the WHATWG URL standard writes it, without a fragment."""
    scheme: str
    host: str
    """In lower case and ASCII; an IPv6 address without brackets."""
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be asked for: the public internet, plus what the operator opened by name."""

    allowed_networks: tuple[Network, ...] = ()
    """Networks opened by name, on any port, also to literal addresses and local names."""
    static_names: frozenset[str] = field(default_factory=frozenset)
    """Names (or `*.suffix`) whose address the settings give; they may look local."""
    allowed_hosts: frozenset[str] | None = None
    """None: any host. Otherwise the only names; `*.suffix` stands for all below it."""

    def check(self, text: str) -> CheckedUrl:
        """Parse `text` as browsers do, and refuse what no honest page address has.

        Raises:
            FetchError: `bad_url` (not an http address, a user name, odd characters) or
                `unsafe_address` (local names, odd or private IP addresses, blocked ports).
        """
        url = _parse(text)
        if self.allowed_hosts is not None and not matches_host(url.host, self.allowed_hosts):
            raise _unsafe(text, "This host is not one that this request may go to.")
        if not self.allowed_networks and url.port in BLOCKED_PORTS:
            raise _unsafe(text, "Browsers refuse this port, so it was not asked for.")
        if _is_literal(url.host):
            if not self.allows(url.host, url.port):
                raise unsafe(text)
        elif is_local_name(url.host) and not self.knows_local(url.host):
            raise unsafe(text)
        return url

    def resolve(self, base: CheckedUrl, reference: str) -> CheckedUrl:
        """Where a redirect from `base` to `reference` leads; checked like `check`.

        Raises:
            FetchError: as `check` does.
        """
        reference = _without_edges(reference)
        if _SCHEME.match(reference):
            return self.check(reference)
        if reference.startswith("//"):
            return self.check(f"{base.scheme}:{reference}")
        try:
            joined = self.check(join_url(base.text, reference))
        except ValueError as error:
            raise _bad(reference, "The page redirects to something that is no address.") from error
        if joined.origin != base.origin:  # `/\host`, which a reader takes for a path
            raise _bad(reference, "The page redirects to something that is no address.")
        return joined

    def allows(self, address: str, port: int) -> bool:
        """Whether a connection to this IP address and port may be made."""
        if is_opened_address(address, self.allowed_networks):
            return True
        return port not in BLOCKED_PORTS and is_allowed_address(address)

    def knows_local(self, host: str) -> bool:
        """Whether a local name may be looked up: the operator opened a network, or gave its address."""
        return bool(self.allowed_networks) or matches_host(host, self.static_names)


def unsafe(url: str) -> FetchError:
    """The one refusal for all addresses that are not public, whatever was behind them."""
    return _unsafe(url, UNSAFE_SENTENCE)


def is_local_name(host: str) -> bool:
    """Whether only a local network can know this name: one label, or a local suffix."""
    _, dot, suffix = host.rpartition(".")
    return (
        not dot or suffix in LOCAL_SUFFIXES or host.endswith(_LOCAL_ENDINGS) or host == "home.arpa"
    )


def matches_host(host: str, names: frozenset[str]) -> bool:
    """Whether `host` is one of `names`, or below one that is written `*.suffix`."""
    if host in names:
        return True
    suffix = host
    while "." in suffix:
        suffix = suffix.partition(".")[2]
        if f"*.{suffix}" in names:
            return True
    return False


def _unsafe(url: str, sentence: str) -> FetchError:
    return FetchError(Reason.UNSAFE_ADDRESS.value, sentence, url=url)


def _bad(url: str, sentence: str) -> FetchError:
    return FetchError(Reason.BAD_URL.value, sentence, url=url)


def _without_edges(text: str) -> str:
    # https://url.spec.whatwg.org/#concept-basic-url-parser: C0 controls and spaces at both ends.
    return text.strip(_EDGES)


def _parse(text: str) -> CheckedUrl:
    raw = _without_edges(text)
    if len(raw) > MAX_URL_LENGTH:
        raise _bad(text[:200], "This address is too long to be a page's.")
    match = _AUTHORITY.match(raw)
    if match is None or not match[2]:
        raise _bad(text, "This is not a web address: it should begin with https:// or http://.")
    written_host = _check_authority(match[2], text)
    try:
        if is_settled(raw):  # nothing is written anew, and the origin decides the rest
            href = raw
            host, kind, port = _read_origin(raw[: match.end()])
        else:
            url = URL(raw)
            href, host, kind, port = url.href, url.hostname, url.host_type, url.port
    except ValueError as error:
        raise _bad(text, "This is not a web address that can be read.") from error
    if not host:
        raise _bad(text, "This is not a web address that can be read.")
    if kind == HostType.IPV4:
        _check_ipv4(written_host, host, text)
    elif kind == HostType.DEFAULT:
        _check_name(written_host, host, text)
    scheme = match[1].lower()
    return CheckedUrl(
        href.partition("#")[0],
        scheme,
        host.strip("[]"),
        int(port) if port else _DEFAULT_PORTS[scheme],
    )


@lru_cache(maxsize=16_384)
def _read_origin(origin: str) -> tuple[str, HostType, str]:
    url = URL(f"{origin}/")
    return url.hostname, url.host_type, url.port


def _check_authority(authority: str, text: str) -> str:
    """The host as written; refuses user names, odd characters and look-alikes."""
    if "@" in authority:
        raise _bad(text, "This address holds a user name, so it was not asked for.")
    if _ODD.search(authority):
        raise _bad(text, "The host of this address holds odd characters.")
    if not authority.isascii():
        _check_international(authority.lower(), text)
    if authority.startswith("["):
        return authority
    return authority.partition(":")[0]


def _check_international(authority: str, text: str) -> None:
    if any(
        unicodedata.category(char) in {"Cf", "Cc", "Zs"} and char not in _JOINERS
        for char in authority
    ):
        raise _bad(text, "The host of this address holds odd characters.")
    if unicodedata.normalize("NFKC", authority) != unicodedata.normalize("NFC", authority):
        raise _bad(text, "The host of this address is written in look-alike characters.")


def _check_ipv4(written: str, host: str, text: str) -> None:
    if written != host or not _DOTTED_QUAD.fullmatch(written):
        raise unsafe(text)


def _check_name(written: str, host: str, text: str) -> None:
    labels = host.split(".")
    if host.endswith("."):
        raise _bad(text, "The host of this address ends in a dot.")
    if len(host) > 253 or any(not 0 < len(label) <= 63 for label in labels):
        raise _bad(text, "The host of this address has an empty or overlong part.")
    if "xn--" in host and any(
        label.startswith("xn--") and idna_to_unicode(label) == label for label in labels
    ):
        raise _bad(text, "The host of this address is not a valid international name.")
    # Digits of any script at the end: some resolvers read them as an IPv4 address.
    if written.rpartition(".")[2].isdigit():
        raise unsafe(text)


def _is_literal(host: str) -> bool:
    return ":" in host or _DOTTED_QUAD.fullmatch(host) is not None
