"""What the web graph adds to an answer: within seconds, and only what it can know of the target."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.names import parse_target
from bot.domain.webgraph import DomainAuthority, GraphDiff, InlinkReport
from bot.services.check_graph import GraphPatience, ask_graph, authorities_of, authority_of_site
from tests.graphs import NEWER, OLDER, FakeGraph

SITE = parse_target("site.example")
RELEASES = {
    OLDER: {"site.example": ["a.example"], "github.io": ["x.example"]},
    NEWER: {"site.example": ["a.example", "b.example"], "github.io": ["x.example"]},
}
HASTY = GraphPatience(links=0.01, change=0.01, authorities=0.01)


@dataclass(slots=True)
class SlowGraph(FakeGraph):
    """Answers some questions only when let go."""

    stuck: Sequence[str] = ()
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def inlinks(self, domain: str, *, limit: int, release: str | None = None) -> InlinkReport:
        await self._wait("inlinks")
        return await FakeGraph.inlinks(self, domain, limit=limit, release=release)

    async def diff(self, older: str, newer: str, domain: str, *, limit: int) -> GraphDiff:
        await self._wait("diff")
        return await FakeGraph.diff(self, older, newer, domain, limit=limit)

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        await self._wait("authority")
        node = "github.io" if domain.endswith("github.io") else domain
        return DomainAuthority(NEWER, DomainName(node), 9, None, None, 100)

    async def _wait(self, what: str) -> None:
        if what in self.stuck:
            await self.let_go.wait()


async def test_a_comparison_that_takes_too_long_is_cut_and_named_and_the_links_stay() -> None:
    found = await ask_graph(SITE, SlowGraph(dict(RELEASES), stuck=["diff"]), patience=HASTY)
    assert found.report is not None
    assert [row.domain for row in found.report.rows] == ["a.example", "b.example"]
    assert f"{NEWER} against {OLDER}: not compared within" in found.change
    assert f"backlinks graph diff {OLDER} {NEWER} site.example" in found.change


async def test_a_graph_that_does_not_answer_in_time_is_left_out_and_named() -> None:
    found = await ask_graph(SITE, SlowGraph(dict(RELEASES), stuck=["inlinks"]), patience=HASTY)
    assert found.report is None
    assert found.failed is not None
    assert "did not answer within" in found.failed


@pytest.mark.parametrize(
    ("typed", "limit"),
    [
        ("https://site.example/guide", "knows sites and not pages"),
        ("a.github.io", "counts it under github.io"),
    ],
)
async def test_what_is_finer_than_the_graph_is_not_told_the_links_of_others(
    typed: str, limit: str
) -> None:
    graph = FakeGraph(dict(RELEASES))
    found = await ask_graph(parse_target(typed), graph)
    assert (found.report, found.change, graph.asked) == (None, "", [])
    assert limit in found.limit


async def test_a_part_of_a_node_has_no_authority_of_its_own() -> None:
    graph = SlowGraph(dict(RELEASES))
    sites = [DomainName("a.github.io"), DomainName("b.example")]
    told = await authorities_of(sites, graph)
    assert told[sites[0]] is None, "asked, and nothing is known"
    assert told[sites[1]] is not None
    assert await authority_of_site(sites[0], graph) is None
    assert await authority_of_site(sites[1], graph) is not None


async def test_authorities_that_take_too_long_are_left_out() -> None:
    graph = SlowGraph(dict(RELEASES), stuck=["authority"])
    assert await authorities_of([DomainName("b.example")], graph, patience=HASTY) == {}
