"""Our own pages that links lead to: a dead one wastes them, and is the cheapest thing to mend."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind
from bot.domain.names import same_page
from bot.domain.own_pages import OwnPage, PageHealth, read_own_page
from bot.domain.pages import Page
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Reason
from bot.errors import FetchError

CONFIRM_AFTER: Final = timedelta(minutes=10)
"""Somebody who deploys may answer 404 for a minute."""
EVERY: Final = timedelta(days=1)
WHILE_BROKEN: Final = timedelta(hours=1)
"""Whoever mends a page wants to read soon that it works again; it is our own server that we ask."""


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """What the looks at one page of ours add up to."""

    bad_since: datetime | None = None
    """The first of a run of bad looks; None: the newest was good, or there was none."""
    told_at: datetime | None = None
    """When it was told that the page is broken; None: it is not, or not yet."""
    because: str = ""
    good_since: datetime | None = None
    """A page that was told as broken answered again at this time, not yet confirmed."""


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

    That a page works again is told where it was told as broken, and only when that was seen twice too.
    A page that cannot be looked at changes nothing: its server may be down for an hour.
    """
    health, why = _health(page.url, answer)
    standing = page.standing
    if health is PageHealth.UNCLEAR:
        is_open = standing.bad_since is not None or standing.good_since is not None
        return TargetStep(standing, CONFIRM_AFTER if is_open else EVERY)
    if health is not PageHealth.GONE:
        return _see_well(page, why, at)
    since = standing.bad_since or at
    bad = replace(standing, bad_since=since, because=why, good_since=None)
    if standing.told_at is not None:
        return TargetStep(bad, WHILE_BROKEN)
    if at - since < CONFIRM_AFTER:
        return TargetStep(bad, CONFIRM_AFTER)
    event = _event(EventKind.TARGET_BROKEN, page, why, since=since, at=at)
    return TargetStep(replace(bad, told_at=at), WHILE_BROKEN, (event,))


def _see_well(page: TargetPage, why: str, at: datetime) -> TargetStep:
    standing = page.standing
    if standing.told_at is None:
        return TargetStep(TargetStanding(), EVERY)
    since = standing.good_since or at
    if at - since < CONFIRM_AFTER:
        return TargetStep(replace(standing, good_since=since), CONFIRM_AFTER)
    event = _event(EventKind.TARGET_MENDED, page, why, since=since, at=at)
    return TargetStep(TargetStanding(), EVERY, (event,))


def _health(url: str, answer: Page | FetchError) -> tuple[PageHealth, str]:
    """How the page is, and what was seen, without a full stop at its end."""
    if isinstance(answer, FetchError):
        endless = answer.reason == Reason.TOO_MANY_REDIRECTS.value
        why = str(answer).rstrip(".")
        return (PageHealth.GONE if endless else PageHealth.UNCLEAR), why
    seen: OwnPage = read_own_page(url, answer)
    why = seen.because.rstrip(".")
    if answer.hops and seen.health is PageHealth.GONE:
        return seen.health, f"It redirects to {answer.url[:300]}. {why}"
    if seen.health is PageHealth.OK:
        moved = bool(answer.hops) and not same_page(url, answer.url)
        to = f", after a redirect to {answer.url[:300]}" if moved else ""
        why = f"It answers {answer.status} again{to}"
    return seen.health, why


def _event(
    kind: EventKind, page: TargetPage, why: str, *, since: datetime, at: datetime
) -> StoredEvent:
    many = {0: "no tracked link leads", 1: "1 tracked link leads"}.get(
        page.links, f"{page.links:,} tracked links lead"
    )
    event = Event(
        kind=kind,
        referring_page="",
        target=page.url,
        at=at,
        first_seen_at=since,
        reason=Reason.PAGE_GONE if kind is EventKind.TARGET_BROKEN else None,
        details=(why, f"{many} to it"),
    )
    return StoredEvent(
        key=f"own:{page.key}:{event.kind.value}:{at.isoformat()}",
        link_id=None,
        target_domain=page.target_domain,
        referring_domain=None,
        event=event,
    )
