"""Pages per CPU-second of `backlinks verify`, beside Scrapy and beside httpx with BeautifulSoup."""

import json
import platform
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.page_server import CORPUS
from benchmarks.processes import Cost, cost_of, running

TARGET = "target.example"
HOSTS = 200
_PYTHON = sys.executable
_SETTINGS = {
    "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
    "HOST_DELAY_SECONDS": "0",
    "RESPECT_ROBOTS": "false",
    "PYTHONDONTWRITEBYTECODE": "",  # compiled files are kept, as in any installed program
}
_WARM_UP = 10
"""Pages of a run that is not counted: after it everybody's files are compiled."""


_ROUNDS = 2
"""All in turns, and the least CPU of each counts: what else the machine does only ever adds."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A program that does the work, and on how many pages it is measured."""

    name: str
    command: tuple[str, ...]
    pages: int


def main(*, quick: bool = False) -> None:
    """Print the ratios, and the peak memory for 10,000 links."""
    share = 10 if quick else 1
    ours = ("-m", "bot", "verify", "--json", "--from")
    contenders = (
        Contender("backlinks verify --from", ours, 3_000 // share),
        Contender("Scrapy with LinkExtractor", ("-m", "benchmarks.peer_scrapy"), 3_000 // share),
        Contender("httpx and BeautifulSoup", ("-m", "benchmarks.peer_soup"), 600 // share),
    )
    what = "real pages" if CORPUS.exists() else "generated pages"
    print(
        f"{what}, {_ROUNDS} rounds in turns, the least of each, whole processes, "
        f"{platform.machine()}, Python {platform.python_version()}"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        running([_PYTHON, "-m", "benchmarks.page_server"]) as port,
    ):
        for one in contenders:
            _measure(replace(one, pages=_WARM_UP), port, Path(folder))
        rounds = [[_measure(one, port, Path(folder)) for one in contenders] for _ in range(_ROUNDS)]
        large = Contender("10,000 links", ours, 10_000 // share)
        memory = _measure(large, port, Path(folder))
    least = [min(costs, key=lambda cost: cost.cpu_seconds) for costs in zip(*rounds, strict=True)]
    _print(list(zip(contenders, least, strict=True)))
    print(
        f"peak memory for {large.pages:,} links: {memory.peak_megabytes:.0f} MB, {memory.wall_seconds:.1f} s"
    )


def _measure(contender: Contender, port: str, folder: Path) -> Cost:
    pairs = folder / "pairs.csv"
    lines = [f"http://127.0.{n % HOSTS}.1:{port}/{n},{TARGET}" for n in range(contender.pages)]
    pairs.write_text("referring_page,target\n" + "\n".join(lines) + "\n", encoding="utf-8")
    cost = cost_of(
        [_PYTHON, *contender.command, str(pairs)], output=folder / "out", environment=_SETTINGS
    )
    _check(contender, cost.output)
    return cost


def _check(contender: Contender, output: Path) -> None:
    """Every page was answered, and the links were found: a fast wrong answer is no answer."""
    live = answered = 0
    for line in output.read_text(encoding="utf-8").splitlines():
        answered += 1
        state = json.loads(line)["state"] if line.startswith("{") else line.rpartition(",")[2]
        live += state == "live"
    if answered != contender.pages or not 0.85 < live / answered < 0.95:
        raise RuntimeError(
            f"{contender.name}: {answered} of {contender.pages} answered, {live} live"
        )


def _print(costs: list[tuple[Contender, Cost]]) -> None:
    ours, ours_cost = costs[0]
    our_speed = ours.pages / ours_cost.cpu_seconds
    print(f"{'':28}{'pages':>7}{'pages/CPU-s':>13}{'pages/s':>9}{'peak MB':>9}{'ratio':>8}")
    for one, cost in costs:
        speed = one.pages / cost.cpu_seconds
        print(
            f"{one.name:28}{one.pages:>7,}{speed:>13.1f}{one.pages / cost.wall_seconds:>9.1f}"
            f"{cost.peak_megabytes:>9.0f}{our_speed / speed:>8.1f}"
        )
