"""Which IP addresses a stranger's URL may lead to: the public internet, and nothing else.

`ipaddress.is_global` alone is not enough: on Python 3.11 it passes NAT64, 6to4, IPv4-compatible and
site-local addresses, multicast and Azure's metadata service. So an address must be outside an
explicit list, and global, and (IPv6) inside 2000::/3, the only block that IANA hands out:
https://www.iana.org/assignments/ipv6-address-space/ipv6-address-space.xhtml
"""

import ipaddress
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

# https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
_FORBIDDEN_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network; 0.0.0.0 reaches the machine itself on Linux
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT; also Alibaba's metadata service, 100.100.100.200
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; the metadata services of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata service, 192.0.0.192
        "192.0.2.0/24",  # documentation, also 198.51.100.0/24 and 203.0.113.0/24
        "192.31.196.0/24",  # AS112: names of private networks
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        # Azure's platform service, global by registry:
        # https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
        "168.63.129.16/32",
    )
)

# Inside 2000::/3; all outside of it is refused anyway.
# https://www.iana.org/assignments/iana-ipv6-special-registry/iana-ipv6-special-registry.xhtml
_FORBIDDEN_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, AMT, AS112, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 holds an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

# RFC 5214, section 6.1: an interface identifier of ISATAP holds an IPv4 address.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def is_public_address(address: Address) -> bool:
    """Whether `address` belongs to a machine on the public internet.

    Addresses that hold another one (IPv4-mapped, NAT64, 6to4, Teredo, ...) are never public: a page
    worth reading is reachable without them.
    """
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _FORBIDDEN_V4)
    if address not in _GLOBAL_UNICAST or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return not any(address in network for network in _FORBIDDEN_V6)


def is_in_networks(address: Address, networks: tuple[Network, ...]) -> bool:
    """Whether `address` belongs to one of the networks."""
    return any(address.version == network.version and address in network for network in networks)


@lru_cache(maxsize=4096)
def is_allowed_address(text: str, allowed_networks: tuple[Network, ...] = ()) -> bool:
    """Whether the IP address in `text` may be connected to: public, or in a network opened by name.

    Whatever is not a plain address (a name, a zone id) is not allowed.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return False
    return is_in_networks(address, allowed_networks) or is_public_address(address)


@lru_cache(maxsize=4096)
def is_opened_address(text: str, allowed_networks: tuple[Network, ...]) -> bool:
    """Whether the IP address in `text` is in a network that the operator opened by name."""
    try:
        return is_in_networks(ipaddress.ip_address(text), allowed_networks)
    except ValueError:
        return False
