"""`/backlinks social` in a workspace: only a link that is there is shared."""

from pathlib import Path

from tests.handlers.conftest import office
from tests.handlers.test_verifying import LINK, PAGE, page


async def test_a_live_link_gets_a_post_for_each_network(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks social {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: "I post nothing myself" in m["text"])
        assert "utm_source=mastodon" in answer["text"]
        assert answer["is_ephemeral"]


async def test_a_link_that_is_not_there_is_not_shared(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE)}) as bot:
        await bot.here.command(f"/backlinks social {PAGE} site.example")
        await bot.here.wait_for(lambda m: "has no link to site.example" in m["text"])
