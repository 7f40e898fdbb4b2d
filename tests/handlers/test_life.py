"""The process's life: what runs is finished before it leaves; what fails is said, not shown."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.config import load
from bot.domain.pages import Page, Validators
from bot.errors import FetchError
from bot.playground.sockets import SocketHub
from bot.slack_app import connected, open_deps, web_client
from tests.fakes import FakeFetcher
from tests.handlers.conftest import office
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.workspace import Json, Workspace, project_manifest, workspace


class PatientFetcher(FakeFetcher):
    """Answers when it is told to."""

    def __init__(self, answers: Mapping[str, Page | FetchError]) -> None:
        super().__init__(answers)
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        self.asked.set()
        await self.go.wait()
        return await super().fetch(url, validators=validators, fresh=fresh)


async def _let_go_once_deaf(here: Workspace, hub: SocketHub, fetcher: PatientFetcher) -> None:
    async def look() -> Json | None:
        return None if hub.is_connected else {}

    await here.eventually(look)
    fetcher.go.set()


async def test_what_was_asked_before_the_end_is_answered(tmp_path: Path) -> None:
    fetcher = PatientFetcher({PAGE: page(PAGE, LINK)})
    async with workspace(project_manifest()) as here, aiohttp.ClientSession() as session:
        settings = load({"SLACK_API_URL": here.api_url, "DATA_DIR": str(tmp_path)})
        client = web_client(settings, here.bot_token, session)
        async with open_deps(settings, client) as wired:
            async with connected(client, here.app_token, replace(wired, fetcher=fetcher)):
                await here.command(f"/backlinks verify {PAGE} site.example")
                await fetcher.asked.wait()
                (hub,) = here.playground.sockets.values()
                letting_go = asyncio.create_task(_let_go_once_deaf(here, hub, fetcher))
            assert letting_go.done(), "it was leaving already when the page came"
            await here.wait_for(lambda m: m["text"].startswith("Live."))


class FaultyFetcher(FakeFetcher):
    """Has a fault of its own."""

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        raise ZeroDivisionError("secret inside")


async def test_a_fault_of_ours_is_a_sentence_with_a_reference(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with office(tmp_path, fetcher=FaultyFetcher()) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: "Something went wrong on our side" in m["text"])
        assert "secret inside" not in str(answer)
        reference = answer["text"].rsplit(" ", 1)[-1].rstrip(".")
        assert reference in caplog.text
