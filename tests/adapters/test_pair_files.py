"""Tables of links to verify are read in the shapes that they come in."""

import io

import pytest

from bot.adapters.pair_files import read_pairs
from bot.errors import InvalidInputError

PAGE = "https://journal.example/tools"


def pairs(table: str | bytes) -> list[tuple[str, str]]:
    content = table.encode() if isinstance(table, str) else table
    return list(read_pairs(io.BytesIO(content), "links.csv"))


@pytest.mark.parametrize(
    "table",
    [
        "referring_page,target\nPAGE,site.com\n",
        "Target URL;Referring Page URL\nsite.com;PAGE\n",
        '"Referring page"\t"Anchor"\t"Target"\nPAGE\tx, y\tsite.com\n',
        "PAGE,site.com\n",
        "journal.example/tools,site.com\n".replace("journal.example/tools", "PAGE"),
        "sep=|\nPAGE|site.com\n",
        "\nreferring_page , target\r\n PAGE , site.com \r\n\r\n",
        "Source URL,Target URL,Anchor\nPAGE,site.com,garden\n",
        "from,to\nPAGE,site.com",
        "id,target,page\n1,site.com,PAGE\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_header_delimiter_and_encoding_are_found_out(table: str, encoding: str) -> None:
    assert pairs(table.replace("PAGE", PAGE).encode(encoding)) == [(PAGE, "site.com")]


def test_missing_cells_are_empty_and_blank_lines_are_no_rows() -> None:
    table = f"referring_page,target\n{PAGE}\n\n,site.com\n{PAGE},site.com\n"
    assert pairs(table) == [(PAGE, ""), ("", "site.com"), (PAGE, "site.com")]


def test_a_header_alone_is_no_row() -> None:
    assert pairs("referring_page,target\n") == []


@pytest.mark.parametrize(
    "table", ["name,colour\nspade,green\n", "referring_page\nx\n", "page,anchor\nx,y\n"]
)
def test_a_table_without_the_columns_is_refused(table: str) -> None:
    with pytest.raises(InvalidInputError, match="must have the columns referring_page and target"):
        pairs(table)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"%PDF-1.7", b"<!doctype html><p>x"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError):
        pairs(content)
