"""A bar for work that goes on row by row."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def row_bar(
    doing: str, *, results_on_stdout: bool = False
) -> Iterator[Callable[[int, int | None], None]]:
    """Gives what is told the rows that are done and how many there are (None: nobody knows).

    It is drawn on stderr, on a terminal alone; beside results that appear there at the same time, not at all.
    """
    if not sys.stderr.isatty() or (results_on_stdout and sys.stdout.isatty()):
        yield lambda _done, _total: None
        return
    # Only here, since nobody should wait for it who sees no bar.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
