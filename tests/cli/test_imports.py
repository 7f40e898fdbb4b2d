"""`backlinks import` and `backlinks export links`, as a script calls them."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
AHREFS = EXPORTS / "site.example-backlinks-subdomains_2026-04-30_12-01-59.csv"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: object, stdin: bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_an_import_prints_its_sums_and_nothing_else_on_stdout() -> None:
    code, out, _ = run("import", AHREFS, "--json")
    told = json.loads(out)
    assert code == 0
    assert list(told)[:7] == [
        "format",
        "target",
        "rows",
        "kept",
        "refused",
        "duplicates",
        "refusals",
    ]
    assert told["format"] == "ahrefs_backlinks"
    assert told["target"] == "site.example"
    assert (told["rows"], told["kept"], told["refused"], told["duplicates"]) == (3, 3, 0, 0)
    assert told["refusals"] == []
    assert told["as_of"] == "2026-04-30"


def test_importing_twice_says_that_nothing_was_new() -> None:
    run("import", AHREFS)
    before = run("export", "links", "site.example")[1]
    told = json.loads(run("import", AHREFS, "--json")[1])
    assert told["duplicates"] == told["kept"] == 3
    assert run("export", "links", "site.example")[1] == before


def test_refused_rows_are_named_by_line() -> None:
    code, out, _ = run("import", AHREFS, "--target", "other.example", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["refused"] == 3
    assert told["refusals"][0] == {
        "line": 2,
        "why": "it links to site.example, not to other.example",
    }


def test_a_list_of_own_pages_is_refused_with_a_hint() -> None:
    code, out, err = run("import", EXPORTS / "search_console_top_linked_pages.csv", "--json")
    assert code == 1
    assert json.loads(out)["kept"] == 0
    assert "Latest links" in err


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("nowhere.csv",), 2, "there is no file"),
        ((EXPORTS / "plain_urls.csv", "--target", "nope"), 2, "not a domain"),
        ((EXPORTS / "plain_urls.csv",), 1, "--target"),
        ((EXPORTS / "README.md",), 1, "no column of linking pages"),
    ],
    ids=["no file", "no domain", "no target", "no table"],
)
def test_what_cannot_be_done_is_said(args: tuple[object, ...], code: int, says: str) -> None:
    found, out, err = run("import", *args)
    assert (found, out) == (code, "")
    assert says in " ".join(err.replace("│", " ").split())


def test_standard_input_is_read_and_may_be_packed() -> None:
    code, out, _ = run("import", "-", "--json", stdin=gzip.compress(AHREFS.read_bytes()))
    assert (code, json.loads(out)["kept"]) == (0, 3)


def test_all_links_come_out_as_csv() -> None:
    run("import", AHREFS)
    run("import", EXPORTS / "bing_domains.csv", "--target", "site.example")
    code, out, _ = run("export", "links", "site.example")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(rows) == 4
    assert {row["sources"] for row in rows} == {"ahrefs", "bing"}


def test_without_a_target_the_links_to_all_of_them_come_out() -> None:
    run("import", AHREFS)
    run("import", EXPORTS / "bing_domains.csv", "--target", "other.example")
    code, out, _ = run("export", "links")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["target"] for row in rows} == {"site.example", "other.example"}


def test_a_target_that_is_not_known_has_an_empty_table() -> None:
    code, out, _ = run("export", "links", "unknown.example")
    assert (code, out.count("\n")) == (0, 1)
