"""Both vendors' APIs keep one promise, however odd the answer: `bot.ports.PaidSource`."""

import asyncio
import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest
from aiohttp import web

from bot.adapters.http.client import make_client
from bot.adapters.sources.ahrefs_api import FIELDS, AhrefsApi
from bot.adapters.sources.api_client import MOST_BYTES, WAITS_SECONDS, ApiClient
from bot.adapters.sources.dataforseo_api import DataForSeoApi
from bot.config import load
from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import KeptRow, RefusedRow
from bot.domain.paid_fetches import Cost, FetchedLinks, Unit
from bot.errors import PaidSourceError
from bot.ports import PaidSource
from tests.hostile import HOSTILE_TEXTS
from tests.vendors import (
    AHREFS_KEY,
    LOGIN,
    PASSWORD,
    Reply,
    Vendor,
    ahrefs,
    ahrefs_row,
    as_json,
    as_text,
    dataforseo,
    dataforseo_answer,
    dataforseo_refuses,
    dataforseo_row,
    vendor,
)

SITE = DomainName("site.example")
TODAY = date(2026, 11, 24)


@dataclass(slots=True)
class Sleeps:
    """Waiting that takes no time, and how long it would have been."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def client_for(url: str) -> Callable[[], httpx.AsyncClient]:
    settings = load({"ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8"})
    host = str(httpx.URL(url).host)
    return lambda: make_client(settings, allowed_hosts=frozenset({host}))


@dataclass(frozen=True, slots=True)
class Seller:
    """One vendor's API, and how its answers are made."""

    name: str
    make: Callable[[Vendor, Sleeps], PaidSource]
    row: Callable[..., dict[str, object]]
    good: Callable[[Sequence[object]], Reply]
    around: Callable[[object], object]
    """An answer in the right shape around whatever should be the list of rows."""


def _at_ahrefs(server: Vendor, sleeps: Sleeps) -> PaidSource:
    return AhrefsApi(f"{server.url}/v3", AHREFS_KEY, client_for(server.url), sleep=sleeps)


def _at_dataforseo(server: Vendor, sleeps: Sleeps) -> PaidSource:
    return DataForSeoApi(server.url, LOGIN, PASSWORD, client_for(server.url), sleep=sleeps)


AHREFS = Seller("ahrefs", _at_ahrefs, ahrefs_row, ahrefs, lambda rows: {"backlinks": rows})
DATAFORSEO = Seller(
    "dataforseo",
    _at_dataforseo,
    dataforseo_row,
    dataforseo,
    lambda rows: dataforseo_answer(rows, total=7),
)
SELLERS = pytest.mark.parametrize("seller", [AHREFS, DATAFORSEO], ids=lambda seller: seller.name)


async def buy(
    seller: Seller, *replies: Reply, most_rows: int = 100, sleeps: Sleeps | None = None
) -> FetchedLinks:
    async with vendor(*replies) as server:
        source = seller.make(server, sleeps or Sleeps())
        return await source.fetch(SITE, most_rows=most_rows, as_of=TODAY)


async def refusal(seller: Seller, *replies: Reply, sleeps: Sleeps | None = None) -> PaidSourceError:
    with pytest.raises(PaidSourceError) as caught:
        await buy(seller, *replies, sleeps=sleeps)
    assert caught.value.source == seller.name
    money = "Nothing was spent." if caught.value.nothing_spent else "may have been charged"
    assert money in str(caught.value)
    return caught.value


def kept(found: FetchedLinks) -> list[Backlink]:
    return [row.backlink for row in found.rows if isinstance(row, KeptRow)]


def refused(found: FetchedLinks) -> list[str]:
    return [row.why for row in found.rows if isinstance(row, RefusedRow)]


