"""`backlinks export ...`: what is kept, as CSV on stdout."""

import asyncio
import csv
import os
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import decisions_to_read, measured_store, prospect_store, review_store
from bot.cli.given_files import read_bytes
from bot.cli.terminal import failing_aloud, typed
from bot.config import load
from bot.domain.backlinks import DomainName
from bot.domain.disavow import DisavowFile
from bot.domain.names import Target, parse_target
from bot.domain.prospect_csv import to_csv
from bot.fetching import make_clock
from bot.services.event_table import EVENT_COLUMNS, event_row
from bot.services.link_table import COLUMNS, rows_without_header
from bot.services.review_sites import write_disavow_file

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _root() -> None:
    """Write what is kept as CSV on stdout, cells guarded against formulas."""


@app.command("links")
def links_command(
    target: Annotated[str | None, typer.Argument(help="A site, or one page of it.")] = None,
) -> None:
    """Every known link to a target, or to all: what all sources say, who said it, who says otherwise."""
    aim = typed(parse_target, target) if target else None
    _run(_write_links(aim))


@app.command("events")
def events_command(
    target: Annotated[str | None, typer.Argument(help="A site, or one page of it.")] = None,
) -> None:
    """What happened to tracked links: every event, oldest first, with what was said of it since."""
    aim = typed(parse_target, target) if target else None
    _run(_write_events(aim))


def _run(work: Coroutine[None, None, None]) -> None:
    with failing_aloud():
        asyncio.run(work)


async def _write_events(target: Target | None) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    since, end = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    with measured_store(load(os.environ, dotenv=Path(".env"))) as store:
        events = await store.events.events_between(target, since=since, until=end, limit=10_000_000)
        for stored in events:
            writer.writerow(event_row(stored))
    sys.stdout.flush()


@app.command("prospects")
def prospects_command() -> None:
    """All that is held of prospects, contacts and history included."""
    _run(_write_prospects())


async def _write_prospects() -> None:
    decisions = decisions_to_read(load(os.environ, dotenv=Path(".env")))
    every = await prospect_store(decisions).all_prospects()
    sys.stdout.write(to_csv(every))
    sys.stdout.flush()


@app.command("disavow")
def disavow_command(
    target: Annotated[str, typer.Argument(help="The site, like site.com.")],
    merge: Annotated[
        str | None,
        typer.Option(
            help="The file that was uploaded before: an upload replaces it; `-` is stdin."
        ),
    ] = None,
) -> None:
    """The disavow file of the sites that one person marked for review and a second agreed to."""
    domain = typed(parse_target, target).domain
    with failing_aloud():
        before = read_bytes(merge) if merge is not None else b""
        made = asyncio.run(_disavow(domain, before))
    sys.stdout.buffer.write(made.body)
    sys.stdout.flush()
    for line in made.refused:
        typer.echo(
            f"kept as a comment, since the search engine would refuse it or it is your own site: {line}",
            err=True,
        )
    typer.echo(f"{len(made.added):,} sites added, {made.kept_lines:,} lines kept.", err=True)


async def _disavow(domain: DomainName, before: bytes) -> DisavowFile:
    settings = load(os.environ, dotenv=Path(".env"))
    reviews = review_store(decisions_to_read(settings))
    return await write_disavow_file(
        domain, reviews=reviews, clock=make_clock(settings), before=before
    )


async def _write_links(only: Target | None) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    with measured_store(load(os.environ, dotenv=Path(".env"))) as store:
        targets = [Target(domain) for domain in await store.backlinks.targets()]
        writer.writerow(COLUMNS)
        for target in [only] if only else targets:
            visited = await store.traffic.traffic_of(target.domain)
            rows = rows_without_header(target, backlinks=store.backlinks, traffic=visited)
            async for row in rows:
                writer.writerow(row)
    sys.stdout.flush()
