"""httpx's API over guarded connections: where requests go, what they carry, how failures are named."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import aiohttp
import httpx
import pytest

from bot.adapters.http.answers import AnswerHandler
from bot.adapters.http.client import make_client, make_transport
from bot.adapters.http.sockets import StaticHosts, SystemLookup, acknowledge_at_once
from bot.adapters.http.transport import RefusedError
from bot.errors import ConfigError, FetchError
from tests.adapters.http.conftest import MakeFetcher, settings
from tests.adapters.http.servers import Request, answer, html, redirect, serve
from tests.adapters.http.test_hostile_servers import sends

SECRET = answer(b"SECRET")


class FakeDns:
    """DNS of a test: answers in turn, the last one again and again; records who asked for what."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {f"{name}.example": answers for name, answers in names.items()}
        self.names["localhost"] = [["127.0.0.1"]]
        self.asked: list[str] = []

    async def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


async def reason_of(fetching: Any) -> str:
    with pytest.raises(FetchError) as caught:
        await fetching
    return caught.value.reason


ELSEWHERE = "127.0.0.2"
"""A loopback address that is opened; 127.0.0.1 is not. Stands for the public internet here."""


@pytest.fixture
def only_elsewhere(fetcher_with: MakeFetcher) -> MakeFetcher:
    def make(lookup: Any = None, **changes: Any) -> Any:
        return fetcher_with(lookup=lookup, allowed_private_networks=f"{ELSEWHERE}/32", **changes)

    return make


async def test_a_literal_address_never_reaches_dns_and_is_refused(
    only_elsewhere: MakeFetcher,
) -> None:
    dns = FakeDns()
    async with serve(SECRET) as server:
        assert await reason_of(only_elsewhere(dns).fetch(server.url())) == "unsafe_address"
    assert (server.connections, dns.asked) == (0, [])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "inside.example", "[::ffff:127.0.0.1]", "[::1]", "localhost"]
)  # fmt: skip
@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
async def test_a_redirect_inside_is_refused(
    only_elsewhere: MakeFetcher, host: str, status: str
) -> None:
    dns = FakeDns(inside=[["127.0.0.1"]])
    async with serve(SECRET) as inside:
        async with serve(
            redirect(f"http://{host}:{inside.port}/", status=status), host=ELSEWHERE
        ) as outside:
            url = outside.url().replace("127.0.0.1", ELSEWHERE)
            assert await reason_of(only_elsewhere(dns).fetch(url)) == "unsafe_address"
        assert len(outside.requests) == 1
    assert inside.connections == 0


@pytest.mark.parametrize(
    "answers", [[ELSEWHERE, "127.0.0.1"], ["127.0.0.1", ELSEWHERE], [ELSEWHERE, "::1"], [ELSEWHERE] * 9 + ["10.0.0.1"]]
)  # fmt: skip
async def test_a_mixed_answer_is_refused_whole(
    only_elsewhere: MakeFetcher, answers: list[str]
) -> None:
    async with serve(html(), host=ELSEWHERE) as server:
        fetcher = only_elsewhere(FakeDns(mixed=[answers]))
        assert (
            await reason_of(fetcher.fetch(f"http://mixed.example:{server.port}/"))
            == "unsafe_address"
        )
    assert server.connections == 0


async def test_a_local_name_leads_to_the_opened_one_of_its_addresses(
    only_elsewhere: MakeFetcher,
) -> None:
    dns = FakeDns()
    dns.names["box"] = [["::1", ELSEWHERE]]
    dns.names["other"] = [["::1", "93.184.216.34"]]
    async with serve(html(), host=ELSEWHERE) as server:
        fetcher = only_elsewhere(dns)
        assert (await fetcher.fetch(f"http://box:{server.port}/")).status == 200
        assert await reason_of(fetcher.fetch(f"http://other:{server.port}/")) == "unsafe_address"


