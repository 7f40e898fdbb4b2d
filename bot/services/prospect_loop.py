"""The loop: what the checker saw moves prospects, and a lost link opens its prospect again."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.follow_ups import FollowUpRules
from bot.domain.names import parse_target
from bot.domain.promises import hear, same_link, whose
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import (
    Action,
    Details,
    Kind,
    LostText,
    NewProspect,
    Prospect,
    Status,
    WonLink,
)
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Observation
from bot.ports import Clock, EventStore, ProspectStore, ReminderLedger

_FIRST_LOOK_BACK: Final = timedelta(days=30)
_OVERLAP: Final = timedelta(hours=2)
"""Events are recorded a little after they happened; reading some twice changes nothing."""
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class News:
    """A prospect that the checker changed."""

    prospect: Prospect
    before: Prospect


async def hear_events(
    *, events: EventStore, prospects: ProspectStore, ledger: ReminderLedger, clock: Clock
) -> tuple[News, ...]:
    """Take into account what happened since the last time. Safe to repeat, and to kill at any moment."""
    now = clock()
    since = await ledger.heard_until() or now - _FIRST_LOOK_BACK
    happened = await events.events_between(
        None, since=since - _OVERLAP, until=now + timedelta(seconds=1), limit=_AT_ONCE
    )
    news = [found for stored in happened for found in await _hear(stored, prospects)]
    newest = happened[-1].event.at if len(happened) == _AT_ONCE else now
    if newest - since > timedelta(minutes=10) or news:
        await ledger.hear_until(newest)
    return tuple(news)


async def _hear(stored: StoredEvent, prospects: ProspectStore) -> list[News]:
    if stored.referring_domain is None:
        return []
    site = await prospects.prospects_of_site(stored.referring_domain)
    if any(stored.key in prospect.heard for prospect in site):
        return []
    found = whose(site, stored)
    if found is None:
        return []
    before = [found]

    def work(prospect: Prospect) -> Prospect:
        before[0] = prospect
        return hear(prospect, stored)

    after = await prospects.change_prospect(found.id, work)
    return [News(after, before[0])] if after.version != before[0].version else []


async def win_back(
    stored: StoredEvent,
    *,
    by: str,
    today: date,
    last_live: Observation | None,
    prospects: ProspectStore,
    clock: Clock,
    rules: FollowUpRules,
) -> Prospect:
    """The prospect of a lost link, open again with its history and terms; begun where there is none."""
    event, now = stored.event, clock()
    site = (
        await prospects.prospects_of_site(stored.referring_domain)
        if stored.referring_domain
        else ()
    )
    known = same_link(site, stored)
    if known is None:
        new = NewProspect(
            event.referring_page,
            Details(Kind.RECLAIM, parse_target(event.target)),
            by,
            owner=by,
            note="the link was lost",
        )
        added = await prospects.add_prospects([new], now=now)
        known = (added.new or added.known)[0]
    lost = _lost_text(last_live)
    gone = WonLink(
        page=event.referring_page,
        target=event.target,
        won_at=event.live_since or event.first_seen_at,
        link_id=stored.link_id,
        lost_at=event.first_seen_at,
        first_lost_at=event.first_seen_at,
    )

    def work(prospect: Prospect) -> Prospect:
        kept = replace(prospect, lost_text=lost or prospect.lost_text)
        if not kept.standing.link:
            kept = replace(kept, standing=replace(kept.standing, link=gone))
        return _reopened(hear(kept, stored), by, now, today, rules)

    return await prospects.change_prospect(known.id, work)


def _reopened(
    prospect: Prospect, by: str, now: datetime, today: date, rules: FollowUpRules
) -> Prospect:
    if prospect.status not in (Status.WON, Status.NO_REPLY, Status.DECLINED):
        return prospect
    change = Change(Action.REOPENED, by, now, today, note="to win the lost link back")
    reopened = apply(prospect, change, rules=rules)
    return replace(reopened, standing=replace(reopened.standing, owner=by))


def _lost_text(last_live: Observation | None) -> LostText | None:
    if last_live is None:
        return None
    seen = last_live.evidence
    words = (seen.before, last_live.anchor, seen.after)
    before = " ".join(" ".join(part.split()) for part in words if part)
    return LostText(before[:600], "") if before else None
