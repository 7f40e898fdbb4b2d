"""Verify now: look at the pages that sources say link to a target, and keep what was seen."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Final

from bot.domain.findings import VerifyProgress
from bot.domain.names import Target
from bot.domain.verdicts import Observation, State
from bot.ports import BacklinkStore, Clock, ObservationStore, PageFetcher
from bot.services.verify_links import LinkRow, verify_many

PAGES_AT_ONCE: Final = 50
"""How many pages one click looks at: one of each site first, so that many sites are seen."""


async def verify(
    target: Target,
    *,
    backlinks: BacklinkStore,
    observations: ObservationStore,
    fetcher: PageFetcher,
    clock: Clock,
    steps: int,
) -> AsyncIterator[VerifyProgress]:
    """Look at the known pages. Yields at most `steps` times, the last time when all is done.

    Yields nothing when no page is known. Every look is kept, whatever it said.
    """
    pages = await backlinks.pages_to_verify(target, limit=PAGES_AT_ONCE)
    if not pages:
        return
    states: Counter[State] = Counter()
    reasons: Counter[str] = Counter()
    done = told = 0
    rows = [LinkRow(page, str(target)) for page in pages]
    looks = verify_many(rows, fetcher=fetcher, clock=clock, last_live=observations.last_live)
    async for seen in looks:
        await observations.save_observations([seen])
        done += 1
        _count(seen, states, reasons)
        if done * steps // len(pages) > told and done < len(pages):
            told = done * steps // len(pages)
            yield _progress(done, len(pages), states, reasons)
    yield _progress(done, len(pages), states, reasons)


def _count(seen: Observation, states: Counter[State], reasons: Counter[str]) -> None:
    states[seen.state] += 1
    if seen.reason:
        reasons[seen.reason.value.replace("_", " ")] += 1


def _progress(
    done: int, total: int, states: Counter[State], reasons: Counter[str]
) -> VerifyProgress:
    return VerifyProgress(
        done=done,
        total=total,
        live=states[State.LIVE],
        lost=states[State.LOST],
        unverified=states[State.UNVERIFIED],
        by_reason=tuple(reasons.most_common()),
    )
