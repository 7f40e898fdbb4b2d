"""`backlinks prospects ...` and `export prospects`, as a script calls them."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def run(*args: object, stdin: bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_a_prospect_is_added_moved_undone_and_listed() -> None:
    code, out, _ = run("prospects", "add", "https://blog.example/tools", "site.example", "--json")
    assert code == 0
    assert json.loads(out)["status"] == "new"
    code, out, _ = run("prospects", "move", 1, "contacted", "--note", "by mail", "--json")
    assert json.loads(out)["status"] == "contacted"
    code, out, _ = run("prospects", "move", 1, "undone", "--json")
    assert (code, json.loads(out)["status"]) == (0, "new")
    code, out, _ = run("prospects", "list", "--status", "new", "--json")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1]


def test_nobody_but_the_checker_sets_won() -> None:
    run("prospects", "add", "blog.example", "site.example")
    code, _, err = run("prospects", "move", 1, "won")
    assert code == 2
    assert "not for people" in err


def test_agreed_begins_to_track_and_undo_ends_it() -> None:
    run("prospects", "add", "https://blog.example/tools", "site.example")
    code, _, err = run("prospects", "move", 1, "agreed", "--cost", "120 EUR", "--due", "2030-01-01")
    assert code == 0, err
    assert "blog.example/tools" in run("links", "site.example")[1]
    assert run("prospects", "move", 1, "undone")[0] == 0
    assert "blog.example/tools" not in run("links", "site.example")[1]


def test_a_second_letter_to_a_site_within_a_hundred_days_is_held_back() -> None:
    run("prospects", "add", "https://blog.example/tools", "site.example")
    run("prospects", "add", "https://blog.example/other", "site.example")
    run("prospects", "move", 1, "contacted")
    code, _, err = run("prospects", "move", 2, "contacted")
    assert code == 1
    assert "contacted" in err
    assert run("prospects", "move", 2, "contacted", "--force")[0] == 0


def test_a_file_is_imported_exported_and_forgotten() -> None:
    file = "page,target,contact,notes\nhttps://a.example/x,site.example,ann@a.example,=1+1\nbad page,,,\n"
    code, out, _ = run("prospects", "import", "-", "--json", stdin=file.encode())
    assert code == 0
    sums = json.loads(out)
    assert (sums["new"], [one["line"] for one in sums["refusals"]]) == (1, [3])
    rows = list(csv.DictReader(io.StringIO(run("export", "prospects")[1])))
    assert rows[0]["contact"] == "ann@a.example"
    assert rows[0]["notes"] == "'=1+1"
    assert run("prospects", "forget", "ANN@a.example", "--yes")[0] == 0
    assert "ann@" not in run("export", "prospects")[1]


def test_who_and_report_are_machine_readable() -> None:
    run("prospects", "add", "https://blog.example/tools", "site.example")
    run("prospects", "move", 1, "contacted")
    facts = json.loads(run("prospects", "who", "blog.example", "--json")[1])
    assert facts["cautions"] == ["contacted"]
    assert facts["prospects"][0]["status"] == "contacted"
    assert json.loads(run("prospects", "report", "--json")[1])["contacted"] == 1


def test_a_wrong_number_or_file_is_said() -> None:
    assert run("prospects", "move", 99, "contacted")[0] == 1
    assert run("prospects", "import", "nothing.csv")[0] == 2
