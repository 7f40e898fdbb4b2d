"""Semrush's exports from Backlink Analytics: backlinks, referring domains."""

from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import Grain


def _image_has_no_text(facts: Facts) -> None:
    if facts.get("image") and facts.pop("text", None):
        facts["image"] = False
    facts.pop("text", None)


BACKLINKS = ExportFormat(
    "semrush_backlinks",
    "semrush",
    Grain.PAGES,
    required=("source url", "target url", ("page ascore", "page authority score")),
    columns={
        "referring_page": ("source url",),
        "target_url": ("target url",),
        "title": ("source title",),
        "anchor": ("anchor", "anchor text"),
        "nofollow": ("nofollow",),
        "ugc": ("ugc",),
        "sponsored": ("sponsored",),
        "image": ("image",),
        "text": ("text",),
        "first_seen": ("first seen",),
        "last_seen": ("last seen",),
        "lost": ("lost link",),
        "http_status": ("response code",),
    },
    metrics={
        "page ascore": "page_authority_score",
        "page authority score": "page_authority_score",
        "domain ascore": "domain_authority_score",
        "external links": "external_links",
        "internal links": "internal_links",
        "sitewide": "sitewide",
    },
    settle=_image_has_no_text,
)

_ASCORE = (
    "domain ascore",
    "root domain ascore",
    "domain authority score",
    "ascore",
    "authority score",
)

REFERRING_DOMAINS = ExportFormat(
    "semrush_refdomains",
    "semrush",
    Grain.DOMAINS,
    required=(
        ("domain", "root domain", "referring domain", "source domain"),
        _ASCORE,
        ("backlinks", "backlinks num", "backlinks count"),
    ),
    columns={
        "referring_domain": ("domain", "root domain", "referring domain", "source domain"),
        "links": ("backlinks", "backlinks num", "backlinks count"),
        "first_seen": ("first seen",),
        "last_seen": ("last seen",),
        "lost": ("lost", "lost domain"),
    },
    metrics={
        **dict.fromkeys(_ASCORE, "domain_authority_score"),
    },
)

FORMATS = (BACKLINKS, REFERRING_DOMAINS)
