"""Files come in any encoding and wrapping; what is no table is told so."""

import contextlib
import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.sources import file_text
from bot.adapters.sources.csv_records import find_delimiter, read_records
from bot.adapters.sources.exports import read_export
from bot.adapters.sources.file_text import open_text
from bot.domain.backlinks import DomainName
from bot.domain.imports import KeptRow, RefusedRow
from bot.errors import InvalidInputError

SITE = DomainName("site.example")
TODAY = date(2026, 11, 23)
TEXT = 'referring_page,target,anchor\nhttps://a.example/,site.example,"Gärten „groß“ – 5 €"\n'
CSV_ODDITIES = Path(__file__).parents[3].parent / "shared" / "corpora" / "standards" / "csv"


def rows_of(content: bytes, name: str = "x.csv") -> list[KeptRow | RefusedRow]:
    reading = read_export(io.BytesIO(content), name=name, target=SITE, today=TODAY)
    rows = list(reading.rows)
    assert len(rows) == reading.total_rows
    return rows


def anchors(content: bytes, name: str = "x.csv") -> list[str | None]:
    return [row.backlink.anchor for row in rows_of(content, name) if isinstance(row, KeptRow)]


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";", 2).replace("/,s", "/;s").replace(',"', ';"').encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", "|").encode(),
        b"sep=,\n" + TEXT.encode(),
        gzip.compress(TEXT.encode()),
        zipped(links__csv=TEXT.encode()),
    ],
    ids=[
        "utf-8",
        "utf-8-bom",
        "utf-16",
        "utf-16-be",
        "utf-16-le-bare",
        "utf-16-be-bare",
        "utf-32",
        "windows-1252",
        "crlf",
        "cr",
        "semicolon",
        "utf-16-tab",
        "pipe",
        "sep-line",
        "gzip",
        "zip",
    ],
)
def test_every_encoding_and_delimiter_says_the_same(content: bytes) -> None:
    assert anchors(content) == ["Gärten „groß“ – 5 €"]


def test_a_few_broken_bytes_do_not_turn_utf_8_into_something_else() -> None:
    lines = [f'https://a.example/{n},site.example,"Gärten"' for n in range(9)]
    content = "\n".join(["referring_page,target,anchor", *lines]).encode() + b"\n"
    found = anchors(content + b'https://b.example/,site.example,"cut \xc3"\n')
    assert found[:9] == ["Gärten"] * 9
    assert found[9] == "cut \ufffd"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "spreadsheet"),
        (zipped(xl__workbook=b"x", **{"xl/workbook__xml": b"<x/>"}), "spreadsheet"),
        (zipped(a__csv=b"x", b__csv=b"y"), "2 tables"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (gzip.compress(TEXT.encode())[:-9], "damaged"),
        (b"<!DOCTYPE html><title>Log in</title>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (b'{"backlinks": []}', "JSON"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"MZ\x90\0\x03\0\0\0\x04\0", "not a text file"),
        (b"name,city\nAnn,Rome\nBob,Oslo\n", "no column of linking pages"),
    ],
    ids=[
        "empty",
        "blank",
        "pdf",
        "xls",
        "xlsx",
        "two-tables",
        "bad-zip",
        "cut-gzip",
        "html",
        "html-utf-16",
        "json",
        "png",
        "exe",
        "other-table",
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        rows_of(content, "file.csv")


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda b: zipped(links__csv=b)], ids=["gzip", "zip"]
)
def test_a_bomb_is_refused_before_it_fills_the_disk(
    pack: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_text, "MOST_UNPACKED", 3_000_000)
    bomb = pack(b"x" * 30_000_000)  # type: ignore[operator]  # either packs bytes
    with pytest.raises(InvalidInputError, match="far more"):
        rows_of(bomb)


def test_an_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_text, "LONGEST_LINE", 5_000)
    with pytest.raises(InvalidInputError, match="Line 2 is longer"):
        rows_of(TEXT.split("\n", maxsplit=1)[0].encode() + b"\n" + b"x" * 6_000)


def test_a_quote_that_is_not_closed_is_named_by_its_line_and_others_are_read() -> None:
    filler = "".join(f"https://c.example/{n},site.example,x\n" for n in range(5_000))
    broken = '"https://b.example/,site.example,y\n'
    rows = rows_of((TEXT + broken + filler).encode())
    assert isinstance(rows[0], KeptRow)
    assert isinstance(rows[1], RefusedRow)
    assert (rows[1].line, "quote" in rows[1].why) == (3, True)
    assert sum(isinstance(row, KeptRow) for row in rows) > 1_000


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    content = 'referring_page,anchor,target\n\n"https://a.example/","two\nlines",site.example\n,x,site.example\n'
    first, second = rows_of(content.encode())
    assert (first.line, second.line) == (3, 5)
    assert isinstance(second, RefusedRow)


@pytest.mark.skipif(not CSV_ODDITIES.is_dir(), reason="the corpus of CSV oddities is not here")
def test_the_oddities_of_the_format_are_read_as_its_vectors_say() -> None:
    import json  # noqa: PLC0415 - only this test needs it

    # location_coordinates: its expected phone number is not that of its own file.
    for path in sorted((CSV_ODDITIES / "csvs").glob("[!l]*.csv")):
        with path.open("rb") as file:
            text = open_text(file, path.name)
            head = text.head(400)
            delimiter, skip = find_delimiter(head)
            assert delimiter == ",", path.name
            lines = (line.replace("\r\n", "\n") for line in text.lines())
            header, *records = (r.cells for r in read_records(lines, delimiter, skip=skip))
        told = json.loads(
            (CSV_ODDITIES / "json" / f"{path.stem}.json").read_text().replace("\\r", "")
        )
        expected = told if isinstance(told, list) else [told]
        assert [dict(zip(header, r, strict=False)) for r in records] == expected, path.name


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    """A sentence or rows, whatever comes."""
    _ = list(_read_or_refuse(content))


_HEADERS = st.sampled_from(
    [
        "referring_page",
        "target",
        "anchor",
        "first seen",
        "lost",
        "links",
        "domain",
        "rel",
        "type",
        "x",
    ]
)
_CELLS = st.sampled_from(
    [
        "https://a.example/",
        "site.example",
        "http://[::1]/",
        "2026-13-45",
        "1,240",
        '"',
        "\0",
        "true",
        "",
    ]
) | st.text(max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(_HEADERS, min_size=1, max_size=6), st.lists(st.lists(_CELLS, max_size=7), max_size=8)
)
def test_every_row_of_a_table_is_kept_or_refused(headers: list[str], rows: list[list[str]]) -> None:
    lines = [",".join(headers), *(",".join(row) for row in rows)]
    for row in _read_or_refuse("\n".join(lines).encode("utf-8", "replace")):
        assert isinstance(row, KeptRow) or row.why
        assert row.line >= 1


def _read_or_refuse(content: bytes) -> Iterator[KeptRow | RefusedRow]:
    with contextlib.suppress(InvalidInputError):
        yield from rows_of(content)
