"""Asks Slack about the tokens with nothing but HTTP: the doctor must work where the SDK would not start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.domain.checkups import SlackLook

_TIMEOUT = aiohttp.ClientTimeout(total=15)


@dataclass(frozen=True, slots=True)
class _Answer:
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def error(self) -> str | None:
        return None if self.body.get("ok") else str(self.body.get("error") or "an unknown error")


class HttpSlackHealth:
    """Keeps the promises of `SlackHealth`. A token that is None is not tried."""

    def __init__(self, api_url: str, bot_token: str | None, app_token: str | None) -> None:
        self._api_url = api_url.rstrip("/")
        self._bot_token, self._app_token = bot_token, app_token

    async def look(self) -> SlackLook:
        try:
            async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session:
                # Asked without a token too: the answer's Date is needed, and that it answers at all.
                bot = await self._call(session, "auth.test", self._bot_token)
                socket = None
                if self._app_token:
                    socket = await self._call(session, "apps.connections.open", self._app_token)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return self._unreachable(error)
        return SlackLook(
            bot_set=bool(self._bot_token),
            socket_set=bool(self._app_token),
            team=str(bot.body["team"]) if bot.body.get("team") else None,
            bot_error=bot.error if self._bot_token else None,
            socket_error=socket.error if socket else None,
            scopes=_scopes(bot.headers),
            server_time=_date(bot.headers),
        )

    async def _call(
        self, session: aiohttp.ClientSession, method: str, token: str | None
    ) -> _Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.post(f"{self._api_url}/{method}", headers=headers) as response:
            body = await response.json(content_type=None)
            return _Answer(body if isinstance(body, dict) else {}, response.headers)

    def _unreachable(self, error: Exception) -> SlackLook:
        # Only the class of an error without a host is shown: a message may hold a header.
        if isinstance(error, aiohttp.ClientConnectorError):
            why = f"no connection to {error.host}"
        elif isinstance(error, TimeoutError):
            why = "no answer within 15 seconds"
        else:
            why = f"an answer that is not Slack's ({type(error).__name__})"
        return SlackLook(bool(self._bot_token), bool(self._app_token), unreachable=why)


def _scopes(headers: Mapping[str, str]) -> frozenset[str] | None:
    """https://docs.slack.dev/authentication/installing-with-oauth: every answer names the scopes."""
    value = headers.get("X-OAuth-Scopes")
    if value is None:
        return None
    return frozenset(scope.strip() for scope in value.split(",") if scope.strip())


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None
