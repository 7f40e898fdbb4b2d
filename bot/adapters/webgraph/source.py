"""The web graph as the bot asks it: `bot.ports.WebGraph` over the releases built here."""

import asyncio
import heapq
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.adapters.webgraph.bvgraph import Successors
from bot.adapters.webgraph.errors import NoReleaseError
from bot.adapters.webgraph.open_release import OpenRelease
from bot.adapters.webgraph.releases import MANIFEST, NOTHING_BUILT, ReleaseFolder
from bot.adapters.webgraph.server import DataServer
from bot.domain.backlinks import DomainName
from bot.domain.webgraph import (
    SNAPSHOT_CAVEAT,
    DomainAuthority,
    GraphDiff,
    InlinkReport,
    Presence,
    absent_note,
    graph_domain,
    other_node_note,
    suffix_note,
)

_MOST_LOOKUPS = 20
"""Requests that one answer may cost for the authority of its rows, where no table of degrees is kept."""


class CommonCrawlGraph:
    """Answers from local tables, and from the published graph by one small request a domain."""

    def __init__(self, folder: ReleaseFolder, server: DataServer, *, base_url: str) -> None:
        self._folder = folder
        self._server = server
        self._base_url = base_url
        self._open: dict[str, tuple[int, OpenRelease]] = {}
        self._replaced: list[OpenRelease] = []
        self._opening = asyncio.Lock()

    async def built(self) -> Sequence[str]:
        """The releases that can be asked, newest first."""
        return await asyncio.to_thread(self._folder.built)

    async def latest(self) -> str | None:
        """The newest release that can be asked; None when none is built."""
        return next(iter(await self.built()), None)

    async def inlinks(self, domain: str, *, limit: int, release: str | None = None) -> InlinkReport:
        """Who links to `domain`: the best `limit` by authority (0: the count alone)."""
        opened = await self._release(release)
        place = _place(opened, domain)
        if place.node is None:
            return InlinkReport(
                opened.release, place.domain, place.presence, 0, complete=True, note=place.note
            )
        if limit <= 0:
            total, best = await opened.degree(place.node), []
        else:
            nodes = await opened.successors(place.node)
            total, best = len(nodes), await asyncio.to_thread(opened.best, nodes, limit)
        rows = await opened.referrers(best, most_lookups=_MOST_LOOKUPS)
        return InlinkReport(
            opened.release,
            place.domain,
            place.presence,
            total,
            complete=len(rows) == total,
            rows=rows,
            note=place.note,
        )

    async def degree(
        self, domains: Iterable[str], *, release: str | None = None
    ) -> Mapping[str, int]:
        """How many domains link to each; those that the release does not know are left out."""
        opened = await self._release(release)
        found = {}
        for domain in domains:
            node = _place(opened, domain).node
            if node is not None:
                found[domain] = await opened.degree(node)
        return found

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        """How well known a domain is; None when the release does not know it."""
        opened = await self._release(release)
        place = _place(opened, domain)
        if place.node is None:
            return None
        ranks = opened.ranks(place.node)
        return DomainAuthority(
            opened.release,
            place.domain,
            await opened.degree(place.node),
            ranks.harmonic if ranks else None,
            ranks.pagerank if ranks else None,
            opened.nodes,
        )

    async def diff(self, older: str, newer: str, domain: str, *, limit: int) -> GraphDiff:
        """Who began and who ceased to link to `domain` between two releases."""
        before, after = await self._release(older), await self._release(newer)
        place_before, place_after = _place(before, domain), _place(after, domain)
        nodes_before = await _list_of(before, place_before)
        nodes_after = await _list_of(after, place_after)
        changes = await asyncio.to_thread(_compare, before, nodes_before, after, nodes_after, limit)
        notes = dict.fromkeys(
            note for note in (place_before.note, place_after.note, SNAPSHOT_CAVEAT) if note
        )
        return GraphDiff(
            place_after.domain,
            older,
            newer,
            place_before.presence,
            place_after.presence,
            len(nodes_before),
            len(nodes_after),
            changes.gained,
            changes.lost,
            await after.referrers(changes.best_gained, most_lookups=_MOST_LOOKUPS),
            await before.referrers(changes.best_lost, most_lookups=_MOST_LOOKUPS),
            changes.lost_unknown,
            complete=changes.gained <= limit and changes.lost <= limit,
            note=" ".join(notes),
        )

    async def close(self) -> None:
        """Give files and memory maps back."""
        async with self._opening:
            for opened in (*self._replaced, *(opened for _, opened in self._open.values())):
                opened.close()
            self._replaced.clear()
            self._open.clear()

    async def _release(self, release: str | None) -> OpenRelease:
        name = release or await self.latest()
        if name is None:
            raise NoReleaseError(NOTHING_BUILT)
        async with self._opening:
            return await asyncio.to_thread(self._opened, name)

    def _opened(self, release: str) -> OpenRelease:
        self._folder.manifest(release)
        built = (self._folder.path(release) / MANIFEST).stat().st_mtime_ns
        known = self._open.get(release)
        if known is not None and known[0] == built:
            return known[1]
        opened = OpenRelease(self._folder.path(release), self._server, self._base_url)
        if known is not None:
            # An answer may still be reading from it.
            self._replaced.append(known[1])
        self._open[release] = (built, opened)
        return opened


