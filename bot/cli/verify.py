"""`backlinks verify`: looks at pages now and says of each link whether it is there."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.given_files import name_of, opened
from bot.cli.row_bar import row_bar
from bot.cli.terminal import counted, failing_aloud, typed
from bot.cli.verdict_lines import as_json, as_line, as_text
from bot.config import Settings, load
from bot.domain.names import parse_page_url, parse_target
from bot.domain.verdicts import Observation
from bot.fetching import open_fetcher, read_pairs
from bot.services.verify_links import LinkRow, look_at, verify_rows

INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""


def verify_command(
    page: Annotated[str | None, typer.Argument(help="The page that should carry the link.")] = None,
    target: Annotated[
        str | None, typer.Argument(help="Where the link should lead: site.com, or a page of it.")
    ] = None,
    from_file: Annotated[
        str | None,
        typer.Option(
            "--from", help="A table with the columns referring_page and target; `-` reads stdin."
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="JSON Lines on stdout, a line a link.")
    ] = False,
) -> None:
    """Look at one page, or at every page of a file, and say whether its link is live."""
    if (from_file is None) == (page is None or target is None) or (from_file and page):
        raise typer.BadParameter("give a PAGE and a TARGET, or --from FILE")
    with failing_aloud():
        settings = load(os.environ, dotenv=Path(".env"))
        if from_file is None:
            _verify_one(str(page), str(target), settings, json=json)
        else:
            _verify_file(from_file, settings, json=json)


def _verify_one(page: str, target: str, settings: Settings, *, json: bool) -> None:
    page_url, wanted = typed(parse_page_url, page), typed(parse_target, target)

    async def look() -> Observation:
        async with open_fetcher(settings) as (fetcher, clock):
            [seen] = await look_at(page_url, [wanted], fetcher=fetcher, clock=clock)
            return seen

    try:
        seen = asyncio.run(look())
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    _write(as_json(seen, LinkRow(page, target)) if json else as_text(seen))


def _verify_file(name: str, settings: Settings, *, json: bool) -> None:
    with (
        opened(name) as file,
        contextlib.closing(read_pairs(file, name_of(name))) as pairs,
        row_bar("looking", results_on_stdout=True) as tell,
    ):
        finished = 0

        def advance(count: int) -> None:
            nonlocal finished
            finished += count
            tell(finished, None)

        rows = (LinkRow(*pair) for pair in pairs)
        _collect_garbage_seldom()
        counts: Counter[str] = Counter()

        def show(seen: Observation, row: LinkRow) -> None:
            counts[seen.state.value] += 1
            _write(as_json(seen, row) if json else as_line(seen, row))

        is_whole = asyncio.run(_verify_rows(rows, settings, show=show, done=advance))
    sums = ", ".join(f"{counts[state]:,} {state}" for state in ("live", "lost", "unverified"))
    if not is_whole:
        typer.echo(f"Stopped before the end. Done so far: {sums}.", err=True)
        raise typer.Exit(INTERRUPTED)
    if not json:
        _write(f"{counted(counts.total(), 'link')}: {sums}.")


def _collect_garbage_seldom() -> None:
    """Pages come and go in their thousands without cycles; looking for cycles costs some percent."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def _verify_rows(
    rows: Iterator[LinkRow],
    settings: Settings,
    *,
    show: Callable[[Observation, LinkRow], None],
    done: Callable[[int], None],
) -> bool:
    """Show every row in order; False when Ctrl-C or a polite kill ended it early."""
    stop = asyncio.Event()
    with _stopping_by_signals(stop):
        async with open_fetcher(settings) as (fetcher, clock):
            async for verified in verify_rows(
                rows,
                fetcher=fetcher,
                clock=clock,
                concurrency=settings.max_connections,
                stop=stop,
                done=done,
            ):
                show(verified.observation, verified.row)
    return not stop.is_set()


@contextmanager
def _stopping_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """The first Ctrl-C asks to finish; a second one ends at once."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def asked() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    with contextlib.suppress(NotImplementedError):  # Windows
        for number in signals:
            loop.add_signal_handler(number, asked)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)


def _write(line: str) -> None:
    """One line at once, so that whoever reads us sees it."""
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
