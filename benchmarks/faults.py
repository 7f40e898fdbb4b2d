"""Faults, each many times over: the tests of them with more rounds, and the figures that they print.

`FAULT_ROUNDS` says how many; each test's own environment variable is set with it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "tests/faults",
    "tests/services/test_killed_sender.py",
    "tests/services/test_bad_days.py",
    "tests/services/test_run_faults.py",
    "tests/handlers/test_digest_faults.py",
    "tests/services/test_own_network.py",
    "tests/domain/test_random_histories.py",
)
_FIGURE = re.compile(
    r"^figure: .*|^\d+ kills, .*|^\w+: \d+ faults, .*|^.* repeated, .*|=+ .* in .*=+$"
)


def main(*, quick: bool = False) -> None:
    """Print a line for each fault; ends with an error if anything was lost."""
    rounds = int(os.environ.get("FAULT_ROUNDS", "4" if quick else "100"))
    told = {
        "FAULT_ROUNDS": rounds,
        "RUN_KILLS": rounds,
        "DELIVERY_KILLS": rounds,
        "BAD_DAYS": max(3, rounds // 4),
        "DIGEST_KILLS": max(21, rounds),
        "OWN_OUTAGES": max(1, rounds // 20),
        "RANDOM_HISTORIES": rounds * 20,
    }
    environment = {**os.environ, **{name: str(value) for name, value in told.items()}}
    tests = [name for name in TESTS if (ROOT / name).exists()]
    command = [sys.executable, "-m", "pytest", "-q", "-s", *tests]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in _figures(process.stdout):
            print(f"  {line}", flush=True)
    if process.returncode:
        sys.exit("A fault did harm; pytest on the tests above says which.")


def _figures(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if _FIGURE.match(line.lstrip(".")):
            yield line.strip().lstrip(".").removeprefix("figure: ")
