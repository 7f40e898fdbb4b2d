"""Turns: one request at a time and one a while for each host, and no host waits for another."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.http import politeness as politeness_module
from bot.adapters.http.politeness import HostOnHoldError, Politeness
from bot.adapters.http.retry_after import read_retry_after
from bot.errors import FetchError
from tests.adapters.http.conftest import MakeFetcher
from tests.adapters.http.servers import Request, answer, html, redirect, serve


class FakeTime:
    """Time that passes when everybody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, future))
        await future

    async def run(self, *tasks: Coroutine[Any, Any, Any]) -> list[Any]:
        """Run the tasks to their end, letting time pass only when all of them wait."""
        whole = asyncio.gather(*tasks)
        while not whole.done():
            for _ in range(50):
                await asyncio.sleep(0)
            if not whole.done():
                self._pass_time()
        return list(whole.result())

    def _pass_time(self) -> None:
        self._sleepers = [(at, future) for at, future in self._sleepers if not future.done()]
        self._sleepers.sort(key=lambda sleeper: sleeper[0])
        at, future = self._sleepers.pop(0)
        self.now = max(self.now, at)
        future.set_result(None)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


MakePoliteness = Callable[..., Politeness]


@pytest.fixture
def polite(time: FakeTime) -> MakePoliteness:
    def make(**changes: Any) -> Politeness:
        values: dict[str, Any] = {
            "delay_seconds": 1,
            "max_connections": 100,
            "max_wait_on_hold_seconds": 30,
        }
        return Politeness(now=time, sleep=time.sleep, **(values | changes))

    return make


