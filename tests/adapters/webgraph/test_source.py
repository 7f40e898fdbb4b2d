"""What the web graph answers, from a release built out of the published files."""

import pytest

from bot.adapters.webgraph.errors import NoReleaseError
from bot.domain.webgraph import Presence
from bot.errors import InvalidInputError
from bot.ports import WebGraph
from tests.adapters.webgraph.conftest import NEWER, OLDER, Crawl


def most_linked(crawl: Crawl, release: str) -> str:
    targets: dict[str, set[str]] = {}
    for source, target in crawl.webs[release].links:
        if source != target:
            targets.setdefault(target, set()).add(source)
    return max(sorted(targets), key=lambda name: len(targets[name]))


async def test_it_keeps_the_promise_of_the_port(crawl: Crawl) -> None:
    graph: WebGraph = crawl.graph()
    assert await graph.latest() is None
    with pytest.raises(NoReleaseError, match="graph build"):
        await graph.inlinks("site.com", limit=5)
    await crawl.build(OLDER)
    await crawl.build(NEWER)
    assert list(await graph.built()) == [NEWER, OLDER]
    assert await graph.latest() == NEWER


@pytest.mark.parametrize("keep_graph", [False, True])
async def test_every_domain_s_referrers_are_those_of_the_invented_web(
    crawl: Crawl, keep_graph: bool
) -> None:
    await crawl.build(NEWER, keep_graph=keep_graph)
    graph = crawl.graph()
    asked = len(crawl.faults.requests)
    for domain, _ in crawl.webs[NEWER].domains[::7]:
        report = await graph.inlinks(domain, limit=10_000)
        assert {row.domain for row in report.rows} == crawl.referrers(NEWER, domain), domain
        assert report.complete
        assert report.referring_domains == report.returned
    stretches = -(-len(crawl.webs[NEWER].domains) // 1024)
    assert len(crawl.faults.requests) - asked <= (0 if keep_graph else 2 * stretches)
    await graph.close()


async def test_rows_come_best_first_with_rank_and_authority(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    graph = crawl.graph()
    domain = most_linked(crawl, NEWER)
    report = await graph.inlinks(domain, limit=20)
    ranks = [row.rank for row in report.rows]
    assert all(rank is not None for rank in ranks)
    assert ranks == sorted(ranks, key=lambda rank: rank or 0)
    assert not report.complete
    assert report.referring_domains == len(crawl.referrers(NEWER, domain))
    for row in report.rows:
        assert row.referring_domains == len(crawl.referrers(NEWER, row.domain))
    authority = await graph.authority(domain)
    assert authority is not None
    assert authority.in_degree == report.referring_domains
    assert authority.total_nodes > 2000
    assert authority.harmonic_position is not None
    assert authority.pagerank_position is not None


async def test_without_ranks_the_best_are_those_with_most_referring_domains(crawl: Crawl) -> None:
    await crawl.build(NEWER, ranks=0)
    report = await crawl.graph().inlinks(most_linked(crawl, NEWER), limit=30)
    degrees = [row.referring_domains or 0 for row in report.rows]
    assert degrees == sorted(degrees, reverse=True)
    assert {row.rank for row in report.rows} == {None}


async def test_the_top_ranks_alone_can_be_kept(crawl: Crawl) -> None:
    await crawl.build(NEWER, ranks=50)
    graph = crawl.graph()
    positions = []
    for domain, _ in crawl.webs[NEWER].domains:
        authority = await graph.authority(domain)
        assert authority is not None
        positions.append(authority.harmonic_position)
    kept = [position for position in positions if position is not None]
    assert sorted(kept) == list(range(1, 51))


@pytest.mark.parametrize(
    ("asked", "presence", "told"),
    [
        ("nobody-knows-me.com", Presence.ABSENT, "younger than that crawl"),
        ("co.uk", Presence.SUFFIX, "public suffix"),
        ("someone.github.io", Presence.FOUND, "counts someone.github.io under github.io"),
        ("bakery.example.com", Presence.FOUND, "under example.com"),
        ("www.example.com", Presence.FOUND, ""),
        ("Example.com.", Presence.FOUND, ""),
        ("münchen-ist-nicht-da.de", Presence.ABSENT, "not in cc-main"),
    ],
)
async def test_what_it_cannot_know_is_said(
    crawl: Crawl, asked: str, presence: Presence, told: str
) -> None:
    await crawl.build(NEWER)
    report = await crawl.graph().inlinks(asked, limit=5)
    assert report.presence is presence
    assert told in report.note
    assert bool(report.note) == bool(told)
    if presence is not Presence.FOUND:
        assert (report.referring_domains, report.rows, report.complete) == (0, (), True)


async def test_degrees_are_asked_without_reading_lists(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    asked = len(crawl.faults.requests)
    names = [domain for domain, _ in crawl.webs[NEWER].domains[:50]]
    degrees = await crawl.graph().degree([*names, "absent.example", "com"])
    assert dict(degrees) == {name: len(crawl.referrers(NEWER, name)) for name in names}
    count = await crawl.graph().inlinks(names[0], limit=0)
    assert (count.referring_domains, count.returned) == (degrees[names[0]], 0)
    assert len(crawl.faults.requests) == asked


async def test_two_releases_give_gained_and_lost_referring_domains(crawl: Crawl) -> None:
    await crawl.build(OLDER)
    await crawl.build(NEWER)
    graph = crawl.graph()
    checked = 0
    later = {name for name, _ in crawl.webs[NEWER].domains}
    for domain, _ in crawl.webs[OLDER].domains[::5]:
        before, after = crawl.referrers(OLDER, domain), crawl.referrers(NEWER, domain)
        found = await graph.diff(OLDER, NEWER, domain, limit=1000)
        assert {row.domain for row in found.gained_rows} == after - before
        assert {row.domain for row in found.lost_rows} == before - after
        assert (found.gained, found.lost) == (len(after - before), len(before - after))
        assert found.lost_unknown == len((before - after) - later)
        assert "not crawled" in found.note
        checked += found.gained + found.lost
    assert checked > 100


async def test_a_difference_is_cut_at_the_limit_but_counted_whole(crawl: Crawl) -> None:
    await crawl.build(OLDER)
    await crawl.build(NEWER)
    graph = crawl.graph()
    domain = most_linked(crawl, OLDER)
    found = await graph.diff(OLDER, NEWER, domain, limit=3)
    assert (len(found.gained_rows), len(found.lost_rows)) == (3, 3)
    assert found.lost > 3
    assert not found.complete


async def test_releases_that_are_not_here_are_named(crawl: Crawl) -> None:
    await crawl.build(NEWER)
    graph = crawl.graph()
    with pytest.raises(NoReleaseError, match=OLDER):
        await graph.diff(OLDER, NEWER, "example.com", limit=5)
    with pytest.raises(InvalidInputError, match="not a release"):
        await graph.inlinks("example.com", limit=5, release="../../etc")
