"""Trying the tokens before anything starts: a bad one must stop the start with a sentence."""

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

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
        ConfigError: naming the token that Slack refuses, and why.
    """
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        raise ConfigError(_refused("SLACK_BOT_TOKEN", error)) from error
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        raise ConfigError(_refused("SLACK_APP_TOKEN", error)) from error
    return Identity(
        team_id=str(answer.get("team_id") or ""),
        team=str(answer.get("team") or ""),
        user_id=str(answer.get("user_id") or ""),
        bot_id=str(answer.get("bot_id") or ""),
    )


def _refused(setting: str, error: SlackApiError) -> str:
    code = str(error.response.get("error", "unknown_error"))
    why = {
        "invalid_auth": "Slack does not know it",
        "not_authed": "it is empty",
        "account_inactive": "its app was removed from the workspace",
        "token_revoked": "it was revoked",
        "not_allowed_token_type": "it is of the wrong kind (bot tokens begin with xoxb-, app tokens with xapp-)",
        "missing_scope": "it lacks connections:write",
    }.get(code, f"Slack answered {code}")
    return f"{setting} does not work: {why}. {_HINT}"
