"""The table of all links names its sources, guards its cells, and can be imported again."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.adapters.sources.exports import read_export
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.imports import KeptRow, NewImport
from bot.domain.names import Target
from bot.services.link_table import link_rows
from tests.fakes import FakeLinkStore

SITE = DomainName("site.example")
LINK = Backlink(
    "ahrefs",
    DomainName("a.example"),
    SITE,
    date(2026, 6, 1),
    referring_page="https://a.example/",
    target_url="https://site.example/guide",
    anchor="=HYPERLINK(1)",
    followed=True,
)


async def table(*links: Backlink) -> list[list[str]]:
    store = FakeLinkStore()
    at = datetime(2026, 11, 23, tzinfo=UTC)
    new = NewImport("f", "x", "plain", "file", Grain.PAGES, SITE, at.date(), "", None, at)
    await store.import_rows(await store.begin_import(new), links)
    return [row async for row in link_rows(Target(SITE), backlinks=store)]


async def rows(*links: Backlink) -> Sequence[dict[str, str]]:
    header, *found = await table(*links)
    return [dict(zip(header, row, strict=True)) for row in found]


async def test_each_fact_names_its_source_and_what_others_say() -> None:
    other = replace(LINK, source="moz", as_of=date(2026, 1, 1), followed=False)
    (row,) = await rows(LINK, other)
    assert row["followed"] == "true"
    assert "followed: ahrefs 2026-06-01" in row["said_by"]
    assert row["disagreements"] == "followed: moz 2026-01-01 says false"
    assert row["lost"] == ""


async def test_no_cell_is_a_formula() -> None:
    (row,) = await rows(LINK)
    assert row["anchor"] == "'=HYPERLINK(1)"


async def test_every_link_is_in_the_table_however_many() -> None:
    links = [replace(LINK, referring_page=f"https://a.example/{n}") for n in range(1001)]
    assert len(await table(*links)) == 1 + len(links)


async def test_the_table_can_be_imported_again() -> None:
    text = io.StringIO()
    csv.writer(text).writerows(await table(LINK))
    reading = read_export(
        io.BytesIO(text.getvalue().encode()), name="x.csv", target=None, today=date(2026, 11, 23)
    )
    (row,) = reading.rows
    assert isinstance(row, KeptRow)
    assert (row.backlink.referring_page, row.backlink.target_url, row.backlink.followed) == (
        LINK.referring_page,
        LINK.target_url,
        True,
    )
