"""`backlinks manifest`, and whether the manifest and the program agree."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


def test_the_manifest_is_printed_as_json_and_nothing_else() -> None:
    done = CliRunner().invoke(app, ["manifest"])
    assert done.exit_code == 0
    manifest = json.loads(done.stdout)
    commands = manifest["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/backlinks"]
    assert commands[0]["should_escape"] is False
    assert manifest["settings"]["socket_mode_enabled"] is True


def test_the_manifest_asks_for_what_the_bot_calls() -> None:
    manifest = json.loads(CliRunner().invoke(app, ["manifest"]).stdout)
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    assert {"chat:write", "commands", "files:write", "files:read", "users:read"} <= scopes
    assert "app_home_opened" in manifest["settings"]["event_subscriptions"]["bot_events"]


def test_the_documentation_explains_exactly_the_scopes_of_the_manifest() -> None:
    manifest = json.loads(CliRunner().invoke(app, ["manifest"]).stdout)
    text = (Path(__file__).parents[2] / "docs" / "slack.md").read_text(encoding="utf-8")
    table = text.partition("## What each permission is for")[2].partition("Left out on purpose")[0]
    explained = re.findall(r"^\| `([a-z:.]+)`", table, re.MULTILINE)
    assert sorted(explained) == sorted(manifest["oauth_config"]["scopes"]["bot"])


def test_help_lists_every_verb() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert "manifest" in shown
    assert "import" in shown


@pytest.mark.parametrize(
    ("arguments", "says", "not_needed"),
    [
        (["manifest"], "oauth_config", {"bot.app", "sqlalchemy", "slack_bolt"}),
        # Every look at a page pays for what is imported first.
        (
            ["verify", "10.0.0.1", "site.com"],
            "unsafe_address",
            {
                "bot.app",
                "sqlalchemy",
                "alembic",
                "slack_bolt",
                "slack_sdk",
                "tinydb",
                "httpx",
                "rich",
            },
        ),
    ],
    ids=["manifest", "verify"],
)
def test_a_verb_does_not_import_the_code_of_another(
    arguments: list[str], says: str, not_needed: set[str]
) -> None:
    code = (
        f"import sys; sys.argv = ['backlinks', *{arguments!r}]\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({not_needed!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert says in done.stdout


def test_a_wrong_verb_is_refused_with_status_2() -> None:
    assert CliRunner().invoke(app, ["imprt"]).exit_code == 2
