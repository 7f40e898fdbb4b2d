"""`/backlinks fetch`: nothing is spent before the press, and each press spends once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.slack.fetch import ASK_AGAIN, BUY, LEAVE
from bot.slack.imports import CHECK_IMPORTED
from tests.handlers.conftest import Office, office
from tests.vendors import AHREFS_KEY, Vendor, ahrefs, ahrefs_row, as_json, vendor

Json = dict[str, Any]
ROWS = [
    ahrefs_row(),
    ahrefs_row("https://news.example/story", is_nofollow=True),
    ahrefs_row("https://site.example/own"),
]


@asynccontextmanager
async def shop(folder: Path, server: Vendor, **settings: str) -> AsyncIterator[Office]:
    environment = {"AHREFS_API_KEY": AHREFS_KEY, "AHREFS_API_URL": f"{server.url}/v3", **settings}
    async with office(folder, environment=environment) as bot:
        yield bot


async def offered(bot: Office, words: str) -> Json:
    await bot.here.command(f"/backlinks fetch {words}")
    return await bot.here.wait_for(lambda m: m["text"].startswith("Buy up to"))


async def test_the_price_is_said_before_and_after_and_nothing_is_asked_in_between(
    tmp_path: Path,
) -> None:
    async with vendor(ahrefs(ROWS)) as server, shop(tmp_path, server) as bot:
        offer = await offered(bot, "Site.example from ahrefs 200")
        assert (
            "up to 200 backlinks of site.example from Ahrefs, at most 2,600 API units?"
            in offer["text"]
        )
        assert server.asked == []
        await bot.here.click(offer, BUY)
        told = await bot.here.wait_for(lambda m: "Ahrefs gave" in m["text"])
        assert told["text"].splitlines() == [
            "Ahrefs gave 3 rows on site.example: 2 new, 1 refused. It cost 50 API units.",
            "1: the page is on site.example itself: an internal link, not a backlink",
        ]
        await bot.here.click(told, CHECK_IMPORTED)
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        assert "Ahrefs API" in str(answer["blocks"])


async def test_pressing_twice_buys_once(tmp_path: Path) -> None:
    async with vendor(ahrefs(ROWS)) as server, shop(tmp_path, server) as bot:
        offer = await offered(bot, "site.example")
        await asyncio.gather(bot.here.click(offer, BUY), bot.here.click(offer, BUY))
        await bot.here.wait_for(lambda m: "Ahrefs gave" in m["text"])
        await bot.here.wait_for(lambda m: "bought only once" in m["text"])
        assert len(server.asked) == 1


async def test_a_failure_says_whether_money_went_and_offers_to_ask_again(tmp_path: Path) -> None:
    broken = as_json({"error": "Internal"}, status=500)
    async with vendor(broken) as server, shop(tmp_path, server) as bot:
        offer = await offered(bot, "site.example 30")
        await bot.here.click(offer, BUY)
        told = await bot.here.wait_for(lambda m: "trouble of its own (500)" in m["text"])
        assert "may have been charged" in told["text"]
        assert len(server.asked) == 1, "what may have been charged is never sent again by itself"
        server.answer_with(ahrefs(ROWS))
        await bot.here.click(told, ASK_AGAIN)
        again = await bot.here.wait_for(lambda m: m["text"].startswith("Buy up to 30"))
        assert "leaves 1,970 rows" in again["text"], "the 30 that may have been charged count"
        await bot.here.click(again, BUY)
        await bot.here.wait_for(lambda m: "Ahrefs gave" in m["text"])


async def test_an_offer_that_is_left_spends_nothing(tmp_path: Path) -> None:
    async with vendor(ahrefs(ROWS)) as server, shop(tmp_path, server) as bot:
        await bot.here.click(await offered(bot, "site.example"), LEAVE)
        await bot.here.wait_for(lambda m: "nothing was spent" in m["text"])
        assert server.asked == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Whose backlinks?"),
        ("nope", "not a domain"),
        ("site.example from ahref", "Did you mean ahrefs?"),
        ("site.example from dataforseo", "DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD has no value"),
        ("site.example 5000", "1,000 rows at most"),
        ("site.example 0", "at least one row"),
        ("site.example please", "I do not understand `please`"),
        ("https://site.example/guide", "give site.example"),
    ],
)
async def test_what_cannot_be_bought_is_said_in_a_sentence(
    tmp_path: Path, words: str, says: str
) -> None:
    async with vendor(ahrefs(ROWS)) as server, shop(tmp_path, server) as bot:
        await bot.here.command(f"/backlinks fetch {words}")
        await bot.here.wait_for(lambda m: says in m["text"])
        assert server.asked == []


async def test_without_a_key_it_says_which_settings_are_missing(tmp_path: Path) -> None:
    async with office(tmp_path) as bot:
        await bot.here.command("/backlinks fetch site.example")
        told = await bot.here.wait_for(lambda m: "No vendor's API is set up" in m["text"])
        assert "AHREFS_API_KEY" in told["text"]


async def test_status_says_what_is_left_to_buy(tmp_path: Path) -> None:
    usage = {
        "limits_and_usage": {
            "units_limit_workspace": 500_000,
            "units_usage_workspace": 88_000,
            "usage_reset_date": "2026-12-01T00:00:00Z",
        }
    }
    async with vendor(as_json(usage)) as server, shop(tmp_path, server) as bot:
        await bot.here.command("/backlinks status")
        told = await bot.here.wait_for(lambda m: "Running since" in m["text"])
        assert "0 of 2,000 rows bought today" in told["text"]
        assert "412,000 of 500,000 API units left until 1 December 2026" in told["text"]
        assert server.asked[0].path == "/v3/subscription-info/limits-and-usage"
