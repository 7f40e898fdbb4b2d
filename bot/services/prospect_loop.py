"""The loop: what the checker saw moves prospects, and a lost link opens its prospect again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.events import EventKind, value_of
from bot.domain.follow_ups import FollowUpRules
from bot.domain.graph_news import release_of
from bot.domain.names import host_of, parse_target
from bot.domain.outreach_posts import is_news, news_post
from bot.domain.promises import CAN_WIN, hear, lost_text_of, same_link, whose, with_lost_text
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
    is_user,
)
from bot.domain.tracking import NewLink, StoredEvent
from bot.domain.verdicts import State
from bot.ports import (
    Clock,
    EventStore,
    ObservationStore,
    Outbox,
    PageFetcher,
    ProspectStore,
    ReminderLedger,
    TrackedLinkStore,
)
from bot.services.await_links import stop_awaiting_others
from bot.services.look import look

_FIRST_LOOK_BACK: Final = timedelta(days=30)
_OVERLAP: Final = timedelta(hours=2)
"""Events are recorded a little after they happened; reading some twice changes nothing."""
_AT_ONCE: Final = 5_000
_LOOKS_AT_ONCE: Final = 50
"""Pages that a source names on prospects' sites; more of them wait for the next run."""
_RECENT: Final = timedelta(days=1)
"""A look that is not older speaks for the page as it is."""


@dataclass(frozen=True, slots=True)
class News:
    """A prospect that the checker changed."""

    prospect: Prospect
    before: Prospect


