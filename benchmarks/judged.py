"""A hundred links judged whole, as `/backlinks quality` does it: the demo's web, then links of the own pages.

Prints the two tables of docs/judging.md: what the hundred are, and ten of them with the sum of each. Nothing
of it is random or measured in time, so a test holds the tables to what is computed.
"""

import asyncio
import io
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
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
TEN: Final = (
    ("a national paper's article", "http://news.example/gardens/raised-beds", OURS),
    ("the trade journal's article", "http://journal.example/2025/spring-tools", OURS),
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
    """(page, target): first what the demo's web links to, then links of the own pages, kind by kind."""
    for truth in story(0):
        if truth.state == "live":
            yield truth.page, parse_target(truth.target)
    yield from _own_links(web)


def _own_links(web: _Web) -> Iterator[tuple[str, Target]]:
    """Of each own page one link of each kind to another site, so that every kind is there."""
    for page in own_pages(OWN):
        url = f"https://{page.name.removesuffix('.html')}.example/page"
        web.own[url] = page.html.encode()
        kinds: set[str] = set()
        for link in page.links.values():
            site = registrable_domain(host_of(link.href)) if "://" in link.href else None
            if site is None or link.want in kinds or site == registrable_domain(host_of(url)):
                continue
            kinds.add(link.want)
            yield url, Target(site)


def overview(links: Sequence[Judged]) -> list[str]:
    """The first table: the hundred by where they stand and where they come from."""
    groups: dict[tuple[str, str], list[int]] = {}
    for one in links:
        made = one.found.appraisal
        if made is None or made.quality.score is None or made.origin is None:
            continue
        place = (one.found.seen.placement or "").replace("_", " ")
        groups.setdefault((place, made.origin.origin.value), []).append(made.quality.score)
    rows = ["| placement | origin | links | score, median | from - to |", "|---|---|---|---|---|"]
    order: Callable[[tuple[tuple[str, str], list[int]]], tuple[float, str]] = lambda item: (
        -statistics.median(item[1]),
        str(item[0]),
    )
    for (place, origin), scores in sorted(groups.items(), key=order):
        middle = statistics.median(scores)
        rows.append(
            f"| {place} | {origin} | {len(scores)} | {middle:.0f} | {min(scores)} - {max(scores)} |"
        )
    return rows


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
    """Print the tables; there is nothing to measure less of when quick."""
    links = judged()
    print(f"{len(links)} links judged")
    print("\n".join([*overview(links), "", *ten(links)]))
