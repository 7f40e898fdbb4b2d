"""Cells mean the same in every vendor's spelling."""

from datetime import date

import pytest

from bot.adapters.sources.cell_values import (
    day_parser,
    parse_count,
    parse_day,
    parse_flag,
    parse_number,
    tells_day_first,
    web_address,
)

DAY = date(2026, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-05",
        "2026-09-05 23:59:59",
        "2026-09-05T23:59:59Z",
        "2026/9/5",
        "2026.09.05",
        "Sep 5, 2026",
        "September 5th, 2026",
        "5 Sep 2026",
        "5. September 2026",
        "5 sept. 2026",
        "5 septembre 2026",
        "5 de septiembre de 2026",
        "5 de set. de 2026",
        "5 settembre 2026",
        "5 września 2026",
        "05.09.2026",
        "2026年9月5日",
        "5-Sep-2026",
    ],
)
def test_a_day_in_any_spelling_is_that_day(text: str) -> None:
    assert parse_day(text) == DAY


@pytest.mark.parametrize("text", ["", "-", "never", "2026-13-45", "09/05/2026", "32.01.2026", "12"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None


def test_a_file_tells_in_which_order_it_writes_days() -> None:
    assert tells_day_first("25/12/2026") is True
    assert tells_day_first("12/25/2026") is False
    assert tells_day_first("05/06/2026") is None
    assert day_parser(day_first=True)("05/09/2026") == DAY
    assert day_parser(day_first=False)("09/05/2026") == DAY


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,240", 1240),
        ("1.240", 1240),
        ("1 240", 1240),
        ("1\u202f240", 1240),
        ("1'240", 1240),
        ("12", 12),
        ("1,240,500", 1240500),
        ("1.2K", 1200),
        ("3M", 3000000),
        ("0", 0),
    ],
)
def test_thousands_may_be_separated(text: str, number: int) -> None:
    assert parse_count(text) == number


@pytest.mark.parametrize("text", ["", "-", "n/a", "nan", "inf", "1e400", "twelve", "9" * 40])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "flag"), [("TRUE", True), (" no ", False), ("ja", True), ("2", None)]
)
def test_flags_come_in_several_languages(text: str, flag: bool | None) -> None:
    assert parse_flag(text) is flag


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("HTTPS://A.example\\x", "https://a.example/x"),
        ("//a.example/x", "https://a.example/x"),
        ("a.example/p?q=1", "https://a.example/p?q=1"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("ftp://a.example/", None),
        ("javascript:alert(1)", None),
        ("a.example is nice", None),
        ("3.14", None),
        ("https://", None),
        ("x" * 9000, None),
    ],
)
def test_addresses_are_read_as_browsers_read_them(text: str, address: str | None) -> None:
    assert web_address(text) == address
