"""The checks that are due: looked at once, believed only when we believe ourselves, recorded whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.adapters.store.database import Database
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.outbox import SqlOutbox
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.domain.events import Policy
from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.domain.tracking import NewLink, PlannedPost, StoredEvent
from bot.errors import FetchError
from bot.services.run_checks import BATCH, LEASE, Planner, RunSummary, no_posts, run_due
from tests.fakes import FakeFetcher
from tests.handlers.conftest import NOW
from tests.handlers.test_verifying import LINK, page

SITE = parse_target("site.example")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class World:
    """A store, a web and a clock."""

    database: Database
    now: datetime = NOW
    web: FakeFetcher = field(default_factory=FakeFetcher)

    def __post_init__(self) -> None:
        self.links = SqlTrackedLinkStore(self.database)

    async def run(self, plan: Planner = no_posts, *, batch: int = BATCH) -> RunSummary:
        return await run_due(
            links=self.links,
            observations=SqlObservationStore(self.database),
            fetcher=self.web,
            clock=lambda: self.now,
            policy=Policy(),
            plan=plan,
            batch=batch,
        )

    async def told(self) -> list[str]:
        events = await SqlEventStore(self.database).events_between(
            None, since=NOW - DAY, until=NOW + 999 * DAY
        )
        return [stored.event.kind.value for stored in events]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    database = open_database(tmp_path)
    yield World(database)
    database.close()


def serve(world: World, pages: dict[str, Page | FetchError]) -> None:
    world.web = FakeFetcher(
        {
            url: replace(answer, fetched_at=world.now) if isinstance(answer, Page) else answer
            for url, answer in pages.items()
        }
    )


async def track(world: World, *pages: str) -> None:
    await world.links.track([NewLink(url, SITE, "U1") for url in pages], now=world.now)
    world.now += HOUR


A = "https://journal.example/a"


async def test_a_link_s_life_is_told_once_each(world: World) -> None:
    await track(world, A)
    days = [LINK, LINK, "", "", "", LINK, LINK]
    for link in days:
        serve(world, {A: page(A, link)})
        await world.run()
        world.now += 36 * HOUR
    assert await world.told() == ["lost", "restored"]


async def test_the_second_look_at_a_miss_is_fresh_and_soon(world: World) -> None:
    await track(world, A)
    serve(world, {A: page(A, LINK)})
    await world.run()
    world.now += 2 * DAY
    serve(world, {A: page(A)})
    await world.run()
    assert await world.told() == []
    world.now += timedelta(minutes=31)
    serve(world, {A: page(A)})
    await world.run()
    assert world.web.calls[-1].fresh
    assert await world.told() == ["lost"]


async def test_each_page_is_fetched_once_for_all_its_targets(world: World) -> None:
    other = parse_target("other.example")
    await world.links.track([NewLink(A, SITE, "U1"), NewLink(A, other, "U1")], now=NOW)
    world.now += HOUR
    serve(world, {A: page(A, LINK)})
    assert (await world.run()).looked_at == 2
    assert world.web.urls == [A]


async def test_many_sites_failing_at_once_are_our_own_fault(world: World) -> None:
    pages = [f"https://site{n}.journal{n}.example/" for n in range(20)]
    await track(world, *pages)
    serve(world, {url: page(url, LINK) for url in pages})
    await world.run()
    world.now += 2 * DAY
    serve(world, {url: FetchError("connection_error", "No.", url=url) for url in pages})
    held = await world.run()
    assert "we suspect our own connection" in held.held_back
    assert (await world.links.count_states(SITE)) == {"live": 20}
    assert (await world.run()).looked_at == 0, "not again at once"
    world.now += HOUR
    serve(world, {url: page(url, LINK) for url in pages})
    assert (await world.run()).looked_at == 20
    assert await world.told() == []


async def test_one_failing_page_never_stops_the_others(world: World) -> None:
    bad = "https://bad.example/"
    await track(world, A, bad)
    serve(world, {A: page(A, LINK), bad: FetchError("tls_error", "No.", url=bad)})
    assert (await world.run()).looked_at == 2
    assert await world.links.count_states(SITE) == {"live": 1, "unclear": 1}


async def test_a_killed_run_s_links_are_due_again_after_the_lease(world: World) -> None:
    await track(world, A)
    await world.links.claim_due(now=world.now, limit=9, lease=LEASE)
    serve(world, {A: page(A, LINK)})
    assert (await world.run()).looked_at == 0
    world.now += LEASE
    assert (await world.run()).looked_at == 1


async def test_posts_are_planned_with_their_events(world: World) -> None:
    async def plan(events: Sequence[StoredEvent], now: datetime) -> list[PlannedPost]:
        return [
            PlannedPost(f"C1:{e.key}", "C1", "event", {"event": e.key}, now, (e.key,))
            for e in events
        ]

    await track(world, A)
    for link in ("", LINK):
        serve(world, {A: page(A, link)})
        await world.run(plan)
        world.now += 36 * HOUR
    assert await world.told() == ["gained"]
    assert await SqlOutbox(world.database).count_waiting() == 1


async def test_a_small_team_s_outage_confirms_nothing_though_each_run_is_small(
    world: World,
) -> None:
    """Five sites, one look a run: a machine between us and them serves its own page for hours."""
    pages = [f"https://journal{n}.example/" for n in range(5)]
    await track(world, *pages)
    serve(world, {url: page(url, LINK) for url in pages})
    await world.run()
    world.now += 2 * DAY
    for _ in range(30):
        serve(world, {url: page(url, f"<p>Sign in to the network, {url}</p>") for url in pages})
        await world.run(batch=1)
        world.now += timedelta(minutes=12)
    assert await world.told() == []
    world.now += HOUR
    for _ in range(3):
        serve(world, {url: page(url, LINK) for url in pages})
        await world.run()
        world.now += DAY
    assert await world.told() == []
    assert await world.links.count_states(SITE) == {"live": 5}


async def test_what_is_still_gone_after_a_day_of_doubt_is_told(world: World) -> None:
    pages = [f"https://journal{n}.example/" for n in range(10)]
    await track(world, *pages)
    serve(world, {url: page(url, LINK) for url in pages})
    await world.run()
    world.now += 2 * DAY
    for _ in range(80):
        serve(world, {url: page(url, f"<p>Something else, {url}</p>") for url in pages})
        await world.run()
        world.now += timedelta(minutes=41)
    assert await world.told() == ["lost"] * 10


async def test_one_link_that_breaks_our_own_program_stops_no_other(world: World) -> None:
    other = "https://other.example/"
    await track(world, A, other)
    serve(world, {A: page(A, LINK), other: page(other, LINK)})
    world.web.answers = _Faulty(world.web.answers)
    done = await world.run()
    assert (done.looked_at, done.faults) == (2, 1)
    assert await world.links.count_states(SITE) == {"new": 1, "live": 1}
    assert (await world.run()).looked_at == 0, "not again at once"


class _Faulty(dict[str, Page | FetchError]):
    def get(self, url: str, default: object = None) -> Page | FetchError:
        if url == A:
            raise RuntimeError("a fault of ours")
        return self[url]


async def test_a_run_takes_few_links_of_one_host(world: World) -> None:
    await track(world, *(f"https://big.example/{n}" for n in range(12)))
    assert (await world.run()).looked_at == 5
    assert (await world.run()).looked_at == 5
    assert (await world.run()).looked_at == 2


async def test_a_clock_that_was_set_back_frees_what_was_claimed(world: World) -> None:
    await track(world, A)
    claimed = await world.links.claim_due(now=world.now + DAY, limit=9, lease=LEASE)
    assert len(claimed) == 1
    assert (await world.run()).looked_at == 1


async def test_a_promise_that_is_not_kept_is_overdue_once_and_gained_when_it_is(
    world: World,
) -> None:
    promised = [NewLink(A, SITE, "U1", promised_at=NOW)]
    await world.links.track(promised, now=world.now)
    for link in ("", "", "", "", LINK, LINK):
        world.now += DAY
        serve(world, {A: page(A, link)})
        await world.run()
    assert await world.told() == ["overdue", "gained"]


async def test_a_promised_page_that_cannot_be_read_is_not_called_overdue(world: World) -> None:
    await world.links.track([NewLink(A, SITE, "U1", promised_at=NOW)], now=world.now)
    for _ in range(5):
        world.now += DAY
        serve(world, {A: FetchError("timeout", "No answer.", url=A)})
        await world.run()
    assert await world.told() == []


async def test_sites_that_were_gone_together_a_day_ago_are_gone_together_still(
    world: World,
) -> None:
    """The look that confirms a page gone comes a day and some minutes later: its beginning still counts."""
    pages = [f"https://site{n}.journal{n}.example/" for n in range(4)]
    await track(world, *pages)
    serve(world, {url: page(url, LINK) for url in pages})
    await world.run()
    for link in await world.links.tracked(SITE, limit=9):
        await world.links.look_soon(link.id, at=world.now + 2 * DAY + link.id * MINUTE)
    world.now += 2 * DAY
    serve(world, {url: page(url, f"<p>{url}</p>", status=404) for url in pages})
    for _ in range(2):
        world.now += MINUTE
        await world.run()
    assert (await world.links.count_states(SITE))["missing"] == 2, "too few yet for any doubt"
    world.now += DAY + 4 * MINUTE
    serve(world, {url: page(url, f"<p>{url}</p>", status=404) for url in pages})
    held = await world.run()
    assert "we suspect our own connection" in held.held_back
    assert await world.told() == []


async def test_a_link_that_never_came_is_looked_at_monthly_until_somebody_asks_again(
    world: World,
) -> None:
    asked = NewLink(A, SITE, "U1", prospect_id="1")
    await world.links.track([asked], now=world.now)
    world.now += HOUR
    looks = []
    for day in range(300):
        serve(world, {A: page(A)})
        looks += [day] * (await world.run()).looked_at
        world.now += DAY
    assert len(looks) < 90
    assert [b - a for a, b in pairwise(looks[-3:])] == [30, 30]
    await world.links.track([asked], now=world.now)
    for day in range(300, 310):
        serve(world, {A: page(A, LINK if day > 302 else "")})
        looks += [day] * (await world.run()).looked_at
        world.now += DAY
    assert len([day for day in looks if day >= 300]) >= 9
    assert await world.told() == ["gained"]
