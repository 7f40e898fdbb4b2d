"""The whole demonstration as a person starts it: one address, a true answer, a next day, a clean end."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

pytestmark = pytest.mark.slow

Json = dict[str, Any]
_PATIENCE_SECONDS = 90.0


@dataclass
class _Demo:
    process: asyncio.subprocess.Process
    url: str
    session: aiohttp.ClientSession
    folder: Path

    async def get(self, path: str, **query: str) -> Json:
        async with self.session.get(f"{self.url}/control/{path}", params=query) as answer:
            got: Json = await answer.json()
            return got

    async def post(self, path: str, **body: object) -> Json:
        async with self.session.post(f"{self.url}/control/{path}", json=body) as answer:
            got: Json = await answer.json()
            return got

    async def until_connected(self) -> Json:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                state = await self.get("state")
                if state["apps"][0]["connected"]:
                    return state
                await asyncio.sleep(0.1)

    async def until_said(self, words: str, channel: str, user: str) -> str:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                answer = await self.get("messages", channel=channel, user=user, limit="50")
                for message in answer["messages"]:
                    if words in message["text"]:
                        return str(message["text"])
                await asyncio.sleep(0.1)

    async def until_imported(self) -> None:
        """Both exports about the team's own site are in."""
        log = self.folder / "filling.log"
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                if log.exists() and "search_console" in log.read_text("utf-8"):
                    return
                await asyncio.sleep(0.1)

    async def until_started(self, verb: bytes) -> list[int]:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                if found := self.children(called=verb):
                    return found
                await asyncio.sleep(0.05)

    def children(self, *, called: bytes) -> list[int]:
        """The process ids of what the demonstration started for one verb."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = [int(pid) for pid in path.read_text("utf-8").split()]
        words = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in pids}
        return [pid for pid in pids if called in words[pid]]


@asynccontextmanager
async def _started(folder: Path) -> AsyncIterator[_Demo]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"),
        *("--day-seconds", "2", "--data-dir", str(folder)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        assert line.startswith("Open http://127.0.0.1:"), line
        async with aiohttp.ClientSession() as session:
            yield _Demo(process, line.split()[1], session, folder)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text("utf-8").split()[2] != "Z"


async def _until_gone(pids: list[int]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            if not any(_is_running(pid) for pid in pids):
                return
            await asyncio.sleep(0.05)


async def test_a_newcomer_reads_a_true_answer_and_lets_a_day_pass(tmp_path: Path) -> None:
    async with _started(tmp_path / "demo") as demo:
        state = await demo.until_connected()
        await demo.until_imported()
        user = state["user"]
        channel = next(one["id"] for one in state["channels"] if one["name"] == "seo")
        asked = {"user": user, "channel": channel}
        await demo.post("command", **asked, text="/backlinks check garden.example")
        said = await demo.until_said("referring domains", channel, user)
        assert "garden.example" in said
        page = "http://journal.example/2025/reading-soil"
        await demo.post("command", **asked, text=f"/backlinks verify {page} garden.example")
        await demo.until_said("Live", channel, user)
        day = await demo.post("next_day")
        assert day["day"] == 1
        assert "1 gained, 1 lost" in day["result"]["text"]
        assert day["now"] - state["now"] >= 24 * 3600
        await demo.post("command", **asked, text=f"/backlinks verify {page} garden.example")
        await demo.until_said("does not link to garden.example", channel, user)
        demo.process.send_signal(signal.SIGTERM)
        assert await demo.process.wait() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and needs PR_SET_PDEATHSIG")
async def test_the_bot_ends_with_its_parent_even_when_that_is_killed(tmp_path: Path) -> None:
    async with _started(tmp_path / "demo") as demo:
        bots = await demo.until_started(b"run")
        demo.process.kill()
        await demo.process.wait()
        await _until_gone(bots)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_bot_that_dies_ends_the_demonstration_with_a_sentence(tmp_path: Path) -> None:
    async with _started(tmp_path / "demo") as demo:
        (bot,) = await demo.until_started(b"run")
        os.kill(bot, signal.SIGKILL)
        assert demo.process.stdout is not None
        rest = (await demo.process.stdout.read()).decode()
        assert await demo.process.wait() == 1
        assert "The bot ended by itself" in rest
        assert "exit status -9" in rest
        assert "Traceback" not in rest
