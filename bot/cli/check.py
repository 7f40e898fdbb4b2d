"""`backlinks check TARGET`: what all sources know of who links to a target."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table

from bot.app import (
    decisions_to_read,
    make_policy,
    measured_store,
    overrule_store,
    prospect_store,
)
from bot.cli.quality import sum_json
from bot.cli.terminal import counted, failing_aloud
from bot.config import Settings, load
from bot.domain.domain_list import DomainView, Order, arranged, make_view
from bot.domain.findings import DomainFinding, Findings
from bot.domain.names import Target, parse_target
from bot.domain.source_names import source_name
from bot.domain.verdicts import State
from bot.errors import InvalidInputError
from bot.graph import web_graph
from bot.services.check_graph import GraphPatience
from bot.services.check_target import check

_SHOWN = 25
_PATIENCE: Final = GraphPatience(authorities=10.0)
"""A terminal shows every row at once, and whoever sits there sees that it works."""


def check_command(
    target: Annotated[str, typer.Argument(help="A site, or one page of it.")],
    sort: Annotated[
        str, typer.Option(help="What comes first: quality, links, newest, visits, name.")
    ] = Order.QUALITY.value,
    type_: Annotated[
        str | None,
        typer.Option("--type", help="Only this type: editorial, natural, footer, unknown, ..."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Only what this source knows: ahrefs, webgraph, ...")
    ] = None,
    min_quality: Annotated[
        int | None, typer.Option(help="Only sites with at least this quality, 0 to 100.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Say who links to a site or page, from everything that was imported, built and seen."""
    try:
        aim = parse_target(target)
        view = make_view(sort, type_, source, min_quality)
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error
    with failing_aloud():
        settings = load(os.environ, dotenv=Path(".env"))
        found = asyncio.run(_check(settings, aim, view))
    found = replace(found, domains=arranged(found.domains, view))
    if as_json:
        typer.echo(orjson.dumps(to_json(found)).decode())
    else:
        _print(found, view)
    for sentence in found.failed:
        typer.echo(sentence, err=True)


async def _check(settings: Settings, target: Target, view: DomainView) -> Findings:
    decisions = decisions_to_read(settings)
    with measured_store(settings) as measured:
        async with web_graph(settings) as tools:
            return await check(
                target,
                backlinks=measured.backlinks,
                observations=measured.observations,
                tracked_links=measured.tracked_links,
                target_pages=measured.target_pages,
                webgraph=tools.graph,
                overrules=overrule_store(decisions),
                prospects=prospect_store(decisions),
                traffic=measured.traffic,
                clock=measured.clock,
                policy=make_policy(settings),
                patience=_PATIENCE,
                view=view,
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
        "tracked": found.tracked,
        "broken_pages": list(found.dead_pages),
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
        "graph_change": found.graph_change or None,
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
        "visits": row.visits,
        "in_degree": row.in_degree,
        "quality": row.quality,
        "rough": row.rough if row.quality is not None else None,
        "why": row.why or None,
        **sum_json(row.scored),
        "placement": row.placement,
        "editorial": row.editorial,
        "origin": row.origin,
        "since": row.since.isoformat() if row.since else None,
        "state": row.state.value if row.state else None,
        "reason": row.reason.value if row.reason else None,
        "confirmed": row.confirmed if row.state is State.LOST else None,
        "pages_looked_at": row.looks.pages,
        "checked_at": row.checked_at.isoformat() if row.checked_at else None,
        "example_page": row.example_page,
        "sources": list(row.sources),
    }


def _print(found: Findings, view: DomainView) -> None:
    out = Console()
    links = "" if found.backlinks is None else f", {counted(found.backlinks, 'backlink')}"
    domains = counted(found.referring_domains, "referring domain")
    out.print(f"{found.target}: {domains}{links}", markup=False)
    if found.followed_percent is not None:
        out.print(f"{found.followed_percent} % followed", markup=False)
    if found.dead_pages:
        out.print(f"Broken pages of yours: {', '.join(found.dead_pages)}", markup=False)
    if found.domains:
        out.print(_table(found))
        _print_rest(out, found, view)
    elif view.is_filtered:
        out.print("No referring domain fits that filter.", markup=False)
    for source in found.sources:
        extent = {True: ", complete", False: ", cut off", None: ""}[source.complete]
        out.print(
            f"From {source_name(source.name)}, data of {source.as_of or 'unknown age'}{extent}",
            markup=False,
        )
    for line in filter(None, (found.graph_change, *(f"Not known: {one}" for one in found.unknown))):
        out.print(line, markup=False)
    if found.coverage:
        sentence = found.coverage.sentence()
        out.print(f"{sentence[0].upper()}{sentence[1:]}", markup=False)
    if found.is_empty:
        out.print("Nothing is known yet: `backlinks import FILE` reads an export.", markup=False)


def _print_rest(out: Console, found: Findings, view: DomainView) -> None:
    if len(found.domains) > _SHOWN:
        out.print(f"… and {len(found.domains) - _SHOWN:,} more (--json has them)", markup=False)
    if view.is_filtered:
        out.print(f"{len(found.domains):,} sites fit the filter.", markup=False)


def _table(found: Findings) -> Table:
    with_visits = any(row.visits is not None for row in found.domains)
    titles = ["Referring domain", "Quality", "Type", "Links", "Since", "State"]
    table = Table(*titles, *["Visits"] * with_visits, box=None)
    for row in found.domains[:_SHOWN]:
        cells = [
            row.domain,
            _number(row.quality) + "?" * row.rough,
            ", ".join(word for word in (row.placement, row.origin) if word) or "-",
            _number(row.links),
            str(row.since or "-"),
            _state(row),
        ]
        table.add_row(*cells, *[_number(row.visits)] * with_visits)
    return table


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _state(row: DomainFinding) -> str:
    if row.state is None:
        return "not looked at yet"
    if row.state is State.LOST and not row.confirmed:
        return "not seen, not confirmed"
    return row.state.value
