"""What a search for the linking page of a site came to."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.verdicts import Observation


class Search(StrEnum):
    """How a search ended."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    """The likely pages were read, and none links to the target; others may."""
    SITE_CLOSED = "site_closed"
    """The site does not want to be looked at, or does not answer."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What a search came to."""

    site: str
    target: str
    outcome: Search
    observation: Observation | None
    """The verdict on the first page that links; None when none does."""
    looked_at: tuple[str, ...]
    """The pages that were read, in order."""
    requests: int
    because: str
    """One sentence for people."""
