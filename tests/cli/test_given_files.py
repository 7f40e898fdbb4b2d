"""Every verb that reads a file: what is wrong with it is one sentence, and one exit status everywhere."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.cli.test_terminal import spoken

VERBS = {
    "import": ["import", "{}"],
    "import-traffic": ["import-traffic", "{}", "--target", "site.example"],
    "verify": ["verify", "--from", "{}"],
    "track": ["track", "--from", "{}"],
    "placements": ["placements", "{}"],
    "prospects": ["prospects", "import", "{}"],
    "disavow": ["export", "disavow", "site.example", "--merge", "{}"],
    "graph": ["graph", "import", "{}"],
}
TABLES = ["import", "import-traffic", "verify", "track", "prospects", "graph"]
BINARY = b"\x7fELF\x02\x01\x01" + bytes(64) + b"\x90" * 64
ROWS = "page,target\nhttps://a.example/p,https://site.example/x\n"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(verb: str, file: str) -> Result:
    return CliRunner().invoke(app, [word.format(file) for word in VERBS[verb]])


def refused(result: Result, status: int) -> str:
    assert result.exit_code == status, (result.output, result.exception)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    return spoken(result)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["none.csv", "data.csv/none.csv"])
def test_a_file_that_is_not_there_is_wrong_usage(data_dir: Path, verb: str, name: str) -> None:
    (data_dir / "data.csv").write_text(ROWS)
    assert f"there is no file {name}" in refused(run(verb, name), 2)


@pytest.mark.parametrize("verb", VERBS)
def test_a_folder_is_wrong_usage(data_dir: Path, verb: str) -> None:
    (data_dir / "folder").mkdir()
    assert "folder is a folder, not a file" in refused(run(verb, "folder"), 2)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has such a file")
def test_a_file_that_cannot_be_read_is_named(verb: str) -> None:
    said = refused(run(verb, "/proc/self/mem"), 1)
    assert said == "/proc/self/mem cannot be read: Input/output error."


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_that_we_may_not_open_is_named(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """Who runs as root may open everything, so that the system is made to say no."""
    (data_dir / "secret.csv").write_text(ROWS)
    opened: Callable[..., object] = Path.open

    def says_no(path: Path, *how: str, **more: str) -> object:
        if path.name == "secret.csv":
            raise PermissionError(13, os.strerror(13), str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", says_no)
    assert refused(run(verb, "secret.csv"), 1) == "secret.csv cannot be read: Permission denied."


@pytest.mark.parametrize("verb", TABLES)
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", BINARY])
def test_a_file_that_is_empty_or_no_text_is_a_sentence(
    data_dir: Path, verb: str, content: bytes
) -> None:
    (data_dir / "odd.csv").write_bytes(content)
    said = refused(run(verb, "odd.csv"), 1)
    assert said.endswith(".")
    assert "odd.csv" in said or verb == "graph"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("verb", ["import", "track", "prospects"])
def test_a_file_is_read_in_the_encoding_that_it_came_in(
    data_dir: Path, verb: str, encoding: str
) -> None:
    lines = "https://a.example/caf\u00e9 https://site.example/x\n"
    rows = lines if verb == "track" else f"page,target\n{lines.replace(' ', ',')}"
    if verb == "import":
        rows = rows.replace("page,target", "source url,target url")
    (data_dir / "links.csv").write_bytes(rows.encode(encoding))
    result = run(verb, "links.csv")
    assert result.exit_code == 0, (result.output, result.exception)
    shown = {
        "import": ["export", "links", "site.example"],
        "track": ["links", "site.example"],
        "prospects": ["prospects", "list"],
    }
    assert "a.example/caf%C3%A9" in CliRunner().invoke(app, shown[verb]).stdout


def test_what_another_program_pours_in_is_read(data_dir: Path) -> None:
    """`--from <(program)` names a pipe, in which nobody can go back."""
    reading, writing = os.pipe()
    os.write(writing, ROWS.replace("page", "source url").encode())
    os.close(writing)
    result = run("import", f"/dev/fd/{reading}")
    os.close(reading)
    assert "1 kept" in result.stdout, (data_dir, result.output, result.exception)
