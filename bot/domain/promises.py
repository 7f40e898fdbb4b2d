"""What was promised, what became of it, and how well a site keeps its word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.events import EventKind, Value
from bot.domain.names import same_page
from bot.domain.prospect_moves import record
from bot.domain.prospects import (
    CHECKER,
    LOST_TEXT,
    WRITTEN_TO,
    Action,
    LostText,
    Prospect,
    Status,
    Terms,
    WonLink,
)
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Observation, State

KEPT_AFTER_DAYS: Final = (30, 90, 365)
_REMEMBERED: Final = 20
_NEW: Final = (EventKind.GAINED, EventKind.NEW_IN_SOURCE)
CAN_WIN: Final = (Status.SNOOZED, Status.NO_REPLY, *WRITTEN_TO)
"""The further along, the later in this order."""


def differences(agreed: Terms, page: str, seen: Value | None, at: datetime) -> tuple[str, ...]:
    """What is not as it was promised, in words for people; what a look could not tell is no difference."""
    found = []
    if not same_page(agreed.page, page):
        found.append(f"it stands on {page}, not on {agreed.page}")
    if seen is not None:
        found += _of_the_link(agreed, seen)
    if agreed.due_on and at.date() > agreed.due_on:
        days = (at.date() - agreed.due_on).days
        found.append(f"{days} {'day' if days == 1 else 'days'} later than promised")
    return tuple(found)


def _of_the_link(agreed: Terms, seen: Value) -> list[str]:
    found = []
    if agreed.anchor and seen.anchor is not None and _folded(agreed.anchor) != _folded(seen.anchor):
        found.append(f"anchor text is “{seen.anchor}”, not “{agreed.anchor}”")
    if agreed.rel == "followed" and seen.followed is False:
        found.append("it is not followed")
    if agreed.target.page and seen.href and not same_page(agreed.target.page, seen.href):
        found.append(f"it points to {seen.href}, not to {agreed.target.page}")
    if seen.indexable is False:
        found.append("its page is noindex")
    if seen.canonical_elsewhere:
        found.append("its page's canonical points elsewhere")
    if seen.indirect:
        found.append("it goes through a redirector")
    if seen.editorial is False:
        found.append(f"it stands outside of the content ({seen.placement or 'place not known'})")
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def whose(prospects: Sequence[Prospect], stored: StoredEvent) -> Prospect | None:
    """Which of a site's prospects an event is about; None: of none.

    The prospect of that very link, else of that page, else of the site: then the one that is furthest.
    """
    ranked = [(_closeness(prospect, stored), prospect) for prospect in prospects]
    able = [
        (rank, CAN_WIN.index(p.status) if p.status in CAN_WIN else -1, p.id, p)
        for rank, p in ranked
        if rank > 0
    ]
    return max(able, key=lambda one: one[:3])[3] if able else None


def same_link(prospects: Sequence[Prospect], stored: StoredEvent) -> Prospect | None:
    """The prospect of that very link or page; None: there is none, only some of its site at most."""
    close = [(_closeness(prospect, stored), prospect.id, prospect) for prospect in prospects]
    close = [one for one in close if one[0] >= 2]
    return max(close, key=lambda one: one[:2])[2] if close else None


def _closeness(prospect: Prospect, stored: StoredEvent) -> int:
    event, standing = stored.event, prospect.standing
    aims = [prospect.details.target, standing.agreed.target if standing.agreed else None]
    known = [aim for aim in aims if aim is not None]
    if known and all(aim.domain != stored.target_domain for aim in known):
        return 0
    link = standing.link
    if link and same_page(link.page, event.referring_page):
        return 4
    if standing.agreed and same_page(standing.agreed.page, event.referring_page):
        return 3
    if same_page(prospect.page, event.referring_page):
        return 2
    is_new = event.kind in _NEW and prospect.site == stored.referring_domain
    return 1 if is_new else 0


def hear(prospect: Prospect, stored: StoredEvent) -> Prospect:
    """The prospect after what the checker saw; the same one when it knew already or it means nothing."""
    if stored.key in prospect.heard:
        return prospect
    event = stored.event
    match event.kind:
        case EventKind.GAINED | EventKind.RESTORED:
            changed = _appeared(prospect, stored)
        case EventKind.LOST:
            changed = _lost(prospect, stored)
        case EventKind.DEVALUED | EventKind.UPGRADED | EventKind.CHANGED:
            note = "; ".join(event.details)
            changed = (
                _noted(prospect, event.at, f"the link: {note}")
                if prospect.standing.link
                else prospect
            )
        case _:
            return prospect
    if changed is prospect:
        return prospect
    return replace(changed, heard=(*prospect.heard, stored.key)[-_REMEMBERED:])


def _appeared(prospect: Prospect, stored: StoredEvent) -> Prospect:
    event, link = stored.event, prospect.standing.link
    is_back = link is not None and link.lost_at is not None
    if prospect.status is Status.WON and not is_back:
        return prospect
    if not is_back and prospect.status not in CAN_WIN:
        return _noted(prospect, event.at, f"a link was seen on {event.referring_page}")
    return won(
        prospect, page=event.referring_page, seen=event.after, at=event.at, link_id=stored.link_id,
        target=event.target,
    )  # fmt: skip


def won(
    prospect: Prospect,
    *,
    page: str,
    target: str,
    seen: Value | None,
    at: datetime,
    link_id: int | None,
) -> Prospect:
    """The link was really seen: the prospect is won, and what differs from the promise is kept."""
    agreed, old = prospect.standing.agreed, prospect.standing.link
    is_back = old is not None and old.lost_at is not None
    differs = (
        differences(agreed, page, seen, old.won_at if old and is_back else at) if agreed else ()
    )
    link = WonLink(
        page=page,
        target=target,
        won_at=old.won_at if old and is_back else at,
        link_id=link_id,
        first_lost_at=old.first_lost_at if old else None,
        differences=differs,
    )
    standing = replace(
        prospect.standing, status=Status.WON, since=at, link=link, follow_up_on=None,
        snoozed_from=None, snoozed_until=None,
    )  # fmt: skip
    said = "the link is back" if is_back else f"the link is live on {page}"
    note = f"{said}; not as agreed: {'; '.join(differs)}" if differs else said
    return record(prospect, standing, Action.WON, by=CHECKER, at=at, note=note)


def lost_text_of(last_live: Observation | None, seen: Observation | None) -> LostText | None:
    """What stood around a link, and what the newest look found in its place; None: neither is kept."""
    before = after = ""
    if last_live is not None:
        words = (last_live.evidence.before, last_live.anchor, last_live.evidence.after)
        before = " ".join(" ".join(part.split()) for part in words if part)
    if seen is not None and seen.state is not State.LIVE:
        after = " ".join((seen.evidence.instead or seen.evidence.because).split())
    return LostText(before[:LOST_TEXT], after[:LOST_TEXT]) if before or after else None


def with_lost_text(prospect: Prospect, lost: LostText | None) -> Prospect:
    """The prospect with the newer words; what is not known of them stays as it was."""
    if lost is None:
        return prospect
    old = prospect.lost_text or LostText()
    return replace(prospect, lost_text=LostText(lost.before or old.before, lost.after or old.after))


def _lost(prospect: Prospect, stored: StoredEvent) -> Prospect:
    link = prospect.standing.link
    if link is None or link.lost_at is not None:
        return prospect
    at = stored.event.first_seen_at
    gone = replace(link, lost_at=at, first_lost_at=link.first_lost_at or at)
    reason = f" ({stored.event.reason.value.replace('_', ' ')})" if stored.event.reason else ""
    standing = replace(prospect.standing, link=gone)
    return record(
        prospect, standing, Action.LINK_LOST, by=CHECKER, at=stored.event.at,
        note=f"the link on {link.page} is lost{reason}",
    )  # fmt: skip


def _noted(prospect: Prospect, at: datetime, note: str) -> Prospect:
    noted = record(prospect, prospect.standing, Action.LINK_SEEN, by=CHECKER, at=at, note=note)
    return replace(noted, previous=prospect.previous)


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the links that are old enough, how many still stood after so many days."""

    days: int
    old_enough: int
    stood: int


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """What a site (or anybody) promised, and how much of it was kept."""

    promised: int = 0
    kept: int = 0
    """The link was seen live."""
    late: int = 0
    """Overdue today, or seen later than promised."""
    as_agreed: int = 0
    """Kept without a difference."""
    after: tuple[Kept, ...] = ()


def promise_record(
    prospects: Iterable[Prospect], *, now: datetime, late_after: timedelta
) -> PromiseRecord:
    """The ledger of promises of some prospects."""
    agreed = [(p.standing.agreed, p.standing.link) for p in prospects if p.standing.agreed]
    links = [link for _, link in agreed if link]
    late = [_is_late(terms, link, now, late_after) for terms, link in agreed]
    return PromiseRecord(
        promised=len(agreed),
        kept=len(links),
        late=sum(late),
        as_agreed=sum(not link.differences for link in links),
        after=tuple(_kept(links, days, now) for days in KEPT_AFTER_DAYS),
    )


def _is_late(
    terms: Terms | None, link: WonLink | None, now: datetime, late_after: timedelta
) -> bool:
    if terms is None or terms.promised_at is None:
        return False
    return (link.won_at if link else now) >= terms.promised_at + late_after


def _kept(links: Sequence[WonLink], days: int, now: datetime) -> Kept:
    length = timedelta(days=days)
    old = [link for link in links if now - link.won_at >= length]
    stood = [o for o in old if not o.first_lost_at or o.first_lost_at - o.won_at >= length]
    return Kept(days, len(old), len(stood))
