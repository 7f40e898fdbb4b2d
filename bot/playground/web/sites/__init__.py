"""The sites of the changing web: the table of contents."""

from bot.playground.web.model import Site
from bot.playground.web.sites import (
    abroad,
    blog,
    club,
    edges,
    forum,
    garden,
    journal,
    lists,
    news,
    trade,
    wiki,
)

SITES: tuple[Site, ...] = (
    garden.SITE,
    journal.SITE,
    blog.SITE,
    news.SITE,
    forum.SITE,
    lists.DIRECTORY,
    lists.LIBRARY,
    wiki.SITE,
    trade.TROWELSHOP,
    trade.SPADE,
    trade.ORCHARD,
    abroad.GARTENFREUNDE,
    abroad.NIWA,
    abroad.NIWA_OLD,
    club.SITE,
    edges.OLDSEEDS,
    edges.WEEKLY,
    edges.PLANNER,
    edges.COUNCIL,
    edges.HOMESTEAD,
    edges.LINKHEAP,
    edges.STATS,
)

BY_HOST = {site.host: site for site in SITES}

OURS = "garden.example"
RIVALS = ("spade.example", "orchard.example")
TARGETS = (OURS, *RIVALS)
