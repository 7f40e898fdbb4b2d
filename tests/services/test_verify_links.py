"""Many links are verified in order, each page fetched once, and nothing stops the run."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

import pytest

from bot.domain.names import parse_target
from bot.domain.pages import Page, Validators
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import FetchError, InvalidInputError
from bot.services.verify_links import LinkRow, VerifiedRow, look_at, verify_many, verify_rows
from tests.fakes import FakeFetcher
from tests.looks import NOW, PROSE, a_page

A = "https://a.example/"
B = "https://b.example/"
LINKED = f"{PROSE}<a href='https://site.com/'>x</a><a href='https://other.example/'>y</a>"


def clock() -> datetime:
    return NOW


async def verified(rows: list[LinkRow], fetcher: FakeFetcher) -> list[Observation]:
    return [seen async for seen in verify_many(rows, fetcher=fetcher, clock=clock)]


def verdicts(seen: list[Observation]) -> list[str]:
    return [one.reason or one.state for one in seen]


async def test_links_come_back_in_order_and_each_page_is_fetched_once() -> None:
    fetcher = FakeFetcher({A: a_page(LINKED, url=A), B: a_page(PROSE, url=B)})
    rows = [
        LinkRow(A, "site.com"), LinkRow(B, "site.com"), LinkRow("a.example", "gone.example"),
        LinkRow(A, "other.example"), LinkRow(A, "site.com"), LinkRow("https://a.example/#x", "site.com"),
    ]  # fmt: skip
    seen = await verified(rows, fetcher)
    assert verdicts(seen) == ["live", "link_removed", "link_removed", "live", "live", "live"]
    assert [one.target for one in seen] == [
        "site.com", "site.com", "gone.example", "other.example", "site.com", "site.com",
    ]  # fmt: skip
    assert sorted(fetcher.urls) == [A, B]


async def test_a_bad_row_is_answered_in_its_place() -> None:
    rows = [
        LinkRow("nope", "site.com"),
        LinkRow(A, "site.com"),
        LinkRow(A, "nope"),
        LinkRow("", ""),
    ]
    seen = await verified(rows, FakeFetcher({A: a_page(LINKED, url=A)}))
    assert verdicts(seen) == ["bad_url", "live", "bad_url", "bad_url"]
    assert (seen[0].referring_page, seen[2].target) == ("nope", "nope")
    assert "is not a domain" in seen[2].evidence.because


async def test_an_unreachable_page_is_unverified_for_each_of_its_rows() -> None:
    fetcher = FakeFetcher({A: FetchError("timeout", "The host did not answer in time.", url=A)})
    seen = await verified([LinkRow(A, "site.com"), LinkRow(A, "other.example")], fetcher)
    assert verdicts(seen) == ["timeout", "timeout"]
    assert {one.state for one in seen} == {State.UNVERIFIED}
    assert seen[0].evidence.because == "The host did not answer in time."
    assert seen[0].checked_at == NOW


async def test_no_rows_are_no_work() -> None:
    assert await verified([], FakeFetcher()) == []


async def test_rows_may_arrive_one_by_one() -> None:
    async def arriving() -> AsyncIterator[LinkRow]:
        for name in ("site.com", "other.example", "nope"):
            await asyncio.sleep(0)
            yield LinkRow(A, name)

    fetcher = FakeFetcher({A: a_page(LINKED, url=A)})
    seen = [one async for one in verify_many(arriving(), fetcher=fetcher, clock=clock)]
    assert verdicts(seen) == ["live", "live", "bad_url"]


class Slow:
    """A fetcher whose pages come when they are let go; counts how many are asked at once."""

    def __init__(self) -> None:
        self.gates: dict[str, asyncio.Event] = {}
        self.now: list[str] = []
        self.most = 0

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        gate = self.gates.setdefault(url, asyncio.Event())
        self.now.append(url)
        self.most = max(self.most, len(self.now))
        await gate.wait()
        self.now.remove(url)
        return a_page(LINKED, url=url)

    def open(self, url: str) -> None:
        self.gates.setdefault(url, asyncio.Event()).set()


async def settle() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


async def test_a_row_that_arrives_while_its_page_is_fetched_shares_the_fetch() -> None:
    slow, late = Slow(), asyncio.Event()

    async def arriving() -> AsyncIterator[LinkRow]:
        yield LinkRow(A, "site.com")
        await late.wait()
        yield LinkRow(A, "other.example")

    run = asyncio.create_task(_collect(verify_rows(arriving(), fetcher=slow, clock=clock)))
    await settle()
    late.set()
    await settle()
    assert slow.now == [A]
    slow.open(A)
    assert [one.observation.target for one in await run] == ["site.com", "other.example"]
    assert slow.most == 1


async def _collect(results: AsyncIterator[VerifiedRow]) -> list[VerifiedRow]:
    return [one async for one in results]


async def test_one_host_never_holds_up_the_others() -> None:
    slow = Slow()
    rows = [LinkRow(f"https://busy.example/{n}", "site.com") for n in range(50)]
    rows += [LinkRow(f"https://h{n}.example/", "site.com") for n in range(5)]
    run = asyncio.create_task(
        _collect(verify_rows(rows, fetcher=slow, clock=clock, concurrency=10))
    )
    await settle()
    assert len([url for url in slow.now if "busy" in url]) <= 2
    assert len([url for url in slow.now if "busy" not in url]) == 5
    for row in rows:
        slow.open(row.referring_page)
    assert [one.row for one in await run] == rows
    assert slow.most <= 10


async def test_no_more_are_fetched_at_once_than_allowed() -> None:
    slow = Slow()
    rows = [LinkRow(f"https://h{n}.example/", "site.com") for n in range(20)]
    run = asyncio.create_task(_collect(verify_rows(rows, fetcher=slow, clock=clock, concurrency=3)))
    await settle()
    assert len(slow.now) == 3
    for row in rows:
        slow.open(row.referring_page)
    assert len(await run) == 20
    assert slow.most == 3


async def test_a_stop_hands_out_what_is_done_and_nothing_else() -> None:
    slow, stop, counted = Slow(), asyncio.Event(), list[int]()
    rows = [LinkRow(f"https://h{n}.example/", "site.com") for n in range(5)]
    results = verify_rows(
        rows, fetcher=slow, clock=clock, stop=stop, done=counted.append, concurrency=5
    )
    run = asyncio.create_task(_collect(results))
    await settle()
    for n in (1, 3):
        slow.open(rows[n].referring_page)
    await settle()
    stop.set()
    assert [one.number for one in await run] == [1, 3]
    assert sum(counted) == 2


async def test_a_reader_that_leaves_early_ends_the_work() -> None:
    slow = Slow()
    rows = [LinkRow(f"https://h{n}.example/", "site.com") for n in range(5)]
    results = verify_rows(rows, fetcher=slow, clock=clock)
    slow.open(rows[0].referring_page)
    async for one in results:
        assert one.number == 0
        break
    await results.aclose()  # type: ignore[attr-defined]  # an async generator, promised as an iterator
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not others


async def test_an_input_that_fails_is_told_after_what_was_done() -> None:
    def rows() -> Iterator[LinkRow]:
        yield LinkRow("nope", "site.com")
        raise InvalidInputError("Line 2 is longer than a million characters.")

    results = verify_rows(rows(), fetcher=FakeFetcher(), clock=clock)
    assert (await anext(results)).number == 0
    with pytest.raises(InvalidInputError, match="Line 2"):
        await anext(results)


async def test_a_fault_of_ours_is_never_a_hang() -> None:
    class Broken:
        async def fetch(self, url: str, **_: object) -> Page:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await _collect(verify_rows([LinkRow(A, "site.com")], fetcher=Broken(), clock=clock))


# One page


async def look(fetcher: FakeFetcher, url: str = A, **how: object) -> Observation:
    [seen] = await look_at(url, [parse_target("site.com")], fetcher=fetcher, clock=clock, **how)  # type: ignore[arg-type]  # keywords as they are
    return seen


def refresh(to: str, *, url: str, delay: str = "0") -> Page:
    return a_page(f"<meta http-equiv='Refresh' content='{delay}; URL={to}'>{PROSE}", url=url)


async def test_a_meta_refresh_is_a_redirect() -> None:
    fetcher = FakeFetcher({A: refresh("/b", url=A), A + "b": a_page(LINKED, url=A + "b")})
    seen = await look(fetcher)
    assert (seen.state, seen.final_url, seen.referring_page) == (State.LIVE, A + "b", A)
    assert [(hop.url, hop.status) for hop in seen.redirects] == [(A, 200)]
    fetcher = FakeFetcher({A: refresh("/b", url=A), A + "b": a_page(PROSE, url=A + "b")})
    assert (await look(fetcher)).reason is Reason.PAGE_REDIRECTED


async def test_meta_refreshes_without_an_end_are_too_many_redirects() -> None:
    round_trip = FakeFetcher({A: refresh("/b", url=A), A + "b": refresh("/", url=A + "b")})
    seen = await look(round_trip)
    assert seen.reason is Reason.TOO_MANY_REDIRECTS
    assert [hop.url for hop in seen.redirects] == [A, A + "b"], "each step is kept as evidence"
    chain = {f"{A}{n}": refresh(f"/{n + 1}", url=f"{A}{n}") for n in range(30)}
    assert (await look(FakeFetcher(chain), f"{A}0")).reason is Reason.TOO_MANY_REDIRECTS
    chain["https://a.example/5"] = a_page(LINKED, url=f"{A}5")
    assert (await look(FakeFetcher(chain), f"{A}0")).state is State.LIVE


async def test_what_a_refresh_leads_to_may_be_out_of_reach() -> None:
    fetcher = FakeFetcher(
        {A: refresh("https://b.example/", url=A), B: FetchError("timeout", "No.")}
    )
    seen = await look(fetcher)
    assert (seen.reason, seen.referring_page) == (Reason.TIMEOUT, A)
    assert [(hop.url, hop.status) for hop in seen.redirects] == [(A, 200)]


async def test_a_conditional_request_repeats_what_was_seen() -> None:
    page = a_page(LINKED, url=A, headers=(("etag", '"7"'),))
    first = await look(FakeFetcher({A: page}))
    fetcher = FakeFetcher({A: a_page(status=304, url=A)})
    again = await look(fetcher, previous={parse_target("site.com"): first})
    assert fetcher.calls[0].validators == Validators('"7"', None)
    assert (again.state, again.href) == (State.LIVE, first.href)
    fresh = FakeFetcher({A: page})
    await look(fresh, previous={parse_target("site.com"): first}, fresh=True)
    assert (fresh.calls[0].validators, fresh.calls[0].fresh) == (None, True)


async def test_a_name_that_stays_gone_for_three_days_is_a_loss() -> None:
    first = await look(FakeFetcher())
    assert first.reason is Reason.DNS_ERROR
    days = [NOW - timedelta(days=3), NOW - timedelta(days=1)]
    earlier = [
        Observation(A, "site.com", State.UNVERIFIED, Reason.DNS_ERROR, day, evidence=first.evidence)
        for day in days
    ]
    assert (await look(FakeFetcher(), earlier=earlier)).reason is Reason.DOMAIN_GONE
    assert (await look(FakeFetcher(), earlier=earlier[1:])).reason is Reason.DNS_ERROR


async def test_a_very_large_page_is_judged_like_any_other() -> None:
    large = a_page("<p>" + "word " * 300_000 + LINKED, url=A)
    assert (await look(FakeFetcher({A: large}))).state is State.LIVE
