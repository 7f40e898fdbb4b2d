"""Self-doubt: when too much flips at once, suspect ourselves before we suspect the world."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.events import EventKind, Phase, Policy, Step
from bot.domain.tracking import RecentSites, TrackedLink
from bot.domain.verdicts import Observation, State

LEAST_SITES: Final = 8
SUSPICIOUS_SHARE: Final = 0.4
"""Of so many or more sites whose links were fine. On an ordinary day far fewer flip at once."""
LEAST_FLIPPED: Final = 3
SUSPICIOUS_SHARE_OF_FEW: Final = 0.8
"""Of fewer sites, when so many flipped: a small team has no more than a few looks an hour."""
ENOUGH_FINE_SITES: Final = 3
"""So many other sites that are fine show that our connection works."""
CONTROLS: Final = 5
"""Links that are fine are looked at beside a loss that nothing else speaks for."""
WINDOW: Final = timedelta(minutes=30)
LATENESS: Final = timedelta(days=1)
"""So much later than planned the look that confirms a miss may come, and is still compared with its beginning."""
SAME_ANSWER_SITES: Final = 4
"""So many unrelated sites that answer with the same bytes are one machine between us and them."""
PATIENCE_BESIDE_FINE_SITES: Final = timedelta(hours=2)
"""After this time a doubt ends if a fair part of the sites is fine: our connection then works."""
PATIENCE: Final = timedelta(hours=24)
"""After this time every doubt ends: what is still gone then is gone."""
_FAIR_PART: Final = 0.1
_SAMPLE_SITES: Final = 25
_SAMPLE_AFTER: Final = timedelta(minutes=20)
_REST_AFTER: Final = timedelta(minutes=40)


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
    """Which of a run's results are believed."""

    believed: tuple[Result, ...]
    held_back: tuple[Result, ...] = ()
    sentence: str = ""
    """Why some are held back, for people; empty when none is."""
    is_new: bool = False
    """Whether the doubt began with this run."""


def review(results: Sequence[Result], recent: RecentSites, *, now: datetime) -> Review:
    """Compare what flipped with what was fine, site by site, in this run and in the last hours.

    A site counts as flipped when every one of its links that was fine before is now missing or cannot
    be told. Links that were missing, lost or unclear for longer say nothing new. While we doubt
    ourselves, every look that did not see its link is held back; a link that was seen was seen.
    """
    suspicion, patience = _suspicion(results, recent)
    if not suspicion:
        return Review(tuple(results))
    since = min((r.link.doubted_since for r in results if r.link.doubted_since), default=None)
    if since is not None and now - since >= patience:
        return Review(tuple(results))
    held = tuple(result for result in results if result.seen.state is not State.LIVE)
    if not held:
        return Review(tuple(results))
    believed = tuple(result for result in results if result.seen.state is State.LIVE)
    return Review(believed, held, suspicion, is_new=not recent.doubting)


def needs_controls(results: Sequence[Result], recent: RecentSites) -> bool:
    """Whether a loss would be told though hardly any other site was seen well since its first miss."""
    tells = any(event.kind is EventKind.LOST for r in results for event in r.step.events)
    fine = recent.fine | {_site(r) for r in results if r.seen.state is State.LIVE}
    return tells and len(fine) < ENOUGH_FINE_SITES


def window_begin(results: Sequence[Result], *, policy: Policy, now: datetime) -> datetime:
    """Since when other looks are compared: since the first of the misses that this run may confirm.

    If our connection failed then, every look since has failed with it. After a long downtime, what was
    fine before it says nothing of now.
    """
    longest = max(policy.confirm_after, policy.confirm_gone_after) + LATENESS
    misses = (result.link.standing.missing_since for result in results)
    first = min((at for at in misses if at), default=now)
    return max(min(first, now - WINDOW), now - longest)


def _suspicion(results: Sequence[Result], recent: RecentSites) -> tuple[str, timedelta]:
    """Why we should doubt ourselves (empty: we need not), and for how long at most."""
    sites = _same_answer(results)
    if sites >= SAME_ANSWER_SITES:
        return (
            f"{sites} unrelated sites answered with one and the same page without our links, so we "
            "suspect something between us and them. Those looks do not count; we look again soon."
        ), PATIENCE
    seen_fine = {_site(r) for r in results if r.seen.state is State.LIVE and _was_fine(r.link)}
    seen_fine |= recent.fine
    turned = {_site(r) for r in results if r.seen.state is not State.LIVE and _was_fine(r.link)}
    flipped = (turned | recent.flipped) - {_site(r) for r in results if r.seen.state is State.LIVE}
    # A site that was fine earlier in these hours and flipped in this run counts as flipped.
    fine = seen_fine - (turned & flipped)
    total = len(fine | flipped)
    share = SUSPICIOUS_SHARE if total >= LEAST_SITES else SUSPICIOUS_SHARE_OF_FEW
    if len(flipped) < LEAST_FLIPPED or len(flipped) < share * total:
        return "", PATIENCE
    is_fair = len(fine) >= _FAIR_PART * total
    return (
        f"{len(flipped)} of {total} unrelated sites failed within hours, so we suspect our own "
        "connection. Those looks do not count; we look again soon."
    ), PATIENCE_BESIDE_FINE_SITES if is_fair else PATIENCE


def _same_answer(results: Sequence[Result]) -> int:
    """Of how many unrelated sites the same bytes came in place of the link, at most."""
    return same_answer_sites(
        (_site(result), result.seen)
        for result in results
        if result.link.standing.phase is Phase.LIVE
    )


def same_answer_sites(looks: Iterable[tuple[str, Observation]]) -> int:
    """Of how many sites one and the same answer came without the link, at most; (site, look) pairs."""
    sites: dict[str, set[str]] = defaultdict(set)
    for site, seen in looks:
        if seen.evidence.sha256 and seen.state is State.LOST:
            sites[seen.evidence.sha256].add(site)
    return max(map(len, sites.values()), default=0)


def _site(result: Result) -> str:
    return str(result.link.referring_domain)


def _was_fine(link: TrackedLink) -> bool:
    standing = link.standing
    return (
        standing.phase is Phase.LIVE
        and standing.missing_since is None
        and standing.unclear_since is None
    )


def looks_after_doubt(held: Sequence[Result], *, now: datetime) -> dict[int, datetime]:
    """When each link that was held back is looked at again: a sample of sites first, then the rest."""
    sampled: set[str] = set()
    looks: dict[int, datetime] = {}
    for result in held:
        is_sample = _site(result) not in sampled and len(sampled) < _SAMPLE_SITES
        sampled.add(_site(result))
        looks[result.link.id] = now + (_SAMPLE_AFTER if is_sample else _REST_AFTER)
    return looks
