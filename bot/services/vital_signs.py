"""How the bot is, for machines: what is wrong, and figures in Prometheus' text format."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.errors import StoreError
from bot.heartbeat import Heartbeat, SocketState
from bot.ports import Clock, DigestLedger, Outbox, TrackedLinkStore

_NO_LEASE: Final = timedelta(0)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MISSED_TICKS: Final = 5
_LEAST_PATIENCE: Final = timedelta(minutes=5)
_LONGEST_RUN: Final = timedelta(hours=2)
"""No job takes so long but one that hangs: the daily round of 50,000 links takes 20 minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSigns:
    """Reads them anew at each question; nothing in them names a channel, a site or a person."""

    heartbeat: Heartbeat
    outbox: Outbox
    links: TrackedLinkStore
    ledger: DigestLedger
    clock: Clock
    tick: timedelta

    async def problems(self) -> tuple[str, ...]:
        """What is wrong, a sentence each: the clock's work, the socket, the store."""
        found = []
        patience = max(_LEAST_PATIENCE, self.tick * _MISSED_TICKS)
        if not self.heartbeat.is_alive(self.clock(), within=patience):
            minutes = int(patience.total_seconds() // 60)
            found.append(f"no job has run for {minutes} minutes")
        now = self.clock()
        for name, since in sorted(self.heartbeat.running.items()):
            if now - since >= _LONGEST_RUN:
                found.append(f"the job {name} has not ended for {(now - since) // _HOUR} hours")
        socket = self.heartbeat.socket
        if socket and socket.is_dead:
            found.append(f"the socket to Slack has been down for {socket.down_seconds:.0f} seconds")
        try:
            await self.outbox.count_waiting()
        except StoreError:
            found.append("the measured store cannot be read")
        return tuple(found)

    async def metrics(self) -> str:
        """https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format

        Raises:
            StoreError: the measured store cannot be read.
        """
        now = self.clock()
        runs = self.heartbeat.last_runs
        unsent = await self.ledger.unsent_days(now=now + _DAY, lease=_NO_LEASE)
        families = (
            _family(
                "start_time_seconds",
                "When the process started, in seconds since 1970.",
                {"": _seconds(self.heartbeat.started_at)},
            ),
            _family(
                "job_last_run_timestamp_seconds",
                "When each job last ended.",
                {_label("job", name): _seconds(run.ended_at) for name, run in runs.items()},
            ),
            _family(
                "job_last_run_failed",
                "Whether each job's newest run failed.",
                {_label("job", name): int(run.error is not None) for name, run in runs.items()},
            ),
            _family(
                "job_failures_last_day",
                "Failed runs of the last 24 hours.",
                {"": len(self.heartbeat.failures_since(now - _DAY))},
            ),
            _family(
                "posts_waiting",
                "Posts that wait to be sent.",
                {"": await self.outbox.count_waiting()},
            ),
            _family(
                "digests_unsent",
                "Digests that were due and could not be posted yet.",
                {"": len(unsent)},
            ),
            _family(
                "tracked_links",
                "Tracked links by state.",
                {_label("state", s): n for s, n in (await self.links.count_states(None)).items()},
            ),
            *_of_socket(self.heartbeat.socket),
        )
        return "".join(families)


def _of_socket(socket: SocketState | None) -> tuple[str, ...]:
    if socket is None:
        return ()
    return (
        _family(
            "socket_up",
            "Whether the socket to Slack was up at the watchdog's last look.",
            {"": int(socket.down_seconds == 0)},
        ),
        _family(
            "socket_down_seconds",
            "For how long the socket to Slack has been down.",
            {"": round(socket.down_seconds, 1)},
        ),
        _family(
            "socket_replaced",
            "How often a dead socket was replaced since the start.",
            {"": socket.replaced},
        ),
    )


def _family(name: str, about: str, samples: Mapping[str, float | int]) -> str:
    lines: Iterable[str] = (
        f"backlinks_{name}{labels} {value}" for labels, value in sorted(samples.items())
    )
    head = f"# HELP backlinks_{name} {about}\n# TYPE backlinks_{name} gauge\n"
    return head + "".join(f"{line}\n" for line in lines)


def _label(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{{name}="{escaped}"}}'


def _seconds(moment: datetime) -> float:
    return round(moment.timestamp(), 3)
