"""A round of 50,000 tracked links on 5,000 hosts, through the real fetcher with its default politeness.

The clock is a fake one, the server a local one under 5,000 names; its pages have the size of real ones
and it never answers 304, so every page is read and judged whole. All first looks fall due within one
hour of the fake clock: a day's round is spread over 24.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.processes import running
from bot.adapters.http.assembly import make_fetcher
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.config import load
from bot.domain.events import Policy
from bot.domain.names import parse_target
from bot.domain.tracking import NewLink
from bot.services.run_checks import run_due

TARGET = "target.example"
STEPS = 12


@dataclass
class _Time:
    now: datetime = datetime(2026, 3, 1, tzinfo=UTC)


def main(*, quick: bool = False) -> None:
    """Print the figures."""
    links, hosts = (2_000, 200) if quick else (50_000, 5_000)
    with (
        tempfile.TemporaryDirectory() as folder,
        running([sys.executable, "-m", "benchmarks.page_server"]) as port,
    ):
        asyncio.run(_round(Path(folder), port, links, hosts))


async def _round(folder: Path, port: str, links: int, hosts: int) -> None:
    clock = _Time()
    database = open_database(folder)
    store, target = SqlTrackedLinkStore(database), parse_target(TARGET)
    new = [NewLink(f"http://host{n % hosts}.example/{n}", target, "bench") for n in range(links)]
    await store.track(new, now=clock.now)
    settings = load(
        {"ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8", "STATIC_HOSTS": f"*.example=127.0.0.1:{port}"}
    )
    fetcher = make_fetcher(settings, clock=lambda: clock.now)
    wall, cpu, looked_at, longest = time.perf_counter(), time.process_time(), 0, 0.0
    for _ in range(STEPS):
        clock.now += timedelta(hours=1) / STEPS
        while True:
            began = time.perf_counter()
            done = await run_due(
                links=store,
                observations=SqlObservationStore(database),
                fetcher=fetcher,
                clock=lambda: clock.now,
                policy=Policy(),
            )
            if not done.looked_at:
                break
            longest = max(longest, time.perf_counter() - began)
            looked_at += done.looked_at
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    await fetcher.aclose()
    states = dict(await store.count_states(None))
    # Linux counts ru_maxrss in kilobytes: https://man7.org/linux/man-pages/man2/getrusage.2.html
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    database.close()
    size = _size(folder)
    print(f"A round of {links:,} links on {hosts:,} hosts, {os.cpu_count()} cores, 1 s a host:")
    print(
        f"  {looked_at:,} looks in {wall / 60:.1f} min, {cpu / 60:.1f} min of CPU, states {states}"
    )
    print(f"  peak memory {peak:.0f} MB, database {size:.0f} MB, longest batch {longest:.1f} s")
    print(f"  {cpu / 864:.1f} % of one core if spread over the day")


def _size(folder: Path) -> float:
    """Megabytes; the write-ahead log went when the database was closed."""
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6
