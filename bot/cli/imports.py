"""`backlinks import FILE`: reads an export of backlinks into the store."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.app import export_reader, measured_store
from bot.cli.terminal import counted
from bot.config import load
from bot.domain.backlinks import DomainName
from bot.domain.imports import ImportSummary
from bot.domain.names import parse_target
from bot.errors import BotError, InvalidInputError
from bot.services.import_export import import_file

_REFUSALS_SHOWN = 20


def import_command(
    file: Annotated[str, typer.Argument(help="The export; `-` reads standard input.")],
    target: Annotated[
        str | None, typer.Option(help="The site that the links point to, like site.com.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The file's name, when it is read from standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Import an export of Ahrefs, Semrush, Majestic, Moz, Bing, Search Console, or a plain CSV."""
    try:
        site = parse_target(target).domain if target is not None else None
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error
    if file != "-" and not Path(file).is_file():
        raise typer.BadParameter(f"there is no file {file}")
    try:
        summary = _import(file, name or ("stdin" if file == "-" else Path(file).name), site)
    except (BotError, OSError) as error:
        typer.echo(
            f"{file} cannot be read: {error.strerror}."
            if isinstance(error, OSError)
            else str(error),
            err=True,
        )
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(orjson.dumps(to_json(summary)).decode())
    else:
        typer.echo(as_text(summary))
    if summary.refused_because:
        typer.echo(summary.refused_because, err=True)
    if summary.refused_because or (summary.counts.rows and not summary.counts.kept):
        raise typer.Exit(1)


def _import(file: str, name: str, target: DomainName | None) -> ImportSummary:
    settings = load(os.environ, dotenv=Path(".env"))
    with _opened(file) as stream, measured_store(settings) as store, _bar() as bar:
        task = bar.add_task("reading", total=None)
        return asyncio.run(
            import_file(
                stream,
                name=name,
                target=target,
                read_export=export_reader(),
                store=store.imports,
                clock=store.clock,
                progress=lambda done, total: bar.update(
                    task, description="rows", completed=done, total=total
                ),
            )
        )


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """The file, seekable; standard input is copied to a temporary file first."""
    if file != "-":
        with Path(file).open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as copy:
        while chunk := sys.stdin.buffer.read(1 << 20):
            copy.write(chunk)
        copy.seek(0)
        yield copy


def _bar() -> Progress:
    """Progress on stderr, on a terminal alone."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def to_json(summary: ImportSummary) -> dict[str, object]:
    """The stable machine output of `backlinks import --json`."""
    return {
        "format": summary.format,
        "target": summary.target,
        "rows": summary.counts.rows,
        "kept": summary.counts.kept,
        "refused": summary.counts.refused,
        "duplicates": summary.counts.duplicates,
        "refusals": [{"line": row.line, "why": row.why} for row in summary.refusals],
        "source": summary.source,
        "as_of": summary.as_of.isoformat() if summary.as_of else None,
        "as_of_from": summary.as_of_from,
    }


def as_text(summary: ImportSummary) -> str:
    """What a person reads after an import."""
    counts = summary.counts
    sums = (
        f"{counts.kept:,} kept, {counts.refused:,} refused, {counts.duplicates:,} said nothing new"
    )
    lines = [f"{summary.format}: {counted(counts.rows, 'row')}, {sums}."]
    if summary.target and summary.as_of:
        age = f"data as of {summary.as_of} ({summary.as_of_from})"
        lines.append(f"Links to {summary.target}, {age}.")
    elif summary.target:
        lines.append(f"Links to {summary.target}; the file does not say how old its data is.")
    shown = summary.refusals[:_REFUSALS_SHOWN]
    lines += [f"  line {row.line}: {row.why}" for row in shown]
    if counts.refused > len(shown):
        lines.append(f"  and {counts.refused - len(shown):,} more (all of them with --json)")
    return "\n".join(lines)
