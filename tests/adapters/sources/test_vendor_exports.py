"""Every vendor's export is recognised, and its columns mean what they mean."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.sources import SOURCES
from bot.adapters.sources.exports import read_export
from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import ExportReading, KeptRow

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
SITE = DomainName("site.example")
TODAY = date(2026, 11, 23)


def read(name: str, *, target: DomainName | None = SITE) -> tuple[ExportReading, Sequence[Any]]:
    with (EXPORTS / name).open("rb") as file:
        reading = read_export(file, name=name, target=target, today=TODAY)
        return reading, list(reading.rows)


AHREFS: dict[str, Any] = {
    "referring_page": "https://journal.example/tools",
    "referring_domain": "journal.example",
    "target_url": "https://www.site.example/guide",
    "title": "Ten tools, compared",
    "anchor": "guide to gardens",
    "followed": True,
    "nofollow": False,
    "image": False,
    "lost": False,
    "http_status": 200,
    "first_seen": date(2025, 1, 4),
    "last_seen": date(2026, 4, 23),
}
CASES: list[tuple[str, str, int, dict[str, Any]]] = [
    ("site.example-backlinks-subdomains_2026-04-30_12-01-59.csv", "ahrefs_backlinks", 3, AHREFS),
    ("ahrefs_full_export_utf16.csv", "ahrefs_backlinks", 3, AHREFS),
    ("ahrefs_backlinks_2025_sheets.csv", "ahrefs_backlinks", 3, AHREFS),
    (
        "ahrefs_backlinks_old_interface.csv",
        "ahrefs_backlinks",
        1,
        {
            "anchor": "guide",
            "followed": False,
            "target_url": "https://site.example/guide",
            "metrics": {
                "domain_rating": 64.0,
                "url_rating": 12.0,
                "page_referring_domains": 3.0,
                "internal_links": 10.0,
                "external_links": 38.0,
            },
        },
    ),
    (
        "site.example-refdomains-subdomains_2026-04-30_12-03-00.csv",
        "ahrefs_refdomains",
        2,
        {
            "referring_domain": "journal.example",
            "links": 1017,
            "lost": False,
            "referring_page": None,
        },
    ),
    (
        "site.example-backlinks.csv",
        "semrush_backlinks",
        2,
        {"anchor": "guide", "followed": True, "lost": False, "first_seen": date(2025, 7, 8)},
    ),
    (
        "site.example-backlinks_refdomains.csv",
        "semrush_refdomains",
        1,
        {"links": 12, "metrics": {"domain_authority_score": 64.0}, "last_seen": date(2026, 4, 6)},
    ),
    (
        "majestic_backlinks.csv",
        "majestic_backlinks",
        2,
        {"anchor": "guide", "followed": True, "image": True, "last_seen": date(2026, 4, 12)},
    ),
    (
        "majestic_refdomains.csv",
        "majestic_refdomains",
        1,
        {"links": 12, "metrics": {"trust_flow": 41.0, "citation_flow": 30.0}},
    ),
    (
        "moz_links.csv",
        "moz_links",
        2,
        {
            "referring_page": "https://journal.example/tools",
            "target_url": "https://site.example/guide",
            "followed": True,
        },
    ),
    ("moz_linking_domains.csv", "moz_linking_domains", 1, {"links": 12}),
    ("bing_domains.csv", "bing_domains", 1, {"links": 1017, "referring_page": None}),
    ("bing_pages.csv", "bing_pages", 1, {"anchor": "guide", "followed": None, "lost": None}),
    (
        "https___www.site.example_-Latest links-2026-04-30.csv",
        "search_console_links",
        2,
        {"last_seen": date(2026, 4, 12), "target_url": None, "as_of": date(2026, 4, 30)},
    ),
    ("search_console_sample_links.csv", "search_console_links", 2, {"last_seen": None}),
    ("search_console_german.csv", "search_console_links", 2, {"last_seen": date(2026, 4, 12)}),
    ("search_console_japanese.csv", "search_console_links", 2, {"last_seen": date(2026, 4, 12)}),
    ("search_console_sites.csv", "search_console_top_linking_sites", 1, {"links": 1240}),
    ("search_console_sites_hebrew.csv", "search_console_top_linking_sites", 2, {"links": 1240}),
    ("plain_urls.csv", "plain", 2, {"referring_page": "https://journal.example/tools?a=1,2"}),
    (
        "plain_generic.csv",
        "plain",
        2,
        {
            "nofollow": True,
            "ugc": True,
            "followed": False,
            "target_url": None,
            "first_seen": date(2025, 9, 15),
            "last_seen": date(2026, 4, 12),
        },
    ),
    ("plain_domains.csv", "plain_domains", 1, {"links": 12}),
]


@pytest.mark.parametrize(("name", "fmt", "rows", "facts"), CASES, ids=[case[0] for case in CASES])
def test_an_export_is_read_row_by_row(
    name: str, fmt: str, rows: int, facts: dict[str, Any]
) -> None:
    reading, found = read(name)
    assert reading.format == fmt
    assert [row for row in found if not isinstance(row, KeptRow)] == []
    assert len(found) == reading.total_rows == rows
    first: Backlink = found[0].backlink
    assert {fact: getattr(first, fact) for fact in facts} == facts


REFUSED = [
    ("ahrefs_anchors.csv", "Backlinks"),
    ("bing_anchors.csv", "Pages"),
    ("search_console_top_linked_pages.csv", "Latest links"),
    ("search_console_top_linked_pages_hebrew.csv", "Latest links"),
    ("search_console_top_linking_text.csv", "Latest links"),
    ("screaming_frog_all_inlinks.csv", "Backlinks"),
]


@pytest.mark.parametrize(("name", "hint"), REFUSED, ids=[case[0] for case in REFUSED])
@pytest.mark.parametrize("target", [SITE, None], ids=["with target", "without"])
def test_a_list_of_something_else_is_refused_with_a_hint(
    name: str, hint: str, target: DomainName | None
) -> None:
    reading, found = read(name, target=target)
    assert hint in (reading.refused_because or "")
    assert len(found) == reading.total_rows > 0
    assert not any(isinstance(row, KeptRow) for row in found)


def test_every_kind_of_file_has_a_sample() -> None:
    sampled = {read(path.name)[0].format for path in EXPORTS.glob("*.csv")}
    assert {fmt.name for fmt in SOURCES} - sampled == {"own_pages_by_links", "screaming_frog_pages"}


def test_a_record_over_several_lines_is_named_by_its_first() -> None:
    _, found = read("site.example-backlinks-subdomains_2026-04-30_12-01-59.csv")
    assert [row.line for row in found] == [2, 3, 4]


def test_a_lost_link_is_lost_since_the_day_that_the_export_says() -> None:
    _, found = read("site.example-backlinks-subdomains_2026-04-30_12-01-59.csv")
    lost: Backlink = found[1].backlink
    assert (lost.lost, lost.lost_on, lost.image) == (True, date(2026, 4, 28), True)
    assert (lost.nofollow, lost.ugc, lost.sponsored, lost.followed) == (True, True, False, False)
    assert lost.referring_domain == "xn--mnchen-3ya.example"


def test_nothing_of_a_utf_16_file_is_lost() -> None:
    _, plain = read("site.example-backlinks-subdomains_2026-04-30_12-01-59.csv")
    _, wide = read("ahrefs_full_export_utf16.csv")
    assert [row.backlink.title for row in wide] == [row.backlink.title for row in plain]
    assert "„Überblick“" in wide[1].backlink.title


@pytest.mark.parametrize(
    "name",
    [
        "site.example-backlinks-subdomains_2026-04-30_12-01-59.csv",
        "site.example-refdomains-subdomains_2026-04-30_12-03-00.csv",
        "site.example-backlinks.csv",
        "https___www.site.example_-Latest links-2026-04-30.csv",
    ],
)
def test_the_target_is_found_without_being_told(name: str) -> None:
    assert read(name, target=None)[0].target == SITE
