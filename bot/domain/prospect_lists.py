"""Lists of prospects: which are asked for, what was found, what was added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import Due, FollowUpRules
from bot.domain.promises import PromiseRecord
from bot.domain.prospect_guards import Caution
from bot.domain.prospects import Kind, Prospect, Status


class Sort(StrEnum):
    """The order of a list."""

    MOVED = "moved"
    """Moved last first."""
    QUALITY = "quality"
    """The best sites first, those of which nothing is known last."""
    DUE = "due"
    """What is due next first, what has no date last."""
    SITE = "site"


@dataclass(frozen=True, slots=True)
class ProspectFilter:
    """Which prospects; None: whatever it is."""

    status: Status | None = None
    owner: str | None = None
    kind: Kind | None = None
    site: DomainName | None = None
    page: str | None = None
    """As `normalize_url` writes it."""
    quality_from: int | None = None
    """The least quality of the site; a site of which nothing is known has none."""
    sort: Sort = Sort.MOVED


@dataclass(frozen=True, slots=True)
class FoundProspects:
    """A page of a list."""

    prospects: tuple[Prospect, ...]
    """In the order that was asked for."""
    total: int
    counts: Mapping[Status, int]
    """By status, whatever status was asked for."""


@dataclass(frozen=True, slots=True)
class AddedProspects:
    """What adding did."""

    new: tuple[Prospect, ...]
    known: tuple[Prospect, ...]
    """Those of the same page and target that were there already; they stay as they are."""


@dataclass(frozen=True, slots=True)
class ProspectView:
    """A prospect with what we know of its site, for the person who looks at it."""

    prospect: Prospect
    cautions: tuple[Caution, ...]
    """What speaks against writing to them now, gravest first."""
    links: int
    """Live links of the site to our target, as far as sources say."""
    due: Due | None
    promises: PromiseRecord
    others: tuple[Prospect, ...]
    """Other prospects of the site."""
    as_of: datetime
    rules: FollowUpRules
