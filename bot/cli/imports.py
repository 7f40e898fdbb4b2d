"""`backlinks import FILE`: reads an export of backlinks into the store."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.app import export_reader, measured_store
from bot.cli.given_files import name_of, opened
from bot.cli.row_bar import row_bar
from bot.cli.terminal import counted, failing_aloud, typed
from bot.config import load
from bot.domain.backlinks import DomainName
from bot.domain.imports import ImportSummary
from bot.domain.names import parse_target
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
    site = typed(parse_target, target).domain if target is not None else None
    with failing_aloud():
        summary = _import(file, name or name_of(file), site)
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
    with opened(file) as stream, measured_store(settings) as store, row_bar("rows") as tell:
        return asyncio.run(
            import_file(
                stream,
                name=name,
                target=target,
                read_export=export_reader(),
                store=store.imports,
                clock=store.clock,
                progress=tell,
            )
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
    sums = [counted(counts.rows, "row"), f"{counts.kept:,} kept"]
    sums += [f"{counts.refused:,} refused"] if counts.refused else []
    sums += [f"{counts.duplicates:,} said nothing new"] if counts.duplicates else []
    lines = [f"{summary.format}: {', '.join(sums)}."]
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
