"""Tables that people have opened, glued, cut or written by hand."""

import io
from datetime import date
from typing import Any

import pytest

from bot.adapters.sources import csv_records
from bot.adapters.sources.csv_records import read_records
from bot.adapters.sources.exports import read_export
from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import ExportReading, KeptRow, RefusedRow

SITE = DomainName("site.example")
HEADER = "referring_page,target,anchor,last_seen\n"


def read(content: str) -> tuple[ExportReading, list[Backlink], list[tuple[int, str]]]:
    """The reading, the kept backlinks, and the refused lines with why."""
    reading = read_export(
        io.BytesIO(content.encode()), name="x.csv", target=SITE, today=date(2026, 11, 23)
    )
    rows = list(reading.rows)
    assert len(rows) >= reading.total_rows
    kept = [row.backlink for row in rows if isinstance(row, KeptRow)]
    return reading, kept, [(row.line, row.why) for row in rows if isinstance(row, RefusedRow)]


def first(content: str) -> dict[str, Any]:
    _, kept, refused = read(content)
    assert refused == []
    return {name: getattr(kept[0], name) for name in ("anchor", "followed", "last_seen", "source")}


@pytest.mark.parametrize(
    "written",
    ["15-Sep-26", "9/15/26", "15.09.26", "20260915", "46280", "46280.5", "1789430400", "1789430400000",
     "Tue Sep 15 2026 10:00:00 GMT+0200", "Tue, 15 Sep 2026", "15 сент. 2026 г.", "15 eylül 2026", "2026. 9. 15."],
)  # fmt: skip
def test_a_column_of_days_is_read_as_spreadsheets_and_programs_write_it(written: str) -> None:
    row = first(f'{HEADER}https://a.example/,site.example,x,"{written}"\n')
    assert row["last_seen"] == date(2026, 9, 15)


@pytest.mark.parametrize("written", ["12345", "99999999", "123456789012", "30/02/26", "1/2/26"])
def test_numbers_that_are_no_day_are_none(written: str) -> None:
    assert first(f"{HEADER}https://a.example/,site.example,x,{written}\n")["last_seen"] is None


def test_figures_beside_addresses_are_no_days() -> None:
    """Only a column that is called one is a column of days in digits."""
    reading, kept, _ = read("Página,Número\nhttps://a.example/p,46280\nhttps://b.example/p,46281\n")
    assert (reading.format, kept[0].last_seen) == ("plain", None)


def test_a_table_whose_rows_are_all_cut_is_known_by_its_header() -> None:
    _, kept, refused = read(f"{HEADER}https://a.example/\nhttps://b.example/,site.example\n")
    assert [row.referring_page for row in kept] == ["https://a.example/", "https://b.example/"]
    assert refused == []


def test_addresses_with_commas_are_one_column() -> None:
    _, kept, refused = read("https://a.example/x,y\nhttps://b.example/\nhttps://c.example/\n")
    assert ([row.referring_page for row in kept], refused) == (
        ["https://a.example/x,y", "https://b.example/", "https://c.example/"],
        [],
    )


# Rows that an unclosed quote would swallow


def test_an_unclosed_quote_costs_its_own_row_alone() -> None:
    content = (
        f"{HEADER}https://a.example/,site.example,x,\n"
        'https://b.example/,site.example,"a screen\n'
        "https://c.example/,site.example,y,\n"
        'https://d.example/,site.example,"two\nlines",\n'
        ',site.example,"z",\n'
    )
    _, kept, refused = read(content)
    assert [link.referring_domain for link in kept] == ["a.example", "c.example", "d.example"]
    assert [line for line, _ in refused] == [3, 7]
    assert "quote" in refused[0][1]


def test_a_quote_that_closes_in_another_row_glues_no_rows() -> None:
    vendor = "Source url,Target url,Anchor,Nofollow,Page ascore,External links,Internal links,First seen,Last seen\n"
    rows = [f"https://a{n}.example/,https://site.example/,x,false,1,2,3,,\n" for n in range(4)]
    rows[1] = rows[1].replace(",x,", ',"x,')
    rows[2] = rows[2].replace(",x,", ',12" wide,')
    _, kept, refused = read(vendor + "".join(rows))
    assert [link.referring_domain for link in kept] == ["a0.example", "a2.example", "a3.example"]
    assert [line for line, _ in refused] == [3]


def test_a_record_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells of line ends could go on for ever as one row, and fill the memory."""
    monkeypatch.setattr(csv_records, "_MOST_LINES", 50)
    monkeypatch.setattr(csv_records, "_MOST_REREAD", 1_000)
    lines = ["a,b\n", '"\n', *['","\n'] * 500, '"\n', "c,d\n"]
    records = list(read_records(lines, ","))
    assert (records[0].cells, records[-1].cells) == (["a", "b"], ["c", "d"])
    assert records[1].line == 2
    assert records[1].broken


# Whose table it is


def test_a_table_with_more_columns_than_bing_s_is_not_bing_s() -> None:
    table = (
        "Source URL,Anchor text,Target URL,Notes\nhttps://a.example/,x,https://site.example/,mine\n"
    )
    assert first(table)["source"] == "file"
    bing = "Source Url,Anchor text,Target Url\nhttps://a.example/,x,https://site.example/\n"
    assert first(bing)["source"] == "bing"


def test_a_column_of_bare_domains_is_a_list_of_domains() -> None:
    reading, kept, _ = read("journal.example\nforum.example\n")
    assert (reading.format, kept[0].referring_page) == ("plain_domains", None)


def test_one_address_among_domains_makes_it_a_list_of_pages() -> None:
    reading, kept, _ = read("journal.example\nhttps://forum.example/x\nblog.example\n")
    assert reading.format == "plain"
    assert kept[1].referring_page == "https://forum.example/x"


def test_other_columns_are_known_by_name_where_the_pages_are_known_by_shape() -> None:
    row = first(
        "Enlace desde,Anchor text,Link Type,Last seen\nhttps://a.example/p,hi,nofollow,2026-02-01\n"
    )
    assert row == {
        "anchor": "hi",
        "followed": False,
        "last_seen": date(2026, 2, 1),
        "source": "file",
    }


def test_visits_are_no_links_and_the_hint_says_where_they_go() -> None:
    reading, kept, _ = read("Label,Unique visitors,Visits\njournal.example,10,12\n")
    assert "import-traffic" in (reading.refused_because or "")
    assert kept == []


def test_what_was_guarded_against_formulas_comes_back_as_it_was() -> None:
    assert first(f"{HEADER}https://a.example/,site.example,'=1+1,\n")["anchor"] == "=1+1"
    assert first(f"{HEADER}https://a.example/,site.example,'tis,\n")["anchor"] == "'tis"


@pytest.mark.parametrize(
    ("cell", "lost"),
    [("2026-03-01", True), ("Mar 1, 2026", True), ("yes", True), ("no", False), ("", None)],
)
def test_a_link_is_lost_whether_the_column_says_yes_or_since_when(
    cell: str, *, lost: bool | None
) -> None:
    _, kept, _ = read(f'referring_page,target,lost\nhttps://a.example/,site.example,"{cell}"\n')
    assert kept[0].lost is lost
