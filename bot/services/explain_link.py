"""One link explained: fetched now, its score line by line, its origin with the evidence."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.domain.appraisal import Appraisal, appraise, vendor_of
from bot.domain.backlinks import DomainName, ReferringDomain, page_authority_of
from bot.domain.documents import Document
from bot.domain.link_surroundings import outbound_links
from bot.domain.names import Target, host_of, registrable_domain, shown_host
from bot.domain.spam import alike
from bot.domain.spam_evidence import spam_facts_of
from bot.domain.spam_facts import SpamFacts
from bot.domain.ties import Ties, asked_prospect, links_back, shared_account
from bot.domain.topics import Closeness, closeness
from bot.domain.verdicts import Observation, State
from bot.errors import FetchError
from bot.ports import (
    BacklinkStore,
    Clock,
    ObservationStore,
    OverruleStore,
    PageFetcher,
    ProspectStore,
    TrafficStore,
    WebGraph,
)
from bot.services.check_graph import PATIENCE, GraphPatience, authority_of_site
from bot.services.look import look_with_page
from bot.services.verify_links import ask

_TEXT: Final = 4_000
_BURST_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Explanation:
    """A link, what was seen of it now, and what that makes of it."""

    seen: Observation
    appraisal: Appraisal | None
    """None: the link was not seen, so there is nothing to score."""


async def explain(
    page_url: str,
    target: Target,
    *,
    fetcher: PageFetcher,
    observations: ObservationStore,
    backlinks: BacklinkStore,
    webgraph: WebGraph,
    overrules: OverruleStore,
    clock: Clock,
    traffic: TrafficStore | None = None,
    prospects: ProspectStore | None = None,
    patience: GraphPatience = PATIENCE,
) -> Explanation:
    """Look at the page and at the page of ours that it links to, and score the link.

    A target page or a web graph that cannot be read leaves its factor out; the explanation says so.
    """
    looked = await look_with_page(
        page_url, target, fetcher=fetcher, observations=observations, clock=clock
    )
    seen, page = looked.seen, looked.page
    if page is None or seen.state is not State.LIVE:
        return Explanation(seen, None)
    domain = registrable_domain(host_of(seen.final_url or page_url))
    document = await asyncio.to_thread(Document, page)
    ours = await _our_page(seen, target, fetcher)
    topic = await asyncio.to_thread(_topic, seen, document, ours)
    outbound = await asyncio.to_thread(outbound_links, document)
    theirs = await asyncio.to_thread(spam_facts_of, seen, target, document, ours, outbound)
    site = await backlinks.domain_of(target, domain) if domain else None
    work = partial(
        appraise,
        target,
        site=site,
        look=seen,
        graph=await authority_of_site(domain, webgraph, patience=patience) if domain else None,
        today=clock().date(),
        overrule=await overrules.overrule_of(page_url, target),
        topic=topic.score,
        topic_from=topic.seen,
        page=await _spam_facts(seen, theirs, site, target, backlinks),
        outbound_links=len(outbound),
        visits=await _visits(page_url, domain, target, traffic),
        ties=await _ties(seen, document, ours, domain, target, prospects),
        page_authority=page_authority_of(await backlinks.metrics_of_page(page_url, target)),
        rated_by=vendor_of(
            {
                name
                for name, sites in (await backlinks.domains_by_source(target)).items()
                if domain in sites
            }
        ),
    )
    # Looking for spam reads the whole text, which takes a while on a long page.
    return Explanation(seen, await asyncio.to_thread(work))


async def _our_page(seen: Observation, target: Target, fetcher: PageFetcher) -> Document | str:
    """Our page that is linked to, or why it could not be read."""
    page = await ask(fetcher, seen.href or "")
    if isinstance(page, FetchError):
        return "your page could not be read"
    host = host_of(page.url)
    if registrable_domain(host) != target.domain:
        # A redirector that answers by itself: what it shows is its own.
        return f"the link was followed to {host}, which is not {shown_host(target.domain)}"
    if page.status != 200:
        return f"your page answers {page.status}"
    return await asyncio.to_thread(Document, page)


def _topic(seen: Observation, document: Document, ours: Document | str) -> Closeness:
    if isinstance(ours, str):
        return Closeness(None, (), ours)
    around = " ".join(
        part
        for part in (document.title, seen.evidence.before, seen.anchor, seen.evidence.after)
        if part
    )
    text = f"{around} {document.text[:_TEXT]}"
    return closeness(text, f"{ours.title or ''} {ours.text[:_TEXT]}")


async def _ties(
    seen: Observation,
    document: Document,
    ours: Document | str,
    domain: DomainName | None,
    target: Target,
    prospects: ProspectStore | None,
) -> Ties:
    known = await prospects.prospects_of_site(domain) if prospects and domain else ()
    asked = asked_prospect(known, seen.referring_page, target.domain)
    if isinstance(ours, str):
        return Ties(prospect=asked)
    return Ties(
        prospect=asked,
        reciprocal=links_back(ours, domain) if domain else None,
        same_owner=shared_account(document, ours),
    )


async def _spam_facts(
    seen: Observation,
    theirs: SpamFacts,
    site: ReferringDomain | None,
    target: Target,
    backlinks: BacklinkStore,
) -> SpamFacts:
    """What the page shows, with what is known of the target's other links."""
    same = await backlinks.domains_with_anchor(target, seen.anchor) if seen.anchor else None
    if site is None or site.first_seen is None:
        return replace(theirs, same_anchor_domains=same)
    return replace(
        theirs,
        same_anchor_domains=same,
        new_domains_a_day=await backlinks.new_domains_by_day(
            target, last=site.first_seen, days=_BURST_DAYS
        ),
        burst_alike=alike(await backlinks.anchors_of_new_domains(target, site.first_seen), theirs),
    )


async def _visits(
    page_url: str, domain: str | None, target: Target, traffic: TrafficStore | None
) -> int | None:
    """Visits in 30 days from the page, or from its site where the export counts sites."""
    kept = await traffic.traffic_of(target.domain) if traffic else None
    return kept.through(page_url, DomainName(domain) if domain else None) if kept else None