@SELLERS
async def test_a_row_is_read_whole(seller: Seller) -> None:
    found = await buy(seller, seller.good([seller.row()]))
    (link,) = kept(found)
    assert link.source == f"{seller.name}_api"
    assert (link.referring_page, link.referring_domain) == (
        "https://blog.example/post",
        "blog.example",
    )
    assert (link.target_url, link.target_domain) == ("https://site.example/guide", SITE)
    assert (link.anchor, link.title, link.followed, link.lost) == (
        "the guide",
        "A post",
        True,
        False,
    )
    assert (link.first_seen, link.last_seen) == (date(2025, 2, 3), date(2026, 11, 20))
    assert (link.as_of, link.lost_on) == (TODAY, None)
    assert found.rows_counted == 1


@SELLERS
async def test_the_secret_goes_along_in_a_header_and_nowhere_else(seller: Seller) -> None:
    async with vendor(seller.good([seller.row()])) as server:
        await seller.make(server, Sleeps()).fetch(SITE, most_rows=5, as_of=TODAY)
        (asked,) = server.asked
    assert asked.headers["Authorization"].split(" ")[0] in ("Bearer", "Basic")
    for secret in (AHREFS_KEY, LOGIN, PASSWORD):
        assert secret not in str((asked.path, asked.query, asked.body))


@SELLERS
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url_from": None}, "it names no linking page"),
        ({"url_from": 17}, "`17` is not a web address"),
        ({"url_from": {"href": "https://a.example"}}, "it names no linking page"),
        ({"url_from": "javascript:alert(1)"}, "is not a web address"),
        ({"url_from": "https://127.0.0.1/x"}, "not on a domain that somebody registered"),
        ({"url_from": "https://www.site.example/own"}, "an internal link, not a backlink"),
        ({"url_to": "https://elsewhere.example/"}, "it links to elsewhere.example"),
        ({"url_to": "mailto:us@site.example"}, "which is not a web address"),
    ],
)
async def test_a_row_that_is_no_backlink_is_refused_with_its_reason(
    seller: Seller, fields: dict[str, object], why: str
) -> None:
    found = await buy(seller, seller.good([seller.row(**fields), seller.row("https://b.example/")]))
    assert len(kept(found)) == 1
    assert why in refused(found)[0]


@SELLERS
@pytest.mark.parametrize("odd", [None, 5, "row", [], True], ids=repr)
async def test_what_is_no_row_is_refused_and_hides_no_other(seller: Seller, odd: object) -> None:
    found = await buy(seller, seller.good([odd, seller.row()]))
    assert len(kept(found)) == 1
    assert refused(found) == ["it is not a row with named fields"]


@SELLERS
@pytest.mark.parametrize(
    "odd", [None, 5, -3.5, "", "??", [], {"a": [1]}, True, "9" * 400], ids=repr
)
async def test_facts_of_a_wrong_kind_are_not_facts(seller: Seller, odd: object) -> None:
    needed = ("url_from", "url_to")
    row = {name: value if name in needed else odd for name, value in seller.row().items()}
    (link,) = kept(await buy(seller, seller.good([row])))
    assert link.first_seen is None or isinstance(link.first_seen, date)
    assert all(abs(figure) < 1e15 for figure in link.metrics.values())
    assert link.referring_page == "https://blog.example/post"


@SELLERS
async def test_missing_and_further_fields_are_no_trouble(seller: Seller) -> None:
    bare = {"url_from": "https://a.example/x", "url_to": "https://site.example/"}
    more = seller.row("https://b.example/", surprise={"deep": [1, 2]}, another=None)
    first, second = kept(await buy(seller, seller.good([bare, more])))
    assert (first.anchor, first.followed, first.lost, first.first_seen) == (None, None, None, None)
    assert second.followed is True


@SELLERS
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_strangers_words_stay_words(seller: Seller, text: str) -> None:
    found = await buy(
        seller, seller.good([seller.row(anchor=text, page_from_title=text, title=text)])
    )
    assert len(kept(found)) == 1


@SELLERS
async def test_an_empty_answer_is_an_answer(seller: Seller) -> None:
    found = await buy(seller, seller.good([]))
    assert (found.rows, found.rows_counted) == ((), 0)


