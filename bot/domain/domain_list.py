"""Sorting and filtering the referring domains of an answer: by quality, type, source and the like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from bot.domain.findings import DomainFinding
from bot.domain.placement import Placement
from bot.errors import InvalidInputError

PAGE: Final = 40
"""Rows of one page."""
UNKNOWN: Final = "unknown"
"""The type of what nobody has looked at."""
AXES: Final = ("editorial", "non-editorial", "natural", "manual")
TYPES: Final = (*AXES, *(place.value for place in Placement if place.value != "content"), UNKNOWN)
"""What a filter may ask for: the two axes of a type, the places, and `unknown`. Content is `editorial`."""


class Order(StrEnum):
    """What comes first."""

    QUALITY = "quality"
    LINKS = "links"
    NEWEST = "newest"
    VISITS = "visits"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class DomainView:
    """Which rows are wanted, and in which order. Its `token` goes through buttons and comes back."""

    order: Order = Order.QUALITY
    type: str | None = None
    """One of TYPES; None: all."""
    source: str | None = None
    least: int | None = None
    """At least this quality, 0 to 100; what has no score is then left out. None: all."""
    first: int = 0
    """The first row of the page."""

    @property
    def is_filtered(self) -> bool:
        """Whether rows are left out."""
        return (self.type, self.source, self.least) != (None, None, None)

    def token(self) -> str:
        """A short word that `parse_view` reads again.

        >>> DomainView(Order.LINKS, "editorial", "ahrefs", 40, 60).token()
        'links,editorial,ahrefs,40,60'
        """
        parts = (self.order.value, self.type, self.source, self.least, self.first)
        return ",".join("" if part is None else str(part) for part in parts)


def parse_view(token: str) -> DomainView:
    """The view of a token; the usual one where it cannot be read: it comes from an old button.

    >>> parse_view("links,editorial,,40,60") == DomainView(Order.LINKS, "editorial", None, 40, 60)
    True
    >>> parse_view("no view") == DomainView()
    True
    """
    try:
        order, type_, source, least, first = token.split(",")
        view = make_view(order, type_ or None, source or None, int(least) if least else None)
        return replace(view, first=max(0, int(first)))
    except (ValueError, InvalidInputError):
        return DomainView()


def make_view(
    order: str = Order.QUALITY,
    type_: str | None = None,
    source: str | None = None,
    least: int | None = None,
) -> DomainView:
    """A view from what somebody typed.

    Raises:
        InvalidInputError: there is no such order or type, or the least quality is none.
    """
    try:
        wanted = Order(order)
    except ValueError:
        words = ", ".join(one.value for one in Order)
        raise InvalidInputError(f"There is no order {order!r}. Sort by {words}.") from None
    if type_ is not None and type_ not in TYPES:
        raise InvalidInputError(f"There is no type {type_!r}. Types are {', '.join(TYPES)}.")
    if least is not None and not 0 <= least <= 100:
        raise InvalidInputError(f"Quality runs from 0 to 100, so the least cannot be {least}.")
    return DomainView(wanted, type_, source, least)


def arranged(rows: Sequence[DomainFinding], view: DomainView) -> tuple[DomainFinding, ...]:
    """All rows of a view in its order, not cut to its page. Equals stay in the order that they had."""
    wanted = [row for row in rows if _is_wanted(row, view)]
    # The answer comes best first already.
    if view.order is Order.QUALITY:
        return tuple(wanted)
    return tuple(sorted(wanted, key=_KEYS[view.order]))


def page_of(rows: tuple[DomainFinding, ...], view: DomainView) -> tuple[DomainFinding, ...]:
    """The page of a view out of its arranged rows; the last one where the view points behind them."""
    first = first_of(rows, view)
    return rows[first : first + PAGE]


def first_of(rows: Sequence[DomainFinding], view: DomainView) -> int:
    """Where the page of a view begins."""
    return min(view.first, max(0, len(rows) - 1) // PAGE * PAGE)


def type_is(row: DomainFinding, type_: str) -> bool:
    """Whether a row is of a type of TYPES."""
    if type_ == UNKNOWN:
        return row.placement is None
    if type_ in ("editorial", "non-editorial"):
        return row.editorial is (type_ == "editorial")
    return type_ in (row.origin, row.placement)


def _is_wanted(row: DomainFinding, view: DomainView) -> bool:
    return (
        (view.type is None or type_is(row, view.type))
        and (view.source is None or view.source in row.sources)
        and (view.least is None or (row.quality is not None and row.quality >= view.least))
    )


_KEYS: Final[dict[Order, Callable[[DomainFinding], tuple[int, str]]]] = {
    Order.LINKS: lambda row: (-(row.links or 0), ""),
    Order.NEWEST: lambda row: (-(row.since or date.min).toordinal(), ""),
    Order.VISITS: lambda row: (-(row.visits or 0), ""),
    Order.NAME: lambda row: (0, row.domain),
}
