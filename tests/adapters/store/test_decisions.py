"""What people decide survives crashes, and one process at a time holds it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from bot.adapters.store import atomic_storage
from bot.adapters.store.atomic_storage import AtomicJSONStorage
from bot.adapters.store.decisions import FILE_NAME, DecisionStore, open_decisions
from bot.errors import StoreError
from tests.adapters.store.killing import nursery


def reopened(folder: Path) -> dict[str, Any]:
    """What a fresh start finds."""
    storage = AtomicJSONStorage(folder / FILE_NAME)
    found = storage.read() or {}
    storage.close()
    return found


async def insert(store: DecisionStore, **document: object) -> int:
    return await store.run(lambda db: db.table("prospects").insert(document))


async def test_what_was_decided_is_there_after_a_restart(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    first = await insert(store, page="https://a.example/")
    await insert(store, page="https://b.example/")
    await store.run(lambda db: db.table("prospects").update({"status": "won"}, doc_ids=[first]))
    await store.run(lambda db: db.table("prospects").remove(where("page") == "https://b.example/"))
    store.close()
    assert reopened(tmp_path) == {
        "prospects": {"1": {"page": "https://a.example/", "status": "won"}}
    }


async def test_a_kept_write_is_on_disk_before_the_store_is_closed(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    await insert(store, page="https://a.example/")
    assert b"https://a.example/" in (tmp_path / "decisions.journal").read_bytes()
    store.close()


async def test_after_a_clean_stop_the_file_is_plain_tinydb(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    await insert(store, page="https://a.example/")
    store.close()
    with TinyDB(tmp_path / FILE_NAME) as plain:
        assert plain.table("prospects").all() == [{"page": "https://a.example/"}]


async def test_work_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    await insert(store, page="https://a.example/", status="new")

    def half(db: TinyDB) -> None:
        db.table("prospects").update({"status": "won"})
        db.table("watches").insert({"target": "site.example"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.run(half)
    found = await store.run(lambda db: db.table("prospects").search(where("status") == "new"))
    store.close()
    assert len(found) == 1
    assert reopened(tmp_path) == {
        "prospects": {"1": {"page": "https://a.example/", "status": "new"}}
    }


async def test_what_json_cannot_hold_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    await insert(store, page="https://a.example/")
    with pytest.raises(StoreError, match="JSON"):
        await insert(store, page=object())
    assert len(await store.run(lambda db: db.table("prospects").all())) == 1
    store.close()


async def test_a_full_disk_is_told_and_the_next_write_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_decisions(tmp_path)
    await insert(store, page="https://a.example/")
    real = os.write

    def write_half(handle: int, data: bytes) -> int:
        real(handle, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write_half)
        with pytest.raises(StoreError, match="No space left"):
            await insert(store, page="https://b.example/")
    await insert(store, page="https://c.example/")
    store.close()
    pages = [row["page"] for row in reopened(tmp_path)["prospects"].values()]
    assert pages == ["https://a.example/", "https://c.example/"]


def test_a_second_holder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    with pytest.raises(StoreError, match=f"number {os.getpid()}.*runs already"):
        open_decisions(tmp_path)
    store.close()
    open_decisions(tmp_path).close()


async def test_folding_the_journal_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_storage, "FOLD_JOURNAL_AT", 300)
    store = open_decisions(tmp_path)
    for number in range(50):
        await insert(store, number=number)
    size = (tmp_path / "decisions.journal").stat().st_size
    store.close()
    assert size <= 400
    assert [row["number"] for row in reopened(tmp_path)["prospects"].values()] == list(range(50))


def test_a_crash_between_snapshot_and_journal_changes_nothing(tmp_path: Path) -> None:
    """The journal is read again on a snapshot that already holds it."""
    with TinyDB(tmp_path / FILE_NAME, storage=AtomicJSONStorage) as db:
        db.insert({"n": 1})
        db.insert({"n": 2})
        db.remove(where("n") == 1)
        journal = (tmp_path / "decisions.journal").read_bytes()
    (tmp_path / "decisions.journal").write_bytes(journal)
    assert reopened(tmp_path) == {"_default": {"2": {"n": 2}}}


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_write_that_was_cut_off_is_removed_and_all_before_it_stay(
    tmp_path: Path, cut: int
) -> None:
    with TinyDB(tmp_path / FILE_NAME, storage=AtomicJSONStorage) as db:
        db.insert({"n": 1})
        whole = (tmp_path / "decisions.journal").read_bytes()
        db.insert({"n": 2, "text": "long enough to be cut anywhere"})
        journal = (tmp_path / "decisions.journal").read_bytes()
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / "decisions.journal").write_bytes(journal[: len(whole) + cut])
    assert reopened(tmp_path) == {"_default": {"1": {"n": 1}}}


def test_damage_that_no_crash_does_is_never_passed_over(tmp_path: Path) -> None:
    with TinyDB(tmp_path / FILE_NAME, storage=AtomicJSONStorage) as db:
        db.insert({"n": 1})
        db.insert({"n": 2})
        journal = (tmp_path / "decisions.journal").read_bytes()
    (tmp_path / "decisions.journal").write_bytes(journal.replace(b'"n":1', b'"n":7'))
    with pytest.raises(StoreError, match=r"decisions\.journal is damaged in line 1"):
        AtomicJSONStorage(tmp_path / FILE_NAME)


def test_a_file_that_tinydb_tore_is_recovered(tmp_path: Path) -> None:
    """TinyDB's own storage, killed after a shrinking write: new JSON, then the tail of the old."""
    new = json.dumps({"_default": {"1": {"name": "ä"}}})
    (tmp_path / FILE_NAME).write_text(new + '"old": 1}}}', encoding="utf-8")
    assert reopened(tmp_path) == {"_default": {"1": {"name": "ä"}}}
    assert json.loads((tmp_path / FILE_NAME).read_text()) == json.loads(new)
    assert (tmp_path / "decisions.damaged.json").exists()


@pytest.mark.parametrize("content", ['{"_default": {"1": {"na', "[1, 2]", '{"a": 1}'])
def test_a_file_beyond_recovery_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(StoreError, match="backup"):
        open_decisions(tmp_path)
    assert (tmp_path / FILE_NAME).read_text() == content


def test_left_over_temporary_files_are_deleted_at_the_start(tmp_path: Path) -> None:
    (tmp_path / f".{FILE_NAME}-abc.tmp").write_text("half")
    reopened(tmp_path)
    assert not list(tmp_path.glob("*.tmp")) + list(tmp_path.glob(".*.tmp"))


_WRITER = """
from pathlib import Path
from tinydb import TinyDB
from bot.adapters.store import atomic_storage

atomic_storage.FOLD_JOURNAL_AT = 2_000

def write(folder):
    db = TinyDB(Path(folder) / "decisions.json", storage=atomic_storage.AtomicJSONStorage)
    table = db.table("rows")
    start = len(table)
    for number in range(start, start + 100_000):
        table.insert({"number": number, "text": "x" * (number % 90)})
        if number % 5 == 4:
            table.update({"text": ""}, doc_ids=[number])
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_no_finished_write(tmp_path: Path) -> None:
    """Kills between and in the middle of writes and folds: what was acknowledged is there, whole."""
    with nursery(_WRITER) as writers:
        for turn in range(150):
            acknowledged = writers.write_until_killed(tmp_path, after=turn % 23 + 1)
            numbers = [row["number"] for row in reopened(tmp_path)["rows"].values()]
            assert numbers == list(range(len(numbers)))
            assert len(numbers) - 1 in (acknowledged, acknowledged + 1)
