"""Identifiers and secrets that look like Slack's."""

import secrets
import string
from typing import Final

_ID_ALPHABET: Final = string.ascii_uppercase + string.digits
_TOKEN_ALPHABET: Final = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """An 11-character id: `C` channel, `D` DM, `U` user, `B` bot, `A` app, `T` team, `F` file, `V` view."""
    return prefix + _random(_ID_ALPHABET, 10)


def new_bot_token() -> str:
    return f"xoxb-{_random(string.digits, 12)}-{_random(string.digits, 13)}-{new_secret()}"


def new_app_token(app_id: str) -> str:
    return f"xapp-1-{app_id}-{_random(string.digits, 13)}-{new_secret(64)}"


def new_secret(length: int = 24) -> str:
    """Unguessable and safe in a URL's path."""
    return _random(_TOKEN_ALPHABET, length)


def new_trigger_id() -> str:
    """The format that Slack's errors ask for: `132456.7890123.abcdef`."""
    digits = _random(string.digits, 12)
    return f"{digits}.{_random(string.digits, 11)}.{secrets.token_hex(16)}"


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
