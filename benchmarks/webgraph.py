"""The web graph's speed and size, beside a plain reader: `python -m benchmarks.webgraph [--quick]`.

Times are of the CPU. Measured on the real graph cnr-2000-t where it lies beside the project, and on a synthetic one of 100
million links (of 2 million with --quick), made in a temporary folder that is removed.
"""

import asyncio
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from aiohttp.test_utils import TestServer

from benchmarks.webgraph_plain import PlainLists, PlainReader, read_in_order
from bot.adapters.webgraph import checkpoint_file
from bot.adapters.webgraph.build_scan import ScanStep
from bot.adapters.webgraph.byte_sources import MappedBytes, RangeBytes
from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.kernel import fastest_scan
from bot.adapters.webgraph.lookups import GraphReader
from bot.adapters.webgraph.names import NameTable, NameTableWriter
from bot.adapters.webgraph.open_release import BIG_DEGREES, CHECKPOINTS, DEGREES
from bot.adapters.webgraph.properties import GraphProperties, parse_properties
from bot.adapters.webgraph.scan import scan
from bot.adapters.webgraph.server import DataServer
from bot.playground.crawl.server import Faults, crawl_app
from bot.playground.crawl.web import invent_names

CNR = Path(__file__).parents[2] / "shared" / "corpora" / "graph" / "cnr-2000-t.graph"

# The release cc-main-2026-apr-may-jun: https://commoncrawl.github.io/cc-webgraph-statistics/
FULL_NODES, FULL_ARCS = 121_091_933, 3_902_808_757

_PIECE = 1 << 18
_PLAIN_NODES = 60_000


def main(*, quick: bool = False) -> None:
    """Measure and print; when quick, with a small synthetic graph."""
    for line in run(quick=quick):
        print(line, flush=True)


