"""`backlinks broken`, `reclaim`, `gap`, `mentions`, `directories`: find prospects without Slack."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from bot.app import MeasuredStore, decisions_to_read, measured_store, rival_store
from bot.cli import finder_lines as lines
from bot.cli.desk import have_done
from bot.cli.terminal import failing_aloud, typed
from bot.config import load
from bot.domain.gap import MOST_RIVALS, Gap
from bot.domain.names import Target, is_page, parse_page_url, parse_target
from bot.errors import StoreError
from bot.fetching import open_fetcher
from bot.graph import web_graph
from bot.ports import PageFetcher
from bot.services.broken_links import find_broken
from bot.services.desk import Order, Task
from bot.services.directories import find_directories
from bot.services.gap import find_gap
from bot.services.mentions import find_mentions
from bot.services.own_pages import OwnPages
from bot.services.reclaim import find_reclaim

AsJson = Annotated[bool, typer.Option("--json", help="Machine output on stdout.")]


@dataclass(frozen=True, slots=True)
class _Tools:
    store: MeasuredStore
    fetcher: PageFetcher


@asynccontextmanager
async def _tools() -> AsyncIterator[_Tools]:
    settings = load(os.environ, dotenv=Path(".env"))
    with measured_store(settings) as store:
        async with open_fetcher(settings) as (fetcher, _):
            yield _Tools(store, fetcher)


def broken_command(
    page: Annotated[str, typer.Argument(help="The page whose links are looked at.")],
    target: Annotated[str | None, typer.Argument(help="Your site.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the dead links of a page, and pages of yours that fit in their place."""
    url = typed(parse_page_url, page)
    site = typed(parse_target, target) if target else None

    async def work() -> None:
        async with _tools() as tools:
            found = await find_broken(
                url,
                site,
                fetcher=tools.fetcher,
                backlinks=tools.store.backlinks,
                clock=tools.store.clock,
                memory=OwnPages(),
            )
        _write(lines.broken_json(found) if as_json else lines.broken_text(found), as_json=as_json)

    _run(work())


def reclaim_command(
    target: Annotated[str, typer.Argument(help="Your site.")], as_json: AsJson = False
) -> None:
    """Find pages of yours that are gone though others link to them, and lost links worth asking for."""
    site = typed(parse_target, target)

    async def work() -> None:
        settings = load(os.environ, dotenv=Path(".env"))
        async with _tools() as tools, web_graph(settings) as graph:
            found = await find_reclaim(
                site,
                webgraph=graph.graph,
                backlinks=tools.store.backlinks,
                observations=tools.store.observations,
                tracked_links=tools.store.tracked_links,
                fetcher=tools.fetcher,
                clock=tools.store.clock,
                memory=OwnPages(),
            )
        _write(lines.reclaim_json(found) if as_json else lines.reclaim_text(found), as_json=as_json)

    _run(work())


def gap_command(
    target: Annotated[str, typer.Argument(help="Your site.")],
    rivals: Annotated[list[str], typer.Argument(help="One to five rivals.")],
    as_json: AsJson = False,
) -> None:
    """Say who links to rivals and not to you."""
    site = typed(parse_target, target)
    others = [Target(typed(parse_target, rival).domain) for rival in rivals]
    others = [other for other in dict.fromkeys(others) if other.domain != site.domain]
    if not 1 <= len(others) <= MOST_RIVALS:
        raise typer.BadParameter(f"give one to {MOST_RIVALS} rivals")

    async def work() -> None:
        named = tuple(other.domain for other in others)
        # What is asked can be answered without; a bot that is starting remembers it the next time.
        with suppress(StoreError):
            await have_done(Order(Task.RIVALS, ours=site.domain, rivals=named))
        found = await _gap(site, others)
        _write(lines.gap_json(found) if as_json else lines.gap_text(found), as_json=as_json)

    _run(work())


async def _gap(site: Target, rivals: Sequence[Target]) -> Gap:
    settings = load(os.environ, dotenv=Path(".env"))
    with measured_store(settings) as store:
        async with web_graph(settings) as graph:
            return await find_gap(
                site,
                rivals,
                backlinks=store.backlinks,
                webgraph=graph.graph,
                clock=store.clock,
            )


def mentions_command(
    target: Annotated[str, typer.Argument(help="Your site.")],
    pages: Annotated[list[str] | None, typer.Argument(help="Pages to read.")] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="How you are called; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which pages name you without a link; without pages, the imported ones are read."""
    site = typed(parse_target, target)
    urls = [typed(parse_page_url, page) for page in pages or ()]

    async def work() -> None:
        async with _tools() as tools:
            found = await find_mentions(
                Target(site.domain),
                urls,
                names=name or (),
                backlinks=tools.store.backlinks,
                observations=tools.store.observations,
                fetcher=tools.fetcher,
                clock=tools.store.clock,
                memory=OwnPages(),
            )
        _write(
            lines.mentions_json(found) if as_json else lines.mentions_text(found), as_json=as_json
        )

    _run(work())


def directories_command(
    pages: Annotated[
        list[str], typer.Argument(help="Your site and pages to read; either may be left out.")
    ],
    as_json: AsJson = False,
) -> None:
    """Say which pages are directories or lists of resources, and how one gets in.

    Without pages the imported ones are read that link to the rivals named in gap.
    """
    site = None if typed(is_page, pages[0]) else Target(typed(parse_target, pages[0]).domain)
    urls = [typed(parse_page_url, page) for page in pages[0 if site is None else 1 :]]

    async def work() -> None:
        rivals = rival_store(decisions_to_read(load(os.environ, dotenv=Path(".env"))))
        async with _tools() as tools:
            found = await find_directories(
                site,
                urls,
                backlinks=tools.store.backlinks,
                rivals=rivals,
                fetcher=tools.fetcher,
                clock=tools.store.clock,
            )
        _write(
            lines.directories_json(found) if as_json else lines.directories_text(found),
            as_json=as_json,
        )

    _run(work())


def _run(work: Coroutine[Any, Any, None]) -> None:
    with failing_aloud():
        asyncio.run(work)


def _write(found: object, *, as_json: bool) -> None:
    typer.echo(orjson.dumps(found).decode() if as_json else str(found))
