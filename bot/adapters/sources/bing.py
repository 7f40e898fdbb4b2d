"""Bing Webmaster Tools' exports from Backlinks: referring domains, referring pages, anchors."""

from bot.adapters.sources.export_format import ExportFormat
from bot.domain.backlinks import Grain

PAGES = ExportFormat(
    "bing_pages",
    "bing",
    Grain.PAGES,
    required=("source url", "anchor text", "target url"),
    columns={
        "referring_page": ("source url",),
        "anchor": ("anchor text",),
        "target_url": ("target url",),
    },
    alone=True,
)

REFERRING_DOMAINS = ExportFormat(
    "bing_domains",
    "bing",
    Grain.DOMAINS,
    required=("domain", "backlinks count"),
    columns={"referring_domain": ("domain",), "links": ("backlinks count",)},
    alone=True,
)

ANCHORS = ExportFormat(
    "bing_anchors",
    "bing",
    Grain.DOMAINS,
    required=("anchor", "backlinks count"),
    columns={},
    refused_because=(
        "This is Bing's list of anchor texts, without the pages that link. "
        "Export Pages (or Domains) from Backlinks instead."
    ),
)

FORMATS = (REFERRING_DOMAINS, PAGES, ANCHORS)
