"""Both vendors' APIs keep one promise, however odd the answer: `bot.ports.PaidSource`."""

import asyncio
import gzip
import json
from datetime import date

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.http.client import make_client
from bot.adapters.sources.ahrefs_api import AhrefsApi
from bot.adapters.sources.api_client import MOST_BYTES, WAITS_SECONDS, ApiClient
from bot.config import load
from bot.errors import PaidSourceError
from tests.adapters.sources.sellers import (
    AHREFS,
    SELLERS,
    SITE,
    TODAY,
    Seller,
    Sleeps,
    buy,
    client_for,
    kept,
    refusal,
    refused,
)
from tests.hostile import HOSTILE_TEXTS
from tests.vendors import (
    AHREFS_KEY,
    LOGIN,
    PASSWORD,
    Reply,
    ahrefs,
    ahrefs_row,
    as_json,
    as_text,
    dataforseo_refuses,
    vendor,
)


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
