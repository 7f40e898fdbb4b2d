"""Gives the demonstration's bot what a team would give it: exports, and a web graph."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.demo.child import Child, ChildEndedError
from bot.cli.demo.world import invent_graph
from bot.playground.web import OURS, RIVALS, ahrefs_export, search_console_export


async def fill(environment: Mapping[str, str], folder: Path) -> AsyncIterator[str]:
    """Import and build by the commands that people type; gives the name of each step when it is done.

    The first step is the export about the team's own site.

    Raises:
        ChildEndedError: a command failed.
    """
    today = datetime.now(UTC).date()
    exports = folder / "exports"
    exports.mkdir()
    log = folder / "filling.log"
    files = [(OURS, f"{OURS}-backlinks-subdomains_{today}_06-00-00.csv", ahrefs_export(today))]
    files.append((OURS, f"{OURS}-Latest links-{today}.csv", search_console_export(today)))
    for rival in RIVALS:
        text = ahrefs_export(today, target=rival)
        files.append((rival, f"{rival}-backlinks-subdomains_{today}_06-00-00.csv", text))
    for target, name, text in files:
        path = exports / name
        path.write_text(text, encoding="utf-8")
        await _call(("import", str(path), "--target", target), environment, log)
        yield f"imported {name}"
    releases = await invent_graph(folder / "crawl", today)
    for release in releases:
        await _call(("graph", "build", "--release", release), environment, log)
        yield f"built {release}"


async def _call(verb: tuple[str, ...], environment: Mapping[str, str], log: Path) -> None:
    child = Child(verb, environment, log)
    await child.start()
    try:
        status = await child.wait()
    except asyncio.CancelledError:
        await child.stop()
        raise
    if status != 0:
        raise ChildEndedError(f"backlinks {verb[0]}", child)
