"""Names and dates of the web graph."""

from datetime import date

import pytest

from bot.domain.webgraph import absent_note, graph_domain, release_date, reversed_name


@pytest.mark.parametrize(
    ("host", "node"),
    [
        ("site.com", "site.com"),
        ("WWW.Site.COM.", "site.com"),
        ("a.b.site.co.uk", "site.co.uk"),
        ("someone.github.io", "github.io"),
        ("shop.myshopify.com", "myshopify.com"),
        ("blogspot.com", "blogspot.com"),
        ("co.uk", None),
        ("com", None),
        ("", None),
        ("a..com", None),
        ("10.0.0.1", None),
        ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("München.de", "xn--mnchen-3ya.de"),
        ("a b.com", None),
        ("http://site.com/", None),
    ],
)
def test_a_host_belongs_to_its_icann_domain(host: str, node: str | None) -> None:
    assert graph_domain(host) == node


def test_reversing_twice_changes_nothing() -> None:
    assert reversed_name(reversed_name("a.b.c")) == "a.b.c"


@pytest.mark.parametrize(
    ("release", "day"),
    [
        ("cc-main-2026-apr-may-jun", date(2026, 6, 30)),
        ("cc-main-2025-26-nov-dec-jan", date(2026, 1, 31)),
        ("cc-main-2024-feb-apr-may", date(2024, 5, 31)),
        ("cc-main-2024-dec-jan-foo", None),
        ("something-else", None),
    ],
)
def test_a_release_ends_with_its_last_month(release: str, day: date | None) -> None:
    assert release_date(release) == day


def test_an_absent_domain_is_explained_with_the_end_of_the_data() -> None:
    note = absent_note("new.example", "cc-main-2026-apr-may-jun")
    assert "30 June 2026" in note
    assert "younger" in note
