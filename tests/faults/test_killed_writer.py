"""kill -9 in the middle of an event's writing: an event and its post are both there, or neither is."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from tests.adapters.store.killing import nursery
from tests.faults import ROUNDS, figure

pytestmark = pytest.mark.slow
_WRITER = """
import asyncio, pathlib
sys.path.insert(0, ".")
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.domain.tracking import PlannedPost
from tests.domain.test_delivery import NOON, stored

def write(folder, first):
    async def work():
        store = SqlEventStore(open_database(pathlib.Path(folder)))
        for number in range(int(first), 1_000_000):
            event = stored(link=number, site=f"s{number}.example", at=NOON)
            post = PlannedPost(event.key, "C1", "card", {"card": "x"}, NOON, (event.key,))
            # Twice: an event that is written again is no second one.
            await store.add_events([event], [post])
            await store.add_events([event], [post])
            print(number, flush=True)
    asyncio.run(work())
"""


def test_an_event_and_its_post_are_written_together(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    acknowledged: set[int] = set()
    first = lost = torn = 0
    with nursery(_WRITER) as writers:
        for turn in range(ROUNDS * 5):
            said = writers.write_until_killed(tmp_path, first, after=turn % 7 + 1)
            acknowledged |= set(range(first, said + 1))
            with sqlite3.connect(tmp_path / "measured.sqlite3") as connection:
                events = [row[0] for row in connection.execute("SELECT link_id FROM events")]
                (apart,) = connection.execute(
                    "SELECT (SELECT count(*) FROM events WHERE event_key NOT IN (SELECT dedup_key FROM outbox))"
                    " + (SELECT count(*) FROM outbox WHERE dedup_key NOT IN (SELECT event_key FROM events))"
                ).fetchone()
            connection.close()
            assert len(events) == len(set(events)), "none twice"
            lost += len(acknowledged - set(events))
            torn += apart
            first = said + 1
    figure("kill -9 as an event is written", ROUNDS * 5, f"{len(acknowledged)} acknowledged, {lost} lost, {torn} without their post")  # fmt: skip
    assert (lost, torn) == (0, 0)
    assert asyncio.run(_is_sound(tmp_path)) == "ok"


async def _is_sound(folder: Path) -> str:
    database = open_database(folder)
    with database.reading() as connection:
        said = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
    database.close()
    return said
