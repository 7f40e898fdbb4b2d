"""The three downloads of a build: each is made into its table while it comes, and goes on where it stopped."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import aclosing, closing
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.webgraph import checkpoint_file
from bot.adapters.webgraph.build_plan import GRAPH, RANKS_FILE, VERTICES, BuildPlan
from bot.adapters.webgraph.build_scan import Progress, ScanStep
from bot.adapters.webgraph.build_state import BuildState, save_state
from bot.adapters.webgraph.build_tables import NamesStep, RanksStep
from bot.adapters.webgraph.errors import GraphFormatError, ServerError
from bot.adapters.webgraph.names import NameTable
from bot.adapters.webgraph.open_release import CHECKPOINTS, LOCAL_GRAPH, NAMES, RANKS
from bot.adapters.webgraph.releases import PublishedFiles
from bot.adapters.webgraph.server import DataServer
from bot.adapters.webgraph.stream import Scan

log = logging.getLogger(__name__)

_PART = "vertices.part"


@dataclass(frozen=True, slots=True)
class Downloads:
    """Those of one release, into its folder of work. What `state` says is done is not done again."""

    server: DataServer
    files: PublishedFiles
    plan: BuildPlan
    work: Path
    state: BuildState
    progress: Progress

    async def names(self) -> None:
        """The table of names, from the vertices."""
        if "names" in self.state.done:
            return
        part, version = self.work / _PART, self.plan.versions[VERTICES]
        step = NamesStep(self.work / NAMES, self.plan.properties.nodes)
        try:
            with part.open("ab") as kept:
                # What is there already is read again: an unpacker's state cannot be written down.
                for piece in _pieces(part):
                    await asyncio.to_thread(step.take, piece)
                self.progress("names", kept.tell(), version.size)
                url = self.files.url(VERTICES)
                stream = self.server.stream(url, start=kept.tell(), version=version)
                async with aclosing(stream):
                    async for piece in stream:
                        kept.write(piece)
                        await asyncio.to_thread(step.take, piece)
                        self.progress("names", kept.tell(), version.size)
            step.finish()
        except GraphFormatError:
            part.unlink(missing_ok=True)
            raise
        finally:
            step.close()
        part.unlink()
        self.state.done.add("names")
        save_state(self.work, self.state)

    async def checkpoints(self, engine: Callable[[], Scan], *, note_every_bytes: int) -> None:
        """Checkpoints and degrees, from the graph; how far it is is noted every so many bytes."""
        if _has_checkpoints(self.work, self.plan):
            return
        version = self.plan.versions[GRAPH]
        step = ScanStep(
            self.work,
            self.plan.properties,
            engine=await asyncio.to_thread(engine),
            keep_graph=self.plan.keep_graph,
            note=self.state.scan,
        )
        try:
            at = noted = step.start
            url = self.files.url(GRAPH)
            stream = self.server.stream(url, start=at, version=version)
            async with aclosing(stream):
                async for piece in stream:
                    await asyncio.to_thread(step.take, piece)
                    at += len(piece)
                    self.progress("links", at, version.size)
                    if at - noted >= note_every_bytes:
                        self.state.scan, noted = await asyncio.to_thread(step.note), at
                        save_state(self.work, self.state)
            await asyncio.to_thread(step.finish, self.plan.release, version)
        except ServerError:
            self.state.scan = step.note()
            save_state(self.work, self.state)
            raise
        except GraphFormatError:
            self.state.scan = None
            save_state(self.work, self.state)
            raise
        finally:
            step.close()
        self.state.scan = None
        self.state.done.add("links")
        save_state(self.work, self.state)

    async def ranks(self) -> None:
        """The positions that are wanted, from the ranks."""
        if not self.plan.ranks or "ranks" in self.state.done:
            return
        url = self.files.url(RANKS_FILE)
        version = self.plan.versions[RANKS_FILE]
        stream = self.server.stream(url, start=0, version=version)
        with closing(NameTable(self.work / NAMES)) as names:
            step = RanksStep(self.work / RANKS, names, self.plan.ranks)
            read = 0
            async with aclosing(stream):
                async for piece in stream:
                    read += len(piece)
                    self.progress("ranks", read, version.size)
                    if not await asyncio.to_thread(step.take, piece):
                        break
            await asyncio.to_thread(step.finish)
        self.state.done.add("ranks")
        save_state(self.work, self.state)


def _has_checkpoints(work: Path, plan: BuildPlan) -> bool:
    """Whether checkpoints of this very graph are there, made before or imported."""
    path = work / CHECKPOINTS
    if not path.exists() or (plan.keep_graph and not (work / LOCAL_GRAPH).exists()):
        return False
    found = checkpoint_file.load(path)
    fits = found.properties == plan.properties and found.release == plan.release
    if fits and not found.graph.differs(plan.versions[GRAPH]):
        return True
    log.warning("the checkpoints at hand are of another %s graph: reading it again", plan.release)
    return False


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            yield piece
