"""`backlinks track`, `untrack`, `links`, `asof`, `proof`: tracked links in a terminal."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.app import MeasuredStore, measured_store
from bot.cli.verdict_lines import as_line
from bot.config import load
from bot.domain.names import parse_page_url, parse_target
from bot.domain.proofs import proof
from bot.errors import BotError, InvalidInputError, NotFoundError
from bot.services import track_links
from bot.services.verify_links import LinkRow

_PAGE: Final = 1_000

Page = Annotated[str, typer.Argument(help="The page that carries the link.")]
Site = Annotated[str, typer.Argument(help="Where links lead: site.com, or a page of it.")]


def track_command(
    page: Annotated[str | None, typer.Argument(help="The page that carries the link.")] = None,
    target: Annotated[str | None, typer.Argument(help="Where it should lead.")] = None,
    from_file: Annotated[
        str | None,
        typer.Option("--from", help="A file of lines `PAGE TARGET`; `-` reads stdin."),
    ] = None,
) -> None:
    """Look at links every day from now on: one, or every line of a file."""
    if (from_file is None) == (page is None) or (from_file is None and target is None):
        raise typer.BadParameter("give a PAGE and a TARGET, or --from FILE")

    async def work(store: MeasuredStore) -> None:
        text = f"{page} {target}" if from_file is None else _read(from_file)
        read = track_links.read_lines(text, target=None, added_by="cli")
        for bad in read.bad:
            typer.echo(f"line {bad.number}: {bad.why}", err=True)
        done = await track_links.track(read.links, tracked=store.tracked_links, clock=store.clock)
        typer.echo(f"{done.new} new, {done.known} tracked already")

    _run(work)


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    if not Path(name).is_file():
        raise InvalidInputError(f"There is no file {name}.")
    return Path(name).read_text(encoding="utf-8", errors="replace")


def untrack_command(
    target: Site,
    page: Annotated[
        str | None, typer.Option("--page", help="This page alone; without it, all of them.")
    ] = None,
) -> None:
    """Look no longer at the links to a target."""

    async def work(store: MeasuredStore) -> None:
        where = parse_page_url(page) if page else None
        number = await store.tracked_links.untrack(where, parse_target(target))
        typer.echo(f"{number} tracked no longer")

    _run(work)


def links_command(
    target: Site,
    state: Annotated[
        str | None, typer.Option(help="new, awaited, live, missing, unclear, lost or ignored.")
    ] = None,
) -> None:
    """The tracked links to a target: state, since when, last and next look."""

    async def work(store: MeasuredStore) -> None:
        aim, offset = parse_target(target), 0
        while shown := await store.tracked_links.tracked(
            aim, limit=_PAGE, offset=offset, state=state
        ):
            for link in shown:
                since = link.standing.missing_since or link.standing.since
                cells = (
                    f"{link.shown_state:<8}",
                    f"since {_day(since)}",
                    f"looked {_minute(link.last_look_at)}",
                    f"next {_minute(link.next_look_at)}",
                    f"{link.referring_page} -> {link.target}",
                )
                typer.echo("  ".join(cells))
            offset += len(shown)
        if not offset:
            typer.echo("none")

    _run(work)


def asof_command(
    target: Site, day: Annotated[str, typer.Argument(help="A day, as in 2026-03-01.")]
) -> None:
    """What our own looks knew at the end of a day (UTC): what was live then, and what was not."""

    async def work(store: MeasuredStore) -> None:
        moment = datetime.combine(_date(day), time.max, tzinfo=UTC)
        looks = await store.history.looks_as_of(parse_target(target), moment, limit=1_000_000)
        for seen in looks:
            line = as_line(seen, LinkRow(seen.referring_page, seen.target))
            typer.echo(f"{seen.checked_at:%Y-%m-%d %H:%M}  {line}")
        if not looks:
            typer.echo("nobody had looked by then")

    _run(work)


def proof_command(page: Page, target: Site) -> None:
    """The evidence of the newest verdict on a link, as a text to hand on."""

    async def work(store: MeasuredStore) -> None:
        where, aim = parse_page_url(page), str(parse_target(target))
        seen = await store.observations.latest_observation(where, aim)
        if seen is None:
            raise NotFoundError("Nobody looked at that link yet; `backlinks verify` does.")
        live = await store.observations.last_live(where, aim)
        typer.echo(proof(seen, live), nl=False)

    _run(work)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(f"{text[:40]} is no day; write it as in 2026-03-01.") from error


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "-         "


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never           "


def _run(work: Callable[[MeasuredStore], Awaitable[None]]) -> None:
    """Open the store, do the work, and say what went wrong as a terminal wants it."""

    async def opened() -> None:
        with measured_store(load(os.environ, dotenv=Path(".env"))) as store:
            await work(store)

    try:
        asyncio.run(opened())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except BotError as error:
        typer.echo(str(error).replace("/backlinks", "backlinks"), err=True)
        raise typer.Exit(1) from error
