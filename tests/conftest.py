"""What holds for every test, and what many need.

No property test has a time limit, and CI tries the same examples each time.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.adapters.store.database import Database
from bot.adapters.store.migrate import open_database

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A measured store in a folder of its own."""
    opened = open_database(tmp_path)
    yield opened
    opened.close()
