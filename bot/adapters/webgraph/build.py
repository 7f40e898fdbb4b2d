"""Building a release: names, checkpoints and ranks, each made while its file is being downloaded.

A build works in `RELEASE.building/` and becomes `RELEASE/` by one rename at its end, so that a killed
one leaves every finished release as it was; begun again, it goes on where it stopped.
"""

import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.adapters.webgraph import checkpoint_file
from bot.adapters.webgraph.build_downloads import Downloads
from bot.adapters.webgraph.build_plan import GRAPH, RANKS_FILE, VERTICES, BuildPlan, make_plan
from bot.adapters.webgraph.build_scan import Progress
from bot.adapters.webgraph.build_state import BuildState, load_state, save_state, write_whole
from bot.adapters.webgraph.checkpoint_file import CheckpointFile
from bot.adapters.webgraph.errors import NoReleaseError
from bot.adapters.webgraph.open_release import (
    BIG_DEGREES,
    CHECKPOINTS,
    DEGREES,
    LOCAL_GRAPH,
    NAMES,
    RANKS,
)
from bot.adapters.webgraph.releases import (
    MANIFEST,
    NOTHING_BUILT,
    ListedRelease,
    Manifest,
    PublishedFiles,
    ReleaseFolder,
    list_releases,
    manifest_bytes,
    newest_published,
)
from bot.adapters.webgraph.scan import scan
from bot.adapters.webgraph.server import DataServer
from bot.adapters.webgraph.stream import Scan
from bot.errors import ConflictError, StoreError
from bot.ports import Clock

log = logging.getLogger(__name__)


