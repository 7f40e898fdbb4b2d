"""The composition root's part for what only looks at pages: without the stores it starts in half the time."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import BinaryIO

from bot.adapters import pair_files
from bot.adapters.clock import system_clock
from bot.adapters.http.client import make_fetcher
from bot.config import Settings
from bot.ports import Clock, PageFetcher


@asynccontextmanager
async def open_fetcher(settings: Settings) -> AsyncIterator[tuple[PageFetcher, Clock]]:
    """The guarded fetcher and its clock, closed when they are let go.

    Raises:
        ConfigError: STATIC_HOSTS cannot be read.
    """
    fetcher = make_fetcher(settings, clock=system_clock)
    try:
        yield fetcher, system_clock
    finally:
        await fetcher.aclose()


def read_pairs(file: BinaryIO, name: str) -> Generator[tuple[str, str]]:
    """The rows of a table of links to verify; see `bot.adapters.pair_files`."""
    return pair_files.read_pairs(file, name)
