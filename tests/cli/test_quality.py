"""`backlinks quality`: a link's number with its sum, for people and for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.cli.test_verify import Site, site

__all__ = ["site"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ALLOWED_PRIVATE_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("HOST_DELAY_SECONDS", "0")
    monkeypatch.setenv("STATIC_HOSTS", "site.com=127.0.0.1:9")


def test_the_factors_add_up_to_the_score(site: Site) -> None:
    done = CliRunner().invoke(app, ["quality", f"{site.url}/live", "site.com", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["score"] == sum(factor["points"] for factor in found["factors"])
    assert found["origin"] == "natural"
    assert found["assumed"] is True
    assert "authority" in " ".join(found["missing"])


def test_people_read_the_sum_and_the_origin(site: Site) -> None:
    done = CliRunner().invoke(app, ["quality", f"{site.url}/live", "site.com"])
    assert " = " in done.stdout
    assert "Origin: natural" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_link_that_is_not_there_has_its_verdict_and_no_number(site: Site) -> None:
    done = CliRunner().invoke(app, ["quality", f"{site.url}/lost", "site.com"])
    assert done.stdout.startswith("Lost (link_removed)")
    found = json.loads(
        CliRunner().invoke(app, ["quality", f"{site.url}/lost", "site.com", "--json"]).stdout
    )
    assert (found["score"], found["origin"], found["factors"]) == (None, None, [])


def test_no_page_is_said_with_what_to_type() -> None:
    done = CliRunner().invoke(app, ["quality", "nonsense", "site.com"])
    assert done.exit_code == 2
    assert "https://journal.example/tools" in done.stderr.replace("\n", "")
