"""What is DataForSEO's own: its pages, its two levels of status, its price afterwards."""

from typing import Any

import pytest

from bot.domain.paid_fetches import Cost, Unit
from tests.adapters.sources.sellers import DATAFORSEO, SITE, TODAY, Sleeps, buy, kept, refusal
from tests.vendors import (
    LOGIN,
    Reply,
    as_json,
    as_text,
    dataforseo,
    dataforseo_answer,
    dataforseo_refuses,
    dataforseo_row,
    vendor,
)


async def test_dataforseo_is_asked_for_direct_links_that_live_now() -> None:
    async with vendor(dataforseo([])) as server:
        await DATAFORSEO.make(server, Sleeps()).fetch(SITE, most_rows=30, as_of=TODAY)
        (asked,) = server.asked
    assert asked.path == "/v3/backlinks/backlinks/live"
    (task,) = asked.body
    assert (task["target"], task["limit"], task["offset"]) == (SITE, 30, 0)
    assert task["backlinks_status_type"] == "live"
    assert task["include_indirect_links"] is False


async def test_dataforseo_names_its_price_afterwards_over_all_pages() -> None:
    rows = [dataforseo_row(f"https://a{number}.example/") for number in range(1_500)]
    async with vendor(dataforseo(rows)) as server:
        source = DATAFORSEO.make(server, Sleeps())
        assert source.cost_at_most(1_200) is None
        found = await source.fetch(SITE, most_rows=1_200, as_of=TODAY)
        assert [(a.body[0]["offset"], a.body[0]["limit"]) for a in server.asked] == [
            (0, 1000),
            (1000, 200),
        ]
    assert (len(found.rows), found.rows_counted, found.total) == (1_200, 1_200, 1_500)
    assert found.cost == Cost(0.0406, Unit.US_DOLLARS)
    assert found.complete is False
    assert [row.line for row in found.rows] == list(range(1, 1_201))


@pytest.mark.parametrize(
    ("total", "complete"), [(2, True), (3, False), ("many", None), (None, True)], ids=repr
)
async def test_dataforseo_is_complete_only_where_it_says_so(
    total: Any, complete: bool | None
) -> None:
    rows = [dataforseo_row(), dataforseo_row("https://b.example/")]
    found = await buy(DATAFORSEO, as_json(dataforseo_answer(rows, total=total)))
    assert found.complete is complete


@pytest.mark.parametrize(
    ("second", "counted", "says"),
    [
        (as_text("oops", status=502), 1_500, "trouble of its own (502)"),
        (dataforseo_refuses(40210, "Insufficient funds."), 1_000, "Insufficient funds"),
        (dataforseo_refuses(40202), 1_000, "fewer requests"),
        (as_json({"status_code": 20000, "tasks": []}), 1_500, "in a shape"),
    ],
)
async def test_what_came_before_a_failure_is_kept_and_said(
    second: Reply, counted: int, says: str
) -> None:
    rows = [dataforseo_row(f"https://a{number}.example/") for number in range(2_000)]
    found = await buy(DATAFORSEO, dataforseo(rows), second, most_rows=1_500)
    assert len(kept(found)) == 1_000
    assert says in (found.stopped or "")
    assert found.complete is False
    assert found.rows_counted == counted, "a page that may have been charged counts against the day"


@pytest.mark.parametrize("at_task", [False, True])
@pytest.mark.parametrize(
    ("code", "says", "nothing_spent"),
    [
        (40100, "DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD", True),
        (40104, "DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD", True),
        (40200, "the balance", True),
        (40203, "the day's limit of the account", True),
        (40210, "the balance", True),
        (40204, "may not ask for backlinks", True),
        (40501, "does not take the request (40501)", True),
        (50000, "trouble of its own (50000)", False),
        (50301, "trouble of its own (50301)", False),
    ],
)
async def test_dataforseo_s_refusals_are_seen_at_both_levels(
    at_task: bool, code: int, says: str, nothing_spent: bool
) -> None:
    told = await refusal(DATAFORSEO, dataforseo_refuses(code, "the reason why", at_task=at_task))
    assert says in str(told)
    assert "the reason why" in str(told)
    assert told.nothing_spent is nothing_spent


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "DATAFORSEO_LOGIN"), (402, "the balance"), (404, "(404)"), (500, "(500)")],
)
async def test_dataforseo_s_statuses_count_where_nothing_stands_inside(
    status: int, says: str
) -> None:
    assert says in str(await refusal(DATAFORSEO, as_text("", status=status)))


async def test_a_refused_task_that_was_charged_is_not_called_free() -> None:
    told = await refusal(DATAFORSEO, dataforseo_refuses(40501, at_task=True, cost=0.02))
    assert not told.nothing_spent


@pytest.mark.parametrize(
    "reply", [dataforseo_refuses(40102, at_task=True), as_json(dataforseo_answer(None, total=0))]
)
async def test_no_results_are_an_empty_answer(reply: Reply) -> None:
    found = await buy(DATAFORSEO, reply)
    assert (found.rows, found.total, found.complete) == ((), 0, True)


@pytest.mark.parametrize(
    ("fields", "followed", "nofollow"),
    [
        ({}, True, None),
        ({"dofollow": False, "attributes": ["nofollow"]}, False, True),
        ({"dofollow": False, "attributes": ["ugc"]}, False, False),
        ({"dofollow": True, "attributes": ["noopener"]}, True, None),
        ({"dofollow": False}, False, True),
        ({"dofollow": None, "attributes": "nofollow sponsored"}, False, True),
        ({"dofollow": None}, None, None),
    ],
)
async def test_dataforseo_follows(
    fields: dict[str, Any], followed: bool | None, nofollow: bool | None
) -> None:
    (link,) = kept(await buy(DATAFORSEO, dataforseo([dataforseo_row(**fields)])))
    assert (link.followed, link.nofollow) == (followed, nofollow)


@pytest.mark.parametrize(
    ("money", "said"),
    [
        ({"balance": 62.78}, "$62.78 left"),
        ({"balance": None}, "the key works; it does not say what is left"),
        (None, "the key works; it does not say what is left"),
    ],
)
async def test_dataforseo_says_what_is_left_for_free(money: object, said: str) -> None:
    result = {"login": LOGIN, "money": money}
    body = {"status_code": 20000, "tasks": [{"status_code": 20000, "result": [result]}]}
    async with vendor(as_json(body)) as server:
        look = await DATAFORSEO.make(server, Sleeps()).account()
        assert server.asked[0].path == "/v3/appendix/user_data"
    assert (look.said, look.problem) == (said, None)
