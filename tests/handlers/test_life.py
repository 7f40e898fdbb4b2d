"""The process's life: what runs is finished before it leaves; what fails is said, not shown."""

import asyncio
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.config import load
from bot.domain.pages import Page, Validators
from bot.slack_app import connected, open_deps, web_client
from tests.fakes import FakeFetcher
from tests.handlers.conftest import office
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.workspace import project_manifest, workspace


class PatientFetcher(FakeFetcher):
    """Answers when it is told to."""

    go = asyncio.Event()

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        await self.go.wait()
        return await super().fetch(url, validators=validators, fresh=fresh)


async def test_what_was_asked_before_the_end_is_answered(tmp_path: Path) -> None:
    fetcher = PatientFetcher({PAGE: page(PAGE, LINK)})
    fetcher.go = asyncio.Event()
    async with workspace(project_manifest()) as here, aiohttp.ClientSession() as session:
        settings = load({"SLACK_API_URL": here.api_url, "DATA_DIR": str(tmp_path)})
        client = web_client(settings, here.bot_token, session)
        async with open_deps(settings, client) as wired:
            async with connected(client, here.app_token, replace(wired, fetcher=fetcher)):
                await here.command(f"/backlinks verify {PAGE} site.example")
                asyncio.get_running_loop().call_later(0.2, fetcher.go.set)
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
