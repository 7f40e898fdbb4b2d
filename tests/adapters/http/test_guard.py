"""Hundreds of hostile URLs lead to no connection at all, and honest ones lead where they should."""

import asyncio
import json
import socket
from asyncio.selector_events import BaseSelectorEventLoop
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.http.guard import UNSAFE_SENTENCE, CheckedUrl, Guard
from bot.errors import FetchError
from tests.adapters.http import hostile_urls
from tests.adapters.http.conftest import LOOPBACK, MakeFetcher

URL_CORPUS = Path(__file__).parents[4] / "shared/corpora/standards/url/urltestdata.json"
REFUSALS = {"bad_url", "unsafe_address"}
Dialled = list[tuple[str, int]]


async def fake_lookup(host: str) -> list[str]:
    """DNS of a test."""
    try:
        return hostile_urls.NAMES[host]
    except KeyError:
        raise socket.gaierror(socket.EAI_NONAME, "no such name") from None


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> Dialled:
    """Every address that a socket was told to connect to; none of them answers."""
    addresses: Dialled = []

    async def sock_connect(
        self: BaseSelectorEventLoop, sock: socket.socket, address: tuple[str, int]
    ) -> None:
        addresses.append(address[:2])
        raise ConnectionRefusedError(111, "nobody is there")

    monkeypatch.setattr(BaseSelectorEventLoop, "sock_connect", sock_connect)
    return addresses


async def test_no_hostile_url_leads_to_a_connection(
    dialled: Dialled, fetcher_with: MakeFetcher
) -> None:
    assert len(hostile_urls.BAD) > 300
    fetcher = fetcher_with(lookup=fake_lookup, allowed_private_networks=())
    wrong = {}
    for url in hostile_urls.BAD:
        try:
            await fetcher.fetch(url)
        except FetchError as error:
            if error.reason in REFUSALS and not dialled:
                continue
            wrong[url] = (error.reason, list(dialled))
        dialled.clear()
    assert wrong == {}


async def test_honest_urls_lead_where_they_should(
    dialled: Dialled, fetcher_with: MakeFetcher
) -> None:
    fetcher = fetcher_with(lookup=fake_lookup, allowed_private_networks=())
    for url, address in hostile_urls.GOOD.items():
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url)
        assert (caught.value.reason, dialled[:1]) == ("connection_error", [address]), url
        dialled.clear()


async def test_the_refusal_says_the_same_whatever_is_behind(
    dialled: Dialled, fetcher_with: MakeFetcher
) -> None:
    fetcher = fetcher_with(lookup=fake_lookup, allowed_private_networks=())
    sentences = set()
    for url in (*hostile_urls.LITERALS, *hostile_urls.RESOLVED, "http://localhost/"):
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url)
        sentences.add((caught.value.reason, str(caught.value)))
    assert sentences == {("unsafe_address", UNSAFE_SENTENCE)}


async def test_an_opened_network_opens_itself_alone(
    dialled: Dialled, fetcher_with: MakeFetcher
) -> None:
    networks = (ip_network("10.0.0.0/24"), ip_network("::1/128"))
    fetcher = fetcher_with(lookup=fake_lookup, allowed_private_networks=networks)
    opened = [
        "http://10.0.0.5:22/",
        "http://private.example:6379/",
        "http://intranet/",
        "http://[::1]:25/",
    ]
    opened += ["http://db.internal:5432/"]
    for url in opened:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url)
        assert caught.value.reason == "connection_error", url
    assert [address for address, _ in dialled] == [
        "10.0.0.5",
        "10.0.0.5",
        "10.0.0.5",
        "::1",
        "10.0.0.5",
    ]
    dialled.clear()
    closed = [
        "http://127.0.0.1/",
        "http://10.0.1.5/",
        "http://loopback.example/",
        "http://localhost/",
    ]
    closed += [
        "http://public.example:22/",
        "http://8.8.8.8:25/",
        "http://printer.local/",
        "http://167772165/",
    ]
    closed += ["http://wiki.corp/", "http://[::ffff:10.0.0.5]/", "http://user@10.0.0.5/"]
    for url in closed:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url)
        assert caught.value.reason in REFUSALS, url
    assert dialled == []


