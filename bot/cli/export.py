"""`backlinks export ...`: what is kept, as CSV on stdout."""

import asyncio
import csv
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.app import measured_store
from bot.config import load
from bot.domain.names import Target, parse_target
from bot.errors import BotError, InvalidInputError
from bot.services.link_table import link_rows

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _root() -> None:
    """Write what is kept as CSV on stdout, cells guarded against formulas."""


@app.command("links")
def links_command(
    target: Annotated[str, typer.Argument(help="A site, or one page of it.")],
) -> None:
    """Every known link to a target: what all sources say, who said it, and who says otherwise."""
    try:
        aim = parse_target(target)
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        asyncio.run(_write_links(aim))
    except BrokenPipeError:
        # `export links site.com | head`: who reads has enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


async def _write_links(target: Target) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    with measured_store(load(os.environ, dotenv=Path(".env"))) as store:
        async for row in link_rows(target, backlinks=store.backlinks):
            writer.writerow(row)
    sys.stdout.flush()
