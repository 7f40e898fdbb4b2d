"""`backlinks fetch site.com`: backlinks bought from a vendor's API, and what they cost."""

import asyncio
import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

from bot.app import MeasuredStore, measured_store
from bot.cli.imports import to_json
from bot.cli.terminal import counted
from bot.config import Settings, load
from bot.domain.names import Target, parse_target, shown_host
from bot.domain.paid_fetches import VENDORS, FetchOffer, FetchOrder, FetchSummary, reasons_of
from bot.errors import BotError, InvalidInputError
from bot.paid import fetch_limits, paid_sources
from bot.services.fetch_links import fetch_links, offer_fetch

_REASONS_SHOWN: Final = 10


def fetch_command(
    site: Annotated[str, typer.Argument(help="The site whose backlinks are bought: site.com.")],
    vendor: Annotated[
        str | None,
        typer.Option("--from", metavar="VENDOR", help=f"From whom: {' or '.join(VENDORS)}."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Rows at most; 100 where you do not say.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask in a terminal whether to spend it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Buy backlinks of a site from Ahrefs or DataForSEO, with your key. It costs money."""
    try:
        target = parse_target(site)
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        settings = load(os.environ, dotenv=Path(".env"))
        with measured_store(settings) as store:
            asyncio.run(_fetch(target, vendor, limit, yes, as_json, settings, store))
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


async def _fetch(
    target: Target,
    vendor: str | None,
    limit: int | None,
    yes: bool,
    as_json: bool,
    settings: Settings,
    store: MeasuredStore,
) -> None:
    sources, limits = paid_sources(settings), fetch_limits(settings)
    offer = await offer_fetch(
        target,
        vendor=vendor,
        rows=limit,
        sources=sources,
        ledger=store.fetch_ledger,
        clock=store.clock,
        limits=limits,
    )
    typer.echo(offer_line(offer), err=True)
    if sys.stdin.isatty() and not yes and not _agreed():
        typer.echo("Left it: nothing was spent.", err=True)
        raise typer.Exit(1)
    order = FetchOrder(secrets.token_hex(8), offer.vendor, offer.target, offer.rows, "terminal")
    done = await fetch_links(
        order,
        sources=sources,
        store=store.imports,
        ledger=store.fetch_ledger,
        clock=store.clock,
        limits=limits,
    )
    typer.echo(orjson.dumps(as_machine(done)).decode() if as_json else as_text(done))


def _agreed() -> bool:
    """Typer's own question writes to stdout, which is the answer's alone."""
    typer.echo("Spend it? [y/N] ", err=True, nl=False)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def offer_line(offer: FetchOffer) -> str:
    """What is about to be spent."""
    return (
        f"Asking {VENDORS[offer.vendor]} for up to {counted(offer.rows, 'backlink')} of "
        f"{shown_host(offer.target)}, {offer.price}. Today's limit leaves {counted(offer.left_today, 'row')}."
    )


def as_machine(done: FetchSummary) -> dict[str, object]:
    """The stable machine output: that of an import, and what it cost."""
    return {
        **to_json(done.done),
        "vendor": done.vendor,
        "known": done.known,
        "cost": done.cost.amount if done.cost else None,
        "cost_unit": done.cost.unit.value if done.cost else None,
        "total": done.total,
        "stopped": done.stopped,
    }


def as_text(done: FetchSummary) -> str:
    """What a person reads after a fetch."""
    lines = [f"{done.figures}."]
    reasons = reasons_of(done.done.refusals)
    lines += [f"  {number:,} refused: {why}" for why, number in reasons[:_REASONS_SHOWN]]
    if len(reasons) > _REASONS_SHOWN:
        more = counted(len(reasons) - _REASONS_SHOWN, "more reason")
        lines.append(f"  and {more} (all of them with --json)")
    lines += done.more
    if done.done.counts.kept:
        lines.append(f"Look at them with `backlinks check {shown_host(str(done.done.target))}`.")
    return "\n".join(lines)
