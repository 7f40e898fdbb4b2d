"""Each vendor's API with its stand-in on loopback, and what tests do with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import httpx
import pytest

from bot.adapters.http.client import make_client
from bot.adapters.sources.ahrefs_api import AhrefsApi
from bot.adapters.sources.dataforseo_api import DataForSeoApi
from bot.config import load
from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import KeptRow, RefusedRow
from bot.domain.paid_fetches import FetchedLinks
from bot.errors import PaidSourceError
from bot.ports import PaidSource
from tests.vendors import (
    AHREFS_KEY,
    LOGIN,
    PASSWORD,
    Reply,
    Vendor,
    ahrefs,
    ahrefs_row,
    dataforseo,
    dataforseo_answer,
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
