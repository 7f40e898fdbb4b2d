"""`backlinks anchors`: kinds of anchor texts, and the warning for wanted phrases, for people and programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.fixture(autouse=True)
def _imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    rows = [("cheap spades", 9), ("Site", 8), ("read more", 6)]
    lines = ["Source url,Target url,Anchor"]
    for number, (anchor, times) in enumerate(rows):
        lines += [
            f"https://s{number}-{n}.example/p,https://site.com/x,{anchor}" for n in range(times)
        ]
    Path("links.csv").write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["import", "links.csv", "--target", "site.com"])
    assert done.exit_code == 0, done.output


def test_a_wanted_phrase_that_many_use_is_named() -> None:
    done = CliRunner().invoke(app, ["anchors", "site.com", "--phrases", "cheap spade, hoes"])
    assert "exact" in done.stdout
    assert "39% of the referring domains use exactly a wanted phrase" in done.stdout


def test_without_a_phrase_it_says_how_one_is_stated() -> None:
    done = CliRunner().invoke(app, ["anchors", "site.com"])
    assert "wanted phrase" not in done.stdout
    assert '--phrases "garden tools, spades"' in done.stdout


def test_programs_read_kinds_shares_and_warnings() -> None:
    args = ["anchors", "site.com", "--phrases", "cheap spades", "--names", "Read More", "--json"]
    told = json.loads(CliRunner().invoke(app, args).stdout)
    assert told["domains"]["exact"] == 9
    assert told["phrases"] == ["cheap spades"]
    assert told["names"] == ["Read More"]
    assert sum(told["shares"].values()) == pytest.approx(1, abs=0.01)
    assert told["anchors"][0] == {"text": "cheap spades", "links": 9}
    assert any("wanted phrase" in warning for warning in told["warnings"])


def test_what_cannot_be_is_refused_and_what_is_unknown_is_said() -> None:
    assert CliRunner().invoke(app, ["anchors", "nonsense"]).exit_code == 2
    assert CliRunner().invoke(app, ["anchors", "site.com", "--phrases", "x" * 99]).exit_code == 2
    done = CliRunner().invoke(app, ["anchors", "other.com"])
    assert done.stdout.startswith("No source says any anchor text of other.com yet.")


def test_check_says_what_nobody_has_asked() -> None:
    """Our own pages are looked at behind tracked links alone; lists within each other hide the rest."""
    told = json.loads(CliRunner().invoke(app, ["check", "site.com", "--json"]).stdout)
    assert any("your linked pages still answer" in line for line in told["unknown"])
    assert not any("lie within" in line for line in told["unknown"])
    bing = '"Source Url","Anchor text","Target Url"\n"https://s0-0.example/p","x","https://site.com/x"\n'
    Path("bing.csv").write_text(bing, encoding="utf-8")
    done = CliRunner().invoke(app, ["import", "bing.csv", "--target", "site.com"])
    assert done.exit_code == 0, done.output
    told = json.loads(CliRunner().invoke(app, ["check", "site.com", "--json"]).stdout)
    assert any("lists lie within each other" in line for line in told["unknown"])
