"""Which look speaks for a referring site, and when a link was last seen live."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.findings import LookCounts
from bot.domain.names import parse_target
from bot.domain.verdicts import Observation, Reason, State

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _look(
    page: str, state: State, *, hours_ago: int = 0, target: str = "site.example"
) -> Observation:
    reasons = {State.LIVE: None, State.LOST: Reason.LINK_REMOVED, State.UNVERIFIED: Reason.BLOCKED}
    at = NOW - timedelta(hours=hours_ago)
    return Observation(page, target, state, reasons[state], at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlObservationStore]:
    database = open_database(tmp_path)
    yield SqlObservationStore(database)
    database.close()


async def test_a_live_page_speaks_for_its_site(store: SqlObservationStore) -> None:
    await store.save_observations(
        [
            _look("https://a.journal.example/1", State.LOST),
            _look("https://journal.example/2", State.LIVE, hours_ago=5),
            _look("https://forum.example/1", State.LIVE, hours_ago=9),
            _look("https://forum.example/1", State.UNVERIFIED, hours_ago=1),
            _look("https://other.example/1", State.LIVE, target="https://site.example/guide"),
            _look("https://journal.example/3", State.LIVE, target="elsewhere.example"),
        ]
    )
    found = await store.newest_by_domain(parse_target("site.example"))
    assert {domain: (look.referring_page, look.state.value) for domain, look in found.items()} == {
        "journal.example": ("https://journal.example/2", "live"),
        "forum.example": ("https://forum.example/1", "unverified"),
        "other.example": ("https://other.example/1", "live"),
    }


async def test_a_page_target_knows_its_own_looks_alone(store: SqlObservationStore) -> None:
    aim = "https://site.example/guide"
    page = "https://journal.example/2"
    await store.save_observations([_look(page, State.LIVE), _look(page, State.LOST, target=aim)])
    found = await store.newest_by_domain(parse_target(aim))
    assert [look.state for look in found.values()] == [State.LOST]


async def test_the_last_good_look_is_kept(store: SqlObservationStore) -> None:
    page = "https://journal.example/2"
    live = _look(page, State.LIVE, hours_ago=9)
    older = replace(live, checked_at=NOW - timedelta(hours=30))
    await store.save_observations([older, live, _look(page, State.UNVERIFIED)])
    assert await store.last_live(page, "site.example") == live
    assert await store.last_live("https://unknown.example/", "site.example") is None


async def test_a_site_s_pages_are_counted_by_their_newest_looks(
    store: SqlObservationStore,
) -> None:
    await store.save_observations(
        [
            _look("https://journal.example/1", State.LIVE, hours_ago=5),
            _look("https://journal.example/1", State.LOST),
            _look("https://journal.example/2", State.LIVE),
            _look("https://journal.example/3", State.UNVERIFIED),
            _look("https://forum.example/1", State.LOST),
            _look("https://journal.example/4", State.LIVE, target="elsewhere.example"),
        ]
    )
    assert await store.count_looks(parse_target("site.example")) == {
        "journal.example": LookCounts(live=1, lost=1, unverified=1),
        "forum.example": LookCounts(lost=1),
    }
