"""Brings the measured store's file to the newest shape when the program starts."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from bot.adapters.store.database import FILE_NAME, Database
from bot.errors import StoreError

HEAD = "v0010"
"""The newest migration; a test compares it with the folder."""


def open_database(data_dir: Path) -> Database:
    """Open the measured store in `data_dir`, made where it is missing, at the newest shape.

    Safe beside other processes: who comes second waits, then finds the work done.

    Raises:
        StoreError: the folder or the file cannot be used, or a newer program has written it.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"DATA_DIR {data_dir} cannot be made: {error.strerror}.") from error
    database = Database(data_dir / FILE_NAME)
    try:
        with database.reading() as connection:
            current = revision_of(connection)
        if current != HEAD:
            with database.begin() as connection:
                migrate(connection)
    except BaseException:
        database.close()
        raise
    return database


def revision_of(connection: Connection) -> str | None:
    """The shape that the file is in; None for a new file."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Move the file from its shape to another, inside the caller's transaction.

    Raises:
        StoreError: the file is in a shape that this program does not know.
    """
    config = configuration(connection)
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise StoreError(
            "The data was written by a newer version of this program: update it, or restore a backup."
        ) from error


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration for the scripts inside this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
