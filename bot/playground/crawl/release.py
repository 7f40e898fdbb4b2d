"""Making a release of the web graph in exactly the published formats.

Files, columns and order: https://github.com/commoncrawl/cc-webgraph. A release has, in `domain/`, the
names (`-vertices.txt.gz`), the links (`-edges.txt.gz`), the graph and its transpose as BVGraphs with
their properties, ranks and statistics; `graphinfo.json` lists the releases, newest first.
"""

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.playground.crawl.bvwriter import write_bvgraph
from bot.playground.crawl.ranks import harmonic_centrality, java_number, pagerank

FOLDER = "projects/hyperlinkgraph"


def generate_release(
    domains: Iterable[tuple[str, int]],
    links: Iterable[tuple[str, str]],
    out_dir: Path,
    release_id: str,
) -> Path:
    """Write a release below `out_dir` and list it; return its `domain` folder.

    `domains` are names and numbers of hosts, `links` pairs of names (from, to), in any order and with
    repeats. A link's end that is not among the domains becomes one with a single host.
    """
    hosts = dict(domains)
    pairs = {(source, target) for source, target in links if source != target}
    for name in sorted({name for pair in pairs for name in pair}):
        hosts.setdefault(name, 1)
    names = sorted((_reversed(name).encode("ascii"), count) for name, count in hosts.items())
    ids = {_reversed(name.decode("ascii")): index for index, (name, _) in enumerate(names)}
    arcs = sorted((ids[source], ids[target]) for source, target in pairs)
    folder = out_dir / FOLDER / release_id / "domain"
    folder.mkdir(parents=True, exist_ok=True)
    base = f"{release_id}-domain"
    _write_text(folder / f"{base}-vertices.txt.gz", _vertices(names))
    _write_text(
        folder / f"{base}-edges.txt.gz", (f"{source}\t{target}\n" for source, target in arcs)
    )
    forward, backward = _lists(len(names), arcs)
    _write_graph(folder / base, forward)
    _write_graph(folder / f"{base}-t", backward)
    _write_text(folder / f"{base}-ranks.txt.gz", _ranks(names, backward, forward))
    (folder / f"{base}.stats").write_text(f"nodes={len(names)}\narcs={len(arcs)}\n", "ascii")
    _list_release(out_dir, release_id)
    return folder


def list_release(out_dir: Path, release_id: str) -> None:
    """Add a release to the list although it has no files yet, as happens on the real server."""
    _list_release(out_dir, release_id)


def _reversed(name: str) -> str:
    return ".".join(reversed(name.split(".")))


def _vertices(names: Sequence[tuple[bytes, int]]) -> Iterable[str]:
    for index, (name, count) in enumerate(names):
        yield f"{index}\t{name.decode('ascii')}\t{count}\n"


def _lists(nodes: int, arcs: Iterable[tuple[int, int]]) -> tuple[list[list[int]], list[list[int]]]:
    forward: list[list[int]] = [[] for _ in range(nodes)]
    backward: list[list[int]] = [[] for _ in range(nodes)]
    for source, target in arcs:
        forward[source].append(target)
        backward[target].append(source)
    return forward, backward


def _write_graph(base: Path, lists: list[list[int]]) -> None:
    graph = write_bvgraph(lists)
    base.with_name(base.name + ".graph").write_bytes(graph.stream)
    base.with_name(base.name + ".properties").write_text(graph.properties, "ascii")


def _ranks(
    names: Sequence[tuple[bytes, int]], backward: list[list[int]], forward: list[list[int]]
) -> Iterable[str]:
    harmonic, rank = harmonic_centrality(backward), pagerank(backward, forward)
    by_harmonic = sorted(range(len(names)), key=lambda node: (-harmonic[node], node))
    by_rank = sorted(range(len(names)), key=lambda node: (-rank[node], node))
    rank_position = {node: position for position, node in enumerate(by_rank, start=1)}
    yield "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\t#n_hosts\n"
    for position, node in enumerate(by_harmonic, start=1):
        name, hosts = names[node]
        values = java_number(harmonic[node]), rank_position[node], java_number(rank[node])
        yield f"{position}\t{values[0]}\t{values[1]}\t{values[2]}\t{name.decode('ascii')}\t{hosts}\n"


def _write_text(path: Path, lines: Iterable[str]) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        for line in lines:
            packed.write(line.encode("ascii"))


def _list_release(out_dir: Path, release_id: str) -> None:
    path = out_dir / "graphinfo.json"
    listed = json.loads(path.read_text("utf-8")) if path.exists() else []
    others = [entry for entry in listed if entry["id"] != release_id]
    year = release_id.removeprefix("cc-main-")[:4]
    crawls = [f"CC-MAIN-{year}-{week}" for week in ("25", "21", "17")]
    base = f"https://data.commoncrawl.org/{FOLDER}/{release_id}"
    entry = {"id": release_id, "crawls": crawls, "index": f"{base}/index.html"}
    path.write_text(json.dumps([entry, *others], indent=1), "utf-8")
