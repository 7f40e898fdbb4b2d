"""`backlinks check TARGET`: what all sources know of who links to a target."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from bot.app import make_policy, measured_store
from bot.config import Settings, load
from bot.domain.findings import DomainFinding, Findings
from bot.domain.names import Target, parse_target
from bot.errors import BotError, InvalidInputError
from bot.graph import web_graph
from bot.services.check_target import check

_SHOWN = 25


def check_command(
    target: Annotated[str, typer.Argument(help="A site, or one page of it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Say who links to a site or page, from everything that was imported, built and seen."""
    try:
        aim = parse_target(target)
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        settings = load(os.environ, dotenv=Path(".env"))
        found = asyncio.run(_check(settings, aim))
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(orjson.dumps(to_json(found)).decode())
    else:
        _print(found)
    for sentence in found.failed:
        typer.echo(sentence, err=True)


async def _check(settings: Settings, target: Target) -> Findings:
    with measured_store(settings) as measured:
        async with web_graph(settings) as tools:
            return await check(
                target,
                backlinks=measured.backlinks,
                observations=measured.observations,
                tracked_links=measured.tracked_links,
                target_pages=measured.target_pages,
                webgraph=tools.graph,
                traffic=measured.traffic,
                clock=measured.clock,
                policy=make_policy(settings),
            )


def to_json(found: Findings) -> Mapping[str, object]:
    """The stable machine output."""
    return {
        "target": str(found.target),
        "referring_domains": found.referring_domains,
        "backlinks": found.backlinks,
        "followed": found.followed,
        "new_30_days": found.new_30_days,
        "lost_30_days": found.lost_30_days,
        "sources": [
            {
                "name": source.name,
                "as_of": source.as_of.isoformat() if source.as_of else None,
                "complete": source.complete,
                "grain": source.grain.value,
                "referring_domains": source.referring_domains,
                "backlinks": source.backlinks,
            }
            for source in found.sources
        ],
        "domains": [_domain_json(row) for row in found.domains],
        "coverage": _coverage_json(found),
        "unknown": list(found.unknown),
        "failed": list(found.failed),
    }


def _coverage_json(found: Findings) -> Mapping[str, object] | None:
    seen = found.coverage
    if seen is None:
        return None
    return {
        "known": seen.known,
        "estimated": seen.total,
        "low": seen.low,
        "high": seen.high,
        "adds_most": seen.adds_most,
        "note": seen.note,
    }


def _domain_json(row: DomainFinding) -> Mapping[str, object]:
    return {
        "domain": row.domain,
        "links": row.links,
        "followed": row.followed,
        "quality": row.quality,
        "why": row.why or None,
        "placement": row.placement,
        "editorial": row.editorial,
        "origin": row.origin,
        "since": row.since.isoformat() if row.since else None,
        "state": row.state.value if row.state else None,
        "reason": row.reason.value if row.reason else None,
        "checked_at": row.checked_at.isoformat() if row.checked_at else None,
        "example_page": row.example_page,
        "sources": list(row.sources),
    }


def _print(found: Findings) -> None:
    out = Console()
    links = "" if found.backlinks is None else f", {found.backlinks:,} backlinks"
    out.print(f"{found.target}: {found.referring_domains:,} referring domains{links}", markup=False)
    if found.followed_percent is not None:
        out.print(f"{found.followed_percent} % followed", markup=False)
    if found.domains:
        out.print(_table(found))
    for source in found.sources:
        extent = {True: ", complete", False: ", cut off", None: ""}[source.complete]
        out.print(
            f"From {source.name}, data of {source.as_of or 'unknown age'}{extent}", markup=False
        )
    for line in found.unknown:
        out.print(f"Not known: {line}", markup=False)
    if found.is_empty:
        out.print("Nothing is known yet: `backlinks import FILE` reads an export.", markup=False)


def _table(found: Findings) -> Table:
    table = Table("Referring domain", "Quality", "Links", "Since", "State", box=None)
    for row in found.domains[:_SHOWN]:
        state = row.state.value if row.state else "not looked at yet"
        table.add_row(
            row.domain,
            str(row.quality if row.quality is not None else "-"),
            str(row.links if row.links is not None else "-"),
            str(row.since or "-"),
            state,
        )
    return table