class Builder:
    """Builds releases into a folder from the data's server."""

    def __init__(
        self,
        folder: ReleaseFolder,
        server: DataServer,
        *,
        base_url: str,
        index_url: str,
        clock: Clock,
        engine: Callable[[], Scan] = lambda: scan,
        free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
        note_every_bytes: int = 16 << 20,
    ) -> None:
        """`note_every_bytes`: how much of the graph a killed build may have to read again."""
        self._folder = folder
        self._server = server
        self._base_url = base_url
        self._index_url = index_url
        self._clock = clock
        self._engine = engine
        self._free_bytes = free_bytes
        self._note_every_bytes = note_every_bytes

    async def releases(self) -> list[ListedRelease]:
        """The releases that are listed, newest first, of the first few whether they can be built.

        Raises:
            ServerError: the list cannot be had or read.
        """
        return await list_releases(self._server, self._index_url, self._base_url)

    async def newest(self) -> str:
        """The newest release that can be built.

        Raises:
            NoReleaseError: none of the newest has its graph on the server.
            ServerError: the list cannot be had or read.
        """
        return await newest_published(self._server, self._index_url, self._base_url)

    def free_bytes(self) -> int:
        """Room on the disk of the releases."""
        self._folder.root.mkdir(parents=True, exist_ok=True)
        return self._free_bytes(self._folder.root)

    async def plan(self, release: str, *, ranks: int, keep_graph: bool) -> BuildPlan:
        """What building a release would take; nothing is written. See `build_plan.make_plan`."""
        self._folder.path(release)
        files = PublishedFiles(release, self._base_url)
        return await make_plan(self._server, files, ranks=ranks, keep_graph=keep_graph)

    async def build(self, plan: BuildPlan, progress: Progress) -> Manifest:
        """Build a release as planned, or go on with a build that was broken off.

        Nothing is done when it is there already, as planned and from the same published files.

        Raises:
            StoreError: the disk has too little room, or fails.
            ConflictError: another process is building the same release.
            WebGraphError: the server does not answer, its files changed or are damaged.
        """
        there = self._there(plan)
        if there is not None:
            return there
        work = self._folder.building(plan.release)
        try:
            work.mkdir(parents=True, exist_ok=True)
            with _alone(work, plan.release):
                manifest = await self._build_all(plan, work, progress)
            _put_in_place(work, self._folder.path(plan.release))
        except OSError as error:
            raise StoreError(
                f"{plan.release} could not be written: {error.strerror}. What was built before is as it "
                "was; the next build goes on from here."
            ) from error
        log.info("web graph release built: %s, %d nodes", plan.release, manifest.nodes)
        return manifest

    async def _build_all(self, plan: BuildPlan, work: Path, progress: Progress) -> Manifest:
        self._check_room(plan, work)
        state = _continued(work, plan)
        save_state(work, state)
        files = PublishedFiles(plan.release, self._base_url)
        downloads = Downloads(self._server, files, plan, work, state, progress)
        await downloads.names()
        await downloads.checkpoints(self._engine, note_every_bytes=self._note_every_bytes)
        await downloads.ranks()
        manifest = self._manifest(plan, work)
        write_whole(work / MANIFEST, manifest_bytes(manifest))
        return manifest

    def import_checkpoints(self, path: Path) -> CheckpointFile:
        """Take over a checkpoint file; a following build of its release need not read the graph.

        Raises:
            GraphFormatError: it is none, or damaged.
            ConflictError: the release is built here already.
        """
        found = checkpoint_file.load(path)
        if (self._folder.path(found.release) / MANIFEST).exists():
            raise ConflictError(f"{found.release} is built here already; remove it first.")
        work = self._folder.building(found.release)
        work.mkdir(parents=True, exist_ok=True)
        write_whole(work / CHECKPOINTS, path.read_bytes())
        return found

    def export_checkpoints(self, release: str | None, path: Path) -> CheckpointFile:
        """Write the checkpoints of a release that is built here (None: the newest) into one file.

        Raises:
            NoReleaseError: it is not built here.
            StoreError: the file cannot be written.
        """
        name = release or next(iter(self._folder.built()), None)
        if name is None:
            raise NoReleaseError(NOTHING_BUILT)
        self._folder.manifest(name)
        source = self._folder.path(name) / CHECKPOINTS
        found = checkpoint_file.load(source)
        try:
            write_whole(path, source.read_bytes())
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
        return found

    def _there(self, plan: BuildPlan) -> Manifest | None:
        """The release, if it is built already as planned and from the files that are published now."""
        try:
            found = self._folder.manifest(plan.release)
        except NoReleaseError:
            return None
        same = not found.graph.differs(plan.versions[GRAPH])
        same = same and not found.names.differs(plan.versions[VERTICES])
        enough = found.ranks >= plan.ranks and (not plan.keep_graph or LOCAL_GRAPH in found.files)
        return found if same and enough else None

    def _check_room(self, plan: BuildPlan, work: Path) -> None:
        there = sum(file.stat().st_size for file in work.iterdir() if file.is_file())
        needed, free = plan.disk - there, self._free_bytes(work)
        if needed > free:
            raise StoreError(
                f"Building {plan.release} needs {needed / 1e9:.1f} GB of disk, and {free / 1e9:.1f} GB "
                "are free. Make room, or remove an older release: `backlinks graph status`."
            )

    def _manifest(self, plan: BuildPlan, work: Path) -> Manifest:
        files = (NAMES, CHECKPOINTS, DEGREES, BIG_DEGREES, RANKS, LOCAL_GRAPH)
        found = [work / name for name in files if (work / name).exists()]
        return Manifest(
            plan.release,
            plan.properties.nodes,
            plan.properties.arcs,
            plan.versions[GRAPH],
            plan.versions[VERTICES],
            plan.ranks,
            self._clock().isoformat(),
            {path.name: path.stat().st_size for path in found},
        )


@contextmanager
def _alone(work: Path, release: str) -> Iterator[None]:
    """Only one process builds a release; a lock in SQLite ends with its process on every system."""
    with closing(sqlite3.connect(work / "lock", timeout=0)) as connection:
        try:
            connection.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            raise ConflictError(f"{release} is being built by another process already.") from error
        yield


def _continued(work: Path, plan: BuildPlan) -> BuildState:
    """What the last run left, but for what was made from files that changed since."""
    state = load_state(work)
    changed = {
        ending
        for ending, version in plan.versions.items()
        if ending in state.versions and state.versions[ending].differs(version)
    }
    if changed & {VERTICES, GRAPH}:
        log.warning("the files of %s changed on the server: building from the start", plan.release)
        for file in work.iterdir():
            if file.name not in ("lock", CHECKPOINTS):
                file.unlink()
        state = BuildState()
    if RANKS_FILE in changed:
        state.done.discard("ranks")
    return BuildState(dict(plan.versions), state.done, state.scan)


def _put_in_place(work: Path, final: Path) -> None:
    for leftover in ("lock", "state.json"):
        (work / leftover).unlink(missing_ok=True)
    doomed = final.with_name(f".removed-{final.name}")
    shutil.rmtree(doomed, ignore_errors=True)
    if final.exists():
        final.rename(doomed)
    work.rename(final)
    shutil.rmtree(doomed, ignore_errors=True)
