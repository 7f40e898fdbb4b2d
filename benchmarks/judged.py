"""A hundred links judged whole, as `/backlinks quality` does it: the demo's web, then links of the own pages.

Prints the two tables of docs/judging.md: what the hundred are, and ten of them with the sum of each. Nothing
of it is random or measured in time, so a test holds the tables to what is computed.
"""

import asyncio
import io
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from benchmarks.placement_pages import OWN, own_pages
from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.overrules import DecidedOverrules
from bot.app import MeasuredStore, export_reader, measured_store
from bot.config import load
from bot.domain.backlinks import DomainName
from bot.domain.names import Target, host_of, parse_target, registrable_domain
from bot.domain.pages import Page, Validators
from bot.errors import FetchError
from bot.graph import web_graph
from bot.playground.web import OURS, RIVALS, ahrefs_export
from bot.playground.web.answers import answer
from bot.playground.web.truth import story
from bot.services.explain_link import Explanation, explain
from bot.services.import_export import import_file

NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINKS: Final = 100
MOST_OF_A_SITE: Final = 8
TEN: Final = (
    ("a trade journal's article", "http://journal.example/2025/spring-tools", OURS),
    ("a library's list of resources", "http://library.example/resources/gardening", OURS),
    ("an encyclopedia's article, nofollow", "http://wiki.example/wiki/Spade", OURS),
    ("a paper's advertorial", "http://news.example/business/garden-startups", OURS),
    ("the author's box of a guest post", "http://blog.example/guest-raised-beds", OURS),
    ("an entry in a directory", "http://directory.example/gardening/guides", OURS),
    ("an answer in a forum", "http://forum.example/t/101-which-spade", OURS),
    ("a reader's comment", "http://blog.example/my-first-compost-heap", OURS),
    ("a page of figures about our site", "http://sitestats.example/www.garden.example", OURS),
    ("a hidden link on a heap of links", "http://linkheap.example/articles/spade", OURS),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One link, judged."""

    page: str
    target: str
    found: Explanation


@dataclass(slots=True)
class _Web:
    """The demo's first day and the own pages, without a network."""

    own: dict[str, bytes] = field(default_factory=dict)

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        """The page, after a cookie that one site wants and redirects within the web."""
        del validators, fresh  # this web never changes, and keeps no connections
        if url in self.own:
            return _page(url, 200, self.own[url], "text/html; charset=utf-8", ())
        for _ in range(5):
            parts = urlsplit(url)
            got = answer(parts.netloc, parts.path or "/", 0, cookies="seen=1")
            place = dict(got.headers).get("Location")
            if place is None:
                return _page(url, got.status, got.body, got.content_type, got.headers)
            url = place if "://" in place else f"{parts.scheme}://{parts.netloc}{place}"
        raise FetchError("too_many_redirects", "It redirects without end.", url=url)


def _page(
    url: str, status: int, body: bytes, kind: str, headers: Sequence[tuple[str, str]]
) -> Page:
    named = (("content-type", kind), *((name.lower(), value) for name, value in headers))
    return Page(url, url, status, named, body, NOW)


def judged() -> list[Judged]:
    """The hundred, in a fixed order."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_judged(Path(folder)))


async def _judged(folder: Path) -> list[Judged]:
    settings = load({"DATA_DIR": str(folder)})
    decisions = open_decisions(folder)
    web = _Web()
    found: list[Judged] = []
    with measured_store(settings) as store:
        async with web_graph(settings) as tools:
            await _import(store)
            for page, target in _links(web):
                told = await explain(
                    page,
                    target,
                    fetcher=web,
                    observations=store.observations,
                    backlinks=store.backlinks,
                    webgraph=tools.graph,
                    overrules=DecidedOverrules(decisions),
                    clock=lambda: NOW,
                    traffic=store.traffic,
                )
                if told.appraisal is not None:
                    found.append(Judged(page, str(target), told))
                if len(found) == LINKS:
                    break
    decisions.close()
    return found


async def _import(store: MeasuredStore) -> None:
    for target in (OURS, *RIVALS):
        await import_file(
            io.BytesIO(ahrefs_export(NOW.date(), target=target).encode()),
            name=f"{target}-backlinks-subdomains.csv",
            target=DomainName(target),
            read_export=export_reader(),
            store=store.imports,
            clock=lambda: NOW,
        )


def _links(web: _Web) -> Iterator[tuple[str, Target]]:
    """(page, target): what the demo's web links to, a few of each site, then one link of each own page."""
    told: Counter[str] = Counter()
    for truth in story(0):
        host = host_of(truth.page)
        if truth.state == "live" and told[host] < MOST_OF_A_SITE:
            told[host] += 1
            yield truth.page, parse_target(truth.target)
    yield from _own_links(web)


def _own_links(web: _Web) -> Iterator[tuple[str, Target]]:
    """Of each own page the link to another site whose kind was taken least so far."""
    taken: Counter[str] = Counter()
    for page in own_pages(OWN):
        url = f"https://{page.name.removesuffix('.html')}.example/page"
        web.own[url] = page.html.encode()
        sites = [
            (link.want, site)
            for link in page.links.values()
            if "://" in link.href and (site := registrable_domain(host_of(link.href)))
        ]
        if sites:
            kind, site = min(sites, key=lambda one: taken[one[0]])
            taken[kind] += 1
            yield url, Target(site)


def overview(links: Sequence[Judged]) -> list[str]:
    """The first table: the hundred by where they stand and where they come from."""
    groups: dict[tuple[bool, str, str], list[int]] = {}
    for one in links:
        made = one.found.appraisal
        if made is None or made.quality.score is None or made.origin is None:
            continue
        place = (one.found.seen.placement or "").replace("_", " ")
        key = (made.quality.rough, place, made.origin.origin.value)
        groups.setdefault(key, []).append(made.quality.score)
    rows = [
        "| known | placement | origin | links | score, median | from - to |",
        "|---|---|---|---|---|---|",
    ]
    for key, scores in sorted(groups.items(), key=_best_first):
        rough, place, origin = key
        known, mark = ("less than half", "?") if rough else ("more than half", "")
        middle = f"{statistics.median(scores):.0f}{mark}"
        span = f"{min(scores)}{mark} - {max(scores)}{mark}"
        rows.append(f"| {known} | {place} | {origin} | {len(scores)} | {middle} | {span} |")
    return rows


def _best_first(
    group: tuple[tuple[bool, str, str], list[int]],
) -> tuple[bool, float, tuple[bool, str, str]]:
    return group[0][0], -statistics.median(group[1]), group[0]


def ten(links: Sequence[Judged]) -> list[str]:
    """The second table: ten of them, what they are, their sum and their origin."""
    by_pair = {(one.page, one.target): one for one in links}
    rows = ["| link | sum | origin |", "|---|---|---|"]
    for words, page, target in TEN:
        made = by_pair[page, target].found.appraisal
        if made is None or made.origin is None:
            continue
        rows.append(f"| {words} | {made.quality.sum_line()} | {made.origin.sentence()} |")
    return rows


def main(*, quick: bool = False) -> None:
    """Print the tables; when quick, the ten alone."""
    links = judged()
    print(f"{len(links)} links judged")
    print("\n".join([*([] if quick else [*overview(links), ""]), *ten(links)]))
