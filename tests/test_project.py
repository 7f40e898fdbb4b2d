"""The files at the top level keep what they promise."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_card_s_five_packages_are_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {requirement.split(">")[0] for requirement in project["dependencies"]}
    assert {"slack-bolt", "apscheduler", "httpx", "tinydb", "tldextract"} <= names


def test_the_procfile_starts_a_worker() -> None:
    assert (ROOT / "Procfile").read_text().startswith("worker: ")
