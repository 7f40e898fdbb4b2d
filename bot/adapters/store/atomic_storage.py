"""A storage for TinyDB that survives a crash at any moment, and is quick at ten thousand rows.

TinyDB's own storage rewrites its file in place: a kill in the middle leaves a file that cannot be read,
and each change costs as much as everything that is kept. Here a change is one line, appended to a
journal and on disk before `write` returns; now and then the journal is folded into a snapshot, which is
written beside the old one and put in its place in one step. The snapshot is plain TinyDB JSON.

    decisions.json     {"table": {"1": {...}}}                       the snapshot
    decisions.journal  crc32 [["table","1",{...}],["table","2",null]]   a line a write since then

A line holds whole documents, so that replaying the journal on a newer snapshot changes nothing.
"""

import json
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from bot.adapters.store.journal import Change, apply, read_journal, to_json, to_line
from bot.errors import StoreError

log = logging.getLogger(__name__)

FOLD_JOURNAL_AT = 8_000_000
"""Bytes. Folding writes everything, so it must be rare; reading this much takes 0.1 s at the start."""

_TEMPORARY = ".tmp"
_DAMAGED = ".damaged.json"

Tables = dict[str, dict[str, Any]]


class AtomicJSONStorage(Storage):
    """TinyDB's storage interface over a snapshot and a journal. For one thread of one process."""

    def __init__(self, path: str | Path) -> None:
        """Read what is kept; delete what a crash left half written.

        Raises:
            StoreError: the file is damaged beyond what a crash does, or cannot be used.
        """
        self._path = Path(path)
        self._journal_path = self._path.with_suffix(".journal")
        self._kept: dict[str, dict[str, bytes]] = {}
        self._tables: Tables = {}
        self._held = False
        self._pending: dict[str, Mapping[str, Any]] | None = None
        self._puts: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._unsafe: str | None = None
        try:
            _delete_left_overs(self._path)
            self._load()
            self._journal = os.open(self._journal_path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            self._journal_size = os.fstat(self._journal).st_size
            _sync_folder(self._path.parent)
        except OSError as error:
            raise StoreError(f"{self._path} cannot be used: {error.strerror}.") from error
        if self._journal_size:
            self._try_to_fold()

    def read(self) -> Tables | None:
        """All tables, or None when nothing was ever written.

        The documents are the kept ones, not copies: TinyDB gives callers copies of their first level.
        """
        tables: Mapping[str, Any] = self._tables if self._pending is None else self._pending
        if self._puts:
            tables = self._with_puts(tables)
        return dict(tables) if tables else None

    def put(self, table: str, key: str, document: Mapping[str, Any]) -> None:
        """Replace one document inside `together`, without a look at all the others as TinyDB does it.

        Among ten thousand documents that look is most of what a change costs.
        """
        assert self._held, "put belongs inside together"
        self._puts[table, key] = document

    def _with_puts(self, tables: Mapping[str, Any]) -> dict[str, Any]:
        changed = {name: dict(tables.get(name, {})) for name, _ in self._puts}
        for (name, key), document in self._puts.items():
            changed[name][key] = document
        return {**tables, **changed}

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes inside become one: on disk together at the end, or none of them on an exception.

        Raises:
            StoreError: as `write` does.
        """
        self._held = True
        try:
            yield
            if self._pending is not None:
                self._commit(self._with_puts(self._pending))
            elif self._puts:
                self._commit_puts()
        except BaseException:
            self.forget()
            raise
        finally:
            self._held, self._pending, self._puts = False, None, {}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep `data`. When this returns, it is on disk; when it raises, nothing has changed.

        Raises:
            StoreError: it could not be written, or it holds what JSON cannot.
        """
        if self._held:
            self._pending = dict(data)
            return
        try:
            self._commit(data)
        except BaseException:
            self.forget()
            raise

    def _commit_puts(self) -> None:
        texts = {place: to_json(document) for place, document in self._puts.items()}
        changes: list[Change] = [
            (name, key, text)
            for (name, key), text in texts.items()
            if self._kept.get(name, {}).get(key) != text
        ]
        if not changes:
            return
        self._keep(changes)
        apply(self._kept, changes)
        for (name, key), text in texts.items():
            self._tables.setdefault(name, {})[key] = orjson.loads(text)
        self._fold_when_long()

    def _keep(self, changes: list[Change]) -> None:
        if self._unsafe:
            raise StoreError(self._unsafe)
        self._append(changes)

    def _fold_when_long(self) -> None:
        if self._journal_size > FOLD_JOURNAL_AT:
            self._try_to_fold()

    def _commit(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        if self._unsafe:
            raise StoreError(self._unsafe)
        changes = list(self._changes(data))
        if changes:
            self._append(changes)
        self._accept(data, changes)
        self._fold_when_long()

    def forget(self) -> None:
        """Go back to what is on disk, after an update that failed half way through a document."""
        self._tables = {
            name: {key: orjson.loads(text) for key, text in documents.items()}
            for name, documents in self._kept.items()
        }

    def fold(self) -> None:
        """Put the journal into the snapshot now, so that no older document is left in the files.

        Raises:
            StoreError: it could not be written; the journal still holds everything.
        """
        if self._journal_size and not self._try_to_fold():
            raise StoreError(
                f"{self._path.name} could not be written. Mend the disk, then try again."
            )

    def drop_damaged(self) -> None:
        """Delete the file that `_recover` put aside: it holds what people may have asked to forget."""
        self._path.with_suffix(_DAMAGED).unlink(missing_ok=True)

    def close(self) -> None:
        """Fold the journal and let go of the files."""
        if self._journal_size and not self._unsafe:
            self._try_to_fold()
        os.close(self._journal)

    def _changes(self, data: Mapping[str, Mapping[str, Any]]) -> Iterator[Change]:
        """What differs from what is kept. A table that is the same object was not touched."""
        for name in self._kept.keys() - data.keys():
            yield name, None, None
        for name, documents in data.items():
            if documents is self._tables.get(name):
                continue
            kept = self._kept.get(name, {})
            for key in kept.keys() - documents.keys():
                yield name, key, None
            for key, document in documents.items():
                text = to_json(document)
                if kept.get(key) != text:
                    yield name, key, text

    def _append(self, changes: list[Change]) -> None:
        """Write one line and wait until it is on disk; take it back when that fails."""
        line = to_line(changes)
        try:
            written = os.write(self._journal, line)
            while written < len(line):
                written += os.write(self._journal, line[written:])
            os.fsync(self._journal)
        except OSError as error:
            self._take_back(error)
            raise StoreError(f"It could not be kept: {error.strerror}.") from error
        self._journal_size += len(line)

    def _take_back(self, cause: OSError) -> None:
        try:
            os.ftruncate(self._journal, self._journal_size)
            os.fsync(self._journal)
        except OSError:
            self._unsafe = (
                f"{self._journal_path.name} could not be written ({cause.strerror}). "
                "Mend the disk and start the bot again."
            )

    def _accept(self, data: Mapping[str, Mapping[str, Any]], changes: list[Change]) -> None:
        """Make memory what a start from disk would make it."""
        apply(self._kept, changes)
        tables = {name: data[name] for name in self._kept if name in data}
        self._tables = {
            # A plain dict that nobody else holds for what changed; the same object for what did not.
            name: documents if isinstance(documents, dict) else dict(documents)
            for name, documents in tables.items()
        }
        for name, key, text in changes:
            if key is not None and text is not None:
                self._tables[name][key] = orjson.loads(text)

    def _load(self) -> None:
        self._kept = _read_snapshot(self._path)
        for changes in read_journal(self._journal_path):
            apply(self._kept, changes)
        self.forget()

    def _try_to_fold(self) -> bool:
        """Put the journal into the snapshot; True when it is done. When that fails the journal still holds everything."""
        try:
            _replace(self._path, _snapshot_of(self._kept))
            os.ftruncate(self._journal, 0)
            os.fsync(self._journal)
        except OSError as error:
            log.warning("%s could not be folded: %s", self._journal_path.name, error.strerror)
            return False
        self._journal_size = 0
        return True


def _read_snapshot(path: Path) -> dict[str, dict[str, bytes]]:
    if not path.exists() or not path.stat().st_size:
        return {}
    content = path.read_bytes()
    try:
        tables = orjson.loads(content)
    except orjson.JSONDecodeError:
        tables = _recover(path, content)
    if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
        raise StoreError(f"{path.name} holds no tables. Restore it from a backup.")
    return {
        name: {key: to_json(document) for key, document in documents.items()}
        for name, documents in tables.items()
    }


def _recover(path: Path, content: bytes) -> object:
    """What TinyDB's own storage leaves after a kill: all of the new JSON, then the old one's tail."""
    try:
        tables, _ = json.JSONDecoder().raw_decode(content.decode().lstrip())
    except ValueError as error:
        raise StoreError(f"{path.name} is damaged. Restore it from a backup.") from error
    aside = path.with_suffix(_DAMAGED)
    aside.write_bytes(content)
    _replace(path, orjson.dumps(tables))
    log.warning("%s had a stale tail; the file as it was is now %s", path.name, aside.name)
    return tables


def _snapshot_of(kept: dict[str, dict[str, bytes]]) -> bytes:
    tables = (
        b"%s:{%s}"
        % (orjson.dumps(name), b",".join(b"%s:%s" % (orjson.dumps(k), d) for k, d in docs.items()))
        for name, docs in kept.items()
    )
    return b"{%s}\n" % b",\n".join(tables)


def _replace(path: Path, content: bytes) -> None:
    """Write beside, wait for the disk, put in place, wait for the folder: before or after, never between."""
    handle, temporary = tempfile.mkstemp(
        prefix=f".{path.name}-", suffix=_TEMPORARY, dir=path.parent
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _delete_left_overs(path: Path) -> None:
    for left_over in path.parent.glob(f".{path.name}-*{_TEMPORARY}"):
        left_over.unlink(missing_ok=True)
