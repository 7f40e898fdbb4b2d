"""No cell that strangers wrote acts as a formula in a spreadsheet."""

import pytest

from bot.domain.csv_guard import guard_cell, guard_row


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "  =1",
        "\ufeff=1",
        "＝1",
        "－1+1",
    ],
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guard_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "garden", "-5", "+49", "1.5", "-1,240", "a=b", "https://a.example/=x", "5%"]
)
def test_what_is_none_stays(text: str) -> None:
    assert guard_cell(text) == text


def test_a_row_is_guarded_cell_by_cell() -> None:
    assert guard_row(["a", "=b"]) == ["a", "'=b"]
