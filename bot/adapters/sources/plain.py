"""People's own tables, and exports whose headers nobody told us: read by names or by their shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.adapters.sources.cell_values import host_of_address, parse_count, parse_day, web_address
from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.adapters.sources.search_console import LATEST_LINKS, OWN_PAGES, TOP_LINKING_SITES
from bot.domain.backlinks import DomainName, Grain
from bot.domain.names import registrable_domain

_PAGES: Mapping[str, tuple[str, ...]] = {
    "referring_page": (
        "referring page",
        "referring page url",
        "referring url",
        "source url",
        "source page",
        "linking page",
        "linking url",
        "backlink url",
        "backlink",
        "source page url",
        "linking page url",
        "backlink page",
        "backlink source",
        "source link",
        "page from",
        "origin url",
        "url from",
        "from url",
        "from",
        "source",
        "page url",
        "page",
        "url",
        "link",
        "links",
        "address",
        "backlinks",
    ),
    "target_url": (
        "target url",
        "target page",
        "link url",
        "url to",
        "to url",
        "to",
        "destination url",
        "destination",
        "landing page",
        "linked page",
        "target",
        "href",
    ),
    "anchor": ("anchor", "anchor text", "link text", "anchortext"),
    "title": ("title", "page title", "source title", "referring page title"),
    "nofollow": ("nofollow", "is nofollow", "no follow", "no-follow"),
    "followed": ("followed", "dofollow", "is dofollow", "follow", "do follow", "do-follow"),
    "ugc": ("ugc",),
    "sponsored": ("sponsored",),
    "rel": ("rel", "link type", "link attribute", "attributes", "type"),
    "first_seen": (
        "first seen",
        "first found",
        "date found",
        "found",
        "discovered",
        "first indexed",
    ),
    "last_seen": ("last seen", "last crawled", "last checked", "last visited", "last check"),
    "lost_on": ("lost on", "lost date", "date lost"),
    "lost": ("lost", "is lost"),
    "http_status": ("http status", "status code", "http code", "response code"),
}
_DOMAINS: Mapping[str, tuple[str, ...]] = {
    "referring_domain": (
        "referring domain",
        "linking domain",
        "source domain",
        "root domain",
        "domain",
        "site",
        "website",
        "host",
    ),
    "links": ("backlinks", "links", "links to target", "linking pages", "count"),
    "first_seen": _PAGES["first_seen"],
    "last_seen": _PAGES["last_seen"],
    "lost_on": _PAGES["lost_on"],
    "lost": _PAGES["lost"],
}
_METRICS = {
    "domain rating": "domain_rating",
    "dr": "domain_rating",
    "domain authority": "domain_authority",
    "da": "domain_authority",
}


def _lost_has_a_date(facts: Facts) -> None:
    if facts.get("lost") is None and facts.get("lost_on") is not None:
        facts["lost"] = True


PAGES = ExportFormat(
    "plain",
    "file",
    Grain.PAGES,
    required=(_PAGES["referring_page"],),
    columns=_PAGES,
    metrics=_METRICS,
    settle=_lost_has_a_date,
    ragged=True,
)
DOMAINS = ExportFormat(
    "plain_domains",
    "file",
    Grain.DOMAINS,
    required=(_DOMAINS["referring_domain"],),
    absent=tuple(n for n in _PAGES["referring_page"] if n not in ("backlinks", "links", "link")),
    columns=_DOMAINS,
    metrics=_METRICS,
    settle=_lost_has_a_date,
    ragged=True,
)
FORMATS = (DOMAINS, PAGES)

_OWN_PAGES = ExportFormat(
    "search_console_top_linked_pages",
    "search_console",
    Grain.PAGES,
    required=(),
    columns={},
    refused_because=OWN_PAGES,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns of a table hold what, told from its cells."""

    format: ExportFormat
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Column:
    """What most cells of a column are."""

    index: int
    urls: int
    domains: int
    days: int
    counts: int
    hosts: frozenset[DomainName]


def shape_of(rows: Sequence[Sequence[str]], *, target: DomainName | None) -> Shape | None:
    """Read a table by its shape: a column of addresses, alone or with a day or a target beside it.

    `rows` are a sample without the header. None: no column is mostly addresses or domains.
    """
    columns = [_column(index, rows) for index in range(max(map(len, rows), default=0))]
    enough = max(1, int(len(rows) * 0.7))
    urls = [c for c in columns if c.urls >= enough or (c.urls and c.urls + c.domains >= enough)]
    days = [c for c in columns if c.days >= enough]
    counts = [c for c in columns if c.counts >= enough and c not in urls and c not in days]
    if len(urls) >= 2:
        return _two_addresses(urls, target)
    if not urls:
        return _sites([c for c in columns if c.domains >= enough], counts)
    page = urls[0]
    one_site = len(page.hosts) == 1 and len(rows) > 1
    if one_site and len(counts) == 2 and not days:
        return Shape(_OWN_PAGES, {})
    if len(columns) == 2 and days:
        return Shape(LATEST_LINKS, {"referring_page": page.index, "last_seen": days[0].index})
    return Shape(PAGES, {"referring_page": page.index})


def _two_addresses(urls: Sequence[_Column], target: DomainName | None) -> Shape | None:
    """The target's column is the one that holds the target, or a single site where the other has many."""
    ranked = sorted(urls, key=lambda c: (target not in c.hosts, len(c.hosts), c.index))
    to, source = ranked[0], ranked[1]
    if target is None and len(to.hosts) == len(source.hosts):
        return None
    return Shape(PAGES, {"referring_page": source.index, "target_url": to.index})


def _sites(domains: Sequence[_Column], counts: Sequence[_Column]) -> Shape | None:
    if not domains:
        return None
    columns = {"referring_domain": domains[0].index}
    if counts:
        columns["links"] = counts[0].index
    return Shape(TOP_LINKING_SITES if len(counts) == 2 else DOMAINS, columns)


def _column(index: int, rows: Sequence[Sequence[str]]) -> _Column:
    cells = [row[index].strip() for row in rows if len(row) > index]
    urls = [cell for cell in cells if cell.lower().startswith(("http:", "https:", "//"))]
    addresses = [found for cell in urls if (found := web_address(cell))]
    written = set(urls)
    bare = [cell for cell in cells if cell not in written and web_address(cell)]
    paths = sum("/" in cell.rstrip("/") for cell in bare)
    hosts = {registrable_domain(host_of_address(address)) for address in addresses}
    return _Column(
        index,
        urls=len(addresses) + paths,
        domains=len(bare) - paths,
        days=sum(parse_day(cell) is not None for cell in cells),
        counts=sum(parse_count(cell) is not None for cell in cells),
        hosts=frozenset(host for host in hosts if host),
    )
