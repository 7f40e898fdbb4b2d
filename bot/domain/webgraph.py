"""What the web graph says of a domain, and what it cannot know.

Common Crawl publishes, each month, which domains link to which in the crawls of the last three
(https://commoncrawl.org/web-graphs). A node is a domain under an ICANN suffix, its name reversed.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import ada_url
import tldextract

from bot.domain.backlinks import DomainName
from bot.domain.names import Target, host_of, parse_page_url
from bot.errors import InvalidInputError

LIMITS = (
    "The web graph counts links of every kind (scripts and images too), between domains and not pages, "
    "and knows ICANN suffixes only: all of github.io is one domain."
)
"""What to say aloud beside every answer of the web graph."""

SNAPSHOT_CAVEAT = "A page that was not crawled this time is not a link lost: look before you act."
"""What to say aloud beside every difference of two releases."""

PAGE_NOTE = "who links to this page by the web graph, which knows sites and not pages"
"""What an answer about one page does not know."""

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_RELEASE = re.compile(r"cc-main-(\d{4})(?:-(\d{2}))?((?:-[a-z]{3})+)")


class Presence(StrEnum):
    """Whether a release knows a domain."""

    FOUND = "found"
    ABSENT = "absent"
    """Neither crawled nor linked to in the release's months; also every domain younger than it."""
    SUFFIX = "suffix"
    """A public suffix or no domain at all: nobody's site."""


@dataclass(frozen=True, slots=True)
class Referrer:
    """A domain that links to the one that was asked for."""

    domain: DomainName
    rank: int | None
    """Its position by harmonic centrality, 1 the best; None: not among the ranks kept here."""
    referring_domains: int | None
    """How many domains link to it; None: not looked up."""


@dataclass(frozen=True, slots=True)
class InlinkReport:
    """Who links to a domain, in one release; the best by authority first."""

    release: str
    domain: DomainName
    """The node that answers: for `a.github.io` it is `github.io`, and the note says so."""
    presence: Presence
    referring_domains: int
    complete: bool
    """True when `rows` holds every referring domain."""
    rows: tuple[Referrer, ...] = ()
    note: str = ""
    """Why there is nothing, or who answered instead, in a sentence; empty when there is nothing to say."""

    @property
    def returned(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def as_of(self) -> date | None:
        """The last day of the data, None when the release's name does not tell it."""
        return release_date(self.release)


@dataclass(frozen=True, slots=True)
class DomainAuthority:
    """How well known a domain is, in one release. Positions count from 1; None: not kept here."""

    release: str
    domain: DomainName
    in_degree: int
    """How many domains link to it."""
    harmonic_position: int | None
    pagerank_position: int | None
    total_nodes: int


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """What changed between two releases: counts are of all, rows are the best of each, cut at a limit."""

    domain: DomainName
    older: str
    newer: str
    presence_older: Presence
    presence_newer: Presence
    referring_domains_older: int
    referring_domains_newer: int
    gained: int
    lost: int
    gained_rows: tuple[Referrer, ...] = ()
    lost_rows: tuple[Referrer, ...] = ()
    lost_unknown: int = 0
    """Of the lost, how many are not in the newer release at all: not crawled, more often than gone."""
    complete: bool = True
    note: str = ""


@lru_cache(maxsize=1)
def _icann_suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=False
    )


@lru_cache(maxsize=16_384)
def graph_domain(host: str) -> DomainName | None:
    """The node that a host belongs to; None for suffixes, addresses and single labels.

    >>> graph_domain("Blog.Site.co.uk"), graph_domain("a.github.io"), graph_domain("co.uk")
    ('site.co.uk', 'github.io', None)
    """
    try:
        ascii_host = str(ada_url.URL(f"http://{host.strip()}/").hostname).rstrip(".")
    except ValueError:
        return None
    if "." not in ascii_host or ".." in ascii_host:
        return None
    found = _icann_suffixes().extract_str(ascii_host)
    if found.domain and found.suffix:
        return DomainName(f"{found.domain}.{found.suffix}")
    labels = ascii_host.split(".")
    if found.suffix or labels[-1].isdigit() or ascii_host.startswith("["):
        return None
    # The list's own default rule is "*": an ending that nobody knows is a suffix of one label.
    return DomainName(".".join(labels[-2:]))


def reversed_name(domain: str) -> str:
    """A domain as the graph writes it, and back again.

    >>> reversed_name("site.co.uk"), reversed_name("uk.co.site")
    ('uk.co.site', 'site.co.uk')
    """
    return ".".join(reversed(domain.split(".")))


@lru_cache(maxsize=256)
def release_date(release: str) -> date | None:
    """The last day of a release's months, by its name.

    >>> release_date("cc-main-2026-apr-may-jun"), release_date("cc-main-2025-26-nov-dec-jan")
    (datetime.date(2026, 6, 30), datetime.date(2026, 1, 31))
    """
    found = _RELEASE.fullmatch(release)
    if not found:
        return None
    month = _MONTHS.get(found[3].rpartition("-")[2])
    if month is None:
        return None
    year = int(found[1]) if found[2] is None else int(found[1][:2] + found[2])
    return date(year, month, calendar.monthrange(year, month)[1])


def absent_note(domain: str, release: str) -> str:
    """Why a domain may be absent from a release."""
    day = release_date(release)
    until = f", which ends on {day.day} {day:%B %Y}" if day else ""
    return (
        f"{domain} is not in {release}{until}: Common Crawl neither visited it nor saw a link to it, "
        "or it is younger than that crawl."
    )


def suffix_note(host: str) -> str:
    """Why a public suffix has no answer."""
    return f"{host} is a public suffix, not a site: ask for a domain below it."


def other_node_note(host: str, node: str) -> str:
    """Why another domain answers than the one that was asked for."""
    return f"The web graph counts {host} under {node}: these are the links to all of {node}."


def other_node_limit(site: str, node: str) -> str:
    """What an answer about a part of a node does not know."""
    return (
        f"who links to {site} by the web graph, which counts it under {node} "
        f"together with every other site there"
    )


def no_news_note(target: Target) -> str:
    """Why the web graph brings no news of a target; empty: it does.

    >>> from bot.domain.names import parse_target
    >>> no_news_note(parse_target("a.github.io"))
    'The web graph brings no news of a.github.io: it counts it under github.io.'
    >>> no_news_note(parse_target("site.com"))
    ''
    """
    node = graph_domain(target.domain)
    if target.page:
        return f"The web graph brings no news of {target}: it knows sites and not pages."
    if node is not None and node != target.domain:
        return f"The web graph brings no news of {target}: it counts it under {node}."
    return ""


def parse_graph_host(text: str) -> str:
    """The host that somebody typed or pasted to ask the web graph about; suffixes are let through.

    >>> parse_graph_host("<https://Blog.Site.com/path|x>"), parse_graph_host("co.uk")
    ('blog.site.com', 'co.uk')

    Raises:
        InvalidInputError: it is no domain at all.
    """
    try:
        host = host_of(parse_page_url(text))
    except InvalidInputError:
        # A public suffix is no page's address, but here it has an answer of its own.
        host = text.strip().strip(".").lower()
    if graph_domain(host) is None and _icann_suffixes().extract_str(f"a.{host}").suffix != host:
        shown = " ".join(text.split()).replace("`", "")[:80]
        raise InvalidInputError(f"`{shown}` is not a domain. Type it like `site.com`.")
    return host
