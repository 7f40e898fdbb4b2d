"""How true each source's losses are: what it calls lost, beside what our own looks saw."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.backlinks import MergedLink
from bot.domain.names import Target
from bot.domain.verdicts import State
from bot.ports import BacklinkStore, ObservationStore

_PAGE: Final = 500
_MOST_LINKS: Final = 20_000
"""Of each target; a sample is enough for a rate."""
_MOST_LOOKS: Final = 300


async def source_rates(
    targets: Sequence[Target],
    *,
    since: datetime,
    backlinks: BacklinkStore,
    observations: ObservationStore,
) -> tuple[tuple[str, int, int], ...]:
    """(source, its losses that we looked at since then with a clear answer, of them alive), by source.

    A look that could not tell counts for neither, and so does one from before the source's data.
    """
    looked: Counter[str] = Counter()
    alive: Counter[str] = Counter()
    for target in dict.fromkeys(targets):
        for link in (await _called_lost(target, backlinks))[:_MOST_LOOKS]:
            assert link.lost
            seen = await observations.latest_observation(str(link.referring_page), str(target))
            if seen is None or seen.checked_at < since or seen.state is State.UNVERIFIED:
                continue
            if link.lost.as_of is not None and seen.checked_at.date() < link.lost.as_of:
                continue
            looked[link.lost.source] += 1
            alive[link.lost.source] += seen.state is State.LIVE
    return tuple((source, looked[source], alive[source]) for source in sorted(looked))


async def _called_lost(target: Target, backlinks: BacklinkStore) -> list[MergedLink]:
    found: list[MergedLink] = []
    read = 0
    after: int | None = 0
    while after is not None and read < _MOST_LINKS:
        links, after = await backlinks.links_for(target, limit=_PAGE, after=after)
        read += len(links)
        found += [link for link in links if link.referring_page and link.lost and link.lost.value]
    return found
