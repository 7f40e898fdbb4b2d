"""Moz Link Explorer's exports: inbound links, linking domains.

No real file was at hand. The headers are those of Moz's columns on the screen and of its API (`page`,
`domain_authority`, `date_first_seen`); other spellings fall back to `plain`.
"""

from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import Grain


def _lost_has_a_date(facts: Facts) -> None:
    if facts.get("lost_on") is not None:
        facts["lost"] = True


BACKLINKS = ExportFormat(
    "moz_links",
    "moz",
    Grain.PAGES,
    required=(
        ("url", "source url", "source page", "linking page", "source", "links to page"),
        ("target url", "target page", "target", "link target"),
        ("domain authority", "page authority", "da", "pa"),
    ),
    columns={
        "referring_page": (
            "source url",
            "source page",
            "linking page",
            "url",
            "source",
            "links to page",
        ),
        "target_url": ("target url", "target page", "target", "link target"),
        "title": ("title", "page title", "source title"),
        "anchor": ("anchor text", "anchor"),
        "nofollow": ("nofollow", "is nofollow"),
        "rel": ("link type", "link state", "followed/nofollowed"),
        "http_status": ("http code", "http status", "status code"),
        "first_seen": ("date first seen", "first seen", "discovered"),
        "last_seen": ("date last seen", "last seen"),
        "lost_on": ("date lost", "lost", "date disappeared"),
    },
    metrics={
        "domain authority": "domain_authority",
        "da": "domain_authority",
        "page authority": "page_authority",
        "pa": "page_authority",
        "spam score": "spam_score",
        "external links": "external_links",
    },
    settle=_lost_has_a_date,
)

REFERRING_DOMAINS = ExportFormat(
    "moz_linking_domains",
    "moz",
    Grain.DOMAINS,
    required=(
        ("root domain", "linking domain", "domain"),
        ("domain authority", "da"),
    ),
    absent=("target url",),
    columns={
        "referring_domain": ("root domain", "linking domain", "domain"),
        "links": ("links to target", "linking pages", "links", "pages"),
        "first_seen": ("date first seen", "first seen", "discovered"),
        "last_seen": ("date last seen", "last seen"),
        "lost_on": ("date lost", "lost"),
    },
    metrics={
        "domain authority": "domain_authority",
        "da": "domain_authority",
        "spam score": "spam_score",
    },
    settle=_lost_has_a_date,
)

FORMATS = (BACKLINKS, REFERRING_DOMAINS)
