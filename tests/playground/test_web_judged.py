"""The bot's own eyes on the changing web: what it fetches and judges is what the web says is true."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer

from bot.adapters.clock import system_clock
from bot.adapters.http.assembly import make_fetcher
from bot.config import load
from bot.domain.failures import judge_failure
from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.verdicts import Observation, State
from bot.errors import FetchError
from bot.playground.web import Truth, story, web_app
from bot.playground.web.truth import PATIENCE_SECONDS
from bot.ports import PageFetcher


async def _hurry(seconds: float) -> None:
    """Slow pages answer at once, except the one that nobody has the patience for."""
    await asyncio.sleep(seconds if seconds > PATIENCE_SECONDS else 0)


@asynccontextmanager
async def _fetcher_on(day: int) -> AsyncIterator[PageFetcher]:
    server = TestServer(web_app(lambda: day, sleep=_hurry))
    async with server:
        settings = load(
            {
                "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                "STATIC_HOSTS": f"*.example=127.0.0.1:{server.port}",
                "HOST_DELAY_SECONDS": "0",
                "FETCH_DEADLINE_SECONDS": "5",
            }
        )
        fetcher = make_fetcher(settings, clock=system_clock)
        try:
            yield fetcher
        finally:
            await fetcher.aclose()


async def _look(fetcher: PageFetcher, truth: Truth) -> Observation:
    target = parse_target(truth.target)
    try:
        return judge(await fetcher.fetch(truth.page), target)
    except FetchError as error:
        now = system_clock()
        return judge_failure(error, target, referring_page=truth.page, checked_at=now)


def _as_truth(day: int, observation: Observation) -> Truth:
    """What was seen, in the words of the web. Anchors are left out: a truth names only set ones."""
    live = observation.state is State.LIVE
    return Truth(
        day,
        observation.referring_page,
        observation.target,
        observation.state.value,
        observation.reason.value if observation.reason else None,
        links=observation.links,
        href=observation.href,
        followed=observation.followed,
        placement=observation.placement,
        indexable=observation.indexable if live else None,
        canonical_elsewhere=bool(observation.canonical_elsewhere) if live else None,
    )


@pytest.mark.parametrize("day", range(14))
async def test_the_bot_sees_what_is_true_on_each_day(day: int) -> None:
    truths = [truth for truth in story(day) if truth.day == day]
    async with _fetcher_on(day) as fetcher:
        found = await asyncio.gather(*(_look(fetcher, truth) for truth in truths))
    seen = [_as_truth(day, observation) for observation in found]
    assert seen == [replace(truth, anchor=None) for truth in truths]
