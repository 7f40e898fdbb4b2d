"""The decisions read without holding them: one moment of them, also while somebody writes and folds."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from bot.adapters.store import atomic_storage, snapshot
from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.prospects import DecidedProspects
from bot.adapters.store.snapshot import read_decisions
from bot.errors import StoreError
from tests.adapters.store.test_prospects import NOW, new


def files_in(folder: Path) -> dict[str, int]:
    """Sizes by name."""
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def half_a_line(folder: Path) -> int:
    """What a writer leaves that is not done yet; gives the journal's size then."""
    with (folder / "decisions.journal").open("ab") as journal:
        journal.write(b'0badc0de [["prospects","1",')
        return journal.tell()


async def test_it_reads_while_another_process_holds_the_store(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    await DecidedProspects(decisions).add_prospects([new(1)], now=NOW)
    (kept,) = await DecidedProspects(read_decisions(tmp_path)).all_prospects()
    assert kept.site == "blog1.example"
    decisions.close()


async def test_it_refuses_to_change_anything(tmp_path: Path) -> None:
    store = DecidedProspects(read_decisions(tmp_path))
    assert await store.all_prospects() == ()
    with pytest.raises(StoreError, match="opened to be read"):
        await store.add_prospects([new(1)], now=NOW)
    assert not files_in(tmp_path), "reading makes no file"


async def test_a_line_that_is_being_written_is_left_out(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    await DecidedProspects(decisions).add_prospects([new(1)], now=NOW)
    size = half_a_line(tmp_path)
    assert len(await DecidedProspects(read_decisions(tmp_path)).all_prospects()) == 1
    assert files_in(tmp_path)["decisions.journal"] == size, "nothing is mended here"
    decisions.close()


async def test_what_was_written_together_is_read_together_whatever_folds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_storage, "FOLD_JOURNAL_AT", 300)
    decisions = open_decisions(tmp_path)

    def write(number: int) -> None:
        def work(database: TinyDB) -> None:
            for name in ("a", "b"):
                table = database.table(name)
                table.truncate()
                table.insert({"number": number})

        asyncio.run(decisions.run(work))

    def write_all() -> None:
        for number in range(150):
            write(number)

    def numbers(database: TinyDB) -> tuple[list[int], list[int]]:
        a, b = ([row["number"] for row in database.table(name).all()] for name in ("a", "b"))
        return a, b

    writing = asyncio.create_task(asyncio.to_thread(write_all))
    seen = set()
    while not writing.done():
        a, b = await read_decisions(tmp_path).run(numbers)
        assert a == b
        seen.add(tuple(a))
    await writing
    assert len(seen) > 3, "the writer was caught at several moments"
    assert await read_decisions(tmp_path).run(numbers) == ([149], [149])
    decisions.close()


@pytest.mark.parametrize("content", ['{"a": {"1": {"n": 222}}}', '{"a": {"1": {"n": 2}}}'])
async def test_a_new_snapshot_under_the_number_of_the_old_one_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    """A file system gives the number of a file that is gone to the next one, when it is folded twice."""
    path = tmp_path / "decisions.json"
    path.write_text('{"a": {"1": {"n": 1}}}')
    os.utime(path, ns=(1, 1))
    read = snapshot._read
    turns = iter([content])

    def fold_in_between(asked: Path) -> Any:
        found = read(asked)
        if asked == path:
            for new in turns:
                path.write_text(new)
        return found

    monkeypatch.setattr(snapshot, "_read", fold_in_between)
    (row,) = await read_decisions(tmp_path).run(lambda database: database.table("a").all())
    assert row["n"] != 1
