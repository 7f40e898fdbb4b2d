"""Every range that is not the public internet is refused to its edges, and nothing beyond them."""

from ipaddress import IPv6Address, ip_address, ip_network

import pytest

from bot.adapters.http.addresses import is_allowed_address, is_opened_address, is_public_address

# Each range with its neighbours just outside, where those are public.
EDGES = [
    ("0.0.0.0/8", "", "1.0.0.0"),
    ("10.0.0.0/8", "9.255.255.255", "11.0.0.0"),
    ("100.64.0.0/10", "100.63.255.255", "100.128.0.0"),
    ("127.0.0.0/8", "126.255.255.255", "128.0.0.0"),
    ("169.254.0.0/16", "169.253.255.255", "169.255.0.0"),
    ("172.16.0.0/12", "172.15.255.255", "172.32.0.0"),
    ("192.0.0.0/24", "191.255.255.255", "192.0.1.0"),
    ("192.0.2.0/24", "192.0.1.255", "192.0.3.0"),
    ("192.31.196.0/24", "192.31.195.255", "192.31.197.0"),
    ("192.52.193.0/24", "192.52.192.255", "192.52.194.0"),
    ("192.88.99.0/24", "192.88.98.255", "192.88.100.0"),
    ("192.168.0.0/16", "192.167.255.255", "192.169.0.0"),
    ("192.175.48.0/24", "192.175.47.255", "192.175.49.0"),
    ("198.18.0.0/15", "198.17.255.255", "198.20.0.0"),
    ("198.51.100.0/24", "198.51.99.255", "198.51.101.0"),
    ("203.0.113.0/24", "203.0.112.255", "203.0.114.0"),
    ("224.0.0.0/4", "223.255.255.255", ""),
    ("240.0.0.0/4", "", ""),
    ("168.63.129.16/32", "168.63.129.15", "168.63.129.17"),
    ("2001::/23", "", "2001:200::"),
    ("2001:db8::/32", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
    ("2002::/16", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"),
    ("2620:4f:8000::/48", "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::"),
    ("3fff::/20", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"),
    ("::/3", "", "2000::"),
    ("4000::/2", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""),
    ("8000::/1", "", ""),
]


@pytest.mark.parametrize(("network", "before", "after"), EDGES, ids=[edge[0] for edge in EDGES])
def test_a_range_is_refused_to_its_edges(network: str, before: str, after: str) -> None:
    whole = ip_network(network)
    middle = whole[whole.num_addresses // 2]
    for inside in (whole[0], whole[-1], middle):
        assert not is_allowed_address(str(inside)), inside
    for outside in filter(None, (before, after)):
        assert is_allowed_address(outside), outside


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "169.254.170.2",  # clouds' metadata
        "100.100.100.200", "192.0.0.192", "168.63.129.16",  # Alibaba, Oracle, Azure
        "255.255.255.255", "224.0.0.1", "239.255.255.250", "233.252.0.1", "192.0.0.170",
        "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1",
        "100::1", "100:0:0:1::1", "5f00::1", "4000::1", "e000::1",
        # an IPv4 address inside: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:100.64.0.1", "::ffff:8.8.8.8", "::ffff:0.0.0.1",
        "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::7f00:1", "64:ff9b:1:fffe:0:7f00:1::",
        "2002:7f00:1::", "2002:808:808::", "2001:0:7f00:1::1", "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2a00:1450::5efe:7f00:1", "2a00:1450::200:5efe:a00:1",
        "2001:db8::1", "3fff::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:3::1",
        # no plain address at all
        "", "localhost", "127.1", "2130706433", "0x7f.1", "127.0.0.01", "fe80::1%eth0",
        "2a00:1450::1%1", "[::1]", "8.8.8.8 ", "8.8.8.8:80", "８.8.8.8",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_allowed_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.254", "100.128.0.1", "172.15.0.1",
        "172.32.0.1", "192.169.0.1", "198.20.0.1", "203.0.114.1", "223.255.255.254", "126.0.0.1",
        "128.0.0.1", "11.0.0.1", "168.63.129.17", "192.0.1.1", "192.0.3.1", "169.255.0.1",
        "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001::1", "2620:fe::fe",
        "2400:cb00::1", "2c0f:fb50::1", "2001:200::1", "2003::1", "2a00:1450::5eff:7f00:1",
    ],
)  # fmt: skip
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed_address(address)


def test_no_ipv6_address_outside_of_global_unicast_is_public() -> None:
    for prefix in range(256):
        address = IPv6Address(prefix << 120 | 0x1234 << 64 | 1)
        assert not is_public_address(address) or 0x20 <= prefix <= 0x3F, address


def test_only_the_networks_that_were_named_are_opened() -> None:
    opened = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/32"))
    assert is_allowed_address("10.1.255.255", opened)
    assert is_allowed_address("fd00:1::5", opened)
    for other in ("10.2.0.0", "10.0.255.255", "127.0.0.1", "fd00:2::1", "::ffff:10.1.0.1"):
        assert not is_allowed_address(other, opened), other
    assert is_allowed_address("8.8.8.8", opened)
    assert is_opened_address("10.1.0.1", opened)
    assert not is_opened_address("8.8.8.8", opened)


def test_what_python_calls_global_is_not_enough() -> None:
    """These are `is_global` for some Python that we support; the list must hold without it."""
    for text in ("168.63.129.16", "192.88.99.1", "192.31.196.1", "2620:4f:8000::1", "192.52.193.1"):
        assert not is_public_address(ip_address(text)), text
