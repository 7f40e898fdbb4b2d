"""The bot with its real fetcher in front of the demonstration's changing web."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
from aiohttp.test_utils import TestServer

from bot.config import load
from bot.deps import Deps
from bot.domain.backlinks import DomainName
from bot.playground.web import ahrefs_export, web_app
from bot.services.import_export import import_file
from bot.slack_app import connected, open_deps, web_client
from tests.fakes import FakeFetcher
from tests.handlers.conftest import Office, Time
from tests.workspace import at_once, project_manifest, workspace


@asynccontextmanager
async def garden(data_dir: Path, *, day: Callable[[], int] = lambda: 0) -> AsyncIterator[Office]:
    """A workspace with the bot in it, and the web of the day that `day` says."""
    async with (
        TestServer(web_app(day, sleep=at_once)) as web,
        workspace(project_manifest()) as here,
        aiohttp.ClientSession() as session,
    ):
        settings = load(
            {
                "SLACK_API_URL": here.api_url,
                "DATA_DIR": str(data_dir),
                "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                "STATIC_HOSTS": f"*.example=127.0.0.1:{web.port}",
                "HOST_DELAY_SECONDS": "0",
            }
        )
        client = web_client(settings, here.bot_token, session)
        async with open_deps(settings, client) as wired:
            time = Time()
            deps = replace(wired, clock=time)
            async with connected(client, here.app_token, deps):
                yield Office(here, deps, FakeFetcher(), time)


async def imported(deps: Deps, target: str) -> None:
    """Give the bot the export of the demonstration for one site."""
    data = ahrefs_export(deps.clock().date(), target=target).encode()
    await import_file(
        io.BytesIO(data),
        name=f"{target}-backlinks-subdomains.csv",
        target=DomainName(target),
        read_export=deps.read_export,
        store=deps.imports,
        clock=deps.clock,
    )
