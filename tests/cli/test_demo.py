"""`backlinks demo`: its days, its world, its child processes, and what it says when it cannot start."""

import asyncio
import json
import socket
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession
from typer.testing import CliRunner

from bot.adapters.clock import file_clock
from bot.cli import app
from bot.cli.demo.child import Child, ChildEndedError, clean_environment
from bot.cli.demo.days import DAY, Days
from bot.cli.demo.news import NEW_RELEASE_ON, day_in_words
from bot.cli.demo.stage import bot_settings, make_playground
from bot.cli.demo.world import World, release_name, served
from bot.config import Settings, load
from bot.domain.backlinks import DomainName
from bot.domain.imports import KeptRow
from bot.paid import paid_sources
from bot.playground.web import OURS, domain_links

_START = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()


class _Time:
    """Real time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = _START

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


def _days(tmp_path: Path, time: _Time) -> Days:
    return Days(tmp_path / "clock.json", real=time, sleep=time.sleep, seconds_a_day=12)


async def test_a_day_is_over_when_next_day_returns_and_the_bots_clock_says_so(
    tmp_path: Path,
) -> None:
    time = _Time()
    days = _days(tmp_path, time)
    clock = file_clock(tmp_path / "clock.json", real=lambda: datetime.fromtimestamp(time(), UTC))
    assert clock().timestamp() == days.now() == _START
    await days.next_day()
    assert days.day() == 1
    assert time.now == _START + 12
    assert days.now() == pytest.approx(_START + DAY)
    assert clock().timestamp() == pytest.approx(days.now())


async def test_the_web_changes_when_first_looks_are_taken_so_that_the_days_hours_show_it(
    tmp_path: Path,
) -> None:
    time = _Time()
    seen: list[tuple[int, float]] = []

    async def sleep(seconds: float) -> None:
        before = days.day()
        await time.sleep(seconds)
        seen.append((before, days.now() - _START))

    days = Days(tmp_path / "clock.json", real=time, sleep=sleep, seconds_a_day=12)
    await days.next_day()
    assert [day for day, _ in seen] == [0, 1]
    assert [at for _, at in seen] == pytest.approx([2 * 3600, DAY])


async def test_two_days_asked_for_at_once_follow_each_other(tmp_path: Path) -> None:
    time = _Time()
    days = _days(tmp_path, time)
    await asyncio.gather(days.next_day(), days.next_day())
    assert days.day() == 2
    assert days.now() == pytest.approx(_START + 2 * DAY)


def test_what_happened_on_a_day_is_told_in_a_sentence() -> None:
    assert "garden.example/frost-dates answers 404" in day_in_words(5)
    assert "14 lost" in day_in_words(7)
    assert day_in_words(29) == "Day 29. On the web: nothing new."
    assert "A new release of the web graph is published." in day_in_words(NEW_RELEASE_ON)


async def test_who_waits_for_a_day_goes_on_when_it_has_begun(tmp_path: Path) -> None:
    days = _days(tmp_path, _Time())
    waiting = asyncio.create_task(days.begun(2))
    await days.next_day()
    assert not waiting.done()
    await asyncio.gather(days.next_day(), waiting)
    await days.begun(1)


async def test_a_release_holds_what_stood_in_its_months(tmp_path: Path) -> None:
    today = date(2026, 11, 23)
    older = domain_links(today, first=date(2026, 6, 1), last=date(2026, 8, 31))
    newer = domain_links(today, first=date(2026, 7, 1), last=date(2026, 9, 30))
    assert ("balcony.example", OURS) in older, "lost 150 days ago: in June"
    assert ("balcony.example", OURS) not in newer
    assert ("growersweekly.example", OURS) not in older, "first seen in September"
    assert ("growersweekly.example", OURS) in newer


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2026, 11, 23), "cc-main-2026-jul-aug-sep"),
        (date(2026, 4, 1), "cc-main-2025-26-dec-jan-feb"),
        (date(2026, 2, 28), "cc-main-2025-oct-nov-dec"),
    ],
)
def test_releases_are_named_as_the_publisher_names_them(today: date, name: str) -> None:
    assert release_name(today, months_ago=2) == name


async def test_the_world_serves_the_web_by_host(tmp_path: Path) -> None:
    async with served(lambda: 0, tmp_path) as world, ClientSession() as session:
        url = f"{world.web_url}/2025/spring-tools"
        async with session.get(url, headers={"Host": "journal.example"}) as answer:
            assert answer.status == 200
            assert "garden guide" in await answer.text()


def test_the_bot_is_configured_by_settings_that_exist_and_pass(tmp_path: Path) -> None:
    days, world = _days(tmp_path, _Time()), World(1234, 1235, 1236)
    playground = make_playground(days, world)
    environment = bot_settings(playground, "http://127.0.0.1:1236", world, tmp_path)
    assert {name.lower() for name in environment} <= set(Settings.model_fields)
    settings = load(environment)
    assert settings.clock_file == tmp_path / "clock.json"
    assert settings.static_hosts == ("*.example=127.0.0.1:1234",)


async def test_the_world_s_vendor_sells_what_links_today(tmp_path: Path) -> None:
    day = 0
    async with served(lambda: day, tmp_path) as world:
        settings = load({"AHREFS_API_URL": world.vendor_url, "AHREFS_API_KEY": "any"})
        vendor = paid_sources(settings)["ahrefs"]
        target = DomainName("garden.example")
        first = await vendor.fetch(target, most_rows=200, as_of=date(2026, 11, 24))
        day = 3
        later = await vendor.fetch(target, most_rows=200, as_of=date(2026, 11, 27))
        look = await vendor.account()
    assert first.cost == vendor.cost_at_most(len(first.rows))
    assert all(isinstance(row, KeptRow) for row in (*first.rows, *later.rows))
    assert len(first.rows) > 20
    assert len(later.rows) > len(first.rows)
    assert "of 150,000 API units left" in look.said


async def test_next_day_in_the_workspace_moves_its_time(tmp_path: Path) -> None:
    time = _Time()
    playground = make_playground(_days(tmp_path, time), World(1234, 1235, 1236))
    assert playground.on_next_day is not None
    result = await playground.on_next_day()
    assert "Day 1" in str(result["text"])
    assert playground.now() == pytest.approx(_START + DAY)


def test_a_real_token_of_ours_never_reaches_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-real")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", "/run/secrets/token")
    environment = clean_environment()
    assert "PATH" in environment
    assert not {name for name in environment if name.startswith("SLACK")}


def _child(tmp_path: Path, *verb: str, **settings: str) -> Child:
    environment: Mapping[str, str] = clean_environment() | settings
    return Child(verb, environment, tmp_path / "child.log")


async def test_a_child_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    child = _child(tmp_path, "no-such-verb")
    await child.start()
    assert await child.wait() == 2
    said = str(ChildEndedError("The bot", child))
    assert "exit status 2" in said
    assert "no-such-verb" in said
    assert "no-such-verb" in (tmp_path / "child.log").read_text("utf-8")


async def test_an_env_file_where_the_demonstration_starts_does_not_leak_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / ".env").write_text("LOG_LEVEL=nonsense\n", "utf-8")
    monkeypatch.chdir(here)
    child = _child(tmp_path, "manifest")
    await child.start()
    assert await child.wait() == 0
    assert json.loads((tmp_path / "child.log").read_text("utf-8"))


def test_a_port_in_use_gets_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["demo", "--no-browser", "--port", port])
    assert done.exit_code == 1
    assert f"Port {port} is in use" in done.stderr
    assert "Traceback" not in done.output


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    done = CliRunner().invoke(app, ["demo", "--no-browser", "--data-dir", str(tmp_path)])
    assert done.exit_code == 1
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
