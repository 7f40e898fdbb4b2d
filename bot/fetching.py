"""The composition root's part for what only looks at pages: without the stores it starts in half the time."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import BinaryIO

from bot.adapters import pair_files
from bot.adapters.clock import file_clock, system_clock
from bot.adapters.http.assembly import make_fetcher
from bot.config import Settings
from bot.ports import Clock, PageFetcher


def make_clock(settings: Settings) -> Clock:
    """The system's clock, or the one of CLOCK_FILE.

    Raises:
        ConfigError: CLOCK_FILE cannot be read.
    """
    return file_clock(settings.clock_file) if settings.clock_file else system_clock


@asynccontextmanager
async def open_fetcher(settings: Settings) -> AsyncIterator[tuple[PageFetcher, Clock]]:
    """The guarded fetcher and its clock, closed when they are let go.

    Raises:
        ConfigError: STATIC_HOSTS or CLOCK_FILE cannot be read.
    """
    clock = make_clock(settings)
    fetcher = make_fetcher(settings, clock=clock)
    try:
        yield fetcher, clock
    finally:
        await fetcher.aclose()


def read_pairs(file: BinaryIO, name: str) -> Generator[tuple[str, str]]:
    """The rows of a table of links to verify; see `bot.adapters.pair_files`."""
    return pair_files.read_pairs(file, name)
