"""A measured store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.store.database import Database
from bot.adapters.store.migrate import open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()
