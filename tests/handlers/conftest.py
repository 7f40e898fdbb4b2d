"""The unchanged bot in a playground workspace, over real HTTP and a real socket."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.config import load
from bot.deps import Deps
from bot.domain.pages import Page
from bot.errors import FetchError
from bot.ports import WebGraph
from bot.slack_app import connected, open_deps, web_client
from tests.fakes import FakeFetcher
from tests.workspace import Workspace, project_manifest, workspace

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)


@dataclass(slots=True)
class Time:
    """The bot's clock, moved by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Office:
    """A person's workspace with the bot in it."""

    here: Workspace
    deps: Deps
    pages: FakeFetcher
    time: Time


@asynccontextmanager
async def office(
    data_dir: Path,
    answers: Mapping[str, Page | FetchError] | None = None,
    *,
    webgraph: WebGraph | None = None,
    fetcher: FakeFetcher | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Office]:
    """Start both; the pages of the web are the given ones, and so is the web graph if one is given."""
    async with workspace(project_manifest()) as here, aiohttp.ClientSession() as session:
        settings = load(
            {
                "SLACK_API_URL": here.api_url,
                "SLACK_BOT_TOKEN": here.bot_token,
                "SLACK_APP_TOKEN": here.app_token,
                "DATA_DIR": str(data_dir),
                **(environment or {}),
            }
        )
        client = web_client(settings, here.bot_token, session)
        fetcher = fetcher or FakeFetcher(answers or {})
        async with open_deps(settings, client) as wired:
            time = Time()
            deps = replace(wired, fetcher=fetcher, clock=time)
            if webgraph is not None:
                deps = replace(deps, webgraph=webgraph)
            async with connected(client, here.app_token, deps):
                yield Office(here, deps, fetcher, time)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Office]:
    """A bot that knows nothing yet, in a web without pages."""
    async with office(tmp_path) as opened:
        yield opened
