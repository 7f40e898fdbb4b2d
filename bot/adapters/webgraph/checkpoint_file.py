"""The checkpoint file: what one person's build leaves for a whole team, some 4 MB a release.

Layout: `MAGIC`, the header's length in 4 bytes (little-endian), the header as JSON, the rows, the
details, and the SHA-256 of all before it. A file of another version is refused.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.adapters.webgraph.checkpoints import CheckpointTable
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.properties import GraphProperties

MAGIC = b"BLWGCP01"
MOST_BYTES = 256 << 20
"""Sixty times a release's checkpoints: a longer file is something else."""

RELEASE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,80}")

_DIGEST = 32


@dataclass(frozen=True, slots=True)
class FileVersion:
    """Which version of a published file is meant. Empty strings: the server did not say."""

    size: int
    etag: str = ""
    last_modified: str = ""

    def differs(self, other: "FileVersion") -> bool:
        """True when the two are surely not the same file."""
        if self.size != other.size:
            return True
        if self.etag and other.etag:
            return self.etag.removeprefix("W/") != other.etag.removeprefix("W/")
        both = bool(self.last_modified and other.last_modified)
        return both and self.last_modified != other.last_modified


@dataclass(frozen=True, slots=True)
class CheckpointFile:
    """The checkpoints of one graph, and which graph that is."""

    release: str
    properties: GraphProperties
    graph: FileVersion
    table: CheckpointTable
    digest: str


def assemble(
    release: str, properties: GraphProperties, graph: FileVersion, rows: bytes, details: bytes
) -> bytes:
    """A checkpoint file's bytes."""
    header = json.dumps(
        {
            "release": release,
            "properties": asdict(properties),
            "graph": asdict(graph),
            "rows": len(rows),
            "details": len(details),
        },
        sort_keys=True,
    ).encode()
    body = b"".join((MAGIC, len(header).to_bytes(4, "little"), header, rows, details))
    return body + hashlib.sha256(body).digest()


def load(path: Path) -> CheckpointFile:
    """Read a checkpoint file.

    Raises:
        GraphFormatError: it is no such file, of another version, or damaged.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise GraphFormatError(f"{path.name} is too large for a checkpoint file.")
        data = path.read_bytes()
    except OSError as error:
        raise GraphFormatError(f"{path.name} cannot be read: {error.strerror}.") from error
    return parse(data, name=path.name)


def parse(data: bytes, *, name: str) -> CheckpointFile:
    """Read a checkpoint file's bytes; `name` is for the sentence when they are wrong.

    Raises:
        GraphFormatError: it is no such file, of another version, or damaged.
    """
    if data[: len(MAGIC) - 2] != MAGIC[:-2]:
        raise GraphFormatError(f"{name} is not a checkpoint file.")
    if data[: len(MAGIC)] != MAGIC:
        raise GraphFormatError(f"{name} is a checkpoint file of a version that is not known here.")
    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise GraphFormatError(f"{name} is damaged: its checksum does not fit.")
    start = len(MAGIC) + 4 + int.from_bytes(body[len(MAGIC) : len(MAGIC) + 4], "little")
    try:
        header = json.loads(body[len(MAGIC) + 4 : start])
        release, rows = str(header["release"]), int(header["rows"])
        properties = GraphProperties(**{key: int(v) for key, v in header["properties"].items()})
        version = header["graph"]
        graph = FileVersion(
            int(version["size"]), str(version["etag"]), str(version["last_modified"])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GraphFormatError(f"{name} is damaged: its header cannot be read.") from error
    if not RELEASE_NAME.fullmatch(release):
        raise GraphFormatError(f"{name} names no release.")
    table = CheckpointTable(body[start : start + rows], body[start + rows :])
    return CheckpointFile(release, properties, graph, table, digest.hex())
