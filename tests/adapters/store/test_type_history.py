"""The mix of types over time, as the looks of the past know it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.names import parse_target
from bot.domain.type_mix import moments_between
from bot.domain.verdicts import Observation, Reason, State

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SITE = parse_target("site.example")


def _look(page: str, what: str, *, days_ago: float, target: str = "site.example") -> Observation:
    at = NOW - timedelta(days=days_ago)
    if what == "gone":
        return Observation(page, target, State.LOST, Reason.PAGE_GONE, at)
    if what == "blocked":
        return Observation(page, target, State.UNVERIFIED, Reason.BLOCKED, at)
    return replace(Observation(page, target, State.LIVE, None, at), placement=what)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlObservationStore]:
    database = open_database(tmp_path)
    yield SqlObservationStore(database)
    database.close()


async def _mix(store: SqlObservationStore, target: str = "site.example") -> list[dict[str, int]]:
    aim = parse_target(target)
    found = await store.type_history(aim, lambda first: moments_between(first, NOW))
    return [dict(mix.links) for mix in found]


async def test_links_count_by_their_newest_look_that_could_tell(store: SqlObservationStore) -> None:
    a, b = "https://a.example/1", "https://b.example/1"
    await store.save_observations(
        [
            _look(a, "content", days_ago=3.5),
            _look(b, "footer", days_ago=2.5),
            _look(a, "blocked", days_ago=1.5),
            _look(a, "comment", days_ago=0.5),
            _look(b, "gone", days_ago=0.2),
            _look(b, "content", days_ago=3, target="elsewhere.example"),
        ]
    )
    assert await _mix(store) == [
        {"content": 1},
        {"content": 1, "footer": 1},
        {"content": 1, "footer": 1},
        {"comment": 1},
    ]


async def test_a_page_of_ours_counts_its_own_links_alone(store: SqlObservationStore) -> None:
    aim = "https://site.example/guide"
    a = "https://a.example/1"
    await store.save_observations(
        [_look(a, "content", days_ago=0.5), _look(a, "footer", days_ago=0.5, target=aim)]
    )
    assert await _mix(store, aim) == [{"footer": 1}]
    assert await _mix(store) == [{"content": 1, "footer": 1}]


async def test_without_a_live_look_there_is_no_history(store: SqlObservationStore) -> None:
    await store.save_observations([_look("https://a.example/1", "gone", days_ago=9)])
    assert await _mix(store) == []


@pytest.mark.parametrize(("days", "points", "apart"), [(5, 6, 1), (60, 9, 7), (200, 7, 30), (900, 12, 30)])  # fmt: skip
def test_the_history_is_drawn_in_days_weeks_or_months(days: int, points: int, apart: int) -> None:
    moments = moments_between(NOW - timedelta(days=days), NOW)
    assert len(moments) == points
    assert moments[-1] == NOW
    assert {b - a for a, b in pairwise(moments)} == {timedelta(days=apart)}
