"""What is ours already and wasted: pages of ours that are gone though others link to them, and lost links."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from bot.domain.backlinks import DomainName, MergedLink, authority_of
from bot.domain.events import Phase
from bot.domain.names import Target, host_of, normalize_url, registrable_domain
from bot.domain.own_pages import OwnPage
from bot.domain.placement import Placement
from bot.domain.quality import Quality, authority_of_graph, score_link
from bot.domain.quality_factors import LinkFacts
from bot.domain.suggestions import LinkWords, Suggestion
from bot.domain.tracking import TrackedLink
from bot.domain.verdicts import Observation, Reason
from bot.domain.webgraph import DomainAuthority

WORTH_ASKING: Final = frozenset({Reason.LINK_REMOVED, Reason.PAGE_REDIRECTED})
"""The site is alive and somebody keeps it: there is a person to ask."""


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page of ours, and the links of others that lead to it."""

    url: str
    links: int
    domains: tuple[DomainName, ...]
    """The sites behind the links, by the number of links."""
    followed: int
    anchors: tuple[str, ...]
    """Most used first."""

    @property
    def words(self) -> LinkWords:
        return LinkWords(self.url, " ".join(self.anchors[:3]))


@dataclass(frozen=True, slots=True)
class WastedPage:
    """A page of ours that is gone, or sends its readers to the home page, though others link to it."""

    linked: LinkedPage
    seen: OwnPage
    suggestion: Suggestion | None = None
    """Where a redirect should lead; None: no page of ours fits."""

    @property
    def redirect(self) -> str:
        """The redirect that mends it, `from -> to`; empty when no page fits."""
        if self.suggestion is None:
            return ""
        parts = urlsplit(self.linked.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return f"{path} -> {self.suggestion.page.url}"


@dataclass(frozen=True, slots=True)
class LostLink:
    """A link to us that our own look did not find any more."""

    referring_page: str
    domain: DomainName
    target_page: str
    reason: Reason
    seen_at: datetime
    since: date | None = None
    """None: nobody says since when."""
    anchor: str = ""
    quality: Quality | None = None
    """Of the link as it was; None: nothing is known of it."""
    before: str = ""
    """The text around it when it was last seen."""
    after: str = ""
    now: str = ""
    """What the newest look found in its place."""

    @property
    def score(self) -> int | None:
        """0 to 100; None: nothing is known."""
        return self.quality.score if self.quality else None

    @property
    def shown_score(self) -> str:
        """For people: a question mark stands behind a number that rests on little; empty: nothing is known."""
        if self.quality is None or self.quality.score is None:
            return ""
        return f"{self.quality.score}?" if self.quality.rough else str(self.quality.score)


@dataclass(frozen=True, slots=True)
class Reclaim:
    """The answer to `reclaim site.com`."""

    target: Target
    as_of: datetime
    wasted: tuple[WastedPage, ...] = ()
    """Those behind which most sites stand first."""
    lost: tuple[LostLink, ...] = ()
    """Worth asking for, best first."""
    linked_pages: int = 0
    """Pages of ours that others link to, as far as is known."""
    looked_pages: int = 0
    unclear_pages: int = 0
    called_lost: int = 0
    """Links that a source or a look of ours called lost, looked at now."""
    alive: int = 0
    """Of these, links that are there."""
    unclear: int = 0
    with_their_pages: int = 0
    """Lost because the page or the whole site is gone: nobody to ask."""
    not_looked_at: int = 0
    """Called lost, and beyond the number of looks of one question."""
    details: tuple[str, ...] = field(default=())

    @property
    def wasted_links(self) -> int:
        return sum(page.linked.links for page in self.wasted)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known that could be reclaimed."""
        return not self.linked_pages and not self.called_lost and not self.lost


@dataclass(frozen=True, slots=True)
class ReclaimProgress:
    """How far the looks are."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LeadingLink:
    """A link that leads to a page of ours, whoever knows it."""

    target_url: str
    referring_domain: DomainName
    referring_page: str | None = None
    """None: the source names no page."""
    anchor: str = ""
    followed: bool = False


def leading_of_sources(links: Iterable[MergedLink]) -> list[LeadingLink]:
    """What the sources know and none of them calls lost."""
    return [
        LeadingLink(
            link.target_url,
            link.referring_domain,
            link.referring_page,
            (link.anchor.value or "") if link.anchor else "",
            bool(_is_followed(link)),
        )
        for link in links
        if link.target_url and not (link.lost and link.lost.value)
    ]


def leading_of_tracked(links: Iterable[TrackedLink]) -> list[LeadingLink]:
    """What our own looks found alive, also where no source knows of it."""
    found = []
    for link in links:
        value = link.standing.value
        if link.standing.phase is Phase.LIVE and value and value.href:
            anchor, followed = value.anchor or "", bool(value.followed)
            found.append(
                LeadingLink(
                    value.href, link.referring_domain, link.referring_page, anchor, followed
                )
            )
    return found


def linked_pages(links: Iterable[LeadingLink], *, site: DomainName) -> tuple[LinkedPage, ...]:
    """The pages of our site that others link to; by sites, then by links. A link told twice counts once."""
    groups: dict[str, dict[object, LeadingLink]] = {}
    for number, link in enumerate(links):
        if registrable_domain(host_of(link.target_url)) not in (site, None):
            continue
        page = normalize_url(link.referring_page) if link.referring_page else number
        groups.setdefault(normalize_url(link.target_url), {}).setdefault(page, link)
    pages = [_linked_page(list(group.values())) for group in groups.values()]
    return tuple(sorted(pages, key=lambda one: (-len(one.domains), -one.links, one.url)))


def _linked_page(group: Sequence[LeadingLink]) -> LinkedPage:
    domains = Counter(link.referring_domain for link in group)
    anchors = Counter(link.anchor for link in group if link.anchor)
    return LinkedPage(
        group[0].target_url,
        links=len(group),
        domains=tuple(name for name, _ in sorted(domains.items(), key=lambda i: (-i[1], i[0]))),
        followed=sum(link.followed for link in group),
        anchors=tuple(text for text, _ in anchors.most_common(5)),
    )


def called_lost(links: Iterable[MergedLink]) -> tuple[MergedLink, ...]:
    """The links that a source calls lost: a site's best before a second of any, followed ones first."""
    lost = [link for link in links if link.referring_page and link.lost and link.lost.value]
    lost.sort(
        key=lambda link: (
            not _is_followed(link),
            -(_authority(link) or 0),
            str(link.referring_page),
        )
    )
    seen: Counter[str] = Counter()
    ranked = []
    for link in lost:
        seen[link.referring_domain] += 1
        ranked.append((seen[link.referring_domain], link))
    return tuple(link for _, link in sorted(ranked, key=lambda item: item[0]))  # fmt: skip


def score_lost(
    link: MergedLink | None,
    last_live: Observation | None,
    graph: DomainAuthority | None = None,
    *,
    today: date,
) -> Quality:
    """The quality of a link as it was: by the sources, our last good look, else the web graph's word of the site."""
    first = link.first_seen.value if link and link.first_seen else None
    placed = last_live.placement if last_live else None
    authority = _authority(link) if link else None
    if authority is None and graph is not None:
        authority = authority_of_graph(graph.in_degree, graph.harmonic_position, graph.total_nodes)
    facts = LinkFacts(
        authority=authority,
        placement=Placement(placed) if placed else None,
        followed=last_live.followed if last_live else _is_followed(link),
        indexable=last_live.indexable if last_live else None,
        age_days=(today - first).days if first else None,
    )
    return score_link(facts)


def _is_followed(link: MergedLink | None) -> bool | None:
    return link.followed.value if link and link.followed else None


def _authority(link: MergedLink) -> float | None:
    return authority_of({name: fact.value for name, fact in link.metrics.items()})


def best_lost_first(links: Iterable[LostLink]) -> tuple[LostLink, ...]:
    """By quality; a number that rests on little is a guess among the others, the unknown come last."""
    return tuple(sorted(links, key=_rank))


def _rank(link: LostLink) -> tuple[bool, float, str]:
    known = link.quality is not None and link.quality.score is not None
    return not known, -(link.quality.standing if link.quality else 0), link.referring_page
