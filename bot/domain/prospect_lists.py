"""Lists of prospects: which are asked for, what was found, what was added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import Due, FollowUpRules
from bot.domain.promises import PromiseRecord
from bot.domain.prospect_guards import Caution
from bot.domain.prospects import Kind, Prospect, Status


@dataclass(frozen=True, slots=True)
class ProspectFilter:
    """Which prospects; None: whatever it is."""

    status: Status | None = None
    owner: str | None = None
    kind: Kind | None = None
    site: DomainName | None = None
    page: str | None = None
    """As `normalize_url` writes it."""


@dataclass(frozen=True, slots=True)
class FoundProspects:
    """A page of a list."""

    prospects: tuple[Prospect, ...]
    """Moved last first."""
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
