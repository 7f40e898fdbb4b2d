"""`backlinks run`: what it takes out of the way before Bolt looks."""

from bot.cli.running import _hide_from_bolt


def test_bolt_finds_no_settings_of_its_own() -> None:
    environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_CLIENT_ID": "1", "PATH": "/bin"}
    _hide_from_bolt(environment)
    assert environment == {"PATH": "/bin"}
