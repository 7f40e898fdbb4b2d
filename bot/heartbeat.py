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


class Heartbeat:
    """Remembers job runs in memory; bounded."""

    def __init__(self, started_at: datetime) -> None:
        self.started_at = started_at
        self._last: dict[str, JobRun] = {}
        self._failed: deque[JobRun] = deque(maxlen=200)

    def record(self, run: JobRun) -> None:
        """Remember a finished run."""
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
