"""The step of a build that turns the graph's stream into checkpoints and degrees."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from bot.adapters.webgraph import checkpoint_file
from bot.adapters.webgraph.build_state import ScanNote, write_whole
from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.checkpoints import CheckpointPicker, pack
from bot.adapters.webgraph.degrees import encode_degrees
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.open_release import BIG_DEGREES, CHECKPOINTS, DEGREES, LOCAL_GRAPH
from bot.adapters.webgraph.properties import GraphProperties
from bot.adapters.webgraph.scan import Found
from bot.adapters.webgraph.stream import Scan, StreamScan

_ROWS, _DETAILS = "checkpoints.rows", "checkpoints.details"


class ScanStep:
    """Takes the stream piece by piece; everything is in files, so memory stays flat. Blocking."""

    def __init__(
        self,
        folder: Path,
        properties: GraphProperties,
        *,
        engine: Scan,
        keep_graph: bool,
        note: ScanNote | None,
    ) -> None:
        """Begin, or go on from `note`: our files are cut to what they were then."""
        self._folder = folder
        self._properties = properties
        names = [_ROWS, _DETAILS, DEGREES, BIG_DEGREES] + [LOCAL_GRAPH] * keep_graph
        if note is not None and not all(_is_long_enough(folder, name, note) for name in names):
            note = None
        self._scan = StreamScan(properties, mark=note.mark if note else None, engine=engine)
        self._picker = CheckpointPicker(
            properties, first=note.first if note else 0, rows=note.rows() if note else None
        )
        self._picker.last = note.last if note else None
        self._arcs = note.arcs if note else 0
        lengths = note.lengths if note else {}
        self._files = {name: _open_at(folder / name, lengths.get(name, 0)) for name in names}
        self.start = self._scan.mark().bit // 8
        """The byte of the stream from which pieces must come."""

    def take(self, piece: bytes) -> None:
        """Scan the next piece of the stream.

        Raises:
            GraphFormatError: the graph is damaged, or not what its properties say.
        """
        if LOCAL_GRAPH in self._files:
            self._files[LOCAL_GRAPH].write(piece)
        self._keep(self._scan.feed(piece), final=False)

    def note(self) -> ScanNote:
        """What to write down; our files are on the disk by then."""
        lengths = {}
        for name, file in self._files.items():
            file.flush()
            os.fsync(file.fileno())
            lengths[name] = file.tell()
        mark = self._scan.mark()
        if LOCAL_GRAPH in lengths:
            lengths[LOCAL_GRAPH] = mark.bit // 8
        first, rows = self._picker.rows
        return ScanNote(
            mark,
            first,
            list(rows.degrees),
            list(rows.references),
            list(rows.starts),
            self._picker.last,
            self._arcs,
            lengths,
        )

    def finish(self, release: str, version: FileVersion) -> None:
        """Write the checkpoint file, now that the stream has ended.

        Raises:
            GraphFormatError: it ended too early, or holds another number of links than it says.
        """
        self._keep(self._scan.finish(), final=True)
        if self._arcs != self._properties.arcs:
            raise GraphFormatError(
                f"The graph holds {self._arcs} links, not {self._properties.arcs} as it says."
            )
        self.close()
        rows, details = (self._folder / _ROWS), (self._folder / _DETAILS)
        content = checkpoint_file.assemble(
            release, self._properties, version, rows.read_bytes(), details.read_bytes()
        )
        write_whole(self._folder / CHECKPOINTS, content)
        rows.unlink()
        details.unlink()

    def close(self) -> None:
        """Close our files."""
        for file in self._files.values():
            file.close()

    def _keep(self, found: Found, *, final: bool) -> None:
        small, big = encode_degrees(self._scan.node - len(found.degrees), found.degrees)
        self._files[DEGREES].write(small)
        self._files[BIG_DEGREES].write(big)
        self._arcs += sum(found.degrees)
        if self._arcs > self._properties.arcs:
            raise GraphFormatError("The graph holds more links than it says.")
        for checkpoint in self._picker.add(found, final=final):
            row, detail = pack(checkpoint, self._files[_DETAILS].tell())
            self._files[_ROWS].write(row)
            self._files[_DETAILS].write(detail)


def _is_long_enough(folder: Path, name: str, note: ScanNote) -> bool:
    path = folder / name
    return name in note.lengths and path.exists() and path.stat().st_size >= note.lengths[name]


def _open_at(path: Path, length: int) -> BinaryIO:
    file = path.open("r+b" if path.exists() else "w+b")
    file.truncate(length)
    file.seek(length)
    return file


Progress = Callable[[str, int, int], None]
"""Called with a step's name, the bytes done and the bytes in all."""
