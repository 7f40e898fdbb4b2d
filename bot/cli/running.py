"""`backlinks run`: the bot, until it is told to stop."""

import asyncio
import os
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
        asyncio.run(slack_app.run(settings))
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