@dataclass(slots=True)
class _Looks:
    """How many pages one run may still look at, and what waits for the next one."""

    left: int
    put_off: datetime | None = None
    """When the first of the events happened for which no look was left."""

    def take(self, stored: StoredEvent) -> bool:
        """One of them; False: none is left."""
        self.left -= 1
        if self.left < 0:
            self.put_off = min(self.put_off or stored.event.at, stored.event.at)
        return self.left >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Takes what happened to links into account. Safe to repeat, and to kill at any moment."""

    events: EventStore
    observations: ObservationStore
    tracked: TrackedLinkStore
    fetcher: PageFetcher
    prospects: ProspectStore
    ledger: ReminderLedger
    outbox: Outbox
    clock: Clock

    async def hear_events(self) -> tuple[News, ...]:
        """All since the last time."""
        now = self.clock()
        # A clock that ran ahead may have heard of a time that is still to come.
        since = min(await self.ledger.heard_until() or now - _FIRST_LOOK_BACK, now)
        happened = await self._happened(since=since - _OVERLAP, until=now + timedelta(seconds=1))
        sites = await self.prospects.sites()
        looks = _Looks(_LOOKS_AT_ONCE)
        ours = [stored for stored in happened if stored.referring_domain in sites]
        news = [found for stored in ours for found in await self._hear(stored, looks)]
        if looks.put_off is not None:
            await self.ledger.hear_until(min(now, max(since, looks.put_off)))
        elif now - since > timedelta(minutes=10) or news:
            await self.ledger.hear_until(now)
        return tuple(news)

    async def _happened(self, *, since: datetime, until: datetime) -> Sequence[StoredEvent]:
        """All of them: a moment may hold more than any limit, and a cut list would be read again for ever."""
        limit = _AT_ONCE
        while True:
            found = await self.events.events_between(None, since=since, until=until, limit=limit)
            if len(found) < limit:
                return found
            limit *= 2

    async def _hear(self, stored: StoredEvent, looks: _Looks) -> list[News]:
        if stored.referring_domain is None:
            return []
        site = await self.prospects.prospects_of_site(stored.referring_domain)
        heard = [prospect for prospect in site if stored.key in prospect.heard]
        if heard:
            # Planned again in case that a crash came between: the outbox keeps one.
            await self._plan(heard[0], stored)
            return []
        found = whose(site, stored)
        if found is None:
            return []
        if stored.event.kind is EventKind.NEW_IN_SOURCE:
            seen = await self._looked_at(found, stored, looks)
            if seen is None:
                return []
            stored = seen
        before = [found]
        is_loss = stored.event.kind is EventKind.LOST
        words = await _lost_text(stored, self.observations) if is_loss else None

        def work(prospect: Prospect) -> Prospect:
            before[0] = prospect
            heard = hear(prospect, stored)
            return heard if heard is prospect else with_lost_text(heard, words)

        after = await self.prospects.change_prospect(found.id, work)
        if after.version == before[0].version:
            return []
        await self._plan(after, stored)
        await stop_awaiting_others(after, tracked=self.tracked)
        return [News(after, before[0])]

    async def _plan(self, prospect: Prospect, stored: StoredEvent) -> None:
        """Its owner is told what was won or lost, unless a click showed it to somebody."""
        is_known = _shown(stored.key) in prospect.heard
        if is_known or not is_user(prospect.owner) or not is_news(prospect, stored.event.at):
            return
        now = self.clock()
        await self.outbox.plan_posts([news_post(prospect, stored.key, now=now)], now=now)

    async def _looked_at(
        self, prospect: Prospect, stored: StoredEvent, looks: _Looks
    ) -> StoredEvent | None:
        """A source's word alone wins nothing: the same event as our own look saw it, tracked from now on.

        None: nobody asked the site for a link, or the link cannot be seen.
        """
        page, target = stored.event.referring_page, parse_target(stored.event.target)
        if prospect.status not in CAN_WIN or host_of(page) == page or release_of(stored):
            return None
        newest = await self.observations.latest_observation(page, str(target))
        if newest is None or self.clock() - newest.checked_at > _RECENT:
            if not looks.take(stored):
                return None
            newest = await look(
                page, target, fetcher=self.fetcher, observations=self.observations, clock=self.clock
            )
        if newest.state is not State.LIVE:
            return None
        by = prospect.owner or prospect.created_by
        await self.tracked.track(
            [NewLink(page, target, by, prospect_id=str(prospect.id))], now=self.clock()
        )
        link = await self.tracked.tracked_pair(page, target)
        event = replace(
            stored.event, kind=EventKind.GAINED, at=newest.checked_at, after=value_of(newest)
        )
        return replace(stored, event=event, link_id=link.id if link else None)


async def win_back(
    stored: StoredEvent,
    *,
    by: str,
    today: date,
    observations: ObservationStore,
    prospects: ProspectStore,
    clock: Clock,
    rules: FollowUpRules,
    together: int = 1,
) -> Prospect:
    """The prospect of a lost link, open again with its history and terms; begun where there is none.

    `together`: how many links of the site were lost with it, itself among them.
    """
    event, now = stored.event, clock()
    lost_words = "the link was lost"
    if together > 1:
        lost_words = f"{together:,} links of the site were lost together"
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
            note=lost_words,
        )
        added = await prospects.add_prospects([new], now=now)
        known = (added.new or added.known)[0]
    words = await _lost_text(stored, observations)
    gone = WonLink(
        page=event.referring_page,
        target=event.target,
        won_at=event.live_since or event.first_seen_at,
        link_id=stored.link_id,
        lost_at=event.first_seen_at,
        first_lost_at=event.first_seen_at,
    )

    def work(prospect: Prospect) -> Prospect:
        kept = with_lost_text(prospect, words)
        if not kept.standing.link:
            kept = replace(kept, standing=replace(kept.standing, link=gone))
        heard = hear(kept, stored)
        told = (*heard.heard, _shown(stored.key))
        return _reopened(replace(heard, heard=told), by, now, today, rules)

    return await prospects.change_prospect(known.id, work)


def _reopened(
    prospect: Prospect, by: str, now: datetime, today: date, rules: FollowUpRules
) -> Prospect:
    if prospect.status not in (Status.WON, Status.NO_REPLY, Status.DECLINED):
        return prospect
    change = Change(Action.REOPENED, by, now, today, note="to win the lost link back")
    reopened = apply(prospect, change, rules=rules)
    return replace(reopened, standing=replace(reopened.standing, owner=by))


def _shown(key: str) -> str:
    """Marks an event whose card somebody was given as the answer to a click."""
    return f"shown {key}"


async def _lost_text(stored: StoredEvent, observations: ObservationStore) -> LostText | None:
    page, target = stored.event.referring_page, stored.event.target
    live = await observations.last_live(page, target)
    return lost_text_of(live, await observations.latest_observation(page, target))
