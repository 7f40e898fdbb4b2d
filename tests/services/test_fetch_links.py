"""What is bought becomes an import like any other, and nobody buys more than is allowed."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from bot.adapters.sources.exports import read_export
from bot.adapters.store.backlinks import SqlBacklinkStore
from bot.adapters.store.database import Database
from bot.adapters.store.fetch_ledger import SqlFetchLedger
from bot.adapters.store.import_news import SqlImportNews
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import KeptRow, RefusedRow
from bot.domain.names import Target
from bot.domain.paid_fetches import (
    AccountLook,
    Cost,
    FetchedLinks,
    FetchLimits,
    FetchOrder,
    FetchSummary,
    Unit,
)
from bot.errors import ConflictError, InvalidInputError, PaidSourceError
from bot.services.fetch_links import fetch_links, offer_fetch
from bot.services.import_export import import_file
from bot.services.paid_accounts import look_at_accounts

SITE = DomainName("site.example")
TARGET = Target(SITE)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = FetchLimits(rows_per_call=100, rows_per_day=150)


@dataclass(slots=True)
class FakeVendor:
    """A `PaidSource` that sells these pages, or raises that error; it counts its sales."""

    pages: tuple[str, ...] = ()
    error: PaidSourceError | None = None
    stopped: str | None = None
    complete: bool | None = None
    lost: frozenset[str] = frozenset()
    first_seen: date | None = None
    sales: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None

    def cost_at_most(self, rows: int) -> Cost | None:
        return Cost(rows * 10, Unit.API_UNITS)

    async def fetch(self, target: DomainName, *, most_rows: int, as_of: date) -> FetchedLinks:
        self.sales += 1
        self.asked.set()
        if self.gate:
            await self.gate.wait()
        if self.error:
            raise self.error
        rows = tuple(
            KeptRow(line, self._link(page, target, as_of))
            if page.startswith("https://")
            else RefusedRow(line, page)
            for line, page in enumerate(self.pages[:most_rows], 1)
        )
        cost = Cost(len(rows) * 10, Unit.API_UNITS)
        return FetchedLinks(
            "ahrefs_api", "ahrefs_api", rows, cost, self.complete, len(rows), None, self.stopped
        )

    def _link(self, page: str, target: DomainName, as_of: date) -> Backlink:
        return Backlink(
            "ahrefs_api",
            DomainName(page.split("/")[2]),
            target,
            as_of,
            referring_page=page,
            target_url=f"https://{target}/",
            lost=page in self.lost,
            first_seen=self.first_seen,
        )

    async def account(self) -> AccountLook:
        await asyncio.Event().wait()
        raise AssertionError


@dataclass(slots=True)
class Shop:
    """A store, a vendor, a clock."""

    database: Database
    vendor: FakeVendor = field(default_factory=FakeVendor)
    now: datetime = NOW
    orders: int = 0

    @property
    def ledger(self) -> SqlFetchLedger:
        return SqlFetchLedger(self.database)

    @property
    def links(self) -> SqlBacklinkStore:
        return SqlBacklinkStore(self.database)

    async def buy(self, rows: int = 50, *, key: str | None = None) -> FetchSummary:
        self.orders += 1
        return await fetch_links(
            FetchOrder(key or f"order {self.orders}", "ahrefs", SITE, rows, "U1"),
            sources={"ahrefs": self.vendor},
            store=SqlImportStore(self.database),
            ledger=self.ledger,
            clock=lambda: self.now,
            limits=LIMITS,
        )

    async def bought(self) -> int:
        return await self.ledger.rows_of_day(self.now.date())


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    database = open_database(tmp_path)
    yield Shop(database)
    database.close()


def pages(number: int) -> tuple[str, ...]:
    return tuple(f"https://a{place}.example/" for place in range(number))


async def test_a_fetch_counts_what_was_new_and_what_was_known(shop: Shop) -> None:
    shop.vendor.pages = (*pages(3), "no page")
    first = await shop.buy()
    assert (first.done.counts.kept, first.known, first.done.counts.refused) == (3, 0, 1)
    shop.now += timedelta(days=1)
    shop.vendor.pages = pages(5)
    second = await shop.buy()
    assert (second.done.counts.kept, second.known) == (5, 3)
    (report,) = (await shop.links.summary(TARGET, today=shop.now.date())).sources
    assert (report.name, report.as_of) == ("ahrefs_api", shop.now.date())


async def test_a_link_that_an_export_names_is_known_and_keeps_both_words(shop: Shop) -> None:
    table = b"referring_page,target,anchor\nhttps://a0.example/,https://site.example/,ours\n"
    await import_file(
        BytesIO(table),
        name="ours.csv",
        target=None,
        read_export=read_export,
        store=SqlImportStore(shop.database),
        clock=lambda: NOW - timedelta(days=9),
    )
    shop.vendor.pages = pages(2)
    assert (await shop.buy()).known == 1
    links, _ = await shop.links.links_for(TARGET, limit=10)
    both = next(link for link in links if link.referring_page == "https://a0.example/")
    assert set(both.sources) == {"file", "ahrefs_api"}
    assert both.anchor is not None
    assert both.anchor.value == "ours"


async def test_the_same_answer_of_a_day_is_one_import_in_whatever_order(shop: Shop) -> None:
    shop.vendor.pages = pages(4)
    await shop.buy()
    shop.vendor.pages = tuple(reversed(pages(4)))
    again = await shop.buy()
    assert (again.known, again.done.counts.duplicates) == (4, 4)
    (age,) = await shop.links.sources()
    assert age.files == 1


async def test_an_answer_without_links_says_nothing_against_those_before(shop: Shop) -> None:
    shop.vendor.pages = pages(3)
    await shop.buy()
    shop.now += timedelta(days=7)
    shop.vendor.pages = ("no page",)
    done = await shop.buy()
    assert (done.done.counts.rows, done.done.counts.kept) == (1, 0)
    (age,) = await shop.links.sources()
    assert (age.files, age.as_of) == (1, NOW.date())


@pytest.mark.parametrize(("complete", "gone"), [(None, {"https://a2.example/"}), (False, set())])
async def test_what_a_vendor_no_longer_names_waits_for_our_own_looks(
    shop: Shop, complete: bool | None, gone: set[str]
) -> None:
    news = SqlImportNews(shop.database)
    shop.vendor.pages = pages(3)
    await shop.buy()
    first = await news.next_news(limit=10)
    assert first is not None
    assert (first.links, first.gone) == ((), ()), "the first data of a source is no news"
    await news.told(first.import_id, at=shop.now)
    shop.now += timedelta(days=7)
    shop.vendor.pages, shop.vendor.complete = pages(2), complete
    await shop.buy()
    second = await news.next_news(limit=10)
    assert second is not None
    assert {loss.referring_page for loss in second.gone} == gone
    assert all(
        "The Ahrefs API of 1 December 2026 does not name it" in loss.said for loss in second.gone
    )


@pytest.mark.parametrize(
    ("complete", "first_seen", "told"),
    [
        (False, date(2025, 3, 1), 0),
        (False, date(2026, 11, 28), 1),
        (None, date(2025, 3, 1), 1),
    ],
)
async def test_more_rows_than_last_time_are_not_new_links(
    shop: Shop, complete: bool | None, first_seen: date, told: int
) -> None:
    news = SqlImportNews(shop.database)
    shop.vendor.pages, shop.vendor.complete, shop.vendor.first_seen = pages(2), complete, first_seen
    await shop.buy(2)
    first = await news.next_news(limit=10)
    assert first is not None
    await news.told(first.import_id, at=shop.now)
    shop.now += timedelta(days=7)
    shop.vendor.pages = pages(3)
    await shop.buy(3)
    second = await news.next_news(limit=10)
    assert second is not None
    assert len(second.links) == told


async def test_a_lost_link_is_the_vendor_s_word(shop: Shop) -> None:
    shop.vendor.pages = pages(2)
    shop.vendor.lost = frozenset({"https://a0.example/"})
    await shop.buy()
    links, _ = await shop.links.links_for(TARGET, limit=10)
    (lost,) = [link.lost for link in links if link.lost and link.lost.value]
    assert lost.source == "ahrefs_api"
    assert (await shop.links.summary(TARGET, today=NOW.date())).referring_domains == 1


async def test_an_order_is_carried_out_once(shop: Shop) -> None:
    shop.vendor.pages = pages(2)
    await shop.buy(key="the button")
    with pytest.raises(ConflictError, match="bought only once"):
        await shop.buy(key="the button")
    assert shop.vendor.sales == 1


async def test_two_at_once_never_buy_more_than_a_day_allows(shop: Shop) -> None:
    shop.vendor.pages, shop.vendor.gate = pages(100), asyncio.Event()
    both = asyncio.gather(shop.buy(100), shop.buy(100), return_exceptions=True)
    await shop.vendor.asked.wait()
    shop.vendor.gate.set()
    assert sorted(type(one).__name__ for one in await both) == ["FetchSummary", "InvalidInputError"]
    assert (shop.vendor.sales, await shop.bought()) == (1, 100)


async def test_a_new_day_allows_new_rows(shop: Shop) -> None:
    shop.vendor.pages = pages(100)
    await shop.buy(100)
    with pytest.raises(InvalidInputError, match="100 of the 150 rows"):
        await shop.buy(60)
    shop.now = datetime(2026, 11, 25, 0, 0, 1, tzinfo=UTC)
    await shop.buy(60)


@pytest.mark.parametrize(("nothing_spent", "counted"), [(True, 0), (False, 40)])
async def test_rows_that_may_have_been_charged_stay_counted(
    shop: Shop, nothing_spent: bool, counted: int
) -> None:
    shop.vendor.error = PaidSourceError("ahrefs", "No.", nothing_spent=nothing_spent)
    with pytest.raises(PaidSourceError):
        await shop.buy(40)
    assert await shop.bought() == counted


async def test_a_crash_in_the_middle_leaves_the_order_counted(shop: Shop) -> None:
    shop.vendor.gate = asyncio.Event()
    buying = asyncio.create_task(shop.buy(40))
    await shop.vendor.asked.wait()
    buying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await buying
    assert await shop.bought() == 40


async def test_what_came_before_a_failure_is_kept_and_said(shop: Shop) -> None:
    shop.vendor.pages, shop.vendor.stopped = pages(3), "It broke."
    done = await shop.buy()
    assert (done.done.counts.kept, done.stopped) == (3, "It broke.")


@pytest.mark.parametrize("rows", [0, -1, 101])
async def test_an_order_beyond_the_limit_of_a_call_is_refused_by_itself(
    shop: Shop, rows: int
) -> None:
    with pytest.raises(InvalidInputError, match="PAID_ROWS_PER_CALL"):
        await shop.buy(rows)
    assert shop.vendor.sales == 0


@pytest.mark.parametrize(("bought", "offered"), [(0, 100), (100, 50), (149, 1)])
async def test_without_a_number_an_offer_is_what_is_usual_and_still_allowed(
    shop: Shop, bought: int, offered: int
) -> None:
    shop.vendor.pages = pages(100)
    for rows in (min(bought, 100), bought - 100):
        if rows > 0:
            await shop.buy(rows)
    offer = await offer_fetch(
        TARGET,
        vendor=None,
        rows=None,
        sources={"ahrefs": shop.vendor},
        ledger=shop.ledger,
        clock=lambda: shop.now,
        limits=LIMITS,
    )
    assert (offer.rows, offer.left_today) == (offered, 150 - bought)


async def test_with_two_vendors_it_is_asked_which_one(shop: Shop) -> None:
    with pytest.raises(
        InvalidInputError, match="Ahrefs and DataForSEO are set up: say `from ahrefs`"
    ):
        await offer_fetch(
            TARGET,
            vendor=None,
            rows=None,
            sources={"ahrefs": shop.vendor, "dataforseo": shop.vendor},
            ledger=shop.ledger,
            clock=lambda: shop.now,
            limits=LIMITS,
        )


async def test_a_vendor_that_does_not_answer_hides_no_other() -> None:
    looks = await look_at_accounts({"ahrefs": FakeVendor()}, patience_seconds=0)
    assert [look.problem for look in looks] == ["Ahrefs did not answer in time."]
