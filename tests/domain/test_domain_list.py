"""Referring domains sorted and filtered: nothing is lost, and every choice survives a button."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backlinks import DomainName
from bot.domain.domain_list import TYPES, DomainView, Order, arranged, make_view, parse_view
from bot.domain.findings import DomainFinding
from bot.errors import InvalidInputError
from bot.slack.blocks import OPTION_VALUE


def _row(name: str, **facts: object) -> DomainFinding:
    row = DomainFinding(DomainName(f"{name}.example"), links=1)
    return replace(row, **facts)  # type: ignore[arg-type]  # a test names fields as they are


ROWS = (
    _row("a", quality=82, placement="content", editorial=True, origin="natural", sources=("ahrefs",)),
    _row("b", quality=64, placement="directory", editorial=False, origin="manual", links=7, visits=3),
    _row("c", quality=20, placement="footer", editorial=False, since=date(2026, 11, 1)),
    _row("d", quality=None, links=None, sources=("webgraph",)),
    _row("e", quality=40, links=2, since=date(2026, 3, 1), sources=("ahrefs", "moz"), visits=90),
)  # fmt: skip


def names(view: DomainView) -> str:
    return "".join(row.domain[0] for row in arranged(ROWS, view))


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (make_view(), "abcde"),
        (make_view("links"), "beacd"),
        (make_view("newest"), "ceabd"),
        (make_view("visits"), "ebacd"),
        (make_view("name"), "abcde"),
        (make_view(type_="editorial"), "a"),
        (make_view(type_="non-editorial"), "bc"),
        (make_view(type_="manual"), "b"),
        (make_view(type_="footer"), "c"),
        (make_view(type_="unknown"), "de"),
        (make_view(source="ahrefs"), "ae"),
        (make_view(least=40), "abe"),
        (make_view(least=0), "abce"),
        (make_view("links", "unknown", "ahrefs", 30), "e"),
    ],
)
def test_a_view_shows_what_was_asked_for_in_that_order(view: DomainView, expected: str) -> None:
    assert names(view) == expected


VIEWS = st.builds(
    DomainView,
    st.sampled_from(Order),
    st.none() | st.sampled_from(TYPES),
    st.none() | st.sampled_from(["ahrefs", "search_console", "own_looks"]),
    st.none() | st.integers(0, 100),
    st.integers(0, 100_000),
)


@given(VIEWS)
def test_a_view_comes_back_from_a_button_as_it_went(view: DomainView) -> None:
    assert parse_view(view.token()) == view
    assert len(view.token()) < OPTION_VALUE / 2
    assert " " not in view.token()


@given(st.text(max_size=60))
def test_any_text_from_a_button_gives_a_view(text: str) -> None:
    view = parse_view(text)
    assert view.first >= 0
    assert set(arranged(ROWS, view)) <= set(ROWS)


@given(st.sampled_from(Order))
def test_an_order_alone_loses_nobody(order: Order) -> None:
    assert sorted(names(DomainView(order))) == list("abcde")


@pytest.mark.parametrize(
    ("order", "type_", "least", "said"),
    [("best", None, None, "Sort by"), ("links", "nice", None, "Types are"), ("links", None, 101, "0 to 100")],
)  # fmt: skip
def test_what_there_is_not_is_refused_with_what_there_is(
    order: str, type_: str | None, least: int | None, said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        make_view(order, type_, None, least)