async def test_a_name_that_changes_its_answer_gains_nothing(only_elsewhere: MakeFetcher) -> None:
    dns = FakeDns(rebinds=[[ELSEWHERE], ["127.0.0.1"]])
    async with serve(SECRET) as inside, serve(html(), host=ELSEWHERE) as outside:
        fetcher = only_elsewhere(dns)
        for url in (
            f"http://rebinds.example:{outside.port}/",
            f"http://rebinds.example:{inside.port}/",
        ):
            try:
                page = await fetcher.fetch(url, fresh=True)
            except FetchError as error:
                assert error.reason == "unsafe_address"  # noqa: PT017  (either is right)
            else:
                assert page.body == b"<p>hello</p>"
    assert inside.connections == 0


async def test_one_lookup_serves_several_requests(only_elsewhere: MakeFetcher) -> None:
    dns = FakeDns(site=[[ELSEWHERE]])
    async with serve(html(), host=ELSEWHERE) as server:
        fetcher = only_elsewhere(dns)
        for path in "abc":
            await fetcher.fetch(f"http://site.example:{server.port}/{path}")
    assert (dns.asked, server.connections) == (["site.example"], 1)


async def test_a_fresh_look_asks_dns_and_connects_anew(only_elsewhere: MakeFetcher) -> None:
    dns = FakeDns(site=[[ELSEWHERE]])
    async with serve(html(), host=ELSEWHERE) as server:
        fetcher = only_elsewhere(dns)
        for _ in range(3):
            await fetcher.fetch(f"http://site.example:{server.port}/", fresh=True)
    assert len(dns.asked) == server.connections == 3
    request = server.requests[0]
    assert (request.header("connection"), request.header("cache-control")) == ("close", "no-cache")


