"""Comparing who links: a gap is only what nobody knows to link to us."""

from bot.domain.backlinks import DomainName
from bot.domain.gap import Linker, compare


def _of(*names: str, source: str = "exports", authority: float | None = None) -> list[Linker]:
    return [Linker(DomainName(name), source, authority) for name in names]


RIVAL, OTHER = DomainName("rival.example"), DomainName("other.example")
OWN = [DomainName("site.example"), RIVAL, OTHER]


def test_more_rivals_come_first_then_more_authority_and_the_unknown_last() -> None:
    theirs = {
        RIVAL: [*_of("both.example"), *_of("small.example", authority=5), *_of("unknown.example")],
        OTHER: [*_of("both.example"), *_of("big.example", authority=60)],
    }
    rows = compare(_of(), theirs, own=OWN)
    assert [row.domain for row in rows] == [
        "both.example", "big.example", "small.example", "unknown.example",
    ]  # fmt: skip
    assert rows[0].rivals == (RIVAL, OTHER)


def test_who_links_to_us_and_the_sites_themselves_are_no_gap() -> None:
    theirs = {RIVAL: _of("ours.example", "site.example", "other.example", "new.example")}
    rows = compare(_of("ours.example", source="webgraph"), theirs, own=OWN)
    assert [row.domain for row in rows] == ["new.example"]


def test_a_platform_that_links_to_us_says_nothing_of_one_site_on_it() -> None:
    ours = _of("github.io", source="webgraph")
    rows = compare(ours, {RIVAL: _of("a.github.io")}, own=OWN)
    assert [row.domain for row in rows] == ["a.github.io"]


def test_a_vendor_s_figure_goes_before_the_graph_s() -> None:
    theirs = {
        RIVAL: [*_of("a.example", authority=20), *_of("a.example", source="webgraph", authority=70)]
    }
    (row,) = compare(_of(), theirs, own=OWN)
    assert (row.authority, row.authority_from) == (20, "exports")
    assert row.sources == ("exports", "webgraph")
