"""TLS is checked as browsers check it: the name, the dates and the authority."""

import asyncio
import ssl
from pathlib import Path

import pytest

from bot.adapters.http.fetcher import GuardedFetcher
from bot.errors import FetchError
from tests.adapters.http.conftest import MakeFetcher
from tests.adapters.http.servers import html, serve

CERTIFICATES = Path(__file__).parent / "certificates"


@pytest.fixture
def fetcher(fetcher_with: MakeFetcher, monkeypatch: pytest.MonkeyPatch) -> GuardedFetcher:
    """A fetcher on a machine whose operator trusts the authority of the tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    return fetcher_with(static_hosts=("*.example=127.0.0.1",))


def server_context(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / certificate)
    return context


async def test_the_right_name_with_the_right_certificate_is_read(fetcher: GuardedFetcher) -> None:
    context, names = server_context("good.pem"), []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    async with serve(html(), ssl_context=context) as server:
        page = await fetcher.fetch(f"https://good.example:{server.port}/")
    assert page.status == 200
    assert names == ["good.example"]


@pytest.mark.parametrize(
    ("certificate", "host"),
    [
        pytest.param("good.pem", "other.example", id="wrong name"),
        pytest.param("good.pem", "127.0.0.1", id="bare address"),
        pytest.param("expired.pem", "good.example", id="expired"),
        pytest.param("selfsigned.pem", "good.example", id="self-signed"),
    ],
)
async def test_what_cannot_be_trusted_is_a_tls_error(
    fetcher: GuardedFetcher, certificate: str, host: str
) -> None:
    async with serve(html(), ssl_context=server_context(certificate)) as server:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(f"https://{host}:{server.port}/")
    assert caught.value.reason == "tls_error"
    assert server.requests == []


async def test_https_to_a_port_without_tls_is_a_tls_error(fetcher: GuardedFetcher) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(f"https://good.example:{port}/")
    assert caught.value.reason == "tls_error"


async def test_an_authority_that_nobody_trusts_is_a_tls_error(fetcher_with: MakeFetcher) -> None:
    fetcher = fetcher_with(static_hosts=("good.example=127.0.0.1",))
    async with serve(html(), ssl_context=server_context("good.pem")) as server:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(f"https://good.example:{server.port}/")
    assert caught.value.reason == "tls_error"
