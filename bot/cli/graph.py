"""`backlinks graph`: the web graph of Common Crawl, built here and asked here."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import orjson
import typer

from bot.cli import graph_text
from bot.cli.given_files import opened
from bot.cli.graph_progress import BuildProgress
from bot.cli.terminal import failing_aloud
from bot.config import Settings, load
from bot.domain.webgraph import GraphDiff, InlinkReport, Referrer, parse_graph_host
from bot.errors import BotError, InvalidInputError
from bot.graph import GraphTools, web_graph

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Who links to any domain, from Common Crawl's web graph.",
)

_T = TypeVar("_T")

AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout.")]
Release = Annotated[
    str | None, typer.Option("--release", help="The release, like cc-main-2026-apr-may-jun.")
]
Limit = Annotated[int, typer.Option(min=0, help="The most rows; the counts are always of all.")]


@app.command()
def releases(as_json: AsJson = False) -> None:
    """List the releases of Common Crawl, newest first, and which are built here."""

    async def ask(tools: GraphTools) -> list[dict[str, object]]:
        listed = await tools.builder.releases()
        built = set(await tools.graph.built())
        return [asdict(row) | {"built": row.release in built} for row in listed]

    rows = _with_tools(ask)
    _print_rows(rows, as_json=as_json, text=graph_text.releases)


@app.command()
def build(
    release: Release = None,
    ranks: Annotated[
        int | None, typer.Option(min=0, help="Keep the ranks of so many of the best domains.")
    ] = None,
    keep_graph: Annotated[
        bool,
        typer.Option("--keep-graph", help="Keep a copy of the graph: look-ups without network."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build a release here, the newest one by default; a build that was broken off goes on."""
    settings = _settings()
    kept = settings.webgraph_ranks if ranks is None else ranks

    async def make(tools: GraphTools) -> dict[str, object]:
        name = release or await tools.builder.newest()
        plan = await tools.builder.plan(name, ranks=kept, keep_graph=keep_graph)
        typer.echo(graph_text.plan(plan, tools.builder.free_bytes()), err=True)
        with BuildProgress() as progress:
            manifest = await tools.builder.build(plan, progress.update)
        return asdict(manifest)

    manifest = _with_tools(make, settings)
    _print(manifest, as_json=as_json, text=graph_text.built)


@app.command()
def inlinks(
    domain: Annotated[str, typer.Argument(help="The domain, like site.com.")],
    release: Release = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
) -> None:
    """Who links to a domain, the best by authority first."""
    host = _host(domain)
    report = _with_tools(lambda tools: tools.graph.inlinks(host, limit=limit, release=release))
    _print(inlinks_json(report), as_json=as_json, text=lambda _: graph_text.inlinks(report))


@app.command()
def diff(
    older: Annotated[str, typer.Argument(help="The older release.")],
    newer: Annotated[str, typer.Argument(help="The newer release.")],
    domain: Annotated[str, typer.Argument(help="The domain, like site.com.")],
    limit: Limit = 1000,
    as_json: AsJson = False,
) -> None:
    """Who began and who ceased to link to a domain between two releases."""
    host = _host(domain)
    found = _with_tools(lambda tools: tools.graph.diff(older, newer, host, limit=limit))
    _print(diff_json(found), as_json=as_json, text=lambda _: graph_text.diff(found))


@app.command()
def outdegree(
    domains: Annotated[list[str], typer.Argument(help="Domains, like site.com.")],
    release: Release = None,
    as_json: AsJson = False,
) -> None:
    """How many domains link to each, without the list: its out-degree in the transposed graph.

    Only that graph is read here, so the domains that each one links to itself are not counted.
    """
    hosts = [_host(domain) for domain in domains]

    async def ask(tools: GraphTools) -> list[dict[str, object]]:
        return [
            inlinks_json(await tools.graph.inlinks(host, limit=0, release=release))
            for host in hosts
        ]

    wanted = ("release", "domain", "referring_domains", "presence", "note")
    rows = [{key: row[key] for key in wanted} for row in _with_tools(ask)]
    _print_rows(rows, as_json=as_json, text=graph_text.degrees)


@app.command()
def status(as_json: AsJson = False) -> None:
    """What is built here, how large it is, what is on its way, and how much room is left."""

    async def ask(tools: GraphTools) -> dict[str, object]:
        names = await tools.graph.built()
        return {
            "folder": str(tools.folder.root),
            "free_bytes": tools.builder.free_bytes(),
            "releases": [
                asdict(tools.folder.manifest(name)) | {"bytes": tools.folder.size(name)}
                for name in names
            ],
            "begun": tools.folder.begun(),
        }

    _print(_with_tools(ask), as_json=as_json, text=graph_text.status)


