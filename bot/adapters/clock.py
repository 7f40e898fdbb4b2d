"""The only place that asks the system for the time."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.pace import Pace
from bot.errors import ConfigError
from bot.ports import Clock


def system_clock() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


def file_clock(path: Path, *, real: Clock = system_clock) -> Clock:
    """A clock whose pace stands in a JSON file, for demonstrations and tests only.

    The file is looked at whenever it has changed, so that another process can move the time:
    `{"real_base": …, "virtual_base": …, "rate": …, "until": …}`. The clock never goes back, and a file
    that is being replaced or is damaged leaves the last pace in force.

    Raises:
        ConfigError: the file cannot be read at the start.
    """
    return _FileClock(path, real)


class _FileClock:
    def __init__(self, path: Path, real: Clock) -> None:
        self._path, self._real = path, real
        self._stamp = -1
        self._latest = 0.0
        pace = self._read()
        if pace is None:
            raise ConfigError(
                f"CLOCK_FILE: {path} is not a clock's file. Leave it unset for real time."
            )
        self._pace = pace

    def __call__(self) -> datetime:
        self._pace = self._read() or self._pace
        self._latest = max(self._latest, self._pace.at(self._real().timestamp()))
        return datetime.fromtimestamp(self._latest, UTC)

    def _read(self) -> Pace | None:
        """The pace if the file changed since the last look, None if it did not or makes no sense."""
        try:
            stamp = self._path.stat().st_mtime_ns
            if stamp == self._stamp:
                return None
            pace = read_pace(self._path)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        self._stamp = stamp
        return pace


def read_pace(path: Path) -> Pace:
    """The pace in a file.

    Raises:
        OSError: it cannot be read.
        ValueError, TypeError, KeyError: it is not a pace.
    """
    raw = json.loads(path.read_bytes())
    pace = Pace(*(float(raw[name]) for name in ("real_base", "virtual_base", "rate", "until")))
    if not 0 < pace.rate < 1e9 or not 0 <= pace.virtual_base < 1e11 or not 0 <= pace.until < 1e11:
        raise ValueError("out of range")
    return pace
