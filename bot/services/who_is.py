"""`who`: everything that we know of a site."""

from datetime import timedelta

from bot.domain.backlinks import DomainName
from bot.domain.names import Target
from bot.domain.promises import promise_record
from bot.domain.prospect_guards import guards
from bot.domain.site_facts import SiteFacts
from bot.ports import BacklinkStore, Clock, ProspectStore, WatchStore


async def who_is(
    site: DomainName,
    *,
    person: str,
    prospects: ProspectStore,
    watches: WatchStore,
    backlinks: BacklinkStore,
    clock: Clock,
    late_after: timedelta,
) -> SiteFacts:
    """Links to all sites that we watch or want links for, prospects, promises, and what speaks against writing."""
    now = clock()
    known = await prospects.prospects_of_site(site)
    ours = {watch.target.domain for watch in await watches.watches()}
    ours |= {p.details.target.domain for p in known if p.details.target}
    links = []
    for domain in sorted(ours - {site}):
        found = await backlinks.domain_of(Target(domain), site)
        if found:
            links.append((domain, found))
    number = sum(found.backlinks for _, found in links)
    return SiteFacts(
        site=site,
        links=tuple(links),
        prospects=known,
        cautions=guards(None, known, person=person, links=number, now=now),
        promises=promise_record(known, now=now, late_after=late_after),
    )
