"""What we know of a site: links from it, who wrote to it, what was agreed and kept."""

from dataclasses import dataclass

from bot.domain.backlinks import DomainName, ReferringDomain
from bot.domain.promises import PromiseRecord
from bot.domain.prospect_guards import Caution
from bot.domain.prospects import Prospect


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One site, as far as we know it."""

    site: DomainName
    links: tuple[tuple[DomainName, ReferringDomain], ...]
    """(our site, what the sources know of its links to it)."""
    prospects: tuple[Prospect, ...]
    cautions: tuple[Caution, ...]
    promises: PromiseRecord
