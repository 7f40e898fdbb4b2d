"""Files of the kind that link tools export, about this web on its first day, with a year of history."""

import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.playground.web.model import Link, WebPage
from bot.playground.web.sites import BY_HOST, OURS, TARGETS
from bot.playground.web.truth import Truth, pairs, story

COLUMNS = [
    "Referring page title",
    "Referring page URL",
    "Language",
    "Platform",
    "Referring page HTTP code",
    "Domain rating",
    "UR",
    "Domain traffic",
    "Referring domains",
    "Linked domains",
    "External links",
    "Page traffic",
    "Keywords",
    "Target URL",
    "Left context",
    "Anchor",
    "Right context",
    "Redirect Chain URLs",
    "Redirect Chain status codes",
    "Type",
    "Is spam",
    "Content",
    "Nofollow",
    "UGC",
    "Sponsored",
    "Rendered",
    "Raw",
    "Lost status",
    "Drop reason",
    "Discovered status",
    "First seen",
    "Last seen",
    "Lost",
    "Author",
    "Page type",
    "Page category",
    "Links in group",
]

RATINGS = {
    "wiki.example": 84,
    "news.example": 71,
    "journal.example": 66,
    "council.example": 63,
    "growersweekly.example": 58,
    "library.example": 55,
    "forum.example": 47,
    "gartenfreunde.example": 41,
    "directory.example": 39,
    "blog.example": 34,
    "niwa.example": 31,
    "trowelshop.example": 28,
    "planner.example": 26,
    "homestead.example": 22,
    "club.example": 18,
    "oldseeds.example": 17,
    "kura.example": 12,
    "sitestats.example": 9,
    "linkheap.example": 4,
}
"""A made-up vendor's figure for each host, so that sorting by it means something."""


@dataclass(frozen=True, slots=True)
class _Past:
    """A link that the export remembers and that is gone from the web of day 0."""

    page: str
    title: str
    landing: str
    anchor: str
    first_days_ago: int
    lost_days_ago: int
    rating: int


_GONE = (
    _Past("http://hedgerow.example/spring", "Spring jobs", "/guide", "garden guide", 361, 214, 38),
    _Past(
        "http://marrows.example/champions", "Champion marrows", "/watering", "water", 348, 120, 21
    ),
    _Past("http://tinyfarm.example/year-one", "Year one", "/guide", "this guide", 333, 61, 44),
    _Past(
        "http://balcony.example/pots", "Pots and more", "/tulips", "tulips in pots", 320, 150, 29
    ),
    _Past("http://peatfree.example/why", "Why peat-free", "/compost", "make compost", 301, 33, 35),
    _Past("http://rootcellar.example/store", "Storing roots", "/", "Garden Example", 288, 92, 25),
    _Past("http://sheds.example/best-2025", "Sheds of 2025", "/spades", "spade test", 260, 24, 33),
    _Past(
        "http://blog.example/onion-sets", "Onion sets", "/seed-calendar", "calendar", 243, 12, 34
    ),
    _Past("http://forum.example/t/88-old-thread", "Hello!", "/", "my site", 214, 9, 47),
    _Past("http://seedbank.example/friends", "Friends", "/seed-calendar", "dates", 190, 18, 30),
    _Past("http://terrace.example/frost", "Frost!", "/frost-dates", "frost dates", 160, 75, 19),
)

_SAID_LOST = {("http://gartenfreunde.example/kompost-anlegen", 6)}
"""What the export calls lost, so many days ago, though the page links as ever: exports are wrong too."""