@SELLERS
@pytest.mark.parametrize(
    "body", [None, [], {}, "ok", 5, {"backlinks": None, "tasks": None}, {"tasks": [None]}, {"tasks": [{"result": [None]}]}],
    ids=repr,
)  # fmt: skip
async def test_an_answer_in_another_shape_is_told_and_nothing_is_kept(
    seller: Seller, body: object
) -> None:
    told = await refusal(seller, as_json(body))
    assert "in a shape that this program does not know" in str(told)
    assert not told.nothing_spent


@SELLERS
@pytest.mark.parametrize("rows", [{"0": {}}, "rows", 7, None], ids=repr)
async def test_a_list_that_is_none_is_another_shape(seller: Seller, rows: object) -> None:
    assert "in a shape" in str(await refusal(seller, as_json(seller.around(rows))))


@SELLERS
async def test_a_web_page_instead_of_data_is_told(seller: Seller) -> None:
    page = "<html><script>alert(1)</script>Sign in</html>"
    told = await refusal(seller, as_text(page))
    assert "not JSON, a web page for instance" in str(told)
    assert "script" not in str(told)


@SELLERS
async def test_an_answer_cut_off_in_the_middle_is_told(seller: Seller) -> None:
    assert "not JSON" in str(
        await refusal(seller, as_text('{"backlinks": [{"url_fr', kind="application/json"))
    )


@SELLERS
async def test_a_packed_answer_is_unpacked(seller: Seller) -> None:
    plain = json.dumps(seller.around([seller.row()])).encode()

    def packed(_: object) -> web.StreamResponse:
        return web.Response(
            body=gzip.compress(plain),
            headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
        )

    assert len(kept(await buy(seller, packed))) == 1


@SELLERS
async def test_an_answer_that_unpacks_without_end_is_not_read_to_its_end(seller: Seller) -> None:
    bomb = gzip.compress(b" " * (MOST_BYTES + 1_000_000))

    def packed(_: object) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    assert "more than 20 MB" in str(await refusal(seller, packed))


@SELLERS
async def test_a_redirect_is_not_followed(seller: Seller) -> None:
    elsewhere = as_text("", status=302, headers={"Location": "https://elsewhere.example/"})
    assert "302" in str(await refusal(seller, elsewhere))


@SELLERS
async def test_a_vendor_that_cannot_be_reached_costs_nothing(seller: Seller) -> None:
    async with vendor(seller.good([])) as server:
        source = seller.make(server, Sleeps())
    with pytest.raises(PaidSourceError, match="cannot be reached") as caught:
        await source.fetch(SITE, most_rows=5, as_of=TODAY)
    assert caught.value.nothing_spent


async def test_an_answer_that_does_not_come_is_given_up_and_may_have_been_charged() -> None:
    stuck = asyncio.Event()

    async def wait(_: web.Request) -> web.StreamResponse:
        await stuck.wait()
        return web.Response()

    from aiohttp.test_utils import TestServer  # noqa: PLC0415 - this test's own server alone

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", wait)
    async with TestServer(app) as server:
        url = str(server.make_url("/"))
        client = ApiClient("ahrefs", client_for(url), headers={}, secrets=(), deadline_seconds=0.05)
        with pytest.raises(PaidSourceError, match="did not answer in time") as caught:
            await client.ask("GET", url)
        stuck.set()
    assert not caught.value.nothing_spent


async def test_no_other_host_is_asked_whatever_the_settings_of_the_web_are() -> None:
    settings = load({"ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8"})
    client = lambda: make_client(settings, allowed_hosts=frozenset({"api.ahrefs.com"}))  # noqa: E731 - a factory
    async with vendor(ahrefs([ahrefs_row()])) as server:
        source = AhrefsApi(server.url, AHREFS_KEY, client)
        with pytest.raises(PaidSourceError, match="cannot be reached"):
            await source.fetch(SITE, most_rows=5, as_of=TODAY)
        assert server.asked == []


def rate_limited(seller: Seller) -> Reply:
    return (
        as_json({"error": "Too Many Requests"}, status=429)
        if seller is AHREFS
        else dataforseo_refuses(40202)
    )


