"""Work that outlives its listener is neither lost nor cut off."""

import asyncio

import pytest

from bot.background import Background


async def test_draining_waits_for_what_runs() -> None:
    background, done = Background(), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0)
        done.set()

    background.start(work())
    assert await background.drain() == 0
    assert done.is_set()
    assert len(background) == 0


async def test_what_takes_too_long_is_cancelled_and_counted() -> None:
    background = Background()
    background.start(asyncio.Event().wait())  # type: ignore[arg-type]  # its True is nobody's
    assert await background.drain(timeout_seconds=0.01) == 1


async def test_a_failure_is_logged_and_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    background = Background()

    async def fail() -> None:
        raise ZeroDivisionError

    background.start(fail(), name="a check")
    await background.drain()
    assert "background work failed: a check" in caplog.text
