"""What a run of checks does when it is killed, when the disk is full, locked, or the clock jumps."""

import asyncio
import os
import resource
import signal
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.domain.tracking import NewLink
from bot.errors import StoreError
from bot.services.run_checks import LEASE
from tests.adapters.store.killing import nursery
from tests.faults import figure
from tests.handlers.conftest import NOW
from tests.handlers.test_verifying import LINK, page
from tests.services.test_run_checks import DAY, HOUR, SITE, A, World, serve, track, world

__all__ = ["world"]
ROUNDS = max(20, int(os.environ.get("RUN_KILLS", "20")))
LINKS = 60

# A day in which a sixth of the links is gone, looked at in small batches; each batch says how far it is.
_RUN = """
import asyncio, pathlib, time
from datetime import timedelta, datetime
from bot.adapters.store.migrate import open_database
from bot.domain.tracking import PlannedPost
from tests.handlers.conftest import NOW
from tests.handlers.test_verifying import LINK, page
from tests.services.test_run_checks import World, serve

async def plan(events, now):
    return [PlannedPost(e.key, "C1", "card", {"event": e.key}, now, events=(e.key,)) for e in events]

def write(folder, now, links):
    async def work():
        world = World(open_database(pathlib.Path(folder)), now=datetime.fromisoformat(now))
        serve(world, {
            f"https://journal{n}.example/": page(f"https://journal{n}.example/", f"<p>{n}</p>" if n % 6 == 0 else LINK)
            for n in range(int(links))
        })
        number = 0
        while (await world.run(plan, batch=4)).looked_at:
            number += 1
            print(number, flush=True)
        for _ in range(5):
            print(number + 1, flush=True)
        time.sleep(600)
    asyncio.run(work())
"""


def _counts(folder: Path) -> tuple[int, int, int, int]:
    """(events, different links that they tell, posts, posts without their event)."""
    with sqlite3.connect(folder / "measured.sqlite3") as connection:
        (events, links) = connection.execute(
            "SELECT count(*), count(DISTINCT link_id) FROM events WHERE kind = 'lost'"
        ).fetchone()
        (posts, orphans) = connection.execute(
            "SELECT count(*), coalesce(sum(dedup_key NOT IN (SELECT event_key FROM events)), 0) FROM outbox"
        ).fetchone()
    connection.close()
    return events, links, posts, orphans


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Each loss is one event with one post, however often the run that finds it is killed."""

    async def begin(folder: Path) -> World:
        world = World(open_database(folder))
        urls = [f"https://journal{n}.example/" for n in range(LINKS)]
        await world.links.track([NewLink(url, SITE, "U1") for url in urls], now=NOW)
        world.now += HOUR
        serve(world, {url: page(url, LINK) for url in urls})
        while (await world.run()).looked_at:
            pass
        world.now += 2 * DAY
        return world

    world = asyncio.run(begin(tmp_path))
    world.database.close()
    now = world.now
    with nursery(_RUN) as writers:
        for turn in range(ROUNDS):
            writers.write_until_killed(tmp_path, now.isoformat(), LINKS, after=turn % 4 + 1)
            events, links, posts, orphans = _counts(tmp_path)
            assert events == links == posts, "an event is told once"
            assert orphans == 0
            now += LEASE + timedelta(minutes=1)
    assert _counts(tmp_path) == (LINKS // 6, LINKS // 6, LINKS // 6, 0)
    figure(
        "kill -9 in a run of checks", ROUNDS, f"{LINKS // 6} of {LINKS // 6} losses told, 0 repeats"
    )


async def test_while_the_database_is_locked_the_run_waits(world: World) -> None:
    await track(world, A)
    serve(world, {A: page(A, LINK)})
    lock = sqlite3.connect(world.database.path, isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lock.rollback)
    timer.start()
    assert (await world.run()).looked_at == 1
    timer.join()
    lock.close()


async def test_a_full_disk_is_said_and_what_was_due_stays_due(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: a write fails in the same place."""
    world = World(open_database(tmp_path))
    await track(world, A)
    before = await world.links.count_states(SITE)
    old_limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    old_handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old_limits[1]))
    try:
        serve(world, {A: page(A, LINK)})
        with pytest.raises(StoreError):
            await world.run()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limits)
        signal.signal(signal.SIGXFSZ, old_handler)
    assert await world.links.count_states(SITE) == before
    assert (await world.run()).looked_at == 1
    assert await world.links.count_states(SITE) == {"live": 1}
    world.database.close()


@pytest.mark.parametrize("jump", [HOUR, DAY, -HOUR, -DAY], ids=["+1h", "+1d", "-1h", "-1d"])
async def test_a_clock_that_jumps_tells_nothing_false_and_loses_no_link(
    world: World, jump: timedelta
) -> None:
    await track(world, A)
    for _ in range(3):
        serve(world, {A: page(A, LINK)})
        await world.run()
        world.now += DAY
    world.now += jump
    serve(world, {A: page(A, LINK)})
    await world.run()
    assert await world.told() == []
    looks = 0
    for _ in range(4 * 24):
        world.now += HOUR
        serve(world, {A: page(A)})
        looks += (await world.run()).looked_at
    assert await world.told() == ["lost"], "and what is lost afterwards is told once"
    assert looks >= 3


async def test_a_claim_of_a_killed_run_ends_with_its_lease(world: World) -> None:
    await track(world, A)
    store = SqlTrackedLinkStore(world.database)
    await store.claim_due(now=world.now, limit=9, lease=LEASE)
    serve(world, {A: page(A, LINK)})
    assert (await world.run()).looked_at == 0, "it is somebody's"
    world.now += LEASE
    assert (await world.run()).looked_at == 1
