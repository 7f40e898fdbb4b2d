"""`backlinks run`: the bot, until it is told to stop."""

import asyncio
import os
from collections.abc import MutableMapping
from pathlib import Path

import typer

from bot import logs, slack_app
from bot.config import load
from bot.errors import BotError


def run_command() -> None:
    """Run the bot, with the settings of the environment and of .env."""
    try:
        settings = load(os.environ, dotenv=Path(".env"))
        logs.set_up(settings.log_level)
        _hide_from_bolt(os.environ)
        asyncio.run(slack_app.run(settings))
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _hide_from_bolt(environment: MutableMapping[str, str]) -> None:
    """Bolt reads variables of its own: it would warn of a second token, or begin an OAuth flow.

    https://github.com/slackapi/bolt-python/blob/main/slack_bolt/app/async_app.py
    """
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        environment.pop(name, None)
