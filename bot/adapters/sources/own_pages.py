"""Files that are handed over by mistake: lists of a site's own links and pages, counts of visits."""

from bot.adapters.sources.export_format import ExportFormat
from bot.domain.backlinks import Grain

_HINT = (
    "Import an export of backlinks instead: Backlinks in Ahrefs, Semrush or Majestic, "
    "or Latest links in Search Console."
)

CRAWLED_LINKS = ExportFormat(
    "screaming_frog_links",
    "screaming_frog",
    Grain.PAGES,
    required=(
        "source",
        "destination",
        ("link position", "link path", "link origin", "path type", "status code", "follow"),
    ),
    columns={},
    refused_because=f"This is a crawler's list of a site's own (internal) links, not backlinks. {_HINT}",
)

CRAWLED_PAGES = ExportFormat(
    "screaming_frog_pages",
    "screaming_frog",
    Grain.PAGES,
    required=("address", "status code", ("indexability", "crawl depth", "inlinks")),
    columns={},
    refused_because=f"This is a crawler's list of a site's own pages, not backlinks. {_HINT}",
)

OWN_PAGES_BY_LINKS = ExportFormat(
    "own_pages_by_links",
    "own_pages",
    Grain.PAGES,
    required=(
        ("page url", "target url", "url", "page"),
        ("referring domains", "ref. domains", "linking domains", "linking root domains"),
    ),
    absent=(
        "referring page url",
        "source url",
        "anchor",
        "anchor text",
        "referring page",
        "linking page",
        "first seen link",
    ),
    columns={},
    refused_because=f"This lists your own pages by how much they are linked, not the pages that link. {_HINT}",
)

VISITS = ExportFormat(
    "visits",
    "visits",
    Grain.DOMAINS,
    required=(
        (
            "label",
            "website",
            "referrer",
            "page referrer",
            "session source",
            "session source / medium",
            "first user source",
        ),
        ("visits", "nb visits", "sessions", "unique visitors", "views", "event count"),
    ),
    columns={},
    refused_because=(
        "This counts visits and lists no links. `backlinks import-traffic FILE --target site.com` reads it."
    ),
)

FORMATS = (CRAWLED_LINKS, CRAWLED_PAGES, OWN_PAGES_BY_LINKS, VISITS)
