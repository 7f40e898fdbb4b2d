"""What is broken on disk, in a page or in our own program spoils itself and nothing else."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.tracking import PlannedPost, StoredEvent
from bot.services.look_back import look_back
from tests.domain.test_delivery import NOON, WATCH, stored
from tests.handlers.test_verifying import LINK, page
from tests.services.sending import BadSlack, Sending
from tests.services.test_run_checks import DAY, HOUR, SITE, A, World, serve, track, world

__all__ = ["world"]
B = "https://other.example/b"
GARBAGE = [b"{", b"null", b'{"state": "fine"}', b"\xff\xfe\x00broken", b"", b"[1, 2]"]


def poison(world: World, statement: str, value: bytes, page: str = A) -> None:
    """Change rows behind the store's back, as a disk's fault does."""
    with sqlite3.connect(world.database.path) as connection:
        changed = connection.execute(statement, {"value": value, "page": page}).rowcount
        assert changed, "there was something to break"
    connection.close()


@pytest.fixture
async def two_links(world: World) -> World:
    await track(world, A, B)
    for _ in range(2):
        serve(world, {A: page(A, LINK), B: page(B, LINK)})
        assert (await world.run()).looked_at == 2
        world.now += 2 * DAY
    return world


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("as_text", [True, False], ids=["text", "blob"])
@pytest.mark.parametrize("table", ["observations.whole", "tracked_links.standing"])
async def test_a_broken_row_stops_no_run_and_its_own_link_goes_on(
    two_links: World, table: str, garbage: bytes, as_text: bool
) -> None:
    name, column = table.split(".")
    value = "CAST(:value AS TEXT)" if as_text else ":value"
    poison(two_links, f"UPDATE {name} SET {column} = {value} WHERE referring_page = :page", garbage)
    for day in range(3):
        shown = "" if day else LINK
        serve(two_links, {A: page(A, shown), B: page(B, shown)})
        done = await two_links.run()
        assert (done.looked_at, done.faults) == (2, 0)
        assert sum((await two_links.links.count_states(SITE)).values()) == 2
        two_links.now += 2 * DAY
    assert await two_links.told() == ["lost", "lost"]


@pytest.mark.parametrize(
    "url", ["http://[bad", "nonsense", "https://a b/", "http://\x00/", "x:" * 900]
)
async def test_an_address_that_is_none_stops_no_run(two_links: World, url: str) -> None:
    statement = "UPDATE tracked_links SET referring_page = CAST(:value AS TEXT) WHERE referring_page = :page"
    poison(two_links, statement, url.encode())
    serve(two_links, {B: page(B)})
    await two_links.run()
    two_links.now += HOUR
    serve(two_links, {B: page(B)})
    await two_links.run()
    assert await two_links.told() == ["lost"]
    assert len(await two_links.links.tracked(SITE, limit=9)) == 2


async def test_a_target_that_is_none_is_left_out_and_the_rest_is_looked_at(
    two_links: World,
) -> None:
    poison(
        two_links, "UPDATE tracked_links SET target = :value WHERE referring_page = :page", b".."
    )
    serve(two_links, {A: page(A), B: page(B, LINK)})
    assert (await two_links.run()).looked_at == 1
    assert [link.referring_page for link in await two_links.links.tracked(None, limit=9)] == [B]


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_a_broken_event_hides_no_other(two_links: World, garbage: bytes) -> None:
    for _ in range(2):
        serve(two_links, {A: page(A), B: page(B)})
        await two_links.run()
        two_links.now += HOUR
    poison(
        two_links,
        "UPDATE events SET whole = :value WHERE link_id = (SELECT id FROM tracked_links WHERE referring_page = :page)",
        garbage,
    )
    assert await two_links.told() == ["lost"]
    two_links.now += 8 * DAY
    serve(two_links, {A: page(A), B: page(B)})
    events = SqlEventStore(two_links.database)
    looks = SqlObservationStore(two_links.database)
    looked = await look_back(
        events=events, observations=looks, fetcher=two_links.web, clock=lambda: two_links.now
    )
    assert looked == 1


async def test_an_event_that_cannot_be_planned_keeps_no_other_from_being_told(
    two_links: World,
) -> None:
    async def plan(events: Sequence[StoredEvent], now: datetime) -> list[PlannedPost]:
        if any(stored.event.referring_page == A for stored in events):
            raise RuntimeError("a fault of ours")
        return [PlannedPost(e.key, "C1", "event", {"event": e.key}, now, (e.key,)) for e in events]

    for _ in range(2):
        serve(two_links, {A: page(A), B: page(B)})
        await two_links.run(plan)
        two_links.now += HOUR
    assert await two_links.told() == ["lost", "lost"], "none is lost"
    with two_links.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outbox SET payload = CAST(:value AS TEXT) WHERE id = 1",
        'UPDATE outbox SET payload = \'{"card": "x"}\' WHERE id = 1 AND :value = :value',
        "UPDATE outbox SET payload = '{}' WHERE id = 1 AND :value = :value",
        "UPDATE events SET whole = :value WHERE id = 1",
        "UPDATE outbox SET created_at = 'yesterday' WHERE id = 1 AND :value = :value",
    ],
)
async def test_a_broken_post_does_not_stand_before_the_others(
    tmp_path: Path, statement: str
) -> None:
    slack = BadSlack()
    sending = Sending(tmp_path, slack)
    sending.now = NOON
    await sending.watches.add_watch(WATCH)
    await sending.watches.change_settings(WATCH.channel, lambda known: replace(known, budget=99))
    await sending.happened(*(stored(link=n, site=f"s{n}.example", at=NOON) for n in range(4)))
    with sqlite3.connect(sending.database.path) as connection:
        assert connection.execute(statement, {"value": b"\xff{"}).rowcount == 1
    connection.close()
    for _ in range(4):
        await sending.tick()
    told = [message.text for message in slack.stands.values()]
    for n in (1, 2, 3):
        assert sum(f"s{n}.example" in text for text in told) == 1, told
    sending.close()
