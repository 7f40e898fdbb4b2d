"""An answer of `check`: what the web graph says of every site that is shown."""

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.adapters.sources.exports import read_export
from bot.app import MeasuredStore, make_policy, measured_store
from bot.config import load
from bot.domain.backlinks import DomainName
from bot.domain.domain_list import PAGE, DomainView, arranged, page_of
from bot.domain.findings import DomainFinding, Findings
from bot.domain.names import parse_target
from bot.domain.webgraph import DomainAuthority
from bot.services.check_graph import GraphPatience
from bot.services.check_target import FIRST_PAGE, check
from bot.services.import_export import import_file
from tests.graphs import NEWER, FakeGraph
from tests.looks import NOW

TARGET = parse_target("site.example")
SITES = [DomainName(f"s{number:03}.example") for number in range(3 * PAGE)]


@dataclass(slots=True)
class FirstOfAll(FakeGraph):
    """Knows every site; answers so many questions of one caller, and then no more."""

    answers: int = 10**6
    told: list[str] = field(default_factory=list)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        if len(self.told) == self.answers:
            self.told.clear()
            await self.let_go.wait()
        self.told.append(domain)
        return DomainAuthority(NEWER, DomainName(domain), 10 + len(domain), 5, None, 100)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MeasuredStore]:
    with measured_store(load({"DATA_DIR": str(tmp_path)})) as opened:
        yield opened


async def _found(
    store: MeasuredStore, graph: FakeGraph, view: DomainView = FIRST_PAGE, *, rating: str = ""
) -> Findings:
    rows = [f"https://{site}/,https://site.example/,words,{rating}" for site in SITES]
    export = "\n".join(["Source url,Target url,Anchor,Domain rating", *rows]).encode()
    await import_file(
        io.BytesIO(export),
        name="links.csv",
        target=TARGET.domain,
        read_export=read_export,
        store=store.imports,
        clock=lambda: NOW,
    )
    return await check(
        TARGET,
        backlinks=store.backlinks,
        observations=store.observations,
        tracked_links=store.tracked_links,
        target_pages=store.target_pages,
        webgraph=graph,
        clock=lambda: NOW,
        traffic=store.traffic,
        policy=make_policy(load({"DATA_DIR": "unused"})),
        patience=GraphPatience(authorities=0.2),
        view=view,
    )


def _shown(found: Findings, view: DomainView = FIRST_PAGE) -> Sequence[DomainFinding]:
    return page_of(arranged(found.domains, view), view)


@pytest.mark.parametrize("rating", ["", "40"], ids=["no vendor's figure", "rated by a vendor"])
async def test_every_row_says_how_many_sites_link_to_it(store: MeasuredStore, rating: str) -> None:
    found = await _found(store, FirstOfAll({NEWER: {}}), rating=rating)
    assert {row.domain for row in found.domains} == set(SITES)
    assert {row.in_degree for row in found.domains} == {22}


@pytest.mark.parametrize("page", [0, 1, 2])
async def test_a_slow_graph_is_asked_of_the_page_that_is_shown(
    store: MeasuredStore, page: int
) -> None:
    view = DomainView(first=page * PAGE)
    found = await _found(store, FirstOfAll({NEWER: {}}, answers=PAGE), view)
    assert len(_shown(found, view)) == PAGE
    assert all(row.in_degree == 22 and "authority" in row.why for row in _shown(found, view))
    assert any(row.in_degree is None for row in found.domains), "there was no time for all"


async def test_a_site_that_the_graph_does_not_know_is_asked_for_once(store: MeasuredStore) -> None:
    class Empty(FirstOfAll):
        async def authority(
            self, domain: str, *, release: str | None = None
        ) -> DomainAuthority | None:
            self.told.append(domain)
            return None

    graph = Empty({NEWER: {}})
    found = await _found(store, graph)
    assert sorted(graph.told) == SITES
    assert {row.in_degree for row in found.domains} == {None}


async def test_without_a_release_nothing_is_asked(store: MeasuredStore) -> None:
    graph = FirstOfAll({})
    await _found(store, graph)
    assert graph.told == []
