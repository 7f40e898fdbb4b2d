"""The journal of the decisions: a line a write, with a checksum, read back up to where a crash cut it."""

import logging
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import orjson

from bot.errors import StoreError

log = logging.getLogger(__name__)

# What JSON cannot give back as it was is refused instead of changed.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS

Change = tuple[str, str | None, bytes | None]
"""Table, document and its new JSON; without JSON it is gone, without document the table is."""


def to_json(document: object) -> bytes:
    try:
        return orjson.dumps(document, option=_OPTIONS)
    except TypeError as error:
        raise StoreError(f"A decision could not be written as JSON: {error}.") from error


def to_line(changes: list[Change]) -> bytes:
    parts = (
        b"[%s,%s,%s]" % (orjson.dumps(name), orjson.dumps(key), text or b"null")
        for name, key, text in changes
    )
    body = b"[%s]" % b",".join(parts)
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _from_line(line: bytes) -> list[Change] | None:
    """None: the line is not whole."""
    body = line[9:-1]
    if not line.endswith(b"\n") or line[:9] != b"%08x " % zlib.crc32(body):
        return None
    return [
        (name, key, None if document is None else to_json(document))
        for name, key, document in orjson.loads(body)
    ]


def apply(kept: dict[str, dict[str, bytes]], changes: list[Change]) -> None:
    for name, key, text in changes:
        if key is None:
            kept.pop(name, None)
        elif text is None:
            kept.setdefault(name, {}).pop(key, None)
        else:
            kept.setdefault(name, {})[key] = text


def finished_writes(journal: bytes, name: str) -> Iterator[list[Change]]:
    """The writes of a journal that somebody may be writing now; an unfinished last line is left out.

    Raises:
        StoreError: a line before the last is damaged.
    """
    lines = journal.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        changes = _from_line(line)
        if changes is None:
            if number == len(lines):
                return
            raise StoreError(f"{name}: line {number} of the journal is damaged.")
        yield changes


def read_journal(path: Path) -> Iterator[list[Change]]:
    """The writes since the snapshot; a last line that a crash cut off is removed from the file.

    Raises:
        StoreError: a line before the last is damaged, which no crash does.
    """
    if not path.exists():
        return
    whole = 0
    with path.open("r+b") as file:
        for number, line in enumerate(file, 1):
            changes = _from_line(line)
            if changes is None:
                if file.read(1):
                    raise StoreError(
                        f"{path.name} is damaged in line {number}. Restore it from a backup."
                    )
                file.truncate(whole)
                os.fsync(file.fileno())
                log.warning("%s: removed a write that was never finished", path.name)
                return
            whole += len(line)
            yield changes
