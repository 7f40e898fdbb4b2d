"""Slack closes the socket, again and again: each time it comes back, and what is asked is answered."""

import asyncio

import pytest

from tests.adapters.slack.test_slack_adapters import _is_answered, opened, watched
from tests.faults import ROUNDS, figure

pytestmark = pytest.mark.slow


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_socket_that_is_closed_comes_back_each_time() -> None:
    refused = 0
    async with opened() as (here, client), watched(here, client):
        for _ in range(ROUNDS):
            await here.fault("closed_socket")
            async with asyncio.timeout(20):
                while not await _is_answered(here):
                    refused += 1
                    await asyncio.sleep(0.05)
    figure("Slack closes the socket", ROUNDS, f"each time connected anew and answered; {refused} questions refused by Slack in between")  # fmt: skip
