"""What becomes of events, put together from Deps: how good their links were, and who is told."""

from bot.deps import Deps
from bot.services.rate_events import Rater, RatingSources
from bot.services.watch_sites import Planning


def planning(deps: Deps) -> Planning:
    """Who hears of what."""
    return Planning(watches=deps.watches, links=deps.tracked_links, cards=deps.cards)


def rater(deps: Deps) -> Rater:
    """How good links are, by all that is known at that moment."""
    return RatingSources(
        links=deps.tracked_links,
        backlinks=deps.backlinks,
        webgraph=deps.webgraph,
        traffic=deps.traffic,
    ).rate