@SELLERS
async def test_a_rate_limit_is_waited_for_and_then_given_up(seller: Seller) -> None:
    sleeps = Sleeps()
    told = await refusal(seller, rate_limited(seller), sleeps=sleeps)
    assert sleeps.seconds == list(WAITS_SECONDS)
    assert told.nothing_spent
    assert "fewer requests" in str(told)


@SELLERS
async def test_after_a_rate_limit_it_goes_on(seller: Seller) -> None:
    sleeps = Sleeps()
    replies = (rate_limited(seller), seller.good([seller.row()]))
    assert len(kept(await buy(seller, *replies, sleeps=sleeps))) == 1
    assert sleeps.seconds == [WAITS_SECONDS[0]]


@pytest.mark.parametrize(("asked", "waited"), [("20", [20.0]), ("3600", []), ("soon", [5.0])])
async def test_a_wait_that_the_vendor_asks_for_is_kept_unless_it_is_too_long(
    asked: str, waited: list[float]
) -> None:
    sleeps = Sleeps()
    limited = as_json({"error": "slow down"}, status=429, headers={"Retry-After": asked})
    if waited:
        await buy(AHREFS, limited, ahrefs([ahrefs_row()]), sleeps=sleeps)
    else:
        await refusal(AHREFS, limited, sleeps=sleeps)
    assert sleeps.seconds == waited


@SELLERS
@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_vendor_s_own_trouble_is_never_asked_again(seller: Seller, status: int) -> None:
    async with vendor(as_text("<h1>Bad Gateway</h1>", status=status)) as server:
        with pytest.raises(PaidSourceError, match=f"trouble of its own \\({status}\\)") as caught:
            await seller.make(server, Sleeps()).fetch(SITE, most_rows=5, as_of=TODAY)
        assert len(server.asked) == 1
    assert not caught.value.nothing_spent


# --- Ahrefs alone


async def test_ahrefs_is_asked_for_what_lives_now_and_for_no_field_too_many() -> None:
    async with vendor(ahrefs([])) as server:
        await _at_ahrefs(server, Sleeps()).fetch(SITE, most_rows=30, as_of=TODAY)
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
        source = _at_ahrefs(server, Sleeps())
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
        look = await _at_ahrefs(server, Sleeps()).account()
        assert server.asked[0].path == "/v3/subscription-info/limits-and-usage"
    assert (look.said, look.problem) == (said, None)


@SELLERS
@pytest.mark.parametrize(
    "reply", [as_text("<html>"), as_json({}), as_json([]), as_json({"error": "no"}, status=401)]
)
async def test_an_account_that_cannot_be_asked_is_a_problem_and_no_crash(
    seller: Seller, reply: Reply
) -> None:
    async with vendor(reply) as server:
        look = await seller.make(server, Sleeps()).account()
    assert look.problem
    assert AHREFS_KEY not in look.problem


# --- DataForSEO alone


async def test_dataforseo_is_asked_for_direct_links_that_live_now() -> None:
    async with vendor(dataforseo([])) as server:
        await _at_dataforseo(server, Sleeps()).fetch(SITE, most_rows=30, as_of=TODAY)
        (asked,) = server.asked
    assert asked.path == "/v3/backlinks/backlinks/live"
    (task,) = asked.body
    assert (task["target"], task["limit"], task["offset"]) == (SITE, 30, 0)
    assert task["backlinks_status_type"] == "live"
    assert task["include_indirect_links"] is False


async def test_dataforseo_names_its_price_afterwards_over_all_pages() -> None:
    rows = [dataforseo_row(f"https://a{number}.example/") for number in range(1_500)]
    async with vendor(dataforseo(rows)) as server:
        source = _at_dataforseo(server, Sleeps())
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
        look = await _at_dataforseo(server, Sleeps()).account()
        assert server.asked[0].path == "/v3/appendix/user_data"
    assert (look.said, look.problem) == (said, None)
