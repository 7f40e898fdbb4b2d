"""What the process has done lately: when each job last ran, and what went wrong in the last day."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of one job."""

    name: str
    started_at: datetime
    ended_at: datetime
    error: str | None = None
    """The exception's class, never its text: it may quote strangers or secrets."""


@dataclass(frozen=True, slots=True)
class SocketState:
    """How the connection to Slack was at the watchdog's last look."""

    down_seconds: float
    """0 while it is up."""
    patience_seconds: float
    """How long it may be down before the watchdog replaces it."""
    replaced: int
    """How often it was replaced since the start."""

    @property
    def is_dead(self) -> bool:
        """Down for longer than the watchdog waits: nobody in Slack is heard."""
        return self.down_seconds >= self.patience_seconds


class Heartbeat:
    """Remembers job runs and the socket in memory; bounded."""

    def __init__(self, started_at: datetime) -> None:
        self.started_at = started_at
        self.socket: SocketState | None = None
        """None: nobody has looked yet."""
        self._last: dict[str, JobRun] = {}
        self._failed: deque[JobRun] = deque(maxlen=200)
        self._running: dict[str, datetime] = {}

    def begin(self, name: str, at: datetime) -> None:
        """A run of that job has begun."""
        self._running[name] = at

    @property
    def running(self) -> Mapping[str, datetime]:
        """What runs now, and since when."""
        return dict(self._running)

    def record(self, run: JobRun) -> None:
        """Remember a finished run."""
        self._running.pop(run.name, None)
        self._last[run.name] = run
        if run.error:
            self._failed.append(run)

    @property
    def last_runs(self) -> Mapping[str, JobRun]:
        """The newest run of each job, by name."""
        return dict(self._last)

    def failures_since(self, moment: datetime) -> tuple[JobRun, ...]:
        """Failed runs that ended after `moment`, oldest first."""
        return tuple(run for run in self._failed if run.ended_at >= moment)

    def is_alive(self, now: datetime, *, within: timedelta) -> bool:
        """Whether any job (or the start itself) happened within that time."""
        newest = max((run.ended_at for run in self._last.values()), default=self.started_at)
        return now - newest <= within
