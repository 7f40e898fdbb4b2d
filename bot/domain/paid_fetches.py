"""Backlinks bought from a vendor's API: what is ordered, what it may cost, what came of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.imports import ImportSummary, KeptRow, RefusedRow
from bot.domain.names import shown_host

VENDORS: Final = {"ahrefs": "Ahrefs", "dataforseo": "DataForSEO"}
"""Who can be asked, by the word that people type, and how it is written."""

KEYS_OF: Final = {
    "ahrefs": "AHREFS_API_KEY",
    "dataforseo": "DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD",
}
"""The settings without which a vendor is never asked."""

USUAL_ROWS: Final = 100
"""Asked for where nobody says how many."""


class Unit(StrEnum):
    """In what a vendor counts its prices."""

    API_UNITS = "API units"
    US_DOLLARS = "US dollars"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call costs, in the vendor's own unit."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        """As people read it.

        >>> str(Cost(1200, Unit.API_UNITS)), str(Cost(0.0203, Unit.US_DOLLARS))
        ('1,200 API units', '$0.0203')
        """
        if self.unit is Unit.US_DOLLARS:
            cents = f"{self.amount:,.2f}"
            return f"${cents if float(cents) == self.amount else f'{self.amount:,.4f}'}"
        return f"{self.amount:,.0f} {self.unit.value}"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much may be bought, as the operator says; all vendors together."""

    rows_per_call: int
    rows_per_day: int
    """A day of UTC."""


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """What one person orders, once."""

    key: str
    """Of this order alone: carrying it out twice is refused."""
    vendor: str
    target: DomainName
    rows: int
    """At most."""
    by: str
    """A Slack user's ID, or `terminal`."""


@dataclass(frozen=True, slots=True)
class FetchOffer:
    """What a person is told before anything is spent."""

    vendor: str
    target: DomainName
    rows: int
    at_most: Cost | None
    """None: the vendor names its price afterwards."""
    left_today: int
    """Rows that may still be bought today, these included."""

    @property
    def price(self) -> str:
        """Inside a sentence."""
        return f"at most {self.at_most}" if self.at_most else "at a price that its answer names"


@dataclass(frozen=True, slots=True)
class FetchedLinks:
    """What a vendor answered."""

    format: str
    source: str
    rows: tuple[KeptRow | RefusedRow, ...]
    """Their lines are their places in the answer, from 1."""
    cost: Cost | None
    """As the vendor said; None: it did not."""
    complete: bool | None
    """False: cut off, by what was asked, by the plan, or by a page that did not come."""
    rows_counted: int
    """Against the day's limit: those that came, and those of a page that may have been charged."""
    total: int | None = None
    """How many the vendor has in all, where it says."""
    stopped: str | None = None
    """Why the rest did not come, in a sentence; None: all came that was asked for."""


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """What a person is told after a fetch."""

    vendor: str
    done: ImportSummary
    known: int
    """Of the kept: links that some source had named before."""
    cost: Cost | None
    total: int | None
    stopped: str | None

    @property
    def figures(self) -> str:
        """What came, without a full stop."""
        counts, called = self.done.counts, VENDORS[self.vendor]
        site = shown_host(self.done.target or "")
        if not counts.rows:
            return f"{called} names no live backlink of {site}"
        rows = "1 row" if counts.rows == 1 else f"{counts.rows:,} rows"
        parts = (
            (counts.kept - self.known, "new"),
            (self.known, "known before"),
            (counts.refused, "refused"),
        )
        told = ", ".join(f"{number:,} {what}" for number, what in parts if number)
        return f"{called} gave {rows} on {site}: {told}"

    @property
    def more(self) -> tuple[str, ...]:
        """Sentences on the price, on what there is beyond it, on what did not come."""
        called = VENDORS[self.vendor]
        price = f"It cost {self.cost}." if self.cost else f"{called} did not say what it cost."
        has_more = self.total is not None and self.total > self.done.counts.rows
        return (
            price,
            *([f"{called} knows {self.total:,} in all."] if has_more else ()),
            *([f"Not all came: {self.stopped}"] if self.stopped else ()),
        )


@dataclass(frozen=True, slots=True)
class AccountLook:
    """What a vendor says of the account, asked for free."""

    vendor: str
    said: str
    """A sentence without a full stop: how much is left, until when the key lives."""
    problem: str | None = None
    """Why it could not be asked, in a sentence; None: it answered."""


def reasons_of(refusals: Sequence[RefusedRow]) -> tuple[tuple[str, int], ...]:
    """Why rows were refused, the most frequent reason first.

    >>> reasons_of([RefusedRow(1, "no page"), RefusedRow(2, "own page"), RefusedRow(3, "own page")])
    (('own page', 2), ('no page', 1))
    """
    return tuple(Counter(row.why for row in refusals).most_common())


def day_shown(day: date) -> str:
    """`1 December 2026`."""
    return f"{day.day} {day:%B %Y}"


def used_up(bought: int, rows_per_day: int) -> str:
    """Why an order is too large for what is left of the day.

    >>> used_up(1950, 2000)
    '1,950 of the 2,000 rows that a day allows (PAID_ROWS_PER_DAY) were bought already: 50 more until midnight UTC.'
    """
    left = max(0, rows_per_day - bought)
    return (
        f"{bought:,} of the {rows_per_day:,} rows that a day allows (PAID_ROWS_PER_DAY) were bought already: "
        f"{f'{left:,}' if left else 'no'} more until midnight UTC."
    )
