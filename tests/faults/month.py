"""A few links and a web in which a third of them is removed: what must be told is known."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.adapters.store.database import Database
from bot.adapters.store.migrate import open_database
from bot.domain.tracking import PlannedPost, StoredEvent
from tests.handlers.test_verifying import LINK, page
from tests.services.test_run_checks import DAY, HOUR, SITE, World, serve, track

LINKS = 9
URLS = [f"https://journal{n}.example/" for n in range(LINKS)]
GONE = URLS[::3]

Step = Callable[[], Awaitable[Any]]


async def plan(events: Sequence[StoredEvent], now: datetime) -> list[PlannedPost]:
    """A post for each event."""
    return [PlannedPost(e.key, "C1", "card", {"event": e.key}, now, (e.key,)) for e in events]


class Story:
    """Links that were seen live, and from now on a web in which some are gone."""

    def __init__(self, folder: Path) -> None:
        self.world = World(open_database(folder))

    async def begin(self) -> None:
        world = self.world
        await track(world, *URLS)
        for _ in range(2):
            serve(world, {url: page(url, LINK) for url in URLS})
            while (await world.run(plan)).looked_at:
                pass
            world.now += 2 * DAY

    async def look(self) -> int:
        """One batch of what is due."""
        serve(self.world, {url: page(url, "" if url in GONE else LINK) for url in URLS})
        return (await self.world.run(plan, batch=4)).looked_at

    async def look_at_all(self, *, days: int = 2) -> None:
        """Until everything is told that is to be told."""
        for _ in range(days * 6):
            while await self.look():
                pass
            self.world.now += 4 * HOUR

    def losses_and_repeats(self) -> tuple[int, int]:
        """Of the links that are gone: how many nobody heard of, and how many posts were too many."""
        return losses_and_repeats(self.world.database)

    def jump(self, by: timedelta) -> None:
        """The machine's clock is set."""
        self.world.now += by


def losses_and_repeats(database: Database) -> tuple[int, int]:
    with database.reading() as connection:
        told = Counter(
            connection.execute(
                text(
                    "SELECT tracked_links.referring_page FROM outbox JOIN events ON events.event_key = outbox.dedup_key "
                    "JOIN tracked_links ON tracked_links.id = link_id WHERE events.kind = 'lost'"
                )
            ).scalars()
        )
        events, posts, orphans = connection.execute(
            text(
                "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM outbox), "
                "(SELECT count(*) FROM outbox WHERE dedup_key NOT IN (SELECT event_key FROM events))"
            )
        ).one()
        sound = connection.execute(text("PRAGMA integrity_check")).scalar()
    assert sound == "ok"
    assert events == posts, "each event has its post"
    assert orphans == 0
    assert not set(told) - set(GONE), "nothing false is told"
    return len(set(GONE) - set(told)), sum(told.values()) - len(told)


__all__ = ["GONE", "LINKS", "SITE", "URLS", "Story", "losses_and_repeats", "plan"]
