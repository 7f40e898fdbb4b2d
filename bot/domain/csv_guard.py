"""Cells of strangers, written so that no spreadsheet takes them for a formula."""

import re
from collections.abc import Iterable
from typing import Final

# https://owasp.org/www-community/attacks/CSV_Injection names = + - @ tab and carriage return; their
# full-width forms are taken for the same by spreadsheets with East Asian input.
_FORMULA: Final = re.compile("[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def guard_cell(text: str) -> str:
    """A cell's text, with an apostrophe before what could be a formula; plain numbers stay.

    >>> guard_cell('=HYPERLINK("http://evil.example")'), guard_cell("-5"), guard_cell("garden")
    ('\\'=HYPERLINK("http://evil.example")', '-5', 'garden')
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguard_cell(text: str) -> str:
    """What `guard_cell` was given: no apostrophe before what could be a formula.

    >>> unguard_cell("'=1+1"), unguard_cell("'tis the season")
    ('=1+1', "'tis the season")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def guard_row(cells: Iterable[str]) -> list[str]:
    """Every cell of a row, guarded."""
    return [guard_cell(cell) for cell in cells]
