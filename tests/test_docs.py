"""The documentation names each command and job, and everything that it points to exists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from bot.cli import app
from handlers import VERBS
from jobs import JOBS

_ROOT = Path(__file__).parent.parent
_PAGES = sorted(
    [
        _ROOT / "README.md",
        _ROOT / "CHANGELOG.md",
        *_ROOT.glob("docs/*.md"),
        _ROOT / "bot" / "playground" / "README.md",
    ]
)
_LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)")
_CODE = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def _commands(command: Any, words: tuple[str, ...] = ("backlinks",)) -> Iterator[tuple[str, str]]:
    """Each command of a terminal with the first sentence of its help; typer hands over its own copy of click."""
    if not isinstance(command, TyperGroup):
        yield " ".join(words), (command.help or "").partition("\n")[0]
        return
    context = typer.Context(command)
    for name in command.list_commands(context):
        yield from _commands(command.get_command(context, name), (*words, name))


def _rows(page: str) -> set[str]:
    lines = (_ROOT / "docs" / page).read_text("utf-8").splitlines()
    return {line for line in lines if line.startswith("| `")}


def test_every_command_stands_in_the_documentation_with_the_words_of_its_help() -> None:
    slack = {f"| `/backlinks {verb.help.usage}` | {verb.help.does} |" for verb in VERBS}
    terminal = {f"| `{words}` | {does} |" for words, does in _commands(typer.main.get_command(app))}
    assert _rows("commands.md") == slack | terminal


def test_every_job_stands_in_the_documentation() -> None:
    described = {line.split("`")[1] for line in _rows("operations.md")}
    assert {job.name for job in JOBS} <= described


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_exists(page: Path) -> None:
    missing = [
        where
        for where in _LINK.findall(page.read_text("utf-8"))
        if not (page.parent / where).exists()
    ]
    assert missing == []


def test_every_page_of_the_documentation_can_be_found_from_the_readme() -> None:
    readme = (_ROOT / "README.md").read_text("utf-8")
    assert [
        page.name for page in _ROOT.glob("docs/*.md") if f"docs/{page.name}" not in readme
    ] == []


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_what_a_page_says_to_type_can_be_typed(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (_ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    known = {words for words, _ in _commands(typer.main.get_command(app))}
    for block in _CODE.findall(page.read_text("utf-8")):
        for made in re.findall(r"^make ([a-z]+)", block, re.MULTILINE):
            assert made in targets
        for typed in re.findall(r"^(?:\.venv/bin/)?(backlinks [^#|>\n]+)", block, re.MULTILINE):
            assert any(f"{typed.strip()} ".startswith(f"{words} ") for words in known), typed