async def test_proxies_of_the_environment_are_not_used(
    fetcher_with: MakeFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(answer(b"proxy")) as proxy, serve(answer(b"site")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert (await fetcher_with().fetch(server.url())).body == b"site"
        async with make_client(settings(), allowed_hosts=None) as client:
            assert (await client.get(server.url())).content == b"site"
    assert proxy.connections == 0


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\0"])
async def test_no_header_of_a_request_ends_early(fetcher_with: MakeFetcher, end: str) -> None:
    async with serve(html()) as server:
        with pytest.raises(ValueError, match="end early"):
            await fetcher_with(user_agent=f"SomeBot{end}Evil: yes").fetch(server.url())
    assert server.requests == []


async def test_cookies_of_one_fetch_do_not_reach_another(fetcher_with: MakeFetcher) -> None:
    fetcher = fetcher_with()
    async with serve(html("x", "Set-Cookie: tenant=a; Path=/")) as server:
        await fetcher.fetch(server.url())
        await fetcher.fetch(server.url())
        transport = make_transport(settings())
        for _ in range(2):
            async with httpx.AsyncClient(transport=transport) as client:
                await client.get(server.url())
    assert [request.header("cookie") for request in server.requests] == [None] * 4


async def test_name_servers_that_fail_are_told_from_names_that_do_not_exist(
    fetcher_with: MakeFetcher,
) -> None:
    codes = {
        "gone": (socket.EAI_NONAME, False),
        "empty": (getattr(socket, "EAI_NODATA", -5), True),
        "busy": (socket.EAI_AGAIN, None),
        "broken": (socket.EAI_FAIL, None),
    }

    async def lookup(host: str) -> list[str]:
        raise socket.gaierror(codes[host.partition(".")[0]][0], "x")

    fetcher = fetcher_with(lookup=lookup)
    for name, (_, exists) in codes.items():
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(f"http://{name}.example/")
        assert (caught.value.reason, caught.value.name_exists) == ("dns_error", exists), name


async def test_a_name_server_that_says_nothing_is_not_believed_to_say_no(
    fetcher_with: MakeFetcher,
) -> None:
    lookup = SystemLookup(timeout_seconds=0.0, max_threads=1)
    with pytest.raises(FetchError) as caught:
        await fetcher_with(lookup=lookup).fetch("http://site.example/")
    lookup.close()
    assert (caught.value.reason, caught.value.name_exists) == ("dns_error", None)


async def test_the_system_knows_its_own_name() -> None:
    lookup = SystemLookup(timeout_seconds=10, max_threads=1)
    assert {"127.0.0.1", "::1"} & set(await lookup("localhost"))
    lookup.close()


STATIC = (
    "shop.example=127.0.0.1:{port}",
    "*.wild.example=127.0.0.1:{port}",
    "local=127.0.0.1:{port}",
)


@pytest.mark.parametrize(
    "url",
    [
        *("http://shop.example/x", "http://shop.example:8080/x", "http://SHOP.example/x"),
        *("http://a.wild.example/x", "http://a.b.wild.example/x", "http://local/x"),
        "http://shop.example:22/x",
    ],
)
async def test_static_hosts_lead_where_the_settings_say(
    fetcher_with: MakeFetcher, url: str
) -> None:
    dns = FakeDns()
    async with serve(html()) as server:
        static = tuple(entry.format(port=server.port) for entry in STATIC)
        page = await fetcher_with(lookup=dns, static_hosts=static).fetch(url)
    host = url.split("/")[2].lower()
    assert (page.status, server.requests[0].header("host")) == (200, host)
    assert dns.asked == []


async def test_a_static_host_is_guarded_all_the_same(fetcher_with: MakeFetcher) -> None:
    async with serve(SECRET) as server:
        fetcher = fetcher_with(
            allowed_private_networks=(), static_hosts=(f"shop.example=127.0.0.1:{server.port}",)
        )
        assert await reason_of(fetcher.fetch("http://shop.example/")) == "unsafe_address"
    assert server.connections == 0


async def test_names_that_are_not_static_go_to_dns(fetcher_with: MakeFetcher) -> None:
    dns = FakeDns()
    fetcher = fetcher_with(lookup=dns, static_hosts=("*.wild.example=127.0.0.1:1",))
    for host in ("wild.example", "xwild.example"):
        assert await reason_of(fetcher.fetch(f"http://{host}/")) == "dns_error"
    assert dns.asked == ["wild.example", "xwild.example"]


@pytest.mark.parametrize(
    "entry",
    ["x", "x=", "=1.2.3.4", "x=y", "x=1.2.3", "x=1.2.3.4:", "x=1.2.3.4:0", "x=1.2.3.4:70000", "a b=1.2.3.4", "*=1.2.3.4"],
)  # fmt: skip
def test_a_static_host_that_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(ConfigError, match="STATIC_HOSTS"):
        StaticHosts([entry])


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("x.example=1.2.3.4", ("1.2.3.4", None)),
        ("X.example=1.2.3.4:80", ("1.2.3.4", 80)),
        ("x.example=[::1]:8080", ("::1", 8080)),
        ("x.example=[::1]", ("::1", None)),
        ("x.example=::1", ("::1", None)),
    ],
)
def test_static_hosts_in_both_families(entry: str, address: tuple[str, int | None]) -> None:
    assert StaticHosts([entry]).find("x.example") == address


async def test_the_client_reads_and_writes_as_httpx_does() -> None:
    async def echo(request: Request, writer: asyncio.StreamWriter) -> None:
        assert request.header("transfer-encoding") == "chunked"
        writer.write(html("got it"))
        await writer.drain()

    def handle(request: Request) -> Any:
        if request.path == "/stream":
            return echo
        if request.path == "/gzip":
            return answer(gzip.compress(b"unpacked"), "Content-Encoding: gzip")
        return answer(b"{}", "Content-Type: application/json", status="201 Created")

    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    async with serve(handle) as server, make_client(settings(), allowed_hosts=None) as client:
        created = await client.post(
            server.url("/"), json={"a": 1}, headers={"Authorization": "Bearer x"}
        )
        assert (created.status_code, created.json(), created.http_version) == (201, {}, "HTTP/1.1")
        assert (await client.get(server.url("/gzip"))).text == "unpacked"
        assert (await client.post(server.url("/stream"), content=pieces())).text == "got it"
        async with client.stream("GET", server.url("/gzip")) as response:
            assert [piece async for piece in response.aiter_raw()]
    first = server.requests[0]
    assert (first.header("authorization"), first.header("content-length")) == ("Bearer x", "7")
    assert first.header("content-type") == "application/json"
    assert "BacklinksBot" in (first.header("user-agent") or "")


