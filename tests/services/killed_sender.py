"""A sender in a process of its own, which says where it is, so that it can be killed there."""

import asyncio
import itertools
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import SlackPoster
from bot.message import Message
from bot.ports import Posted
from tests.services.sending import Sending


class TellingPoster(SlackPoster):
    """Prints a number before it asks Slack, and another when Slack has answered, before that is kept."""

    _steps = itertools.count()

    async def post(
        self,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Posted:
        print(next(self._steps), flush=True)  # noqa: T201  (the test reads it)
        posted = await super().post(channel, message, thread_ts=thread_ts, metadata=metadata)
        print(next(self._steps), flush=True)  # noqa: T201  (the test reads it)
        return posted


def write(folder: str, api_url: str, token: str, now: str) -> None:
    """Send what is due at that time."""
    asyncio.run(_send(Path(folder), api_url, token, datetime.fromisoformat(now)))


async def _send(folder: Path, api_url: str, token: str, now: datetime) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=token, base_url=api_url, session=session)
        sending = Sending(folder, TellingPoster(client))
        sending.now = now
        await sending.tick()
        sending.close()