def checked(guard: Guard, text: str) -> CheckedUrl | None:
    """The URL, or None when it is refused; any other error passes through."""
    try:
        return guard.check(text)
    except FetchError as error:
        if error.reason not in REFUSALS:
            raise
        return None


BASE = Guard().check("https://site.example/dir/page?q")


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/x", "https://site.example/x"),
        ("x", "https://site.example/dir/x"),
        ("?y", "https://site.example/dir/page?y"),
        ("../x", "https://site.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("http://other.example", "http://other.example/"),
        (" https://other.example/ ", "https://other.example/"),
        ("HTTPS://OTHER.example/ä b", "https://other.example/%C3%A4%20b"),
        ("#part", "https://site.example/dir/page?q"),
        ("/a//b", "https://site.example/a//b"),
        ("/\u00e4", "https://site.example/%C3%A4"),
    ],
)
def test_a_redirect_leads_where_browsers_go(location: str, leads_to: str) -> None:
    assert Guard().resolve(BASE, location).text == leads_to


@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.1/", "//127.0.0.1/", "//localhost/x", "http://2130706433/", "//0x7f.1/"),
        *("\\\\127.0.0.1\\x", "/\\127.0.0.1/", "/\\public.example/", "\\\\public.example/"),
        *("https:/x", "http:x", "https:127.0.0.1", "ftp://a.example/", "javascript:alert(1)"),
        *("data:text/html,x", "//user@public.example/", "http://[::1]/", "intent://x#Intent;end"),
        *("\t//127.0.0.1/", "/\t/127.0.0.1/", "//public.example:22/", "///127.0.0.1/"),
        *("mailto:a@b.example", "http://", "//", "https://public。example/", "//\ud800.example"),
    ],
)  # fmt: skip
def test_a_redirect_into_the_dark_is_refused(location: str) -> None:
    with pytest.raises(FetchError) as caught:
        Guard().resolve(BASE, location)
    assert caught.value.reason in REFUSALS


def test_only_the_named_hosts_when_hosts_are_named() -> None:
    guard = Guard(allowed_hosts=frozenset({"files.slack.com", "*.slack-edge.com"}))
    for good in (
        "https://files.slack.com/x",
        "https://a.slack-edge.com/",
        "https://a.b.slack-edge.com/",
    ):
        assert guard.check(good).text == good
    for bad in (
        *("https://slack.com/", "https://xfiles.slack.com/", "https://slack-edge.com/"),
        *("https://files.slack.com.evil.example/", "https://slack-edge.com.evil.example/"),
        *("https://8.8.8.8/", "https://evilslack-edge.com/"),
    ):
        with pytest.raises(FetchError) as caught:
            guard.check(bad)
        assert caught.value.reason == "unsafe_address", bad


@pytest.mark.skipif(not URL_CORPUS.exists(), reason="the corpus of standards is not here")
def test_what_the_url_standard_calls_invalid_is_refused() -> None:
    cases = [case for case in json.loads(URL_CORPUS.read_text()) if isinstance(case, dict)]
    assert len(cases) > 500
    for case in cases:
        url = checked(Guard(LOOPBACK), case["input"])
        if url is None:
            continue
        assert not case.get("failure"), case["input"]
        # The list gives the meaning with a base; without one only absolute addresses pass here.
        assert case["href"].partition("#")[0] == url.text, case["input"]
        assert case["hostname"].strip("[]") == url.host


@given(
    st.text(max_size=60)
    | st.text("htps:/\\@[]%.0123456789abcx-#? \t１。", max_size=40).map("http://".__add__)
)
def test_any_text_is_either_a_plain_web_address_or_refused(text: str) -> None:
    url = checked(Guard(), text)
    if url is None:
        return
    assert url.text.isascii()
    assert url.scheme in {"http", "https"}
    assert Guard().check(url.text) == url  # what is sent means the same when it is read again


def test_the_check_is_made_by_the_event_loops_that_we_test() -> None:
    """If another loop ran here, `dialled` would see nothing and every test above would pass."""
    loop = asyncio.new_event_loop()
    try:
        assert isinstance(loop, BaseSelectorEventLoop)
    finally:
        loop.close()
