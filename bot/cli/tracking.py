"""`backlinks track`, `untrack`, `links`, `asof`, `proof`: tracked links in a terminal."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

from bot.app import MeasuredStore, measured_store, whole_text
from bot.cli import tracked_lines
from bot.cli.given_files import name_of, opened
from bot.cli.terminal import failing_aloud, typed
from bot.cli.verdict_lines import as_json as look_as_json
from bot.cli.verdict_lines import as_line
from bot.config import load
from bot.domain.names import parse_page_url, parse_target
from bot.domain.proof_html import proof_html
from bot.domain.proofs import Exhibit, proof
from bot.domain.tracking import ShownState
from bot.errors import GivenFileError, InvalidInputError
from bot.services import track_links
from bot.services.proofs import exhibit
from bot.services.verify_links import LinkRow

_PAGE: Final = 1_000

Page = Annotated[str, typer.Argument(help="The page that carries the link.")]
Site = Annotated[str, typer.Argument(help="Where links lead: site.com, or a page of it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout.")]
AsHtml = Annotated[
    str | None,
    typer.Option(
        "--html", metavar="FILE", help="One HTML file that needs nothing else; `-` is stdout."
    ),
]
AsJsonLines = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout, a line a link.")]


def track_command(
    page: Annotated[str | None, typer.Argument(help="The page that carries the link.")] = None,
    target: Annotated[str | None, typer.Argument(help="Where it should lead.")] = None,
    from_file: Annotated[
        str | None,
        typer.Option("--from", help="A file of lines `PAGE TARGET`; `-` reads stdin."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at links every day from now on: one, or every line of a file."""
    if (from_file is None) == (page is None) or (from_file is None and target is None):
        raise typer.BadParameter("give a PAGE and a TARGET, or --from FILE")
    given = None if from_file is None else _lines_of(from_file)

    async def work(store: MeasuredStore) -> None:
        text = f"{page} {target}" if given is None else given
        read = track_links.read_lines(text, target=None, added_by="cli")
        for bad in read.bad:
            typer.echo(f"line {bad.number}: {bad.why}", err=True)
        done = await track_links.track(read.links, tracked=store.tracked_links, clock=store.clock)
        if as_json:
            refusals = [{"line": bad.number, "why": bad.why} for bad in read.bad]
            _print_json({"new": done.new, "known": done.known, "refusals": refusals})
            return
        typer.echo(f"{done.new} new, {done.known} tracked already")

    _run(work)


def _lines_of(file: str) -> str:
    with failing_aloud(), opened(file) as stream:
        return whole_text(stream, name_of(file))


def untrack_command(
    target: Site,
    page: Annotated[
        str | None, typer.Option("--page", help="This page alone; without it, all of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look no longer at the links to a target."""

    where = typed(parse_page_url, page) if page else None
    aim = typed(parse_target, target)

    async def work(store: MeasuredStore) -> None:
        number = await store.tracked_links.untrack(where, aim)
        if as_json:
            _print_json({"untracked": number})
            return
        typer.echo(f"{number} tracked no longer")

    _run(work)


def links_command(
    target: Site,
    state: Annotated[
        ShownState | None, typer.Option(help="Only those; `missing`: a first look missed it.")
    ] = None,
    as_json: AsJsonLines = False,
) -> None:
    """The tracked links to a target: state, since when, last and next look."""
    draw = tracked_lines.as_json if as_json else tracked_lines.as_line

    aim = typed(parse_target, target)

    async def work(store: MeasuredStore) -> None:
        offset = 0
        while shown := await store.tracked_links.tracked(
            aim, limit=_PAGE, offset=offset, state=state.value if state else None
        ):
            for link in shown:
                typer.echo(draw(link))
            offset += len(shown)
        if not offset and not as_json:
            typer.echo(
                f"No tracked link to {aim} is {state.value}."
                if state
                else f"No link to {aim} is tracked."
            )

    _run(work)


def asof_command(
    target: Site,
    day: Annotated[str, typer.Argument(help="A day, as in 2026-03-01.")],
    as_json: AsJsonLines = False,
    html: AsHtml = None,
) -> None:
    """What our own looks knew at the end of a day (UTC): what was live then, and what was not."""

    aim, end = typed(parse_target, target), typed(_end_of, day)

    async def work(store: MeasuredStore) -> None:
        looks = await store.history.looks_as_of(aim, end, limit=1_000_000)
        if html is not None:
            _write_html([Exhibit(seen) for seen in looks], html, store)
            return
        for seen in looks:
            row = LinkRow(seen.referring_page, seen.target)
            if as_json:
                typer.echo(look_as_json(seen, row))
                continue
            typer.echo(f"{seen.checked_at:%Y-%m-%d %H:%M}  {as_line(seen, row)}")
        if not looks and not as_json:
            typer.echo("nobody had looked by then")

    _run(work)


def proof_command(
    page: Page,
    target: Site,
    day: Annotated[
        str | None,
        typer.Option("--on", help="The verdict at the end of a day, as in 2026-03-01."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON Lines on stdout, a line a look.")
    ] = False,
    html: AsHtml = None,
) -> None:
    """The evidence of the newest verdict on a link, as a text or a file to hand on."""

    where, aim = typed(parse_page_url, page), str(typed(parse_target, target))
    by = typed(_end_of, day) if day else None

    async def work(store: MeasuredStore) -> None:
        found = await exhibit(where, aim, observations=store.observations, by=by)
        if html is not None:
            _write_html([found], html, store)
        elif as_json:
            for _, seen in found.looks:
                typer.echo(look_as_json(seen, LinkRow(seen.referring_page, seen.target)))
        else:
            typer.echo(proof(found), nl=False)

    _run(work)


def _write_html(exhibits: Sequence[Exhibit], name: str, store: MeasuredStore) -> None:
    """Write the file, or with `-` print it."""
    text = proof_html(exhibits, made_at=store.clock())
    if name == "-":
        typer.echo(text, nl=False)
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise GivenFileError(f"{name} cannot be written: {error.strerror}.") from error
    typer.echo(f"wrote {name}", err=True)


def _end_of(day: str) -> datetime:
    return datetime.combine(_date(day), time.max, tzinfo=UTC)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(f"{text[:40]} is no day; write it as in 2026-03-01.") from error


def _print_json(value: object) -> None:
    typer.echo(orjson.dumps(value).decode())


def _run(work: Callable[[MeasuredStore], Awaitable[None]]) -> None:
    """Open the store, do the work, and say what went wrong as a terminal wants it."""

    async def opened() -> None:
        with measured_store(load(os.environ, dotenv=Path(".env"))) as store:
            await work(store)

    with failing_aloud():
        asyncio.run(opened())
