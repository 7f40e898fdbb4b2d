"""Settings: read once, checked whole, named when wrong, never shown."""

from pathlib import Path

import pytest

from bot.config import load
from bot.errors import ConfigError


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        load(
            {
                "FETCH_DEADLINE_SECONDS": "soon",
                "ALLOWED_PRIVATE_NETWORKS": "300.1.1.1/8",
                "SLACK_API_URL": "x",
            }
        )
    for name in ("FETCH_DEADLINE_SECONDS", "ALLOWED_PRIVATE_NETWORKS", "SLACK_API_URL"):
        assert name in str(error.value)


@pytest.mark.parametrize("name", ["SLACK", "COMMONCRAWL_BASE", "COMMONCRAWL_INDEX", "AHREFS"])
@pytest.mark.parametrize("address", ["https://", "https://[", "https://[::1", "http:///v3"])
def test_an_address_without_a_host_is_named_and_not_tried(name: str, address: str) -> None:
    setting = f"{name}_URL" if name.startswith("COMMON") else f"{name}_API_URL"
    with pytest.raises(ConfigError, match=setting):
        load({setting: address})


def test_a_wrong_value_is_never_repeated_for_it_may_be_a_secret() -> None:
    with pytest.raises(ConfigError) as error:
        load({"SLACK_API_URL": "xoxb-1234-secret"})
    assert "xoxb" not in str(error.value)


def test_a_secret_is_not_shown_by_repr() -> None:
    assert "hush" not in repr(load({"SLACK_BOT_TOKEN": "xoxb-hush"}))


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-from-file\n", encoding="utf-8")
    token = load({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}).slack_bot_token
    assert token is not None
    assert token.get_secret_value() == "xoxb-from-file"


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN_FILE names a file"):
        load({"SLACK_BOT_TOKEN_FILE": "/nowhere/token"})


def test_the_environment_stands_above_the_dotenv_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("HOST_DELAY_SECONDS=5\nMAX_CONNECTIONS=7\n", encoding="utf-8")
    settings = load({"HOST_DELAY_SECONDS": "2"}, dotenv=dotenv)
    assert (settings.host_delay_seconds, settings.max_connections) == (2, 7)


def test_what_is_blank_is_not_set() -> None:
    assert load({"SLACK_BOT_TOKEN": "", "HTTP_PORT": ""}).slack_bot_token is None
