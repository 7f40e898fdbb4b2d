"""Tracked links, their events and posts: kept together or not at all, claimed by one at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.store.database import Database
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.outbox import SqlOutbox
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind, Phase, Standing
from bot.domain.names import parse_target
from bot.domain.tracking import (
    NewLink,
    PlannedPost,
    Recording,
    StoredEvent,
    TrackedLink,
    event_key,
)
from bot.domain.verdicts import Observation, State
from bot.ports import Posted

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SITE = parse_target("site.example")


@pytest.fixture
def store(database: Database) -> SqlTrackedLinkStore:
    return SqlTrackedLinkStore(database)


def new(page: str) -> NewLink:
    return NewLink(page, SITE, "U1")


async def _one(store: SqlTrackedLinkStore, page: str = "https://journal.example/a") -> TrackedLink:
    await store.track([new(page)], now=NOW)
    return (await store.tracked(SITE, limit=10))[0]


def _recording(link: TrackedLink, *, at: datetime = NOW + HOUR, event: bool = True) -> Recording:
    seen = Observation(link.referring_page, "site.example", State.LIVE, None, at)
    lost = Event(EventKind.LOST, link.referring_page, "site.example", at, at)
    stored = StoredEvent(event_key(link.id, lost), link.id, DomainName("site.example"), None, lost)
    return Recording(
        link=link,
        seen=seen,
        standing=Standing(phase=Phase.LIVE, since=at, last_live_at=at),
        next_look_at=at + DAY,
        unchanged_since=None,
        events=(stored,) if event else (),
    )


def _post(recording: Recording, **payload: object) -> PlannedPost:
    key = recording.events[0].key
    return PlannedPost(f"C1:{key}", "C1", "event", payload, NOW, (key,))


async def test_a_pair_is_tracked_once_however_it_is_spelled(store: SqlTrackedLinkStore) -> None:
    first = await store.track([new("https://journal.example/a")], now=NOW)
    again = await store.track(
        [new("http://www.journal.example/a/?utm_source=x"), new("https://other.example/")], now=NOW
    )
    assert (first.new, again.new, again.known) == (1, 1, 1)


async def test_untrack_takes_one_pair_or_all_of_a_target(store: SqlTrackedLinkStore) -> None:
    await store.track([new(f"https://journal.example/{n}") for n in range(3)], now=NOW)
    assert await store.untrack("http://journal.example/1/", SITE) == 1
    assert await store.untrack(None, SITE) == 2
    assert not await store.tracked(SITE, limit=10)


async def test_due_links_are_nobody_else_s_until_the_lease_ends(store: SqlTrackedLinkStore) -> None:
    await store.track([new(f"https://journal.example/{n}") for n in range(5)], now=NOW)
    later = NOW + 2 * HOUR
    first = await store.claim_due(now=later, limit=3, lease=HOUR)
    second = await store.claim_due(now=later, limit=3, lease=HOUR)
    assert (len(first), len(second)) == (3, 2)
    assert not {link.id for link in first} & {link.id for link in second}
    assert len(await store.claim_due(now=later + HOUR, limit=9, lease=HOUR)) == 5


async def test_nothing_is_due_before_its_time_or_while_snoozed_or_ignored(
    store: SqlTrackedLinkStore,
) -> None:
    link = await _one(store)
    assert not await store.claim_due(now=NOW - HOUR, limit=9, lease=HOUR)
    await store.change(link.id, snoozed_until=NOW + DAY)
    assert not await store.claim_due(now=NOW + 2 * HOUR, limit=9, lease=HOUR)
    assert await store.claim_due(now=NOW + DAY, limit=9, lease=HOUR)
    await store.change(link.id, ignored=True)
    assert not await store.claim_due(now=NOW + 3 * DAY, limit=9, lease=HOUR)


async def test_a_look_its_event_and_its_post_are_kept_together_and_once(
    store: SqlTrackedLinkStore, database: Database
) -> None:
    link = await _one(store)
    recording = _recording(link)
    assert len(await store.record([recording], [_post(recording)])) == 1
    again = await store.record([recording], [replace(_post(recording), dedup_key="other")])
    assert not again, "the same look again changes nothing"
    after = await store.tracked_by_id(link.id)
    assert after is not None
    assert after.standing == recording.standing
    assert after.next_look_at == recording.next_look_at
    events = await SqlEventStore(database).events_between(SITE, since=NOW, until=NOW + DAY)
    assert [stored.key for stored in events] == [recording.events[0].key]
    assert await SqlOutbox(database).count_waiting() == 1


async def test_a_failure_in_the_middle_keeps_nothing(
    store: SqlTrackedLinkStore, database: Database
) -> None:
    link = await _one(store)
    good = _recording(link)
    with pytest.raises(TypeError):
        await store.record([good], [_post(good, broken=object())])
    assert (await store.tracked(SITE, limit=1))[0].last_look_at is None
    assert not await SqlEventStore(database).events_between(None, since=NOW, until=NOW + DAY)


async def test_a_recording_of_an_untracked_link_is_left_out(
    store: SqlTrackedLinkStore, database: Database
) -> None:
    link = await _one(store)
    await store.untrack(None, SITE)
    gone = _recording(link)
    assert not await store.record([gone], [_post(gone)])
    assert await SqlOutbox(database).count_waiting() == 0


STANDINGS = [
    Standing(),
    Standing(phase=Phase.AWAITED, since=NOW),
    Standing(phase=Phase.LIVE, since=NOW),
    Standing(phase=Phase.LIVE, since=NOW, missing_since=NOW),
    Standing(phase=Phase.LIVE, since=NOW, unclear_since=NOW),
    Standing(phase=Phase.LOST, since=NOW, unclear_since=NOW),
]


async def test_the_database_and_the_domain_agree_on_the_state_that_people_read(
    store: SqlTrackedLinkStore,
) -> None:
    pages = [f"https://journal.example/{n}" for n in range(len(STANDINGS))]
    await store.track([new(page) for page in pages], now=NOW)
    links = await store.tracked(SITE, limit=10)
    await store.record(
        [
            replace(_recording(link, event=False), standing=standing)
            for link, standing in zip(links, STANDINGS, strict=True)
        ]
    )
    await store.change(links[0].id, ignored=True)
    counted: dict[str, int] = {}
    for link in await store.tracked(SITE, limit=10):
        counted[link.shown_state] = counted.get(link.shown_state, 0) + 1
        assert link in await store.tracked(SITE, limit=10, state=link.shown_state)
    assert await store.count_states(SITE) == counted


async def test_a_post_is_planned_once_claimed_once_and_retried(database: Database) -> None:
    outbox = SqlOutbox(database)
    post = PlannedPost("k", "C1", "event", {"a": 1}, NOW)
    assert await outbox.plan_posts([post, post], now=NOW) == 1
    (claimed,) = await outbox.claim_posts(now=NOW, limit=9, lease=HOUR)
    assert claimed.post == post
    assert not await outbox.claim_posts(now=NOW, limit=9, lease=HOUR)
    await outbox.failed(claimed.id, error="ratelimited", retry_at=NOW + HOUR)
    (again,) = await outbox.claim_posts(now=NOW + HOUR, limit=9, lease=HOUR)
    assert again.attempts == 1
    await outbox.sent(again.id, Posted("C1", "1.2"), at=NOW)
    assert await outbox.posted("k") == Posted("C1", "1.2")
    assert await outbox.count_waiting() == 0


async def test_a_wrong_alert_keeps_who_said_it_first(
    store: SqlTrackedLinkStore, database: Database
) -> None:
    link = await _one(store)
    recording = _recording(link)
    await store.record([recording])
    events = SqlEventStore(database)
    key = recording.events[0].key
    await events.mark_wrong(key, by="U1")
    marked = await events.mark_wrong(key, by="U2")
    assert marked is not None
    assert marked.wrong_by == "U1"
    assert [e.key for e in await events.due_look_backs(before=NOW + DAY, limit=9)] == [key]
    await events.looked_back(key, was_wrong=True, at=NOW + DAY)
    assert not await events.due_look_backs(before=NOW + DAY, limit=9)
