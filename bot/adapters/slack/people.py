"""Who is where: time zones and channels' members, asked of Slack and remembered for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import as_delivery_error, unreachable

REMEMBER_SECONDS: Final = 300
"""Somebody who leaves a channel sees its watches in App Home for this long at most."""
_NOT_FOR_US: Final = frozenset(
    {"missing_scope", "channel_not_found", "not_in_channel", "user_not_found", "user_not_visible"}
)
_PAGE: Final = 999


class SlackPeople:
    """The port `People` with one shared AsyncWebClient."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[str, tuple[float, Any]] = {}

    async def zone_of(self, user: str) -> str | None:
        answer = await self._ask(lambda: self._client.users_info(user=user))
        zone = (answer or {}).get("user", {}).get("tz")
        return str(zone) if zone else None

    async def is_private(self, channel: str) -> bool:
        answer = await self._ask(lambda: self._client.conversations_info(channel=channel))
        if answer is None:
            return True
        about = answer.get("channel", {})
        return bool(about.get("is_private", True) or about.get("is_im"))

    async def members_of(self, channel: str) -> frozenset[str]:
        now = asyncio.get_running_loop().time()
        known = self._known.get(channel)
        if known and now - known[0] < REMEMBER_SECONDS:
            return frozenset(known[1])
        found = await self._members(channel)
        self._known[channel] = (now, found)
        return found

    async def _members(self, channel: str) -> frozenset[str]:
        members: set[str] = set()
        cursor = ""
        while True:
            page = partial(
                self._client.conversations_members, channel=channel, limit=_PAGE, cursor=cursor
            )
            answer = await self._ask(page)
            if answer is None:
                return frozenset()
            members.update(answer.get("members") or ())
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return frozenset(members)

    async def _ask(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """The answer; None: Slack does not let us know."""
        try:
            return await call()
        except SlackApiError as error:
            if error.response.get("error") in _NOT_FOR_US:
                return None
            raise as_delivery_error(error) from error
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise unreachable() from error
