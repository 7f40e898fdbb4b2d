"""`backlinks placements` as a person and a program use it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

PAGE = """<base href="https://x.example/"><nav><a href="/a">  A\n menu </a></nav>
<main><p>This is a sentence of a fair length that says why <a href="b?q=1&amp;r=2">the study</a> matters to us.</p></main>
<a name=no>no link</a><footer><a href="javascript:void(0)">[red]\x1b[31mTop</a></footer>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_json_has_a_line_for_each_link_in_document_order(page: Path) -> None:
    result = CliRunner().invoke(
        app, ["placements", str(page), "--base-url", "https://x.example/", "--json"]
    )
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(line) for line in lines] == [
        ["index", "href", "text", "placement", "editorial"]
    ] * 3
    assert [(line["index"], line["href"], line["text"]) for line in lines] == [
        (0, "/a", "A menu"),
        (1, "b?q=1&r=2", "the study"),
        (2, "javascript:void(0)", "[red]\x1b[31mTop"),
    ]
    assert [(line["placement"], line["editorial"]) for line in lines] == [
        ("navigation", False),
        ("content", True),
        ("footer", False),
    ]


def test_the_table_is_for_people_and_obeys_no_page(page: Path) -> None:
    result = CliRunner().invoke(app, ["placements", str(page)])
    assert "\x1b" not in result.stdout
    assert "[red]" in result.stdout
    assert "1 navigation" in result.stdout


def test_a_page_may_come_from_stdin_in_any_encoding() -> None:
    page = "<meta charset=windows-1251><p><a href=/x>Чай</a>".encode("cp1251")
    result = CliRunner().invoke(app, ["placements", "-", "--json"], input=page)
    assert json.loads(result.stdout)["text"] == "Чай"


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["placements", str(tmp_path / "none.html")])
    assert result.exit_code == 2
    assert "there is no file" in result.stderr
