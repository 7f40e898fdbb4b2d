"""Programs that the demonstration starts, and that end with it."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_KEPT_LINES = 15
_PATIENCE_SECONDS = 8.0
_PR_SET_PDEATHSIG = 1  # https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html

_NEEDED = frozenset({"PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "VIRTUAL_ENV"})


class Child:
    """A `backlinks` of its own process, with its own settings; its log goes to a file.

    It gets SIGTERM when this program ends, on Linux also when this program is killed. A `patient` one
    leaves the processor to others first, where that can be said.
    """

    def __init__(
        self,
        verb: Sequence[str],
        settings: Mapping[str, str],
        log_file: Path,
        *,
        echo: Callable[[str], object] | None = None,
        patient: bool = False,
    ) -> None:
        self._verb, self._settings, self._log_file = tuple(verb), dict(settings), log_file
        self._echo = echo
        self._prepare = _end_with_parent_patiently if patient else _end_with_parent
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.last_lines: deque[str] = deque(maxlen=_KEPT_LINES)

    async def start(self) -> None:
        """Start it, with `settings` as its whole environment."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *self._verb,
            env=self._settings,
            # An empty folder of its own: an .env file where the demonstration is started must not leak in.
            cwd=self._log_file.parent,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            preexec_fn=self._prepare if sys.platform == "linux" else None,
        )
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        with self._log_file.open("ab", buffering=0) as log:
            while piece := await self._process.stdout.read(65536):
                log.write(piece)
                for line in piece.decode("utf-8", "replace").splitlines():
                    self._keep(line)

    def _keep(self, line: str) -> None:
        if line.strip():
            self.last_lines.append(line)
            if self._echo:
                self._echo(line)

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs or before it started."""
        return self._process.returncode if self._process else None

    async def wait(self) -> int:
        """Its exit status, when it has ended and its log is written."""
        assert self._process is not None
        assert self._reading is not None
        status = await self._process.wait()
        await self._reading
        return status

    async def stop(self) -> None:
        """Ask it to finish; after some seconds, end it."""
        if self._process is None or self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self.wait(), _PATIENCE_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self.wait()


class ChildEndedError(Exception):
    """A child ended although it should not have, or failed; str() has its last words."""

    def __init__(self, what: str, child: Child) -> None:
        words = "\n".join(f"  {line}" for line in child.last_lines) or "  It said nothing."
        super().__init__(
            f"{what} ended by itself (exit status {child.status}). Its last lines:\n{words}"
        )


def clean_environment() -> dict[str, str]:
    """Of our environment what a program needs to run, and no setting: real tokens stay out."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _NEEDED or name.startswith(("LC_", "PYTHON"))
    }


def _end_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_with_parent_patiently() -> None:
    _end_with_parent()
    os.nice(10)
