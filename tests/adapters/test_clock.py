"""The clocks: real time, and a pace that another process sets."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.clock import file_clock, system_clock
from bot.cli.demo.days import write_pace
from bot.domain.pace import Pace
from bot.errors import ConfigError

_START = datetime(2026, 11, 23, 9, tzinfo=UTC)


class _Real:
    """Real time that a test moves."""

    def __init__(self) -> None:
        self.now = _START

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def _pace(real: datetime, virtual: datetime, rate: float, until: datetime) -> Pace:
    return Pace(real.timestamp(), virtual.timestamp(), rate, until.timestamp())


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert system_clock().tzinfo is UTC


def test_a_day_passes_in_twelve_seconds_and_then_time_runs_as_ever(tmp_path: Path) -> None:
    file, real = tmp_path / "clock.json", _Real()
    write_pace(file, _pace(_START, _START, 7200, _START + timedelta(days=1)))
    clock = file_clock(file, real=real)
    real.pass_seconds(6)
    assert clock() == _START + timedelta(hours=12)
    real.pass_seconds(6)
    assert clock() == _START + timedelta(days=1)
    real.pass_seconds(5)
    assert clock() == _START + timedelta(days=1, seconds=5)


def test_a_new_pace_is_taken_up_at_once(tmp_path: Path) -> None:
    file, real = tmp_path / "clock.json", _Real()
    write_pace(file, _pace(_START, _START, 1, _START))
    clock = file_clock(file, real=real)
    assert clock() == _START
    write_pace(file, _pace(_START, _START + timedelta(days=3), 1, _START))
    assert clock() == _START + timedelta(days=3)


def test_the_clock_never_goes_back_even_when_the_file_says_so(tmp_path: Path) -> None:
    file, real = tmp_path / "clock.json", _Real()
    write_pace(file, _pace(_START, _START + timedelta(days=3), 1, _START))
    clock = file_clock(file, real=real)
    before = clock()
    write_pace(file, _pace(_START, _START, 1, _START))
    assert clock() == before


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"rate": 1}', json.dumps(dict.fromkeys(Pace.__slots__, "soon")), "null"],
)
def test_a_damaged_file_leaves_the_last_pace_in_force(tmp_path: Path, text: str) -> None:
    file, real = tmp_path / "clock.json", _Real()
    write_pace(file, _pace(_START, _START, 1, _START))
    clock = file_clock(file, real=real)
    file.write_text(text, encoding="utf-8")
    real.pass_seconds(2)
    assert clock() == _START + timedelta(seconds=2)
    file.unlink()
    real.pass_seconds(2)
    assert clock() == _START + timedelta(seconds=4)


def test_a_file_that_is_not_there_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        file_clock(tmp_path / "none.json")
    assert "CLOCK_FILE" in str(refused.value)


@given(
    rate=st.floats(0.01, 1e6),
    ahead=st.floats(-1e6, 1e6),
    looks=st.lists(st.floats(-100, 1e6), min_size=2).map(sorted),
)
def test_a_pace_is_monotone_and_never_faster_than_its_rate(
    rate: float, ahead: float, looks: list[float]
) -> None:
    pace = Pace(0, 1e9, rate, 1e9 + ahead)
    seen = [pace.at(real) for real in looks]
    assert seen == sorted(seen)
    fastest = max(1.0, rate) * max(0.0, looks[-1])
    assert seen[-1] - 1e9 <= max(fastest, 0.0) * (1 + 1e-6) + 1
