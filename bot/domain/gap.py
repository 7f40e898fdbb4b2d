"""Who links to rivals and not to us: the sites that are worth asking first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.names import Target
from bot.domain.quality import score_link
from bot.domain.quality_factors import LinkFacts
from bot.domain.webgraph import graph_domain

MOST_RIVALS: Final = 5


@dataclass(frozen=True, slots=True)
class Linker:
    """A site that links to one of the targets, as one source knows it."""

    domain: DomainName
    source: str
    authority: float | None = None
    """0 to 100; None: this source does not say."""
    links: int | None = None


@dataclass(frozen=True, slots=True)
class GapRow:
    """A site that links to rivals and, as far as anybody knows, not to us."""

    domain: DomainName
    rivals: tuple[DomainName, ...]
    """Those that it links to, in the order in which they were named."""
    authority: float | None
    """0 to 100; None: nobody says."""
    authority_from: str
    sources: tuple[str, ...]
    example_page: str | None = None
    """A page of it that links to a rival, where a source names one."""

    @property
    def quality(self) -> int | None:
        """Of a link from the site, as far as its authority says; None: nobody says."""
        return score_link(LinkFacts(authority=self.authority)).score

    @property
    def quality_from(self) -> str:
        """What the number rests on, in words."""
        if self.authority is None:
            return ""
        return "the web graph" if self.authority_from == "webgraph" else "an export's figure"


@dataclass(frozen=True, slots=True)
class Gap:
    """The answer to `gap site.com rival.com`."""

    target: Target
    rivals: tuple[Target, ...]
    as_of: datetime
    rows: tuple[GapRow, ...] = ()
    """Those that link to most rivals first, then the best."""
    ours: int = 0
    """Sites known to link to us."""
    theirs: tuple[int, ...] = ()
    """Sites known to link to each rival."""
    shared: int = 0
    """Sites that link to a rival and to us."""
    notes: tuple[str, ...] = ()
    """What the sources cannot know, a sentence each."""

    @property
    def nothing_known_of(self) -> tuple[Target, ...]:
        """Rivals of which no source knows any link."""
        return tuple(
            rival for rival, count in zip(self.rivals, self.theirs, strict=True) if not count
        )


def compare(
    ours: Iterable[Linker],
    theirs: Mapping[DomainName, Sequence[Linker]],
    *,
    own: Iterable[DomainName],
) -> tuple[GapRow, ...]:
    """The sites that link to a rival and not to us; `own` are our sites and the rivals' own."""
    linking = {one.domain for one in ours}
    left_out = linking | set(own)
    found: dict[DomainName, list[tuple[DomainName, Linker]]] = {}
    for rival, linkers in theirs.items():
        for one in linkers:
            if one.domain not in left_out and not _is_known_as(one.domain, linking):
                found.setdefault(one.domain, []).append((rival, one))
    rows = [_row(domain, said) for domain, said in found.items()]
    return tuple(sorted(rows, key=rank))


def rank(row: GapRow) -> tuple[int, bool, float, str]:
    """More rivals first, then more authority; what nobody knows comes last."""
    return -len(row.rivals), row.authority is None, -(row.authority or 0.0), row.domain


def shared_sites(ours: Iterable[Linker], theirs: Iterable[Linker]) -> int:
    """How many sites link to both."""
    return len({one.domain for one in ours} & {one.domain for one in theirs})


def _is_known_as(domain: DomainName, linking: set[DomainName]) -> bool:
    """A site that links to us by the name under which it is its own registrable domain.

    The web graph counts all of a platform as one domain, so that the platform links to us says nothing of
    one site on it.
    """
    node = graph_domain(domain)
    return node == domain and node in linking


def _row(domain: DomainName, said: Sequence[tuple[DomainName, Linker]]) -> GapRow:
    judged = [one for _, one in said if one.authority is not None]
    best = max(judged, key=lambda one: (one.source != "webgraph", one.authority or 0), default=None)
    return GapRow(
        domain,
        tuple(dict.fromkeys(rival for rival, _ in said)),
        best.authority if best else None,
        best.source if best else "",
        tuple(dict.fromkeys(one.source for _, one in said)),
    )
