"""Subscribe channels to targets, and plan what they are told of what happens."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import ENDS, NOTICE, LinkFacts, Told, ToldCard, plan
from bot.domain.events import EventKind
from bot.domain.replays import Replay, replay
from bot.domain.tracking import PlannedPost, StoredEvent, TrackedLink
from bot.domain.watches import ChannelSettings, Watch, end_of_quiet
from bot.ports import CardLog, Clock, EventStore, People, TrackedLinkStore, WatchStore

PREVIEW: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Plans the posts of a run's events; its `plan` is a `Planner` of `run_checks`."""

    watches: WatchStore
    links: TrackedLinkStore
    cards: CardLog

    async def plan(self, events: Sequence[StoredEvent], _now: datetime) -> Sequence[PlannedPost]:
        """What the channels are told at once; it depends on the events' own times alone."""
        watches = await self.watches.watches()
        if not watches or not events:
            return ()
        return plan(
            events,
            watches=watches,
            settings={how.channel: how for how in await self.watches.all_settings()},
            facts=await facts_of(events, links=self.links),
            told=await self._told({stored.subject for stored in events}),
        )

    async def _told(self, subjects: Collection[str]) -> Told:
        """Which card of each channel tells what of these subjects, and whether it was made good since."""
        told: dict[tuple[str, str, EventKind], ToldCard] = {}
        for one in await self.cards.cards_of_subjects(subjects):
            kind = EventKind(one.event_kind)
            begun = told.get((one.channel, one.subject, ENDS.get(kind, kind)))
            if kind in ENDS and begun and begun.card == one.card:
                told[one.channel, one.subject, ENDS[kind]] = replace(begun, is_over=True)
            else:
                told[one.channel, one.subject, kind] = ToldCard(one.card, one.due)
        return told

    async def plan_doubt(self, sentence: str, now: datetime) -> Sequence[PlannedPost]:
        """One line to every channel that watches anything, once per channel and local day."""
        posts = []
        for channel in sorted({watch.channel for watch in await self.watches.watches()}):
            settings = await self.watches.settings_of(channel)
            posting_at = end_of_quiet(settings, now)
            day = settings.day_of(posting_at)
            key = f"notice:doubt:{channel}:{day}"
            posts.append(PlannedPost(key, channel, NOTICE, {"text": sentence}, posting_at))
        return posts


async def facts_of(
    events: Sequence[StoredEvent], *, links: TrackedLinkStore
) -> dict[str, LinkFacts]:
    """What is known of the events' links, by the events' keys: as it was when they were recorded.

    An event that nobody rated (an older version recorded it) has what is known of its link now.
    """
    unrated = {s.link_id for s in events if s.event.rating is None and s.link_id is not None}
    found = await links.tracked_by_ids(unrated) if unrated else {}
    return {stored.key: _facts(stored, found) for stored in events}


def _facts(stored: StoredEvent, links: Mapping[int, TrackedLink]) -> LinkFacts:
    rating = stored.event.rating
    if rating is not None:
        return LinkFacts(worked_for=rating.worked_for, quality=rating.best)
    link = links.get(stored.link_id) if stored.link_id is not None else None
    return LinkFacts(worked_for=is_worked_for(link))


def is_worked_for(link: TrackedLink | None) -> bool:
    """Whether a link is paid, or won by our own work."""
    return link is not None and bool(link.prospect_id or link.owner)


async def preview(
    watch: Watch,
    settings: ChannelSettings,
    *,
    events: EventStore,
    links: TrackedLinkStore,
    clock: Clock,
) -> Replay:
    """What the watch would have posted in the last 30 days, by the decisions that post."""
    now = clock()
    until = now + timedelta(microseconds=1)  # what happened just now has happened
    history = await events.events_between(watch.target, since=now - PREVIEW, until=until)
    facts = await facts_of(history, links=links)
    return replay(history, watch=watch, settings=settings, facts=facts)


async def visible_watches(user: str, *, watches: WatchStore, people: People) -> tuple[Watch, ...]:
    """The watches that a person may see: those of a private channel only as its member.

    A channel counts as private if it was when the watch began, or is now.

    Raises:
        DeliveryError: Slack could not be asked.
    """
    return tuple(
        [watch for watch in await watches.watches() if await _may_see(user, watch, people)]
    )


async def _may_see(user: str, watch: Watch, people: People) -> bool:
    if not watch.is_private and not await people.is_private(watch.channel):
        return True
    return user in await people.members_of(watch.channel)


def new_id() -> str:
    """A name for a new watch."""
    return secrets.token_hex(4)
