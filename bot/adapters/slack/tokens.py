"""Trying the tokens before anything starts: a bad one must stop the start with a sentence."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import ConfigError

_HINT = "docs/slack.md says where to find it."


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is, as Slack says."""

    team_id: str
    team: str
    user_id: str
    bot_id: str


async def who_am_i(client: AsyncWebClient, app_token: str) -> Identity:
    """Try both tokens.

    Raises:
        ConfigError: naming the token that Slack refuses, and why; or that Slack itself cannot be reached.
    """
    answer = await _try("SLACK_BOT_TOKEN", client, client.auth_test())
    await _try("SLACK_APP_TOKEN", client, client.apps_connections_open(app_token=app_token))
    return Identity(
        team_id=str(answer.get("team_id") or ""),
        team=str(answer.get("team") or ""),
        user_id=str(answer.get("user_id") or ""),
        bot_id=str(answer.get("bot_id") or ""),
    )


async def _try(
    setting: str, client: AsyncWebClient, call: Awaitable[AsyncSlackResponse]
) -> AsyncSlackResponse:
    try:
        return await call
    except SlackApiError as error:
        raise ConfigError(_refused(setting, client.base_url, error)) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        why = "it is silent" if isinstance(error, TimeoutError) else "it cannot be reached"
        raise ConfigError(
            f"Slack does not answer at {client.base_url}: {why}."
            " Check the network and SLACK_API_URL, then start again."
        ) from error


_TOKEN_FAULTS: Mapping[str, str] = {
    "invalid_auth": "Slack does not know it",
    "not_authed": "it is empty",
    "account_inactive": "its app was removed from the workspace",
    "token_revoked": "it was revoked",
    "token_expired": "it has expired",
    "not_allowed_token_type": "it is of the wrong kind (bot tokens begin with xoxb-, app tokens with xapp-)",
    "missing_scope": "it lacks connections:write",
}


def _refused(setting: str, url: str, error: SlackApiError) -> str:
    answer = error.response  # of what is no JSON, slack_sdk hands over aiohttp's own response
    code = answer.get("error") if isinstance(answer, dict | AsyncSlackResponse) else None
    if not code:
        return f"What answers at {url} is not Slack's API. Check SLACK_API_URL and the network."
    why = _TOKEN_FAULTS.get(str(code))
    if why is None:
        return f"Slack answered {code}: that is no fault of {setting}. Start again in a minute."
    return f"{setting} does not work: {why}. {_HINT}"