@app.command()
def remove(
    release: Annotated[str, typer.Argument(help="The release, built or begun.")],
    as_json: AsJson = False,
) -> None:
    """Delete a release that was built here, or whose build was begun."""

    async def delete(tools: GraphTools) -> dict[str, object]:
        freed = await asyncio.to_thread(tools.folder.remove, release)
        return {"release": release, "freed_bytes": freed}

    _print(_with_tools(delete), as_json=as_json, text=graph_text.removed)


@app.command(name="export")
def export_checkpoints(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    release: Release = None,
    as_json: AsJson = False,
) -> None:
    """Write a release's checkpoints into one small file, so that others need not scan the graph."""

    async def write(tools: GraphTools) -> dict[str, object]:
        found = await asyncio.to_thread(tools.builder.export_checkpoints, release, file)
        size = file.stat().st_size
        return {"release": found.release, "file": str(file), "bytes": size, "sha256": found.digest}

    _print(_with_tools(write), as_json=as_json, text=graph_text.exported)


@app.command(name="import")
def import_checkpoints(
    file: Annotated[str, typer.Argument(help="A file that `graph export` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Take over checkpoints; `graph build --release R` then needs the names alone."""
    with failing_aloud(), opened(file):
        path = Path(file)

    async def read(tools: GraphTools) -> dict[str, object]:
        found = await asyncio.to_thread(tools.builder.import_checkpoints, path)
        return {"release": found.release, "nodes": found.properties.nodes, "sha256": found.digest}

    _print(_with_tools(read), as_json=as_json, text=graph_text.imported)


def inlinks_json(report: InlinkReport) -> dict[str, object]:
    """The stable machine output of `graph inlinks`; `rank` is left out where it is not known."""
    return {
        "release": report.release,
        "domain": report.domain,
        "referring_domains": report.referring_domains,
        "returned": report.returned,
        "complete": report.complete,
        "rows": [_row_json(row) for row in report.rows],
        "presence": report.presence.value,
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "note": report.note,
    }


def diff_json(found: GraphDiff) -> dict[str, object]:
    """The stable machine output of `graph diff`."""
    return {
        "domain": found.domain,
        "older": found.older,
        "newer": found.newer,
        "presence": {"older": found.presence_older.value, "newer": found.presence_newer.value},
        "referring_domains": {
            "older": found.referring_domains_older,
            "newer": found.referring_domains_newer,
        },
        "gained": found.gained,
        "lost": found.lost,
        "lost_unknown": found.lost_unknown,
        "complete": found.complete,
        "gained_rows": [_row_json(row) for row in found.gained_rows],
        "lost_rows": [_row_json(row) for row in found.lost_rows],
        "note": found.note,
    }


def _row_json(row: Referrer) -> dict[str, object]:
    rank = {} if row.rank is None else {"rank": row.rank}
    return {"domain": row.domain, **rank, "referring_domains": row.referring_domains}


def _host(domain: str) -> str:
    try:
        return parse_graph_host(domain)
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error


def _settings() -> Settings:
    try:
        return load(os.environ, dotenv=Path(".env"))
    except BotError as error:
        raise _failed(error) from error


def _with_tools(
    work: Callable[[GraphTools], Awaitable[_T]], settings: Settings | None = None
) -> _T:
    """Run `work`; what went wrong becomes a sentence on stderr and the exit status."""
    settings = settings or _settings()

    async def run() -> _T:
        async with web_graph(settings) as tools:
            return await work(tools)

    try:
        return asyncio.run(run())
    except (BotError, OSError) as error:
        raise _failed(error) from error


def _failed(error: BotError | OSError) -> typer.Exit:
    sentence = str(error) if isinstance(error, BotError) else f"{error.filename}: {error.strerror}."
    typer.echo(sentence, err=True)
    return typer.Exit(2 if isinstance(error, InvalidInputError) else 1)


def _print(
    found: dict[str, object], *, as_json: bool, text: Callable[[dict[str, object]], str]
) -> None:
    typer.echo(orjson.dumps(found).decode() if as_json else text(found))


def _print_rows(
    rows: list[dict[str, object]],
    *,
    as_json: bool,
    text: Callable[[list[dict[str, object]]], str],
) -> None:
    if not as_json:
        typer.echo(text(rows))
        return
    for row in rows:
        typer.echo(orjson.dumps(row).decode())