@dataclass(frozen=True, slots=True)
class _Place:
    domain: DomainName
    node: int | None
    presence: Presence
    note: str


def _place(opened: OpenRelease, host: str) -> _Place:
    """Where in a release a host is found, or why it is not."""
    domain = graph_domain(host)
    if domain is None:
        return _Place(DomainName(host), None, Presence.SUFFIX, suffix_note(host))
    node = opened.node(domain)
    if node is None:
        return _Place(domain, None, Presence.ABSENT, absent_note(domain, opened.release))
    asked = host.strip().rstrip(".").lower().removeprefix("www.")
    note = "" if asked == domain else other_node_note(asked, domain)
    return _Place(domain, node, Presence.FOUND, note)


async def _list_of(opened: OpenRelease, place: _Place) -> Successors:
    if place.node is None:
        return array("I")
    return await opened.successors(place.node)


@dataclass(frozen=True, slots=True)
class _Changes:
    gained: int
    lost: int
    lost_unknown: int
    best_gained: list[int]
    best_lost: list[int]


def _compare(
    before: OpenRelease,
    nodes_before: Successors,
    after: OpenRelease,
    nodes_after: Successors,
    limit: int,
) -> _Changes:
    """Two lists by their names: both ascend, so one walk over both is enough."""
    gained: Successors = array("I")
    lost: Successors = array("I")
    lost_unknown = 0
    for name, node, is_new in _differences(
        zip(before.names.names(nodes_before), nodes_before, strict=True),
        zip(after.names.names(nodes_after), nodes_after, strict=True),
    ):
        if is_new:
            gained.append(node)
            continue
        lost.append(node)
        lost_unknown += after.names.node(name) is None
    return _Changes(
        len(gained), len(lost), lost_unknown, after.best(gained, limit), before.best(lost, limit)
    )


def _differences(
    before: Iterator[tuple[bytes, int]], after: Iterator[tuple[bytes, int]]
) -> Iterator[tuple[bytes, int, bool]]:
    """(name, node, whether it is new) of each name that only one of two ascending lists has."""
    old = ((name, node, False) for name, node in before)
    new = ((name, node, True) for name, node in after)
    held: tuple[bytes, int, bool] | None = None
    for entry in heapq.merge(old, new, key=lambda entry: entry[0]):
        if held is not None and held[0] == entry[0]:
            held = None
            continue
        if held is not None:
            yield held
        held = entry
    if held is not None:
        yield held
