"""How far a build is, and how long it will still take: a bar on a terminal, lines elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)


class BuildProgress:
    """Shows on stderr what a build reports."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[str, TaskID] = {}
        self._tenths: dict[str, int] = {}
        self._begun: dict[str, tuple[float, int]] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def update(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` bytes of a step are done."""
        if self._bar.disable:
            self._line(step, done, total)
            return
        if step not in self._tasks:
            self._tasks[step] = self._bar.add_task(step, total=total)
        self._bar.update(self._tasks[step], completed=done)

    def _line(self, step: str, done: int, total: int) -> None:
        """One line for each tenth, so that a log shows that it goes on."""
        now = time.monotonic()
        since, first = self._begun.setdefault(step, (now, done))
        tenth = 10 * done // max(1, total)
        if tenth <= self._tenths.get(step, -1):
            return
        self._tenths[step] = tenth
        speed = (done - first) / (now - since) if now > since else 0
        left = f", {(total - done) / speed:.0f} s left" if speed else ""
        typer.echo(f"{step}: {100 * done // max(1, total)} %{left}", err=True)
