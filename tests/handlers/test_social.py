"""`/backlinks social` in a workspace: only a link that is there is shared."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.slack import events as cards
from bot.slack import watches as watching
from tests.handlers.conftest import office
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.handlers.test_watching import serve, tick, track, watch


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


async def test_the_card_of_a_gained_link_offers_the_posts(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE)}) as bot:
        wanted: dict[str, Any] = {
            watching.AT_ONCE: ["gained", "lost"],
            watching.WHICH: watching.EVERY,
        }
        await watch(bot, **wanted)
        await track(bot, PAGE)
        await tick(bot)
        bot.time.now += timedelta(days=1)
        serve(bot, {PAGE: page(PAGE, LINK)})
        await tick(bot)
        card = await bot.here.wait_for(lambda m: m["text"].startswith("New:"))
        await bot.here.click(card, cards.SHARE)
        answer = await bot.here.wait_for(lambda m: "I post nothing myself" in m["text"])
        assert "utm_campaign=earned-link" in answer["text"]
        assert answer["is_ephemeral"]
        serve(bot, {PAGE: page(PAGE)})
        await bot.here.click(card, cards.SHARE)
        await bot.here.wait_for(lambda m: "has no link to site.example" in m["text"])
