"""Our own pages that links lead to: a dead one wastes them, and is the cheapest thing to mend."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind
from bot.domain.own_pages import OwnPage, PageHealth, read_own_page
from bot.domain.pages import Page
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Reason
from bot.errors import FetchError

CONFIRM_AFTER: Final = timedelta(minutes=10)
"""Somebody who deploys may answer 404 for a minute."""
EVERY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """What the looks at one page of ours add up to."""

    bad_since: datetime | None = None
    """The first of a run of bad looks; None: the newest was good, or there was none."""
    told_at: datetime | None = None
    """When it was told that the page is broken; None: it is not, or not yet."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A page of ours that tracked links lead to."""

    key: int
    url: str
    target_domain: DomainName
    links: int
    """Live tracked links that lead to it."""
    standing: TargetStanding = TargetStanding()


@dataclass(frozen=True, slots=True)
class TargetStep:
    """What one look at a page of ours changed."""

    standing: TargetStanding
    next_look_in: timedelta
    events: tuple[StoredEvent, ...] = ()


def see(page: TargetPage, answer: Page | FetchError, *, at: datetime) -> TargetStep:
    """Broken is a 404, a 410, a page that says that it is gone, or redirects without an end; seen twice.

    A page that cannot be looked at changes nothing: its server may be down for an hour.
    """
    health, why = _health(page.url, answer)
    standing = page.standing
    if health is PageHealth.UNCLEAR:
        return TargetStep(standing, CONFIRM_AFTER if standing.bad_since else EVERY)
    if health is not PageHealth.GONE:
        return TargetStep(TargetStanding(), EVERY)
    since = standing.bad_since or at
    bad = replace(standing, bad_since=since, because=why)
    if standing.told_at is not None:
        return TargetStep(bad, EVERY)
    if at - since < CONFIRM_AFTER:
        return TargetStep(bad, CONFIRM_AFTER)
    return TargetStep(replace(bad, told_at=at), EVERY, (_event(page, why, since=since, at=at),))


def _health(url: str, answer: Page | FetchError) -> tuple[PageHealth, str]:
    if isinstance(answer, FetchError):
        endless = answer.reason == Reason.TOO_MANY_REDIRECTS.value
        return (PageHealth.GONE if endless else PageHealth.UNCLEAR), str(answer)
    seen: OwnPage = read_own_page(url, answer)
    if seen.health is PageHealth.GONE and answer.hops:
        return seen.health, f"It redirects to {answer.url[:300]}. {seen.because}"
    return seen.health, seen.because


def _event(page: TargetPage, why: str, *, since: datetime, at: datetime) -> StoredEvent:
    many = "1 tracked link leads" if page.links == 1 else f"{page.links:,} tracked links lead"
    event = Event(
        kind=EventKind.TARGET_BROKEN,
        referring_page="",
        target=page.url,
        at=at,
        first_seen_at=since,
        reason=Reason.PAGE_GONE,
        details=(why, f"{many} to it"),
    )
    return StoredEvent(
        key=f"own:{page.key}:{event.kind.value}:{at.isoformat()}",
        link_id=None,
        target_domain=page.target_domain,
        referring_domain=None,
        event=event,
    )
