"""The measured store survives kills, and several processes share it."""

import sqlite3
import threading
from pathlib import Path

import pytest

from bot.adapters.store import database as database_module
from bot.adapters.store.database import FILE_NAME, Database
from bot.adapters.store.migrate import open_database
from bot.errors import StoreError
from tests.adapters.store.killing import nursery

_IMPORTER = """
import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.imports import NewImport

async def keep_batches(folder, first):
    store = SqlImportStore(open_database(Path(folder)))
    site, day = DomainName("site.example"), date(2026, 1, 1)
    new = NewImport("f", "x", "plain", "file", Grain.PAGES, site, day, "", None, datetime.now(UTC))
    started = await store.begin_import(new)
    for batch in range(first, first + 10_000):
        pages = [f"https://a.example/{batch}/{n}" for n in range(20)]
        domain = DomainName("a.example")
        await store.import_rows(
            started, [Backlink("file", domain, site, day, referring_page=page) for page in pages]
        )
        print(batch, flush=True)

def write(folder, first):
    asyncio.run(keep_batches(folder, int(first)))
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_no_finished_batch_and_tears_none(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    finished = -1
    with nursery(_IMPORTER) as writers:
        for turn in range(40):
            finished = writers.write_until_killed(tmp_path, finished + 1, after=turn % 7 + 1)
            health, claims, links = ask(
                tmp_path,
                "PRAGMA quick_check",
                "SELECT count(*) FROM backlinks",
                "SELECT count(*) FROM links",
            )
            assert health == "ok"
            assert claims == links
            assert claims in (20 * (finished + 1), 20 * (finished + 2))


def ask(folder: Path, *questions: str) -> list[object]:
    """The first cell of each answer, by SQLite alone."""
    connection = sqlite3.connect(folder / FILE_NAME)
    answers = [connection.execute(question).fetchone()[0] for question in questions]
    connection.close()
    return answers


_COUNTER = """
from pathlib import Path
from bot.adapters.store.database import Database

def write(path):
    database = Database(Path(path))
    while True:
        with database.begin() as c:
            for table in ("numbers", "others"):
                c.exec_driver_sql(f"INSERT INTO {table} SELECT coalesce(max(number), 0) + 1 FROM {table}")
            number = c.exec_driver_sql("SELECT max(number) FROM numbers").scalar()
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_hundred_kills_lose_no_acknowledged_transaction(tmp_path: Path) -> None:
    """Two tables in one transaction: never one without the other, never a number missing."""
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE others (number INTEGER PRIMARY KEY)")
    connection.close()
    with nursery(_COUNTER) as writers:
        for turn in range(100):
            acknowledged = writers.write_until_killed(tmp_path / FILE_NAME, after=turn % 11 + 1)
            numbers, others, newest = ask(
                tmp_path,
                "SELECT count(*) FROM numbers",
                "SELECT count(*) FROM others",
                "SELECT max(number) FROM numbers",
            )
            assert numbers == others == newest
            assert newest in (acknowledged, acknowledged + 1)


def test_writers_in_several_threads_wait_for_each_other(database: Database) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")

    def count() -> None:
        for _ in range(20):
            with database.begin() as connection:
                number = connection.exec_driver_sql("SELECT number FROM counter").scalar_one()
                connection.exec_driver_sql(f"UPDATE counter SET number = {number + 1}")

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT number FROM counter").scalar() == 80


def test_a_reader_sees_one_moment_while_another_writes(database: Database) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (number INTEGER)")
    with database.reading() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM counter").scalar()
        with database.begin() as writer:
            writer.exec_driver_sql("INSERT INTO counter VALUES (1)")
        assert reader.exec_driver_sql("SELECT count(*) FROM counter").scalar() == before == 0


def test_a_file_that_another_holds_too_long_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 10)
    first, second = open_database(tmp_path), open_database(tmp_path)
    with (
        first.begin(),
        pytest.raises(StoreError, match="locked"),
        second.begin(),
    ):
        pass
    first.close()
    second.close()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="DATA_DIR"):
        open_database(tmp_path / "file" / "below")
