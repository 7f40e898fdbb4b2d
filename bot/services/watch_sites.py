"""Subscribe channels to targets, and plan what they are told of what happens."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import NOTICE, LinkFacts, Replay, plan, replay
from bot.domain.events import EventKind
from bot.domain.tracking import PlannedPost, StoredEvent
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
        ids = {stored.link_id for stored in events if stored.link_id is not None}
        told = {
            (card.channel, card.link_id, EventKind(card.event_kind)): card.card
            for card in await self.cards.cards_of_links(ids)
        }
        settings = {how.channel: how for how in await self.watches.all_settings()}
        facts = await facts_of(ids, links=self.links)
        return plan(events, watches=watches, settings=settings, facts=facts, told=told)

    async def plan_doubt(self, sentence: str, now: datetime) -> Sequence[PlannedPost]:
        """One line to every channel that watches anything, once per channel and local day."""
        posts = []
        for channel in sorted({watch.channel for watch in await self.watches.watches()}):
            settings = await self.watches.settings_of(channel)
            posting_at = end_of_quiet(settings, now)
            day = posting_at.astimezone(settings.tz).date()
            key = f"notice:doubt:{channel}:{day}"
            posts.append(PlannedPost(key, channel, NOTICE, {"text": sentence}, posting_at))
        return posts


async def facts_of(link_ids: Collection[int], *, links: TrackedLinkStore) -> dict[int, LinkFacts]:
    """What is known of tracked links besides their events."""
    found = [await links.tracked_by_id(link_id) for link_id in sorted(link_ids)]
    return {
        link.id: LinkFacts(worked_for=bool(link.prospect_id or link.owner))
        for link in found
        if link
    }


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
    ids = {stored.link_id for stored in history if stored.link_id is not None}
    facts = await facts_of(ids, links=links)
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
