"""`backlinks import-traffic FILE --target site.com`: visits by referrer, from GA4 or Matomo."""

import asyncio
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.app import measured_store, traffic_reader
from bot.cli.given_files import name_of, opened
from bot.cli.terminal import failing_aloud, typed
from bot.config import load
from bot.domain.backlinks import DomainName
from bot.domain.names import parse_target
from bot.domain.traffic import TrafficReport
from bot.services.import_traffic import import_traffic

_DAY = ["%Y-%m-%d"]


def traffic_command(
    file: Annotated[str, typer.Argument(help="The CSV; `-` reads standard input.")],
    target: Annotated[str, typer.Option(help="The site whose visits they are, like site.com.")],
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DAY, help="The first day, if the file does not say it."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=_DAY, help="The last day, if the file does not say it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Import visits by referring site or page from a GA4 or Matomo CSV."""
    site = typed(parse_target, target).domain
    with failing_aloud():
        report = asyncio.run(_import(file, site, first, last))
    if as_json:
        typer.echo(orjson.dumps(_to_json(site, report)).decode())
        return
    visits = sum(referral.visits for referral in report.referrals)
    typer.echo(
        f"{report.tool}: {visits:,} visits from {len(report.referrals):,} referrers, "
        f"{report.first_day} to {report.last_day}; {report.skipped:,} rows name no site."
    )


async def _import(
    file: str, site: DomainName, first: datetime | None, last: datetime | None
) -> TrafficReport:
    with opened(file) as stream, measured_store(load(os.environ, dotenv=Path(".env"))) as store:
        return await import_traffic(
            stream,
            name=name_of(file),
            target=site,
            first_day=first.date() if first else None,
            last_day=last.date() if last else None,
            read=traffic_reader(),
            store=store.traffic,
            clock=store.clock,
        )


def _to_json(site: DomainName, report: TrafficReport) -> dict[str, object]:
    return {
        "tool": report.tool,
        "target": site,
        "from": report.first_day.isoformat(),
        "to": report.last_day.isoformat(),
        "referrers": len(report.referrals),
        "visits": sum(referral.visits for referral in report.referrals),
        "skipped": report.skipped,
    }
