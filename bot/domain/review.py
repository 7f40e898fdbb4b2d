"""Self-doubt: when too much flips in one run, suspect ourselves before we suspect the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.events import Phase, Step
from bot.domain.tracking import TrackedLink
from bot.domain.verdicts import Observation, State

LEAST_SITES: Final = 8
"""Fewer unrelated sites than this say nothing about us."""
SUSPICIOUS_SHARE: Final = 0.4
"""Of the sites whose links were fine at the look before. On an ordinary day far fewer flip at once."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one look of a run saw, and what it would change."""

    link: TrackedLink
    seen: Observation
    step: Step
    unchanged: bool = False
    """The page is to the byte what it was at the look before (a 304 says so too)."""


@dataclass(frozen=True, slots=True)
class Review:
    """Whether a run's verdicts are believed."""

    hold_back: bool
    sentence: str = ""
    """Why they are not, for people."""


def review(results: Sequence[Result]) -> Review:
    """Compare what flipped with what was fine, site by site.

    A site counts as flipped when every one of its links that was fine before is now missing or cannot
    be told. Links that were missing, lost or unclear before say nothing new.
    """
    fine_before: set[str] = set()
    still_fine: set[str] = set()
    for result in results:
        if not _was_fine(result.link):
            continue
        site = str(result.link.referring_domain)
        fine_before.add(site)
        if result.seen.state is State.LIVE:
            still_fine.add(site)
    flipped = len(fine_before) - len(still_fine)
    if len(fine_before) < LEAST_SITES or flipped < SUSPICIOUS_SHARE * len(fine_before):
        return Review(hold_back=False)
    return Review(
        hold_back=True,
        sentence=(
            f"{flipped} of {len(fine_before)} unrelated sites failed in one run, so we suspect our own "
            "connection. Nothing of that run counts; we look again soon."
        ),
    )


def _was_fine(link: TrackedLink) -> bool:
    standing = link.standing
    return (
        standing.phase is Phase.LIVE
        and standing.missing_since is None
        and standing.unclear_since is None
    )
