"""A page and a target make an observation: is the link there, and how do we know?"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.pages import Hop, Validators


class State(StrEnum):
    """What a look at a link concluded."""

    LIVE = "live"
    LOST = "lost"
    UNVERIFIED = "unverified"


class Reason(StrEnum):
    """Why a link is not live; the first five are losses, the rest say why we cannot tell."""

    LINK_REMOVED = "link_removed"
    PAGE_GONE = "page_gone"
    PAGE_REDIRECTED = "page_redirected"
    PARKED = "parked"
    DOMAIN_GONE = "domain_gone"

    TIMEOUT = "timeout"
    DNS_ERROR = "dns_error"
    TLS_ERROR = "tls_error"
    CONNECTION_ERROR = "connection_error"
    SERVER_ERROR = "server_error"
    BLOCKED = "blocked"
    ROBOTS_DISALLOWED = "robots_disallowed"
    TOO_LARGE = "too_large"
    NOT_HTML = "not_html"
    NEEDS_JAVASCRIPT = "needs_javascript"
    TRUNCATED = "truncated"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNSAFE_ADDRESS = "unsafe_address"
    BAD_URL = "bad_url"

    @property
    def state(self) -> State:
        """The state that this reason belongs to."""
        return State.LOST if self in _LOSSES else State.UNVERIFIED


_LOSSES = frozenset(
    {
        Reason.LINK_REMOVED,
        Reason.PAGE_GONE,
        Reason.PAGE_REDIRECTED,
        Reason.PARKED,
        Reason.DOMAIN_GONE,
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What another person needs to see why we said it."""

    because: str = ""
    """One sentence: what was seen that made the verdict."""
    title: str | None = None
    before: str | None = None
    """Text before the link, white space folded; None when there is no link."""
    after: str | None = None
    instead: str | None = None
    """What stands now where the link stood; None: it was not lost, or the words around it are gone, too."""
    bytes_read: int | None = None
    sha256: str | None = None
    """Of the body as read, in hex; None when nothing was read."""
    unread: tuple[str, ...] = ()
    """Parts that the page names and does not hold, where no link was found: `comments`, `next page`."""
    moved_to: str | None = None
    """Another page of the same list, where the link stands now; None: it stands on its own page."""
    nofollow_from: tuple[str, ...] = ()
    """Where a nofollow came from: `rel=nofollow`, `meta robots`, `X-Robots-Tag`, ..."""
    noindex_from: tuple[str, ...] = ()
    placement_evidence: tuple[str, ...] = ()
    page_says: tuple[str, ...] = ()
    """Labels above the page's text: paid for, by a guest, a press release."""
    link_hrefs: tuple[str, ...] = ()
    """Up to ten of the links to the target, resolved, in document order."""
    name_exists: bool | None = None
    """False: the resolver said that there is no such name (NXDOMAIN). None: nobody asked or knows."""
    headers: tuple[tuple[str, str], ...] = ()
    """The answer's headers that the verdict rests on or that a proof shows; never cookies."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at one (referring page, target) pair at one time."""

    referring_page: str
    target: str
    state: State
    reason: Reason | None
    """None exactly when the state is live."""
    checked_at: datetime
    http_status: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    links: int = 0
    """How many links to the target the page has, indirect ones only when there is no direct one."""
    href: str | None = None
    """The best link's href, resolved."""
    anchor: str | None = None
    rel: tuple[str, ...] = ()
    followed: bool | None = None
    """None: no link was seen."""
    indexable: bool | None = None
    """None: no page was read."""
    canonical: str | None = None
    """Resolved; None: the page names none."""
    canonical_elsewhere: bool | None = None
    indirect: bool = False
    target_changed: bool = False
    placement: str | None = None
    editorial: bool | None = None
    evidence: Evidence = field(default_factory=Evidence)
    validators: Validators = field(default_factory=Validators)
