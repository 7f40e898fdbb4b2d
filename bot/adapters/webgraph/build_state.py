"""What a build has noted of its progress, so that a killed one goes on where it stopped."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.scan import Found
from bot.adapters.webgraph.stream import ScanMark

STATE = "state.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class ScanNote:
    """A scan in its midst: the mark, the picker's last rows, and how long our files were then."""

    mark: ScanMark
    first: int
    degrees: list[int]
    references: list[int]
    starts: list[int]
    last: tuple[int, int] | None
    arcs: int
    lengths: dict[str, int]

    def rows(self) -> Found:
        """The picker's last rows."""
        found = Found()
        found.degrees.extend(self.degrees)
        found.references.extend(self.references)
        found.starts.extend(self.starts)
        return found


@dataclass(slots=True)
class BuildState:
    """Which files are being built from which version of the published ones, and what is done."""

    versions: dict[str, FileVersion] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    scan: ScanNote | None = None


def load_state(folder: Path) -> BuildState:
    """What the last run noted; a fresh state where it noted nothing that can be read."""
    try:
        found = json.loads((folder / STATE).read_bytes())
        if found["version"] != _VERSION:
            return BuildState()
        versions = {name: FileVersion(**version) for name, version in found["versions"].items()}
        return BuildState(versions, set(found["done"]), _scan_from(found["scan"]))
    except (OSError, ValueError, KeyError, TypeError):
        return BuildState()


def save_state(folder: Path, state: BuildState) -> None:
    """Note the progress, whole or not at all."""
    content = {
        "version": _VERSION,
        "versions": {name: asdict(version) for name, version in state.versions.items()},
        "done": sorted(state.done),
        "scan": asdict(state.scan) if state.scan else None,
    }
    write_whole(folder / STATE, json.dumps(content).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never a part."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _scan_from(found: dict[str, object] | None) -> ScanNote | None:
    if found is None:
        return None
    note = ScanNote(**found)  # type: ignore[arg-type]  # a wrong shape raises TypeError or KeyError
    mark = found["mark"]
    if not isinstance(mark, dict):
        raise TypeError("mark")
    last = (note.last[0], note.last[1]) if note.last else None
    return ScanNote(
        ScanMark(int(mark["bit"]), tuple(mark["registers"]), tuple(mark["ring"])),
        note.first,
        note.degrees,
        note.references,
        note.starts,
        last,
        note.arcs,
        note.lengths,
    )
