"""Rows of the measured store become values, one by one: a broken one never hides the others."""

import logging
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from bot.errors import InvalidInputError

log = logging.getLogger(__name__)

Row = TypeVar("Row")
T = TypeVar("T")

UNREADABLE: Final = (ValueError, TypeError, KeyError, AssertionError, InvalidInputError)
"""What building a value from a broken row raises; pydantic's and orjson's errors are ValueErrors."""


def readable(rows: Iterable[Row], build: Callable[[Row], T], *, what: str) -> tuple[T, ...]:
    """What can be read of the rows. A disk's or a hand's fault is logged and left out."""
    found = []
    for row in rows:
        try:
            found.append(build(row))
        except UNREADABLE as error:
            log.warning(
                "a row cannot be read and was left out: %s (%s)", what, type(error).__name__
            )
    return tuple(found)
