"""Once a new release of the web graph is built: who is new in it, and who is not, for watched sites."""

import logging

from bot.domain.graph_news import MOST_SITES, graph_events
from bot.domain.webgraph import no_news_note
from bot.errors import SourceError
from bot.ports import Clock, EventStore, ReminderLedger, WatchStore, WebGraph
from bot.services.rate_events import Rater, unrated

log = logging.getLogger(__name__)


async def tell_graph_news(
    *,
    webgraph: WebGraph,
    watches: WatchStore,
    events: EventStore,
    reminders: ReminderLedger,
    clock: Clock,
    rate: Rater = unrated,
) -> int:
    """Compare the two newest releases for every watched site; returns how many events were new.

    Once a day and release. An event is kept once whatever happens in between; a site that could not be
    compared is compared the next day, and never stops the others.
    """
    try:
        built = await webgraph.built()
    except SourceError as error:
        log.warning("the web graph could not be asked for news: %s", error)
        return 0
    if len(built) < 2:
        return 0
    newer, older = built[0], built[1]
    now = clock()
    targets = {watch.target for watch in await watches.watches()}
    domains = sorted({target.domain for target in targets if not no_news_note(target)})
    if not domains or not await reminders.claim_reminder(f"web graph {newer}", now.date()):
        return 0
    new = 0
    for domain in domains:
        try:
            diff = await webgraph.diff(older, newer, domain, limit=MOST_SITES)
        except SourceError as error:
            log.warning("no news of the web graph for one site: %s", error)
            continue
        new += len(await events.add_events(await rate(graph_events(diff, at=now))))
    return new
