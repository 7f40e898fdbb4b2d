"""Another process holds the database, now and then and for a while: everything waits, nothing is lost."""

import asyncio
import random
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.adapters.store import database as adapter
from bot.adapters.store.outbox import SqlOutbox
from bot.errors import StoreError
from bot.services.run_checks import LEASE
from tests.faults import ROUNDS, figure
from tests.faults.month import GONE, Story

pytestmark = pytest.mark.slow
LOCKS = 4
_HOLDER = f"""
import random, sqlite3, sys, time
draw = random.Random(int(sys.argv[2]))
lock = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
print("ready", flush=True)
for _ in range({LOCKS}):
    lock.execute(draw.choice(["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"]))
    lock.execute("UPDATE tracked_links SET owner = owner")
    time.sleep(draw.uniform(0.01, 0.25))
    lock.execute(draw.choice(["COMMIT", "ROLLBACK"]))
    time.sleep(draw.uniform(0.0, 0.05))
"""


async def test_a_lock_that_comes_and_goes_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = repeated = 0
    met: list[Path] = []
    begin = adapter._begin

    def note_and_begin(connection: Connection) -> None:
        path = Path(str(connection.engine.url.database))
        is_writing = "sqlite_begin" not in connection.get_execution_options()
        if is_writing and _is_held(path):
            met.append(path)
        begin(connection)

    # Each transaction of ours, just before it begins and has to wait.
    monkeypatch.setattr(adapter, "_begin", note_and_begin)
    for n in range(ROUNDS):
        story = Story(tmp_path / str(n))
        await story.begin()
        outbox = SqlOutbox(story.world.database)
        holder = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _HOLDER, str(story.world.database.path), str(n),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"ready\n"
        held = asyncio.create_task(holder.wait())
        while not held.done():
            await story.look()
            await outbox.claim_posts(now=story.world.now, limit=9, lease=LEASE)
            story.jump(LEASE * 3)
        assert await held == 0
        await story.look_at_all()
        losses, repeats = story.losses_and_repeats()
        lost, repeated = lost + losses, repeated + repeats
        story.world.database.close()
    figure("the database held by another process", ROUNDS * LOCKS, f"0 writes refused, {lost} of {ROUNDS * len(GONE)} losses untold, {repeated} repeats")  # fmt: skip
    assert (lost, repeated) == (0, 0)
    assert len(set(met)) == ROUNDS, "in every round the lock was met, and not only passed by"


def _is_held(path: Path) -> bool:
    """Whether somebody who does not wait is refused now."""
    lock = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        lock.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        lock.close()
    return False


async def test_a_lock_that_stays_is_said_and_what_was_due_is_due_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "BUSY_TIMEOUT_MS", 20)
    draw = random.Random(5)
    refused = lost = repeated = 0
    for n in range(ROUNDS):
        story = Story(tmp_path / str(n))
        await story.begin()
        for _ in range(draw.randrange(1, 4)):
            lock = sqlite3.connect(story.world.database.path, isolation_level=None)
            lock.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError):
                await story.look()
            refused += 1
            lock.rollback()
            lock.close()
            await story.look()
            story.jump(LEASE * 2)
        await story.look_at_all()
        losses, repeats = story.losses_and_repeats()
        lost, repeated = lost + losses, repeated + repeats
        story.world.database.close()
    figure("the database held for longer than we wait", refused, f"each run says so, {lost} of {ROUNDS * len(GONE)} losses untold, {repeated} repeats")  # fmt: skip
    assert (lost, repeated) == (0, 0)