async def test_a_host_is_asked_once_a_second_in_the_order_of_asking(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns, log = polite(), []

    async def ask(name: int) -> None:
        async with turns.turn("a.example"):
            log.append((name, time.now))

    await time.run(*(ask(name) for name in range(5)))
    assert log == [(0, 0.0), (1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0)]


async def test_a_host_has_one_connection_at_a_time(time: FakeTime, polite: MakePoliteness) -> None:
    turns, busy = polite(), 0

    async def ask() -> None:
        nonlocal busy
        async with turns.turn("a.example"):
            busy += 1
            assert busy == 1
            await time.sleep(5)
            busy -= 1

    await time.run(*(ask() for _ in range(4)))
    assert time.now == 20.0


async def test_the_delay_counts_from_request_to_request(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns, began = polite(delay_seconds=3), []

    async def ask() -> None:
        async with turns.turn("a.example"):
            began.append(time.now)
            await time.sleep(2)

    await time.run(*(ask() for _ in range(3)))
    assert began == [0.0, 3.0, 6.0]


async def test_no_host_waits_for_another(time: FakeTime, polite: MakePoliteness) -> None:
    turns = polite()

    async def ask(host: str) -> float:
        async with turns.turn(host):
            return time.now

    hosts = ["slow.example"] * 50 + [f"{n}.example" for n in range(50)]
    began = await time.run(*(ask(host) for host in hosts))
    assert began[50:] == [0.0] * 50


async def test_there_are_never_more_connections_than_allowed(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns, busy, most = polite(max_connections=7), 0, 0

    async def ask(host: str) -> None:
        nonlocal busy, most
        async with turns.turn(host):
            busy += 1
            most = max(most, busy)
            await time.sleep(1)
            busy -= 1

    await time.run(*(ask(f"{n}.example") for n in range(50)))
    assert most == 7


async def test_who_waits_for_a_host_holds_no_connection(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns = polite(max_connections=1, delay_seconds=100)

    async def ask(host: str) -> float:
        async with turns.turn(host):
            return time.now

    began = await time.run(ask("a.example"), ask("a.example"), ask("b.example"))
    assert began == [0.0, 100.0, 0.0]


async def test_a_cancelled_wait_costs_the_host_nothing(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns = polite()

    async def ask() -> float:
        async with turns.turn("a.example"):
            return time.now

    async def impatient() -> None:
        task = asyncio.create_task(ask())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    began = await time.run(ask(), impatient(), impatient(), ask())
    assert (began[0], began[3]) == (0.0, 1.0)


async def test_an_error_in_a_turn_ends_it(time: FakeTime, polite: MakePoliteness) -> None:
    turns = polite()

    async def ask(*, fails: bool) -> float:
        async with turns.turn("a.example"):
            if fails:
                raise ValueError
            return time.now

    with pytest.raises(ValueError):
        await ask(fails=True)
    assert await time.run(ask(fails=False)) == [1.0]


@pytest.mark.parametrize(("asked", "waits"), [(0.5, 1.0), (10.0, 10.0), (500.0, 30.0)])
async def test_a_crawl_delay_is_kept_up_to_a_limit(
    time: FakeTime, polite: MakePoliteness, asked: float, waits: float
) -> None:
    turns = polite()

    async def ask() -> float:
        async with turns.turn("a.example", crawl_delay_seconds=asked):
            return time.now

    assert await time.run(ask(), ask()) == [0.0, waits]


async def test_a_host_on_hold_is_waited_for_when_it_is_not_long(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns = polite()

    async def ask(host: str) -> float:
        async with turns.turn(host):
            return time.now

    turns.hold("a.example", 20, 503)
    assert await time.run(ask("a.example"), ask("b.example")) == [20.0, 0.0]
    assert await time.run(ask("a.example")) == [21.0]


async def test_a_host_on_hold_for_long_is_refused_at_once(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns = polite()
    turns.hold("a.example", 100, 429)
    for _ in range(2):
        with pytest.raises(HostOnHoldError) as caught:
            async with turns.turn("a.example"):
                pass
        assert (caught.value.status, caught.value.seconds) == (429, 100.0)
    time.now = 101
    async with turns.turn("a.example"):
        pass


async def test_a_hold_is_never_longer_than_an_hour(time: FakeTime, polite: MakePoliteness) -> None:
    turns = polite()
    turns.hold("a.example", 10**9, 429)
    time.now = 3601
    async with turns.turn("a.example"):
        pass


async def test_hosts_are_forgotten_when_nothing_is_to_be_remembered(
    time: FakeTime, polite: MakePoliteness
) -> None:
    turns = polite()
    for number in range(10_000):
        time.now += 0.1
        async with turns.turn(f"{number}.example"):
            pass
    assert len(turns._hosts) < 30


async def test_hosts_on_hold_do_not_pile_up_without_end(
    time: FakeTime, polite: MakePoliteness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness_module, "MAX_REMEMBERED_HOSTS", 100)
    turns = polite()
    for number in range(1_000):
        async with turns.turn(f"{number}.example"):
            turns.hold(f"{number}.example", 3600, 429)
    assert len(turns._hosts) <= 102
    with pytest.raises(HostOnHoldError):
        async with turns.turn("999.example"):
            pass


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0), (" 5 ", 5.0), ("0", 0.0), ("9" * 50, 999_999_999.0),
        ("Mon, 23 Nov 2026 12:01:00 GMT", 60.0), ("Mon, 23 Nov 2026 13:01:00 +0100", 60.0),
        ("Mon, 23 Nov 2026 12:01:00", 60.0), ("Monday, 23-Nov-26 12:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2020 12:01:00 GMT", 0.0),
        (None, None), ("", None), ("soon", None), ("-5", None), ("1.5", None), ("٣", None),
        ("Mon, 99 Nov 2026 12:01:00 GMT", None), ("Mon, 23 Nov 99999 12:01:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize(
    ("status", "reason"), [("429 Slow down", "blocked"), ("503 Busy", "server_error")]
)
async def test_retry_after_is_obeyed(fetcher_with: MakeFetcher, status: str, reason: str) -> None:
    fetcher = fetcher_with(static_hosts=("*.example=127.0.0.1",))
    async with serve(answer(b"", "Retry-After: 600", status=status)) as server:
        page = await fetcher.fetch(f"http://a.example:{server.port}/")
        assert page.status == int(status[:3])
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(f"http://a.example:{server.port}/other")
        assert caught.value.reason == reason
        assert "10 minutes" in str(caught.value)
        await fetcher.fetch(f"http://b.example:{server.port}/")
    assert len(server.requests) == 2


async def test_a_short_retry_after_is_waited_for(fetcher_with: MakeFetcher) -> None:
    answers = [answer(b"", "Retry-After: 1", status="503 Busy"), html()]
    async with serve(lambda request: answers.pop(0)) as server:
        fetcher = fetcher_with(fetch_deadline_seconds=1.5)
        assert (await fetcher.fetch(server.url())).status == 503
        assert (await fetcher.fetch(server.url())).status == 200


async def test_waiting_for_a_turn_does_not_count_against_the_deadline(
    fetcher_with: MakeFetcher,
) -> None:
    async with serve(html()) as server:
        fetcher = fetcher_with(host_delay_seconds=0.3, fetch_deadline_seconds=0.8)
        pages = await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(5)))
    assert [page.status for page in pages] == [200] * 5


async def test_a_server_sees_one_connection_and_keeps_it(fetcher_with: MakeFetcher) -> None:
    async with serve(html()) as server:
        fetcher = fetcher_with()
        await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(20)))
    assert (server.most_open, server.connections, len(server.requests)) == (1, 1, 20)


async def test_hosts_that_redirect_to_each_other_do_not_lock_each_other_out(
    fetcher_with: MakeFetcher,
) -> None:
    def handle(request: Request) -> bytes:
        host = request.header("host") or ""
        if request.path == "/end":
            return html()
        other = host.replace("a.", "b.") if host.startswith("a.") else host.replace("b.", "a.")
        return redirect(f"http://{other}/end")

    fetcher = fetcher_with(static_hosts=("*.example=127.0.0.1",), max_connections=1)
    async with serve(handle) as server:
        pages = await asyncio.gather(
            *(fetcher.fetch(f"http://{name}.example:{server.port}/") for name in "abababab")
        )
    assert [len(page.hops) for page in pages] == [1] * 8
