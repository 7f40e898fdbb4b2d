"""What is known of a referring site, put together for its score and its origin."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.domain.backlinks import DomainName, ReferringDomain
from bot.domain.events import Event, Value
from bot.domain.names import Target
from bot.domain.origin_clues import OriginFacts
from bot.domain.origins import OriginDecision, Overrule, decide_origin
from bot.domain.placement import Placement
from bot.domain.prospects import Status
from bot.domain.quality import Quality, authority_of_graph, score_link
from bot.domain.quality_factors import LinkFacts
from bot.domain.ratings import Rating
from bot.domain.source_names import data_of
from bot.domain.spam import SpamFacts, spam_signs
from bot.domain.ties import NO_TIES, Ties
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Observation, State
from bot.domain.webgraph import DomainAuthority

_RATERS: Final = frozenset({"ahrefs", "ahrefs_api", "dataforseo_api", "moz", "semrush"})
_COMMON_LABELS: Final = frozenset({"www", "blog", "shop", "news", "the"})


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A link's score and origin, both with what they rest on."""

    quality: Quality
    origin: OriginDecision | None
    """None: nobody has looked at the link, so nothing can be said."""


def appraise(
    target: Target,
    *,
    site: ReferringDomain | None,
    look: Observation | None,
    graph: DomainAuthority | None,
    today: date,
    overrule: Overrule | None = None,
    topic: float | None = None,
    topic_from: str = "",
    page: SpamFacts | None = None,
    outbound_links: int | None = None,
    visits: int | None = None,
    ties: Ties = NO_TIES,
    rated_by: str = "a vendor's export",
    page_authority: tuple[float, str] | None = None,
) -> Appraisal:
    """Score a link from all that is known; what is not known is left out.

    `site` is what the sources say of the referring domain, `look` our own newest look, `graph` what the
    web graph says of the domain; `visits` are of 30 days. `rated_by` names who gave the site's authority,
    `page_authority` is the page's own figure with its source. `page` and what stands with it come from a page that was just read.
    """
    live = look if look is not None and look.state is State.LIVE else None
    authority, authority_from = _authority(site, graph, rated_by)
    origin = (
        origin_of(target, live, overrule, ties=ties, outbound_links=outbound_links)
        if live
        else None
    )
    facts = LinkFacts(
        authority=authority,
        authority_from=authority_from,
        page_authority=page_authority[0] if page_authority else None,
        page_authority_from=data_of(page_authority[1]) if page_authority else "",
        placement=_placement(live),
        kind=origin.type if origin else None,
        followed=live.followed if live else _followed(site),
        indexable=_indexable(live),
        topic=topic,
        topic_from=topic_from,
        outbound_links=outbound_links,
        age_days=(today - site.first_seen).days if site and site.first_seen else None,
        visits=visits,
        domain_links=site.backlinks if site else None,
        spam_signs=spam_signs(_spam_facts(site, live, page)),
    )
    return Appraisal(score_link(facts), origin)


def rate(
    stored: StoredEvent,
    *,
    site: ReferringDomain | None,
    graph: DomainAuthority | None,
    visits: int | None = None,
    worked_for: bool = False,
) -> Rating:
    """How good an event's link was: the score that `check` gives it, from what the event itself saw."""
    event = stored.event

    def score(value: Value | None) -> Quality:
        look = _look_of(event, value) if value is not None else None
        target, today = Target(stored.target_domain), event.at.date()
        made = appraise(target, site=site, look=look, graph=graph, today=today, visits=visits)
        return made.quality

    first = score(event.before or event.after)
    changed = event.before and event.after and event.before != event.after
    return Rating(
        score=first.score,
        is_rough=first.rough,
        sum_line=first.sum_line() if first.score is not None else "",
        score_after=score(event.after).score if changed else None,
        visits=visits,
        worked_for=worked_for,
    )


def _look_of(event: Event, value: Value) -> Observation:
    """The look that saw the link as it is, or was."""
    return Observation(
        event.referring_page,
        event.target,
        State.LIVE,
        None,
        event.at,
        href=value.href,
        anchor=value.anchor,
        followed=value.followed,
        indexable=value.indexable,
        canonical_elsewhere=value.canonical_elsewhere,
        indirect=value.indirect,
        placement=value.placement,
        editorial=value.editorial,
    )


def origin_of(
    target: Target,
    look: Observation,
    overrule: Overrule | None,
    *,
    ties: Ties = NO_TIES,
    outbound_links: int | None = None,
) -> OriginDecision:
    """Natural or manual, from a look that saw the link and from what ties us to its page."""
    evidence = look.evidence
    text = " ".join(part for part in (evidence.before, look.anchor, evidence.after) if part)
    facts = OriginFacts(
        placement=_placement(look),
        rel=look.rel,
        href=look.href or "",
        page_url=look.final_url or look.referring_page,
        page_title=evidence.title or "",
        text=text,
        page_says=evidence.page_says,
        anchor=look.anchor or "",
        our_names=our_names(target.domain),
        prospect_kind=ties.prospect.details.kind.value if ties.prospect else None,
        prospect_won=ties.prospect.status is Status.WON if ties.prospect else None,
        reciprocal=ties.reciprocal,
        same_owner=ties.same_owner,
        outbound_links=outbound_links,
    )
    return decide_origin(facts, overrule)


def our_names(domain: DomainName) -> tuple[str, ...]:
    """What the target is called: its domain, and the domain's own word.

    >>> our_names(DomainName("garden-tools.example"))
    ('garden-tools.example', 'garden tools')
    """
    label = domain.split(".")[0].replace("-", " ")
    return (domain, label) if label not in _COMMON_LABELS else (domain,)


def vendor_of(sources: Collection[str]) -> str:
    """Who rated a site, by the names of the sources that know it.

    >>> vendor_of({"ahrefs", "search_console"}), vendor_of({"ahrefs", "moz"}), vendor_of({"ahrefs_api", "moz"})
    ('the Ahrefs export', "a vendor's export", "a vendor's data")
    """
    vendors = sorted(_RATERS & set(sources))
    if len(vendors) == 1:
        return data_of(vendors[0])
    is_bought = any(vendor.endswith("_api") for vendor in vendors)
    return "a vendor's data" if is_bought else "a vendor's export"


def _authority(
    site: ReferringDomain | None, graph: DomainAuthority | None, rated_by: str
) -> tuple[float | None, str]:
    """A vendor's figure of the team's own export before the graph's: it is about the whole web."""
    if site is not None and site.authority is not None:
        return site.authority, rated_by
    if graph is None:
        return None, ""
    figure = authority_of_graph(graph.in_degree, graph.harmonic_position, graph.total_nodes)
    return figure, f"the web graph ({graph.in_degree:,} sites link to it)"


def _placement(look: Observation | None) -> Placement | None:
    try:
        return Placement(look.placement) if look and look.placement else None
    except ValueError:  # a look that an older version of this program kept
        return None


def _followed(site: ReferringDomain | None) -> bool | None:
    if site is None or not (site.followed or site.not_followed):
        return None
    return site.followed > 0


def _indexable(look: Observation | None) -> bool | None:
    if look is None or look.indexable is None:
        return None
    return look.indexable and not look.canonical_elsewhere


def _spam_facts(
    site: ReferringDomain | None, look: Observation | None, page: SpamFacts | None
) -> SpamFacts:
    """What the page shows, where it was just read, with what the look and the sources know."""
    return replace(
        page or SpamFacts(),
        anchor=look.anchor if look else None,
        placement=_placement(look),
        domain_links=site.backlinks if site else None,
    )
