"""Every known link of a target as the rows of a table, for spreadsheets and for other programs."""

from collections.abc import AsyncIterator
from typing import Any

from bot.domain.backlinks import Fact, MergedLink
from bot.domain.csv_guard import guard_row
from bot.domain.names import Target, normalize_url
from bot.domain.traffic import Traffic
from bot.ports import BacklinkStore

_PAGE = 1_000
_FACTS = (
    "anchor",
    "title",
    "followed",
    "nofollow",
    "ugc",
    "sponsored",
    "first_seen",
    "last_seen",
    "lost",
    "lost_on",
)
COLUMNS = (
    "referring_domain",
    "referring_page",
    "target",
    "target_url",
    *_FACTS,
    "sources",
    "as_of",
    "said_by",
    "disagreements",
    "visits",
    "visits_of",
)
"""`said_by` names source and date of each fact; an empty cell is something that no source says."""


async def link_rows(
    target: Target, *, backlinks: BacklinkStore, traffic: Traffic | None = None
) -> AsyncIterator[list[str]]:
    """The header, then a row a link; every cell is guarded against formulas. Memory stays flat."""
    yield list(COLUMNS)
    async for row in rows_without_header(target, backlinks=backlinks, traffic=traffic):
        yield row


async def rows_without_header(
    target: Target, *, backlinks: BacklinkStore, traffic: Traffic | None = None
) -> AsyncIterator[list[str]]:
    """The same for one of several targets in one table."""
    after: int | None = 0
    while after is not None:
        links, after = await backlinks.links_for(target, limit=_PAGE, after=after)
        for link in links:
            yield guard_row([*_cells(link), *_visits(link, traffic)])


def _cells(link: MergedLink) -> list[str]:
    facts: dict[str, Fact[Any]] = {
        name: fact for name in _FACTS if (fact := getattr(link, name)) is not None
    }
    return [
        link.referring_domain,
        link.referring_page or "",
        link.target_domain,
        link.target_url or "",
        *(_shown(facts[name].value) if name in facts else "" for name in _FACTS),
        " ".join(link.sources),
        str(link.as_of or ""),
        "; ".join(f"{name}: {_who(fact.source, fact.as_of)}" for name, fact in facts.items()),
        "; ".join(
            f"{name}: {_who(other.source, other.as_of)} says {_shown(other.value)}"
            for name, fact in facts.items()
            for other in fact.others
        ),
    ]


def _visits(link: MergedLink, traffic: Traffic | None) -> list[str]:
    """Visits from the page (or its site, where the export counts sites), and of which days."""
    if traffic is None:
        return ["", ""]
    if traffic.by_page:
        page = link.referring_page
        visits = traffic.by_page.get(normalize_url(page)) if page else None
        unit = "page"
    else:
        visits, unit = traffic.by_site.get(link.referring_domain), "site"
    if visits is None:
        return ["", ""]
    return [str(visits), f"{unit}, {traffic.first_day} to {traffic.last_day}"]


def _who(source: str, as_of: object) -> str:
    return f"{source} {as_of or 'of unknown date'}"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
