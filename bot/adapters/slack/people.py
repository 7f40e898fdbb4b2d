"""Who is who and where: names, time zones and channels' members, asked of Slack and remembered a while."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import as_delivery_error, error_code, unreachable

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
        zone = (await self._user(user)).get("tz")
        return str(zone) if zone else None

    async def name_of(self, user: str) -> str:
        about = await self._user(user)
        names = (about.get("profile") or {}).get("display_name"), about.get("real_name")
        return next((str(name) for name in names if name), "a colleague")

    async def _user(self, user: str) -> Mapping[str, Any]:
        async def ask() -> Mapping[str, Any]:
            answer = await self._ask(lambda: self._client.users_info(user=user))
            return (answer.get("user") or {}) if answer is not None else {}

        found: Mapping[str, Any] = await self._remembered(f"user {user}", ask)
        return found

    async def is_private(self, channel: str) -> bool:
        return bool(await self._remembered(f"private {channel}", lambda: self._private(channel)))

    async def members_of(self, channel: str) -> frozenset[str]:
        return frozenset(await self._remembered(channel, lambda: self._members(channel)))

    async def _remembered(self, key: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        now = asyncio.get_running_loop().time()
        known = self._known.get(key)
        if known is None or now - known[0] >= REMEMBER_SECONDS:
            known = self._known[key] = (now, await ask())
        return known[1]

    async def _private(self, channel: str) -> bool:
        answer = await self._ask(lambda: self._client.conversations_info(channel=channel))
        about = answer.get("channel", {}) if answer is not None else {}
        return bool(about.get("is_private", True) or about.get("is_im"))

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
            if error_code(error) in _NOT_FOR_US:
                return None
            raise as_delivery_error(error) from error
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise unreachable() from error
