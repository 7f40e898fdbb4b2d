"""Runs a program and says what it cost: CPU, wall time and peak memory of the whole process."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process from its start to its end, start-up included."""

    cpu_seconds: float
    wall_seconds: float
    peak_megabytes: float
    output: Path


def cost_of(
    command: Sequence[str], *, output: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a program to its end, its standard output in a file.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    with output.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} ... failed with {process.returncode}")
    # Linux counts ru_maxrss in kilobytes: https://man7.org/linux/man-pages/man2/getrusage.2.html
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, output)


@contextmanager
def running(command: Sequence[str]) -> Iterator[str]:
    """A server for as long as it is needed; gives the first line that it prints."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