async def test_a_redirected_get_carries_no_body() -> None:
    async with (
        serve(lambda r: html() if r.path == "/two" else redirect("/two")) as server,
        make_client(settings(), allowed_hosts=None) as client,
    ):
        assert (await client.get(server.url("/one"), follow_redirects=True)).status_code == 200
    for request in server.requests:
        assert request.header("transfer-encoding") is None
        assert request.header("content-type") is None
        assert request.header("content-length") is None


async def test_the_client_keeps_to_its_hosts_also_after_a_redirect() -> None:
    async with serve(lambda r: redirect("http://evil.example/")) as server:
        config = settings(static_hosts=(f"*.example=127.0.0.1:{server.port}",))
        hosts = frozenset({"files.example"})
        async with make_client(config, allowed_hosts=hosts) as client:
            with pytest.raises(RefusedError):
                await client.get("http://evil.example/")
            with pytest.raises(RefusedError):
                await client.get("http://files.example/", follow_redirects=True)
    assert len(server.requests) == 1


async def test_failures_are_named_by_their_cause() -> None:
    async with serve(html()) as closed:
        pass
    transport = make_transport(settings(read_timeout_seconds=0.5), lookup=FakeDns())
    async with (
        httpx.AsyncClient(transport=transport) as client,
        serve(sends(b"")) as empty,
        serve(sends(b"", then="reset")) as resets,
        serve(sends(b"noise\r\n\r\n")) as noise,
        serve(sends(then="silence")) as silent,
    ):
        for url, error in {
            closed.url(): httpx.ConnectError,
            "http://name.example/": httpx.ConnectError,
            "http://10.0.0.1/": RefusedError,
            "http://user@10.0.0.1/": RefusedError,
            "ftp://site.example/": httpx.TransportError,
            empty.url(): httpx.ReadError,
            resets.url(): httpx.ReadError,
            noise.url(): httpx.RemoteProtocolError,
            silent.url(): httpx.ReadTimeout,
        }.items():
            with pytest.raises(error):
                await client.get(url)


async def test_a_cut_body_is_a_read_error() -> None:
    async with (
        serve(sends(answer(b"x", length=99))) as short,
        make_client(settings(), allowed_hosts=None) as client,
    ):
        with pytest.raises(httpx.ReadError):
            await client.get(short.url())


async def test_few_connections_are_kept_however_many_hosts_there_are(
    fetcher_with: MakeFetcher,
) -> None:
    async with serve(html()) as server:
        fetcher = fetcher_with(
            max_connections=2, static_hosts=(f"*.example=127.0.0.1:{server.port}",)
        )
        for number in range(30):
            await fetcher.fetch(f"http://{number}.example/")
        assert server.open_now <= 11
        again = server.connections
        await fetcher.fetch("http://0.example/")
        assert server.connections == again


class _Loop:
    """A loop whose time stands until the test moves it; it keeps the timers that were asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, call: Callable[[], None]) -> object:
        self.timers.append((self.now + delay, call))
        return object()


def test_a_body_in_many_pieces_takes_one_timer_and_silence_still_ends_it() -> None:
    loop = _Loop()
    handler = AnswerHandler(loop=cast("asyncio.AbstractEventLoop", loop))
    handler.read_timeout = 5
    for second in range(4):
        loop.now = second
        handler.data_received(b"piece")
    [(due, look)] = loop.timers
    assert due == 5

    loop.now = due
    look()  # the last piece came two seconds ago
    assert handler.exception() is None
    due, look = loop.timers[1]
    assert due == 8

    loop.now = due
    look()
    assert isinstance(handler.exception(), aiohttp.SocketTimeoutError)


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="this system has no such option")
async def test_what_arrived_is_acknowledged_at_once() -> None:
    """A server that writes head and body apart would keep the body back for 40 ms."""
    async with serve(html()) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
        acknowledge_at_once(writer.transport)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK) == 1
        writer.close()
        await writer.wait_closed()


def test_a_connection_that_is_gone_acknowledges_nothing() -> None:
    acknowledge_at_once(None)
