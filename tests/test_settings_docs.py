"""Each setting is documented twice, with its true default: in .env.example and in docs/settings.md."""

import ipaddress
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.config import Settings, load

_ROOT = Path(__file__).parent.parent
_ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", re.MULTILINE)


def _as_text(value: object) -> str:
    """A default as a person writes it in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value)
    assert not isinstance(value, SecretStr)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _defaults() -> dict[str, str]:
    return {
        name.upper(): _as_text(field.get_default()) for name, field in Settings.model_fields.items()
    }


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    written = dotenv_values(_ROOT / ".env.example")
    assert {name: value or "" for name, value in written.items()} == _defaults()


def test_the_example_file_explains_itself() -> None:
    lines = (_ROOT / ".env.example").read_text("utf-8").splitlines()
    assert sum(line.startswith("#") for line in lines) > len(Settings.model_fields) / 2


def test_the_page_of_settings_lists_every_one_with_its_default() -> None:
    rows = _ROW.findall((_ROOT / "docs" / "settings.md").read_text("utf-8"))
    assert {name: default for name, default, _ in rows} == _defaults()
    assert all(len(meaning) > 20 for _, _, meaning in rows)


def test_the_example_file_as_it_stands_is_a_valid_start() -> None:
    settings = load({}, dotenv=_ROOT / ".env.example")
    assert settings == load({})


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTP_PORT", "8080"), ("CLOCK_FILE", "/tmp/clock.json"), ("TICK_SECONDS", "0.5")],
)
def test_a_setting_reaches_the_program(name: str, value: str) -> None:
    assert str(getattr(load({name: value}), name.lower())) == value


def test_networks_are_read_as_networks() -> None:
    settings = load({"ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8, fd00::/8"})
    assert settings.allowed_private_networks[0] == ipaddress.ip_network("127.0.0.0/8")