def ahrefs_export(today: date, *, target: str = OURS) -> str:
    """All backlinks of `target` as a CSV in the column order of the best known link index."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(today, target))
    return lines.getvalue()


def search_console_export(today: date) -> str:
    """“Latest links” of a search engine's console: pages that link to the team's site."""
    known = [t for t in _first_day(OURS) if not t.page.startswith("http://linkheap.")]
    rows = [(t.page, (today - timedelta(days=_spread(t.page, 28) + 2)).isoformat()) for t in known]
    rows.sort(key=lambda row: row[1], reverse=True)
    return "".join(["Linking page,Last crawled\n", *(f"{page},{seen}\n" for page, seen in rows)])


def first_seen(page: str, today: date) -> date:
    """Since when a page of day 0 has its link: within the last year, always the same for a page."""
    return today - timedelta(days=_spread(page, 350) + 8)


def domain_links(today: date, *, first: date, last: date) -> tuple[tuple[str, str], ...]:
    """Which host linked to which target on some day from `first` to `last`, as the exports of `today` date it.

    It is what a crawl of those days would have found: what came later is not in it, what went meanwhile is.
    """
    live = {
        (_host(truth.page), truth.target)
        for to in TARGETS
        for truth in _first_day(to)
        if first_seen(truth.page, today) <= last
    }
    past = {
        (_host(one.page), OURS)
        for one in _GONE
        if today - timedelta(days=one.first_days_ago) <= last
        and today - timedelta(days=one.lost_days_ago) >= first
    }
    return tuple(sorted(live | past))


def _first_day(target: str) -> list[Truth]:
    claimed = {site.url(page) for site, page, to in pairs() if page.claimed and to == target}
    return [
        truth
        for truth in story(0)
        if truth.target == target and (truth.state == "live" or truth.page in claimed)
    ]


def _rows(today: date, target: str) -> Iterator[dict[str, object]]:
    lost = dict(_SAID_LOST)
    for truth in _first_day(target):
        page, link = _declared(truth)
        row = _row(truth.page, page.title, truth.href or f"http://{target}/")
        row |= {
            "Language": BY_HOST[_host(truth.page)].lang,
            "Anchor": truth.anchor or (_words(page, link) if link else ""),
            "Content": str(truth.placement == "content").lower(),
            "Nofollow": _flag("nofollow", link),
            "UGC": _flag("ugc", link),
            "Sponsored": _flag("sponsored", link),
            "First seen": f"{first_seen(truth.page, today)} 09:12:44",
            "Last seen": f"{today - timedelta(days=_spread(truth.page, 9) + 1)} 03:40:10",
            "Discovered status": "pagefound",
        }
        if truth.page in lost:
            row |= _loss(today, lost[truth.page], "removedfromhtml")
        yield row
    if target == OURS:
        yield from (_past_row(past, today) for past in _GONE)


def _past_row(past: _Past, today: date) -> dict[str, object]:
    row = _row(past.page, past.title, f"http://{OURS}{past.landing}")
    row |= {
        "Language": "en",
        "Domain rating": past.rating,
        "Anchor": past.anchor,
        "First seen": f"{today - timedelta(days=past.first_days_ago)} 09:12:44",
        "Last seen": f"{today - timedelta(days=past.lost_days_ago + 4)} 03:40:10",
        "Discovered status": "pagefound",
    }
    return row | _loss(today, past.lost_days_ago, "notfound")


def _row(page: str, title: str, landing: str) -> dict[str, object]:
    rating = RATINGS.get(_host(page), 10)
    return {
        "Referring page title": title,
        "Referring page URL": page,
        "Referring page HTTP code": 200,
        "Domain rating": rating,
        "UR": round(rating / 7, 1),
        "Domain traffic": rating * rating * 11,
        "Referring domains": _spread(page, 12),
        "Linked domains": 5 + _spread(page, 40),
        "External links": 7 + _spread(page, 60),
        "Page traffic": _spread(page, 300),
        "Keywords": _spread(page, 40),
        "Target URL": landing,
        "Type": "text",
        "Is spam": str(_host(page) == "linkheap.example").lower(),
        "Nofollow": "false",
        "UGC": "false",
        "Sponsored": "false",
        "Rendered": "false",
        "Raw": "true",
        "Links in group": 1,
    }


def _loss(today: date, days_ago: int, why: str) -> dict[str, object]:
    lost = today - timedelta(days=days_ago)
    return {"Lost": f"{lost} 03:40:10", "Lost status": why}


def _declared(truth: Truth) -> tuple[WebPage, Link | None]:
    for site, page, _target in pairs():
        if site.url(page) == truth.page:
            links = page.face(0).links.values()
            return page, next((link for link in links if link.href == truth.href), None)
    raise LookupError(truth.page)


def _words(page: WebPage, link: Link) -> str:
    """The words of the slot that holds the link."""
    name = next(name for name, one in page.face(0).links.items() if one is link)
    for text in (page.text, *(one.text for one in page.said)):
        if f"[[{name}|" in text:
            return " ".join(text.split(f"[[{name}|")[1].split("]]")[0].split())
    return next((entry.title for entry in page.entries if entry.url == name), "")


def _flag(word: str, link: Link | None) -> str:
    return str(bool(link) and word in (link.rel.split() if link else ())).lower()


def _host(url: str) -> str:
    return url.split("/")[2]


def _spread(text: str, below: int) -> int:
    """A number below `below` that looks random and is always the same for a text."""
    return zlib.crc32(text.encode()) % below
