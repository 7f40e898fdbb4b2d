"""What handlers and jobs are given: the wired ports, in one frozen value."""

from dataclasses import dataclass

from bot.background import Background
from bot.config import Settings
from bot.heartbeat import Heartbeat
from bot.ports import (
    Clock,
    FileDownloads,
    PageFetcher,
    Poster,
    WebGraph,
)


@dataclass(frozen=True, slots=True)
class Deps:
    """Built once by `bot.app`; tests build it from fakes."""

    settings: Settings
    clock: Clock
    background: Background
    heartbeat: Heartbeat
    fetcher: PageFetcher
    poster: Poster
    files: FileDownloads
    webgraph: WebGraph
