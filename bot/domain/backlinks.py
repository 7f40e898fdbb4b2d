"""What sources say of backlinks, and what is known when several speak of the same link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

DomainName = NewType("DomainName", str)
"""A registrable domain in lower case, international names in their ASCII (punycode) form."""


class Grain(StrEnum):
    """What a source can know."""

    PAGES = "pages"
    DOMAINS = "domains"


@dataclass(frozen=True, slots=True)
class Backlink:
    """What one source says of one backlink. None always means: this source does not say."""

    source: str
    """The source's stable name: `ahrefs`, `semrush`, `search_console`, `own_looks`, `webgraph`, ..."""
    referring_domain: DomainName
    target_domain: DomainName
    as_of: date | None
    """The date of the source's data (not of our import)."""
    referring_page: str | None = None
    target_url: str | None = None
    anchor: str | None = None
    title: str | None = None
    followed: bool | None = None
    nofollow: bool | None = None
    ugc: bool | None = None
    sponsored: bool | None = None
    image: bool | None = None
    first_seen: date | None = None
    last_seen: date | None = None
    lost_on: date | None = None
    lost: bool | None = None
    http_status: int | None = None
    links: int | None = None
    """How many links a domain-grained source counts; None for a page-grained row (it is one)."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    """A vendor's own figures, by the vendor's name for them: `{"domain_rating": 71.0}`."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How far one source's answer goes."""

    name: str
    as_of: date | None
    complete: bool | None
    """False: cut off by a limit or a plan. None: the source does not say."""
    grain: Grain
    referring_domains: int
    backlinks: int | None
    """None: the source counts domains only."""
    imported_at: datetime | None = None
    note: str | None = None
    """What this source cannot know, in a sentence for people."""