def run(*, quick: bool = False) -> list[str]:
    """The results as lines."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="webgraph-bench-") as folder:
        root = Path(folder)
        per_arc, table = 0.0, 0.0
        if CNR.exists():
            lines += _graph_lines("cnr-2000-t (real)", CNR, root / "cnr")[0]
        synthetic = root / "synthetic.graph"
        nodes = 100_000 if quick else 4_500_000
        _made_apart(synthetic, nodes)
        found, per_arc, table = _graph_lines("synthetic", synthetic, root / "synthetic")
        lines += found
        names, bytes_per_name = _name_lines(root, 50_000 if quick else 1_000_000)
        lines += names
        lines += _extrapolation(per_arc, table, bytes_per_name)
    return lines


def _made_apart(path: Path, nodes: int) -> None:
    """Write the synthetic graph in a process of its own, whose memory is not measured."""
    code = (
        "from pathlib import Path; from benchmarks.webgraph_synthetic import write_synthetic; "
        f"write_synthetic(Path({str(path)!r}), {nodes}, 1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def _graph_lines(name: str, graph: Path, work: Path) -> tuple[list[str], float, float]:
    """Lines on one graph, nanoseconds a link of the compiled scan, bytes a node of our tables."""
    properties = parse_properties(graph.with_suffix(".properties").read_text("latin-1"))
    size = graph.stat().st_size
    bits = size * 8 / properties.arcs
    lines = [
        f"{name}: {properties.nodes:,} nodes, {properties.arcs:,} links, {bits:.1f} bits a link"
    ]
    scans = {"compiled": _scanned(graph, compiled=True)}
    if properties.arcs < 10_000_000:
        scans["Python"] = _scanned(graph, compiled=False)
    for engine, found in scans.items():
        lines.append(
            f"  scan, {engine}: {found['nanoseconds']:.1f} ns a link, "
            f"{size / found['seconds'] / 1e6:.0f} MB/s, memory {found['memory_before']:.0f} MB before "
            f"and {found['memory_after']:.0f} MB at its peak"
        )
    plain, offsets, plain_nodes = _plain_scan(graph, properties)
    lines.append(f"  scan, plain reader: {plain:.0f} ns a link (its first {plain_nodes:,} nodes)")
    work.mkdir()
    _build(graph, properties, work)
    tables = sum((work / part).stat().st_size for part in (CHECKPOINTS, DEGREES, BIG_DEGREES))
    checkpoints = (work / CHECKPOINTS).stat().st_size
    lines.append(
        f"  tables: checkpoints {checkpoints / properties.nodes:.3f} bytes a node, "
        f"degrees {(tables - checkpoints) / properties.nodes:.2f}"
    )
    lines += asyncio.run(_lookup_lines(graph, properties, work))
    lines.append(_plain_lookups(graph, properties, offsets))
    return lines, scans["compiled"]["nanoseconds"], tables / properties.nodes


def _scanned(graph: Path, *, compiled: bool) -> dict[str, float]:
    """Time and memory of a scan in a fresh process."""
    flags = ["--scan", *(["--compiled"] if compiled else []), str(graph)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.webgraph", *flags], check=True, capture_output=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _scan_alone(graph: Path, *, compiled: bool) -> None:
    properties = parse_properties(graph.with_suffix(".properties").read_text("latin-1"))
    engine = fastest_scan() if compiled else scan
    with tempfile.TemporaryDirectory(prefix="webgraph-scan-") as folder:
        work = Path(folder)
        (work / "warm").mkdir()
        step = ScanStep(work / "warm", properties, engine=engine, keep_graph=False, note=None)
        with graph.open("rb") as file:
            step.take(file.read(_PIECE))  # compiles
        step.close()
        before = _peak_megabytes()
        step = ScanStep(work, properties, engine=engine, keep_graph=False, note=None)
        seconds = _timed(lambda: _take_all(step, graph))
        step.finish("cc-main-2026-apr-may-jun", FileVersion(graph.stat().st_size))
    print(
        json.dumps(
            {
                "seconds": seconds,
                "nanoseconds": seconds * 1e9 / properties.arcs,
                "memory_before": before,
                "memory_after": _peak_megabytes(),
            }
        )
    )


def _take_all(step: ScanStep, graph: Path) -> None:
    with graph.open("rb") as file:
        while piece := file.read(_PIECE):
            step.take(piece)


def _build(graph: Path, properties: GraphProperties, work: Path) -> None:
    step = ScanStep(work, properties, engine=fastest_scan(), keep_graph=False, note=None)
    _take_all(step, graph)
    step.finish("cc-main-2026-apr-may-jun", FileVersion(graph.stat().st_size))


async def _lookup_lines(graph: Path, properties: GraphProperties, work: Path) -> list[str]:
    file = checkpoint_file.load(work / CHECKPOINTS)
    rng = random.Random(7)
    nodes = [rng.randrange(properties.nodes) for _ in range(300)]
    copy = MappedBytes(graph, file.graph)
    times = []
    reader = GraphReader(properties, file.table, copy, kept_bytes=0)
    for node in nodes:
        begun = time.process_time()
        await reader.successors(node)
        times.append((time.process_time() - begun) * 1e6)
    copy.close()
    lines = [
        (
            f"  random look-up, mapped file: {statistics.mean(times):.0f} us mean, "
            f"{statistics.median(times):.0f} median, {max(times):.0f} worst of {len(nodes)}"
        )
    ]
    faults = Faults()
    async with (
        TestServer(crawl_app(graph.parent, faults)) as server,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        url = str(server.make_url(f"/{graph.name}"))
        ranges = RangeBytes(DataServer(client, user_agent="benchmark"), url, file.graph, None)
        reader = GraphReader(properties, file.table, ranges, kept_bytes=0)
        sent = []
        for node in nodes[:100]:
            before = len(faults.requests)
            await reader.successors(node)
            sent.append(sum(seen.sent for seen in faults.requests[before:]))
    lines.append(
        f"  random look-up by Range: {len(faults.requests) / 100:.2f} requests, "
        f"{statistics.mean(sent) / 1e3:.1f} kB mean, {statistics.median(sent) / 1e3:.1f} median, "
        f"{max(sent) / 1e3:.0f} most"
    )
    return lines


def _plain_scan(graph: Path, properties: GraphProperties) -> tuple[float, list[int], int]:
    data = graph.read_bytes()
    nodes = min(_PLAIN_NODES, properties.nodes)
    begun = time.process_time()
    arcs, offsets = read_in_order(data, properties, nodes)
    return (time.process_time() - begun) * 1e9 / max(1, arcs), offsets, nodes


def _plain_lookups(graph: Path, properties: GraphProperties, offsets: list[int]) -> str:
    reader = PlainReader(graph.read_bytes(), properties)
    lists = PlainLists(reader, offsets)
    rng = random.Random(7)
    nodes = [rng.randrange(len(offsets)) for _ in range(300)]
    seconds = _timed(lambda: [lists[node] for node in nodes])
    return (
        f"  random look-up, plain reader with every offset in memory "
        f"({36 * len(offsets) / 1e6:.0f} MB for these): {seconds * 1e6 / len(nodes):.0f} us mean"
    )


def _name_lines(root: Path, count: int) -> tuple[list[str], float]:
    names = sorted(
        ".".join(reversed(name.split("."))).encode() for name in invent_names(count, seed=3)
    )
    path = root / "names.bin"
    with path.open("w+b") as file:
        writer = NameTableWriter(file)
        seconds = _timed(lambda: writer.add(names))
        writer.finish()
    table = NameTable(path)
    rng = random.Random(5)
    some = [rng.randrange(count) for _ in range(20_000)]
    to_name = _timed(lambda: [table.name(node) for node in some]) * 1e6 / len(some)
    to_node = _timed(lambda: [table.node(names[node]) for node in some]) * 1e6 / len(some)
    table.close()
    per_name = path.stat().st_size / count
    length = sum(map(len, names)) / count
    return [
        (
            f"names: {count:,} invented ones of {length:.1f} bytes: {per_name:.2f} bytes a name, "
            f"written in {seconds * 1e6 / count:.2f} us each, node to name {to_name:.1f} us, "
            f"name to node {to_node:.1f} us"
        )
    ], per_name


def _extrapolation(per_arc: float, table: float, bytes_per_name: float) -> list[str]:
    scan_minutes = per_arc * FULL_ARCS / 6e10
    names, tables = bytes_per_name * FULL_NODES / 1e9, table * FULL_NODES / 1e9
    return [
        (
            f"for {FULL_NODES / 1e6:.0f} million nodes and {FULL_ARCS / 1e9:.1f} billion links: scan "
            f"{scan_minutes:.1f} minutes, names {names:.2f} GB, checkpoints and degrees {tables:.2f} GB"
        )
    ]


# CPU time and not the wall's: other programs on the machine must not make us look slow.
def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _peak_megabytes() -> float:
    # Linux counts in kB: https://man7.org/linux/man-pages/man2/getrusage.2.html
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    if "--scan" in sys.argv:
        # A process of its own, so that the memory measured is that of the scan alone.
        _scan_alone(Path(sys.argv[-1]), compiled="--compiled" in sys.argv)
    else:
        main(quick="--quick" in sys.argv)
