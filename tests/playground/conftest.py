"""A running workspace with a Bolt app that nobody has connected yet."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.workspace import Workspace, workspace

from .apps import manifest


@pytest_asyncio.fixture
async def here() -> AsyncIterator[Workspace]:
    """Ana's side of a workspace in which the app may do everything."""
    async with workspace(manifest()) as here:
        yield here
