"""The options of `backlinks demo`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.demo.stage import Options, StageError, play

DEFAULT_PORT = 8420


def demo_command(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help=f"Port of the page; {DEFAULT_PORT} or a free one."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            help="An empty folder to keep what the bot learns; a temporary one if absent."
        ),
    ] = None,
    day_seconds: Annotated[
        float, typer.Option(min=1, max=3600, help="How long a day lasts after Next day.")
    ] = 12.0,
    verbose: Annotated[bool, typer.Option(help="Show the bot's log.")] = False,
) -> None:
    """Try the bot in your browser: no Slack account, no key, no network needed."""
    options = Options(
        port=DEFAULT_PORT if port is None else port,
        any_port=port is None,
        browser=browser,
        data_dir=data_dir,
        day_seconds=day_seconds,
        verbose=verbose,
    )
    try:
        asyncio.run(play(options, say=typer.echo))
    except StageError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
