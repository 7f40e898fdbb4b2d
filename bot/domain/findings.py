"""The answer to `check`: what all sources together know about who links to a target."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.backlinks import DomainName, SourceReport
from bot.domain.coverage import Coverage
from bot.domain.names import Target
from bot.domain.quality import Quality
from bot.domain.verdicts import Reason, State


@dataclass(frozen=True, slots=True)
class LookCounts:
    """What the newest looks at a site's pages found: how many pages in each state."""

    live: int = 0
    lost: int = 0
    unverified: int = 0

    @property
    def pages(self) -> int:
        """Pages that were looked at."""
        return self.live + self.lost + self.unverified


@dataclass(frozen=True, slots=True)
class DomainFinding:
    """One referring domain, as one row of the answer. None always means: not known."""

    domain: DomainName
    links: int | None
    """None: only known from a source that counts domains."""
    followed: bool | None = None
    quality: int | None = None
    """0 to 100."""
    scored: Quality | None = None
    """How the quality came about, line by line; None: there is no score."""
    placement: str | None = None
    editorial: bool | None = None
    origin: str | None = None
    """`natural` or `manual`; `assumed` is said in `origin_assumed`."""
    origin_assumed: bool = False
    since: date | None = None
    lost_on: date | None = None
    state: State | None = None
    """What our own newest look at one of its pages said; None: we have not looked."""
    reason: Reason | None = None
    confirmed: bool = False
    """Of a lost one: looks far enough apart agree. False: one look alone, or nobody compared."""
    looks: LookCounts = LookCounts()
    checked_at: datetime | None = None
    example_page: str | None = None
    """The page to open first, where one is known."""
    sources: tuple[str, ...] = ()
    visits: int | None = None
    """Visits from the site in the newest analytics export, of all its days; None: no export, or not in it."""
    in_degree: int | None = None
    """How many sites link to it, by the web graph; None: not asked, or not known."""

    @property
    def rough(self) -> bool:
        """Whether less than half of what counts for the quality is known."""
        return self.scored is not None and self.scored.rough

    @property
    def standing(self) -> float:
        """The quality for ordering: of a rough one what is not known counts as middling."""
        return self.scored.standing if self.scored is not None else 0.0

    @property
    def why(self) -> str:
        """The sum behind the quality; empty when there is none."""
        return self.scored.sum_line() if self.scored is not None else ""


@dataclass(frozen=True, slots=True)
class Findings:
    """One target's answer."""

    target: Target
    as_of: datetime
    referring_domains: int
    backlinks: int | None
    """None: no source counts links, only domains."""
    followed: int | None
    """Backlinks known to be followed; None: no source says."""
    followed_known: int = 0
    """Backlinks of which a source says whether they are followed."""
    new_30_days: int | None = None
    """Referring domains first seen in the last 30 days; None: no source dates its rows."""
    lost_30_days: int | None = None
    tracked: int = 0
    """Tracked links to the target, ignored ones left out."""
    domains: tuple[DomainFinding, ...] = ()
    """Best first."""
    by_month: tuple[tuple[str, int], ...] = ()
    """(month, sites of today that linked by its end), oldest first, at most 12; empty: no dates."""
    types: tuple[tuple[str, int], ...] = ()
    """(placement, sites whose newest look found it), most first."""
    sources: tuple[SourceReport, ...] = ()
    unknown: tuple[str, ...] = ()
    """What is not known, a sentence each."""
    failed: tuple[str, ...] = ()
    """Sources that could not answer, a sentence each; they never hide the others."""
    dead_pages: tuple[str, ...] = ()
    """Pages of the target that tracked links lead to and that were seen broken twice."""
    coverage: Coverage | None = None
    graph_change: str = ""
    """What changed between the two newest releases of the web graph; empty: fewer are built."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the target."""
        return self.referring_domains == 0 and not self.sources

    @property
    def followed_percent(self) -> int | None:
        """Followed share of the backlinks of which a source says it."""
        if self.followed is None or not self.followed_known:
            return None
        return round(100 * self.followed / self.followed_known)


@dataclass(frozen=True, slots=True)
class VerifyProgress:
    """How far a run of looks is."""

    done: int
    total: int
    live: int = 0
    lost: int = 0
    unverified: int = 0
    by_reason: tuple[tuple[str, int], ...] = field(default=())
