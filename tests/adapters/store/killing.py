"""Kills a writer with SIGKILL, again and again, and tells what it had acknowledged."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# One process imports everything once and forks a writer for each turn: starting Python a hundred times
# would take minutes.
_NURSERY = """
import os, sys
{code}
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        print("child", os.getpid(), flush=True)
        write(*line.rstrip("\\n").split("\\t"))
        os._exit(0)
    os.waitpid(child, 0)
    # A number that was being said when the child died has no end of line.
    print("\\ndead", flush=True)
"""


class Nursery:
    """Starts writers of one kind."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def write_until_killed(self, *args: object, after: int) -> int:
        """Let a writer acknowledge `after` numbers, kill it, and return the last that it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(map(str, args)) + "\n")
        self._process.stdin.flush()
        lines = iter(self._process.stdout.readline, "dead\n")
        child = int(next(lines).removeprefix("child "))
        said = [int(next(lines)) for _ in range(after)]
        os.kill(child, signal.SIGKILL)
        said += [int(line) for line in lines if line.strip()]
        return max(said)

    def write(self, *args: object) -> None:
        """Let a writer finish."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(map(str, args)) + "\n")
        self._process.stdin.flush()
        for _ in iter(self._process.stdout.readline, "dead\n"):
            pass


@contextmanager
def nursery(code: str) -> Iterator[Nursery]:
    """A nursery whose writers run `write(*args)` of `code`, which prints what it has acknowledged."""
    program = _NURSERY.replace("{code}", code)
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()
