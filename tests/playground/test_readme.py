"""The README's example runs as it stands."""

import re
from pathlib import Path
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp

from .apps import manifest

README = Path(__file__).parents[2] / "bot" / "playground" / "README.md"


async def test_the_example_connects_an_app() -> None:
    example = re.search(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert example is not None
    names: dict[str, Any] = {}
    exec(compile(example[1], str(README), "exec"), names)
    seen: list[bool] = []

    def listen(app: AsyncApp) -> None:
        assert isinstance(app, AsyncApp)

    async def until_done(base_url: str) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{base_url}/control/state") as response,
        ):
            state = await response.json()
        seen.append(state["apps"][0]["connected"])

    await names["serve"](manifest(), listen, until_done)
    assert seen == [True]
