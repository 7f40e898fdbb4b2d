"""Majestic's downloads of backlinks and of referring domains."""

from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import Grain


def _deleted_is_lost(facts: Facts) -> None:
    """`FlagDeleted` where it is given, else a date of the loss; without either nobody says."""
    if facts.get("lost") is None and facts.get("lost_on") is not None:
        facts["lost"] = True


BACKLINKS = ExportFormat(
    "majestic_backlinks",
    "majestic",
    Grain.PAGES,
    required=(
        ("source url", "sourceurl"),
        ("target url", "targeturl"),
        ("sourcetrustflow", "source trust flow", "sourcecitationflow", "source citation flow"),
    ),
    columns={
        "referring_page": ("source url", "sourceurl"),
        "target_url": ("target url", "targeturl"),
        "anchor": ("anchor text", "anchortext"),
        "nofollow": ("flagnofollow", "nofollow"),
        "image": ("flagimagelink", "flagimages"),
        "first_seen": (
            "source first found date",
            "first indexed date",
            "firstindexeddate",
        ),
        "last_seen": ("last seen date", "lastseendate", "source crawl date", "date"),
        "lost_on": ("date lost", "datelost"),
        "lost": ("flagdeleted",),
    },
    metrics={
        "sourcetrustflow": "page_trust_flow",
        "source trust flow": "page_trust_flow",
        "sourcecitationflow": "page_citation_flow",
        "source citation flow": "page_citation_flow",
    },
    settle=_deleted_is_lost,
)

REFERRING_DOMAINS = ExportFormat(
    "majestic_refdomains",
    "majestic",
    Grain.DOMAINS,
    required=(
        "domain",
        ("trustflow", "trust flow"),
        ("backlinks", "matchedlinks", "backlinks to target", "alexarank", "refdomains"),
    ),
    columns={
        "referring_domain": ("domain",),
        "links": ("backlinks to target", "matchedlinks", "backlinks"),
        "first_seen": ("first crawled", "firstcrawled", "firstlinkdate"),
        "last_seen": ("last successful crawl", "lastsuccessfulcrawl"),
    },
    metrics={
        "trustflow": "trust_flow",
        "trust flow": "trust_flow",
        "citationflow": "citation_flow",
        "citation flow": "citation_flow",
    },
)

FORMATS = (BACKLINKS, REFERRING_DOMAINS)
