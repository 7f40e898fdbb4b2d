"""How much a prospect's site is worth to us: the quality of a link from it, and the rivals that it links to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.quality import authority_of_graph, score_link
from bot.domain.quality_factors import LinkFacts
from bot.domain.webgraph import DomainAuthority

STALE_AFTER: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SiteWorth:
    """What was known of a site on one day."""

    score: int | None
    """0 to 100, as docs/judging.md has it; None: nothing is known of the site."""
    score_from: str
    """What the number rests on, in words; empty without a number."""
    rivals: tuple[DomainName, ...]
    """Those of our known rivals that it links to."""
    as_of: date


def worth_of(
    *,
    vendor: float | None,
    graph: DomainAuthority | None,
    rivals: Sequence[DomainName],
    today: date,
) -> SiteWorth:
    """A vendor's figure for the site counts before the web graph's, as in every other answer."""
    authority, source = vendor, "an export's figure"
    if authority is None and graph is not None:
        authority = authority_of_graph(graph.in_degree, graph.harmonic_position, graph.total_nodes)
        source = f"{graph.in_degree:,} sites link to it in the web graph"
    score = score_link(LinkFacts(authority=authority)).score
    names = tuple(dict.fromkeys(rivals))
    return SiteWorth(score, source if score is not None else "", names, today)


def is_stale(worth: SiteWorth | None, today: date) -> bool:
    """Whether a site is to be judged anew."""
    return worth is None or today - worth.as_of >= STALE_AFTER
