"""The port for probes says whether the bot lives, in figures that every monitor reads, and no more."""

import asyncio
import re
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.http_health import METRICS_TYPE, health_port
from bot.config import load
from bot.errors import ConfigError, StoreError
from bot.heartbeat import JobRun, SocketState
from bot.slack_app import open_to_probes
from tests.handlers.conftest import NOW, office

# https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
SAMPLE = re.compile(r'backlinks_[a-z_]+(\{[a-z]+="[^"\\\n]*"\})? -?\d+(\.\d+)?')


async def get(port: int, path: str, method: str = "GET") -> tuple[int, str, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text(), answer.headers["Content-Type"]


async def well() -> tuple[str, ...]:
    return ()


async def figures() -> str:
    return "backlinks_up 1\n"


async def test_a_bot_that_lives_says_ok_and_one_that_does_not_says_why() -> None:
    problems: tuple[str, ...] = ()

    async def told() -> tuple[str, ...]:
        return problems

    async with health_port("127.0.0.1", 0, problems=told, metrics=figures) as port:
        assert (await get(port, "/healthz"))[:2] == (200, "ok\n")
        problems = ("no job has run for 5 minutes",)
        assert (await get(port, "/healthz"))[:2] == (503, "no job has run for 5 minutes\n")
        assert await get(port, "/metrics") == (200, "backlinks_up 1\n", METRICS_TYPE)


async def test_a_store_that_cannot_be_read_is_an_answer_without_its_path() -> None:
    async def broken() -> str:
        raise StoreError("/srv/bot/measured.db could not be used: disk I/O error.")

    async def ill() -> tuple[str, ...]:
        raise StoreError("DATA_DIR /srv/bot cannot be used: Permission denied.")

    async with health_port("127.0.0.1", 0, problems=well, metrics=broken) as port:
        assert (await get(port, "/metrics"))[:2] == (503, "the stores cannot be read\n")
        assert (await get(port, "/healthz"))[0] == 200
    async with health_port("127.0.0.1", 0, problems=ill, metrics=figures) as port:
        assert (await get(port, "/healthz"))[:2] == (503, "the stores cannot be read\n")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/../etc/passwd", 404),
        ("GET", "/healthz/", 404),
        ("POST", "/healthz", 405),
        ("DELETE", "/metrics", 405),
        ("HEAD", "/healthz", 200),
    ],
)
async def test_nothing_else_is_there(method: str, path: str, status: int) -> None:
    async with health_port("127.0.0.1", 0, problems=well, metrics=figures) as port:
        assert (await get(port, path, method))[0] == status


async def test_garbage_and_silence_do_not_stop_it() -> None:
    async with health_port("127.0.0.1", 0, problems=well, metrics=figures) as port:
        for garbage in (b"\x00" * 4096, b"GET " + b"a" * 20_000, b""):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(garbage)
            await writer.drain()
            writer.close()
        assert (await get(port, "/healthz"))[0] == 200


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"HTTP_PORT {port}"):
            async with health_port("127.0.0.1", port, problems=well, metrics=figures):
                pass


async def test_the_bot_s_own_signs_follow_its_heartbeat(tmp_path: Path) -> None:
    async with office(tmp_path) as bot:
        deps = bot.deps
        settings = load({"HTTP_PORT": "0"})
        deps.heartbeat.record(JobRun("send_digests", NOW, NOW, None))
        deps.heartbeat.record(JobRun("run_due_checks", NOW, NOW, "TimeoutError"))
        async with open_to_probes(settings, replace(deps, settings=settings)) as port:
            assert port is not None
            assert (await get(port, "/healthz"))[0] == 200
            status, text, _ = await get(port, "/metrics")
            assert status == 200
            samples = [line for line in text.splitlines() if not line.startswith("#")]
            assert all(SAMPLE.fullmatch(line) for line in samples), samples
            assert (
                f'backlinks_job_last_run_timestamp_seconds{{job="send_digests"}} {NOW.timestamp()}'
                in text
            )
            assert 'backlinks_job_last_run_failed{job="run_due_checks"} 1' in text
            assert "backlinks_job_failures_last_day 1" in text
            bot.time.now += timedelta(minutes=6)
            assert (await get(port, "/healthz"))[:2] == (503, "no job has run for 5 minutes\n")


@pytest.mark.parametrize(
    ("down", "answer"),
    [
        (0.0, (200, "ok\n")),
        (19.9, (200, "ok\n")),
        (20.0, (503, "the socket to Slack has been down for 20 seconds\n")),
        (600.0, (503, "the socket to Slack has been down for 600 seconds\n")),
    ],
)
async def test_a_dead_socket_is_no_health(
    tmp_path: Path, down: float, answer: tuple[int, str]
) -> None:
    async with office(tmp_path) as bot:
        settings = load({"HTTP_PORT": "0"})
        bot.deps.heartbeat.socket = SocketState(down, 20, replaced=3)
        async with open_to_probes(settings, replace(bot.deps, settings=settings)) as port:
            assert port is not None
            assert (await get(port, "/healthz"))[:2] == answer
            _, text, _ = await get(port, "/metrics")
        assert f"backlinks_socket_up {int(down == 0)}\n" in text
        assert f"backlinks_socket_down_seconds {down}\n" in text
        assert "backlinks_socket_replaced 3\n" in text


async def test_a_job_that_hangs_is_no_health_though_the_others_run(tmp_path: Path) -> None:
    async with office(tmp_path) as bot:
        settings = load({"HTTP_PORT": "0"})
        beat = bot.deps.heartbeat
        beat.begin("run_due_checks", NOW)
        bot.time.now += timedelta(hours=3)
        beat.record(JobRun("send_digests", bot.time.now, bot.time.now))
        async with open_to_probes(settings, replace(bot.deps, settings=settings)) as port:
            assert port is not None
            said = "the job run_due_checks has not ended for 3 hours\n"
            assert (await get(port, "/healthz"))[:2] == (503, said)
            beat.record(JobRun("run_due_checks", NOW, bot.time.now))
            assert (await get(port, "/healthz"))[0] == 200


async def test_no_port_is_opened_unless_one_is_set(tmp_path: Path) -> None:
    async with office(tmp_path) as bot, open_to_probes(load({}), bot.deps) as port:
        assert port is None
