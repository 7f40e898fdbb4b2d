"""Fetches the URLs named on the command line and prints by how many bytes the process grew at most."""

import asyncio
import contextlib
import resource
import sys
from pathlib import Path

from bot.adapters.http.assembly import make_fetcher
from bot.errors import FetchError
from tests.adapters.http.conftest import NOW, settings


def peak_bytes() -> int:
    """The most memory that this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, ru_maxrss begins with the size of the process that started us
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


async def main(warm_up: str, urls: list[str]) -> None:
    """Print a line for each URL: bytes grown since the warm-up."""
    patient = make_fetcher(settings(fetch_deadline_seconds=30), clock=lambda: NOW)
    await patient.fetch(warm_up)
    await patient.aclose()
    fetcher = make_fetcher(settings(fetch_deadline_seconds=0.4), clock=lambda: NOW)
    before = peak_bytes()
    for url in urls:
        with contextlib.suppress(FetchError):
            await fetcher.fetch(url)
        sys.stdout.write(f"{peak_bytes() - before} {url}\n")
    await fetcher.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:]))
