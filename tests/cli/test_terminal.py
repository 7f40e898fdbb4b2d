"""What a newcomer, another locale, a full disk and a closed pipe do to every verb."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.terminal import as_typed

TABLE = "referring_page,target\nhttps://a.example/p,https://site.example/x\nhttps://b.example/p,https://site.example/y\n"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoken(result: object) -> str:
    """What was said on stderr, without the frame around it."""
    return " ".join(str(getattr(result, "stderr", "")).replace("│", " ").split())


def run_process(*args: str, to: Path | None = None, **environ: str) -> tuple[int, bytes, str]:
    """The whole program in a process of its own: its status, stdout and stderr."""
    with (to or Path(os.devnull)).open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", *args],
            stdout=out if to else subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environ},
            check=False,
            timeout=60,
        )
    return done.returncode, done.stdout or b"", done.stderr.decode()


@pytest.mark.parametrize(
    ("typed", "meant"), [("chek", "`check`"), ("Verify", "`verify`"), ("import_", "`import`")]
)
def test_a_wrong_verb_gets_the_nearest_right_one(typed: str, meant: str) -> None:
    result = CliRunner().invoke(app, [typed])
    assert result.exit_code == 2
    assert f"There is no verb `{typed}`. Did you mean {meant}?" in spoken(result)


def test_a_verb_like_no_other_gets_the_list() -> None:
    assert "`backlinks --help` shows them all" in spoken(CliRunner().invoke(app, ["xyzzy"]))


@pytest.mark.parametrize(
    "args",
    [["check", "no site"], ["export", "links", "no site"], ["import", "x.csv", "--target", "no site"],
     ["links", "no site"], ["untrack", "no site"], ["verify", "https://a.example/", "no site"],
     ["quality", "https://a.example/", "no site"], ["gap", "no site", "b.example"], ["reclaim", "no site"],
     ["asof", "no site", "2026-11-01"], ["proof", "https://a.example/", "no site"],
     ["export", "events", "no site"], ["export", "disavow", "no site"],
     ["prospects", "add", "https://a.example/", "no site"],
     ["prospects", "import", "x.csv", "--target", "no site"],
     ["prospects", "move", "1", "agreed", "--target", "no site"]],
    ids=lambda args: " ".join(args[:2]),
)  # fmt: skip
def test_a_wrong_target_is_wrong_usage_said_for_a_terminal(args: list[str]) -> None:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 2
    assert "`no site` is not a domain. Try `backlinks check site.com`." in spoken(result)


@pytest.mark.parametrize(
    "args",
    [["verify", "no page", "site.example"], ["untrack", "site.example", "--page", "no page"],
     ["quality", "no page", "site.example"], ["proof", "no page", "site.example"],
     ["prospects", "add", "no page"], ["prospects", "who", "no page"], ["prospects", "list", "--site", "no page"],
     ["prospects", "move", "1", "agreed", "--page", "no page"], ["prospects", "forget", "no page", "--yes"]],
    ids=lambda args: " ".join(args[:2]),
)  # fmt: skip
def test_a_wrong_page_is_wrong_usage(args: list[str]) -> None:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 2
    assert "`no page` is not the address of a page." in spoken(result)


@pytest.mark.parametrize(
    "args",
    [["links", "site.example"], ["export", "links", "site.example"], ["prospects", "list", "--json"],
     ["check", "site.example", "--json"], ["placements", "page.html", "--json"],
     ["verify", "https://127.0.0.1/", "site.example", "--json"]],
    ids=lambda args: " ".join(args[:2]),
)  # fmt: skip
def test_a_reader_who_has_gone_ends_every_verb_alike(data_dir: Path, args: list[str]) -> None:
    (data_dir / "page.html").write_text("<p><a href='https://site.example/'>a link</a></p>")
    for verb in (["track", "https://a.example/", "site.example"],
                 ["prospects", "add", "https://a.example/", "site.example"]):  # fmt: skip
        assert CliRunner().invoke(app, verb).exit_code == 0
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *args],
        stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("args", [["-h"], ["check", "-h"], ["graph", "build", "-h"], ["--help"]])
def test_help_has_a_short_name_too(args: list[str]) -> None:
    result = CliRunner().invoke(app, args)
    assert (result.exit_code, "Usage" in result.stdout) == (0, True)


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout.split()[0]) == (0, "backlinks")


def test_one_page_of_a_site_is_checked_like_a_site(data_dir: Path) -> None:
    (data_dir / "links.csv").write_text(TABLE)
    assert CliRunner().invoke(app, ["import", "links.csv"]).exit_code == 0
    result = CliRunner().invoke(app, ["check", "https://site.example/x"])
    assert result.exit_code == 0, result.exception
    assert "https://site.example/x: 1 referring domain, 1 backlink" in result.stdout


def test_names_in_any_script_are_written_whatever_the_locale() -> None:
    code, out, err = run_process("check", "пример.рф", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert (code, err) == (0, "")
    assert out.decode("utf-8").startswith("пример.рф: 0 referring domains")


def test_arguments_in_raw_bytes_are_read_as_they_were_typed() -> None:
    raw = "münchen.example".encode().decode("ascii", "surrogateescape")
    assert as_typed([raw, "plain", "\udcff"]) == ["münchen.example", "plain", "\udcff"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_full_disk_is_a_sentence() -> None:
    code, _, err = run_process("check", "site.example", "--json", to=Path("/dev/full"))
    assert (code, err) == (1, "It could not be done: No space left on device.\n")


def test_an_import_says_how_old_the_data_is_or_that_nobody_knows(data_dir: Path) -> None:
    (data_dir / "links.csv").write_text(TABLE)
    said = CliRunner().invoke(app, ["import", "links.csv"]).stdout
    assert "Links to site.example; the file does not say how old its data is." in said
    (data_dir / "dated-2026-11-01.csv").write_text(TABLE)
    said = CliRunner().invoke(app, ["import", "dated-2026-11-01.csv"]).stdout
    assert "data as of 2026-11-01 (file name)" in said


@pytest.mark.parametrize("below", ["", "data"])
def test_a_data_dir_that_is_a_file_is_named(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (data_dir / "file").write_text("x")
    monkeypatch.setenv("DATA_DIR", str(data_dir / "file" / below))
    result = CliRunner().invoke(app, ["check", "site.example"])
    assert result.exit_code == 1
    assert "DATA_DIR" in result.stderr
    assert "is no folder" in result.stderr


def test_decisions_that_are_damaged_say_what_to_do(data_dir: Path) -> None:
    (data_dir / "data").mkdir()
    (data_dir / "data" / "decisions.json").write_text('{"cut":')
    result = CliRunner().invoke(app, ["check", "site.example"])
    assert (result.exit_code, "decisions.json is damaged" in result.stderr) == (1, True)
