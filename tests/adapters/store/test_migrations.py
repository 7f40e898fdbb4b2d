"""The measured store's file reaches the newest shape from every shape it ever had."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.adapters.store.database import FILE_NAME, Database
from bot.adapters.store.migrate import HEAD, configuration, migrate, open_database, revision_of
from bot.adapters.store.tables import metadata
from bot.errors import StoreError

SCRIPTS = ScriptDirectory.from_config(configuration())
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()]


def test_head_is_the_newest_migration() -> None:
    assert SCRIPTS.get_current_head() == HEAD


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_revision_reaches_the_newest(tmp_path: Path, revision: str) -> None:
    old = Database(tmp_path / FILE_NAME)
    with old.begin() as connection:
        migrate(connection, to=revision)
    old.close()
    opened = open_database(tmp_path)
    with opened.reading() as connection:
        assert revision_of(connection) == HEAD
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    opened.close()
    assert differences == []


def test_the_data_of_a_newer_program_is_refused_with_the_way_out(tmp_path: Path) -> None:
    opened = open_database(tmp_path)
    with opened.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'v9999'")
    opened.close()
    with pytest.raises(StoreError, match="newer version"):
        open_database(tmp_path)


def test_a_failed_transaction_changes_nothing(database: Database) -> None:
    def fail_half_way() -> None:
        with database.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with database.reading() as connection:
        assert not connection.dialect.has_table(connection, "half")


def test_a_damaged_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(StoreError, match=FILE_NAME):
        open_database(tmp_path)
