"""Runs a program and says what it cost: CPU, wall time and peak memory of the whole process.

`python -m benchmarks.processes REPORT COMMAND ...` is the small process in between: Linux counts into a
program's peak what the process that started it held at that moment.
"""

import json
import os
import subprocess
import sys
import tempfile
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
    with output.open("wb") as file, tempfile.NamedTemporaryFile() as report:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.processes", report.name, *command],
            stdout=file,
            env={**os.environ, **(environment or {})},
            check=True,
        )
        told = json.loads(Path(report.name).read_bytes())
    if told["exit"]:
        raise RuntimeError(f"{' '.join(command[:4])} ... failed with {told['exit']}")
    return Cost(told["cpu_seconds"], told["wall_seconds"], told["peak_megabytes"], output)


def _run_and_report(report: Path, command: Sequence[str]) -> None:
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    told = {
        "exit": process.returncode,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "wall_seconds": time.perf_counter() - started,
        # Linux counts it in kilobytes: https://man7.org/linux/man-pages/man2/getrusage.2.html
        "peak_megabytes": usage.ru_maxrss / 1024,
    }
    report.write_text(json.dumps(told), encoding="utf-8")


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


if __name__ == "__main__":
    _run_and_report(Path(sys.argv[1]), sys.argv[2:])
