"""Visits that came through links, as an analytics export counts them, over a range of days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.backlinks import DomainName
from bot.domain.names import normalize_url


@dataclass(frozen=True, slots=True)
class Referral:
    """Visits from one site, or from one page of it."""

    site: DomainName
    page: str | None
    """None: the export counts sites."""
    visits: int


@dataclass(frozen=True, slots=True)
class TrafficReport:
    """One export, read."""

    tool: str
    first_day: date
    last_day: date
    referrals: tuple[Referral, ...]
    skipped: int = 0
    """Rows that name no site: direct visits, search engines by name, sums."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """The newest export's visits to one site."""

    first_day: date
    last_day: date
    by_site: Mapping[str, int] = field(default_factory=dict)
    by_page: Mapping[str, int] = field(default_factory=dict)
    """By the normalised page; empty where the export counts sites."""

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def in_30_days(self, visits: int) -> int:
        """Visits of the whole range, scaled to 30 days.

        >>> Traffic(date(2026, 9, 1), date(2026, 11, 29)).in_30_days(300)
        100
        """
        return round(visits * 30 / self.days)

    def through(self, page: str, site: DomainName | None) -> int | None:
        """Visits of 30 days through a page, or from its site where the export counts sites.

        None: not known. `page` is any spelling of its URL.
        """
        visits = self.by_page.get(normalize_url(page))
        if visits is None and site is not None and not self.by_page:
            visits = self.by_site.get(site)
        return None if visits is None else self.in_30_days(visits)
