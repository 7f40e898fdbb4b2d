"""Ahrefs' exports: backlinks (new columns, 2025's, the old interface's), referring domains, anchors."""

from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import Grain


def _lost_has_a_date(facts: Facts) -> None:
    """Ahrefs dates what is lost and leaves the rest empty."""
    facts["lost"] = facts.get("lost_on") is not None or bool(facts.pop("lost_status", None))
    link_type = (facts.pop("link_type", None) or "").lower()
    if link_type:
        facts["image"] = "image" in link_type
    if "nofollow" in link_type or "dofollow" in link_type:
        facts.setdefault("nofollow", "nofollow" in link_type)


BACKLINKS = ExportFormat(
    "ahrefs_backlinks",
    "ahrefs",
    Grain.PAGES,
    required=("referring page url", ("target url", "link url")),
    columns={
        "referring_page": ("referring page url",),
        "target_url": ("target url", "link url"),
        "title": ("referring page title",),
        "anchor": ("anchor", "link anchor", "anchor text"),
        "nofollow": ("nofollow",),
        "ugc": ("ugc",),
        "sponsored": ("sponsored",),
        "link_type": ("type", "link type"),
        "http_status": ("referring page http code", "http code"),
        "first_seen": ("first seen",),
        "last_seen": ("last seen", "last check"),
        "lost_on": ("lost", "lost date"),
        "lost_status": ("lost status",),
    },
    metrics={
        "domain rating": "domain_rating",
        "dr": "domain_rating",
        "ur": "url_rating",
        "url rating (desc)": "url_rating",
        "url rating": "url_rating",
        "domain traffic": "domain_traffic",
        "page traffic": "page_traffic",
        "referring domains": "page_referring_domains",
        "linked domains": "linked_domains",
        "external links": "external_links",
        "external links count": "external_links",
        "internal links count": "internal_links",
        "links in group": "links_in_group",
    },
    settle=_lost_has_a_date,
)

REFERRING_DOMAINS = ExportFormat(
    "ahrefs_refdomains",
    "ahrefs",
    Grain.DOMAINS,
    required=("domain", ("dr", "domain rating"), ("links to target", "dofollow links")),
    columns={
        "referring_domain": ("domain",),
        "links": ("links to target",),
        "first_seen": ("first seen",),
        "lost_on": ("lost",),
    },
    metrics={
        "dr": "domain_rating",
        "domain rating": "domain_rating",
        "traffic": "domain_traffic",
        "domain traffic": "domain_traffic",
        "dofollow links": "followed_links",
        "dofollow ref. domains": "domain_referring_domains",
        "dofollow linked domains": "linked_domains",
    },
    settle=_lost_has_a_date,
)

ANCHORS = ExportFormat(
    "ahrefs_anchors",
    "ahrefs",
    Grain.DOMAINS,
    required=(("anchor text", "anchor"), ("ref. domains", "ref. pages", "top dr")),
    absent=("referring page url",),
    columns={},
    refused_because=(
        "This is Ahrefs' list of anchor texts, without the pages that link. "
        "Export Backlinks (or Referring domains) from Site Explorer instead."
    ),
)

FORMATS = (BACKLINKS, REFERRING_DOMAINS, ANCHORS)
