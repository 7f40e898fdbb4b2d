"""Gives the demonstration's bot what a team would give it: exports, and a web graph."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bot.cli.demo.child import Child, ChildEndedError
from bot.cli.demo.world import invent_graph
from bot.playground.web import OURS, RIVALS, ahrefs_export, search_console_export

log = logging.getLogger(__name__)


async def fill(environment: Mapping[str, str], folder: Path) -> None:
    """Import and build by the commands that people type, the export about the team's own site first.

    A command that fails is told in the log `filling.log` and in a line of ours; the rest goes on.
    """
    today = datetime.now(UTC).date()
    (folder / "exports").mkdir()
    for number, (target, name, text) in enumerate(_exports(today)):
        path = folder / "exports" / name
        path.write_text(text, encoding="utf-8")
        verb = ("import", str(path), "--target", target)
        await _call(verb, environment, folder, patient=number > 0)
    for months_ago in (3, 2):
        await build_graph(environment, folder, months_ago=months_ago)


async def build_graph(environment: Mapping[str, str], folder: Path, *, months_ago: int) -> None:
    """A release is published, and whoever runs the bot builds it."""
    today = datetime.now(UTC).date()
    release = await invent_graph(folder / "crawl", today, months_ago=months_ago)
    await _call(("graph", "build", "--release", release), environment, folder, patient=True)


def _exports(today: date) -> Iterator[tuple[str, str, str]]:
    """Target, file name and content; the names are as the vendors give them."""
    for target in (OURS, *RIVALS):
        name = f"{target}-backlinks-subdomains_{today}_06-00-00.csv"
        yield target, name, ahrefs_export(today, target=target)
        if target == OURS:
            yield target, f"{OURS}-Latest links-{today}.csv", search_console_export(today)


async def _call(
    verb: tuple[str, ...], environment: Mapping[str, str], folder: Path, *, patient: bool
) -> None:
    child = Child(verb, environment, folder / "filling.log", patient=patient)
    await child.start()
    try:
        status = await child.wait()
    finally:
        await child.stop()
    if status != 0:
        log.warning("%s", ChildEndedError(f"backlinks {verb[0]}", child))
