"""A team with links on a few sites has nothing to compare with but its own site: does that answer as usual?

Where too few other sites were fine, the target's own home page is asked for, over plain http, where whatever
stands between us and the web shows itself. What it says decides what of a run is believed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from bot.domain.documents import Document
from bot.domain.events import EventKind
from bot.domain.names import host_of, registrable_domain
from bot.domain.pages import Page
from bot.domain.review import ENOUGH_FINE_SITES, Result, Review
from bot.domain.tracking import RecentSites
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import FetchError

Answer: TypeAlias = Page | FetchError
"""Of one of our own home pages."""

_TELLING: Final = frozenset({EventKind.LOST, EventKind.UNREACHABLE})


def needs_our_own(results: Sequence[Result], recent: RecentSites) -> bool:
    """Whether a loss, or a page out of reach, would be told that too few other sites speak for."""
    fine = len(recent.fine | {_site(r) for r in results if r.seen.state is State.LIVE})
    kinds = {event.kind for result in results for event in result.step.events}
    return (EventKind.LOST in kinds and fine < ENOUGH_FINE_SITES) or (
        EventKind.UNREACHABLE in kinds and not fine
    )


def asked_for(results: Sequence[Result]) -> tuple[str, ...]:
    """The home pages of our own that are asked for; two at most."""
    telling = (r for r in results if any(e.kind in _TELLING for e in r.step.events))
    domains = dict.fromkeys(str(result.link.target.domain) for result in telling)
    return home_pages(domains)


def home_pages(domains: Iterable[str]) -> tuple[str, ...]:
    """Of the first two: over plain http, where whatever stands between shows itself."""
    return tuple(f"http://{domain}/" for domain in list(domains)[:2])


def second_opinion(verdict: Review, answers: Sequence[Answer]) -> Review:
    """Of what a run would tell, what is believed now that our own site has answered, or has not.

    A loss is held back for as long as our own site comes back as the same page, or has no name either.
    A page is out of reach only if our own is not: its week begins anew otherwise.
    """
    if not answers:
        return verdict
    held = tuple(r for r in verdict.believed if any(is_between(r.seen, a) for a in answers))
    silent = all(isinstance(answer, FetchError) for answer in answers)
    believed = tuple(
        _not_out_of_reach(result) if silent else result
        for result in verdict.believed
        if result not in held
    )
    if not held:
        return replace(verdict, believed=believed)
    sentence = (
        f"{_site(held[0])} and your own site answered alike, without your links, so we suspect "
        "something between us and the web. Those looks do not count; we look again soon."
    )
    is_new = verdict.is_new or not any(result.link.doubted_since for result in held)
    return Review(
        believed, (*verdict.held_back, *held), verdict.sentence or sentence, is_new=is_new
    )


def is_between(seen: Observation, answer: Answer) -> bool:
    """Whether something else than the page's host gave both answers."""
    if seen.state is not State.LOST:
        return False
    if isinstance(answer, FetchError):
        return seen.reason is Reason.DOMAIN_GONE and answer.name_exists is False
    if hashlib.sha256(answer.body).hexdigest() == seen.evidence.sha256:
        return True
    if _strayed_to(answer.requested_url, answer.url) is not None:
        return _strayed_to(answer.requested_url, answer.url) == _strayed_to(
            seen.referring_page, seen.final_url or ""
        )
    title = Document(answer).title
    return bool(title) and title == seen.evidence.title


def _strayed_to(asked: str, came: str) -> str | None:
    """The other site to which a request was led; None: it stayed where it was."""
    there = registrable_domain(host_of(came)) or host_of(came)
    return there if there and there != registrable_domain(host_of(asked)) else None


def _not_out_of_reach(result: Result) -> Result:
    if not any(event.kind is EventKind.UNREACHABLE for event in result.step.events):
        return result
    standing = replace(
        result.step.standing, unclear_since=result.seen.checked_at, unreachable_told=False
    )
    events = tuple(e for e in result.step.events if e.kind is not EventKind.UNREACHABLE)
    return replace(result, step=replace(result.step, standing=standing, events=events))


def _site(result: Result) -> str:
    return str(result.link.referring_domain)
