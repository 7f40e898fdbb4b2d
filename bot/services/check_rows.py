"""The rows of an answer of `check`: a referring domain each, scored by all that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.domain.appraisal import Appraisal, appraise, vendor_of
from bot.domain.backlinks import DomainName, ReferringDomain
from bot.domain.events import Policy, confirms_loss
from bot.domain.findings import DomainFinding, LookCounts
from bot.domain.names import Target
from bot.domain.origins import Overrule
from bot.domain.prospects import Prospect
from bot.domain.ties import NO_TIES, Ties, asked_prospect
from bot.domain.traffic import Traffic
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import DomainAuthority, InlinkReport, Referrer
from bot.ports import ObservationStore

_GRAPH_ROWS = 200
_CONFIRMED_ROWS = 60
_LOOKS_BACK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What all rows of one answer rest on."""

    target: Target
    today: date
    looks: Mapping[DomainName, Observation]
    counts: Mapping[DomainName, LookCounts]
    decided: Mapping[str, Overrule]
    sources: Mapping[str, frozenset[str]]
    traffic: Traffic | None
    prospects: Mapping[DomainName, Sequence[Prospect]]

    def appraised(
        self, domain: DomainName, site: ReferringDomain | None, graph: DomainAuthority | None
    ) -> Appraisal:
        """The score and origin of what speaks for a site."""
        look = self.looks.get(domain)
        visits = self.traffic.by_site.get(domain) if self.traffic else None
        asked = self.prospects.get(domain, ()) if look else ()
        return appraise(
            self.target,
            site=site,
            look=look,
            graph=graph,
            today=self.today,
            overrule=self.decided.get(look.referring_page) if look else None,
            visits=None
            if self.traffic is None or visits is None
            else self.traffic.in_30_days(visits),
            ties=Ties(asked_prospect(asked, look.referring_page, self.target.domain))
            if look
            else NO_TIES,
            rated_by=vendor_of(self.named(domain)),
        )

    def named(self, domain: DomainName) -> set[str]:
        """The sources that know a site."""
        return {name for name, domains in self.sources.items() if domain in domains}

    def completed(self, row: DomainFinding, made: Appraisal) -> DomainFinding:
        """A row with its look, its origin, its visits and who knows of it."""
        row = replace(
            row,
            sources=tuple(sorted({*self.named(row.domain), *row.sources})),
            visits=self.traffic.by_site.get(row.domain) if self.traffic else None,
            looks=self.counts.get(row.domain, LookCounts()),
        )
        if made.origin is not None:
            row = replace(row, origin=made.origin.origin.value, origin_assumed=made.origin.assumed)
        look = self.looks.get(row.domain)
        if look is None:
            return row
        return replace(
            row,
            sources=tuple(sorted({*row.sources, "own_looks"})),
            state=look.state,
            reason=look.reason,
            checked_at=look.checked_at,
            placement=look.placement,
            editorial=look.editorial,
            example_page=look.referring_page,
        )


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of one answer: the team's own sources know some, the web graph alone knows others."""

    known: Known
    own: Mapping[DomainName, ReferringDomain]
    of_graph: Mapping[DomainName, Referrer]
    """The best that the graph knows; one that is among `own` too is told from there."""

    release: str

    def names(self) -> list[DomainName]:
        """All that get a row."""
        only_graph = (name for name in self.of_graph if name not in self.own)
        return [*self.own, *islice(only_graph, _GRAPH_ROWS)]

    def worth_asking(self) -> list[DomainName]:
        """Of whom the graph should be asked, most urgent first: whoever has no score without it.

        One of the graph's own rows brings its figure along, unless its page was looked at: then its
        position counts too.
        """
        unranked = [name for name, site in self.own.items() if site.authority is None]
        ranked = [name for name, site in self.own.items() if site.authority is not None]
        rest = [name for name in self.names() if name not in self.own]
        looked_at = [name for name in rest if name in self.known.looks]
        bare = [name for name in rest if self.of_graph[name].referring_domains is None]
        return list(dict.fromkeys([*unranked, *looked_at, *ranked, *bare]))

    def row(self, name: DomainName, graph: DomainAuthority | None) -> DomainFinding:
        """The row of one site, with what the graph was found to say of it."""
        if name in self.own:
            return _from_sources(self.known, self.own[name], graph)
        degree = self.of_graph[name].referring_domains
        if graph is None and degree is not None:
            graph = DomainAuthority(self.release, name, degree, None, None, 0)
        return _from_graph(self.known, name, graph)


def sites_of(known: Known, own: Sequence[ReferringDomain], report: InlinkReport | None) -> Sites:
    """The sites that an answer has rows for."""
    of_graph = {one.domain: one for one in report.rows} if report else {}
    release = report.release if report else ""
    return Sites(known, {site.name: site for site in own}, of_graph, release)


def _from_sources(
    known: Known, site: ReferringDomain, graph: DomainAuthority | None
) -> DomainFinding:
    made = known.appraised(site.name, site, graph)
    row = DomainFinding(
        domain=site.name,
        links=site.backlinks,
        followed=site.followed > 0 if site.followed or site.not_followed else None,
        quality=made.quality.score,
        scored=made.quality if made.quality.score is not None else None,
        since=site.first_seen,
        lost_on=site.last_seen if site.lost and not site.backlinks else None,
        in_degree=graph.in_degree if graph else None,
    )
    return known.completed(row, made)


def _from_graph(known: Known, name: DomainName, graph: DomainAuthority | None) -> DomainFinding:
    """One whose page was found and looked at is scored by it."""
    degree = graph.in_degree if graph else None
    row = DomainFinding(domain=name, links=None, in_degree=degree, sources=("webgraph",))
    made = known.appraised(name, None, graph)
    look = known.looks.get(name)
    if look is not None and look.state is State.LIVE:
        row = replace(row, quality=made.quality.score, scored=made.quality, followed=look.followed)
    return known.completed(row, made)


async def with_confirmed(
    rows: Sequence[DomainFinding],
    known: Known,
    observations: ObservationStore,
    policy: Policy,
) -> list[DomainFinding]:
    """Say of the first rows without their link whether looks at its page agree; of others it stays unsaid."""
    checked = 0
    done = []
    for row in rows:
        look = known.looks.get(row.domain)
        if look is not None and look.state is State.LOST and checked < _CONFIRMED_ROWS:
            checked += 1
            looks = await observations.observations_of(
                look.referring_page, look.target, limit=_LOOKS_BACK
            )
            done.append(replace(row, confirmed=confirms_loss(looks, policy=policy)))
            continue
        done.append(row)
    return done


def best_first(row: DomainFinding) -> tuple[bool, float, bool, int, int, str]:
    """For sorting: what is lost stands last."""
    return (
        row.lost_on is not None,
        -row.standing,
        row.followed is not True,
        -(row.links or 0),
        -(row.in_degree or 0),
        row.domain,
    )
