"""Faults, each many times over.

`python -m benchmarks faults` runs them with more rounds and prints the figures of docs/reliability.md.
"""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "4"))


def figure(fault: str, rounds: int, came_of_it: str) -> None:
    """One line of the table; shown by `pytest -s`."""
    print(f"\nfigure: {fault}: {rounds} rounds, {came_of_it}")  # noqa: T201  (the table is made of it)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond that many bytes: a write fails where a full disk's would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
