"""What is Ahrefs' own: its question, its price, its refusals, what it calls lost."""

from datetime import date
from typing import Any

import pytest

from bot.adapters.sources.ahrefs_api import FIELDS
from bot.domain.paid_fetches import Cost, Unit
from tests.adapters.sources.sellers import AHREFS, SITE, TODAY, Sleeps, buy, kept, refusal
from tests.hostile import HOSTILE_TEXTS
from tests.vendors import AHREFS_KEY, ahrefs, ahrefs_row, as_json, vendor


async def test_ahrefs_is_asked_for_what_lives_now_and_for_no_field_too_many() -> None:
    async with vendor(ahrefs([])) as server:
        await AHREFS.make(server, Sleeps()).fetch(SITE, most_rows=30, as_of=TODAY)
        (asked,) = server.asked
    assert asked.path == "/v3/site-explorer/all-backlinks"
    assert asked.query["select"].split(",") == list(FIELDS)
    assert {name: asked.query[name] for name in ("target", "mode", "history", "limit")} == {
        "target": SITE,
        "mode": "subdomains",
        "history": "live",
        "limit": "30",
    }
    assert asked.headers["Authorization"] == f"Bearer {AHREFS_KEY}"


@pytest.mark.parametrize(("rows", "units"), [(1, 50), (3, 50), (4, 52), (100, 1_300)])
async def test_ahrefs_price_is_told_before_as_it_counts_it(rows: int, units: int) -> None:
    async with vendor(
        ahrefs([ahrefs_row(f"https://a{n}.example/") for n in range(rows)])
    ) as server:
        source = AHREFS.make(server, Sleeps())
        assert source.cost_at_most(rows) == Cost(units, Unit.API_UNITS)
        found = await source.fetch(SITE, most_rows=rows, as_of=TODAY)
    assert found.cost == Cost(units, Unit.API_UNITS)


@pytest.mark.parametrize("told", ["", "many", "-5", "nan", "1e300"])
async def test_a_price_that_is_none_is_not_told(told: str) -> None:
    body = {"backlinks": [ahrefs_row()]}
    answer = as_json(body, headers={"x-api-units-cost-total-actual": told} if told else None)
    assert (await buy(AHREFS, answer)).cost is None


@pytest.mark.parametrize(
    ("came", "asked", "complete"),
    [(3, 50, None), (50, 50, False), (100, 500, False), (250, 400, False), (101, 500, None)],
)
async def test_ahrefs_answer_is_cut_off_where_the_order_or_a_plan_ends(
    came: int, asked: int, complete: bool | None
) -> None:
    rows = [ahrefs_row(f"https://a{number}.example/") for number in range(came)]
    assert (await buy(AHREFS, ahrefs(rows), most_rows=asked)).complete is complete


async def test_what_ahrefs_calls_lost_is_its_word_with_its_date() -> None:
    row = ahrefs_row(is_lost=True, last_seen="2026-11-02T00:00:00Z")
    (link,) = kept(await buy(AHREFS, ahrefs([row])))
    assert (link.lost, link.lost_on) == (True, date(2026, 11, 2))
    (alive,) = kept(await buy(AHREFS, ahrefs([ahrefs_row(last_seen="2026-11-02T00:00:00Z")])))
    assert (alive.lost, alive.lost_on) == (False, None)


@pytest.mark.parametrize(
    ("fields", "followed"),
    [
        ({}, True),
        ({"is_nofollow": True}, False),
        ({"is_ugc": True}, False),
        ({"is_sponsored": True}, False),
        ({"is_nofollow": None, "is_ugc": None, "is_sponsored": None}, None),
    ],
)
async def test_ahrefs_follows(fields: dict[str, Any], followed: bool | None) -> None:
    (link,) = kept(await buy(AHREFS, ahrefs([ahrefs_row(**fields)])))
    assert link.followed is followed


@pytest.mark.parametrize(
    ("status", "says", "nothing_spent"),
    [
        (400, "does not take the request (400)", True),
        (401, "AHREFS_API_KEY", True),
        (402, "the API units are used up", True),
        (403, "the API units are used up, or the plan", True),
        (404, "does not take the request (404)", True),
        (500, "trouble of its own (500)", False),
    ],
)
@pytest.mark.parametrize("body", [{"error": "the reason why"}, ["Error", "the reason why"]])
async def test_ahrefs_refusals_are_told_with_its_words(
    status: int, says: str, nothing_spent: bool, body: Any
) -> None:
    told = await refusal(AHREFS, as_json(body, status=status))
    assert says in str(told)
    assert "the reason why" in str(told)
    assert told.nothing_spent is nothing_spent


@pytest.mark.parametrize(
    "text", [*HOSTILE_TEXTS, "x" * 5_000, f"bad key {AHREFS_KEY}", "a\n\x1b[31mb\x07"]
)
async def test_a_vendor_s_words_are_quoted_short_flat_and_without_the_key(text: str) -> None:
    said = str(await refusal(AHREFS, as_json({"error": text}, status=403)))
    assert AHREFS_KEY not in said
    assert len(said) < 600
    assert said.isprintable()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"units_limit_workspace": 500_000, "units_usage_workspace": 88_000, "usage_reset_date": "2026-12-01T00:00:00Z"},
         "412,000 of 500,000 API units left until 1 December 2026"),
        ({"units_limit_workspace": 500_000, "units_usage_workspace": 88_000, "units_limit_api_key": 1_000,
          "units_usage_api_key": 1_200, "api_key_expiration_date": "2027-03-06T17:06:35Z"},
         "0 of 1,000 API units left, the key expires on 6 March 2027"),
        ({"units_limit_workspace": None, "units_usage_workspace": "x"}, "the key works; it does not say what is left"),
    ],
)  # fmt: skip
async def test_ahrefs_says_what_is_left_for_free(told: dict[str, object], said: str) -> None:
    async with vendor(as_json({"limits_and_usage": told})) as server:
        look = await AHREFS.make(server, Sleeps()).account()
        assert server.asked[0].path == "/v3/subscription-info/limits-and-usage"
    assert (look.said, look.problem) == (said, None)
