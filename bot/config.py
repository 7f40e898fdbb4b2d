"""Settings: read once from a mapping, checked whole, named one by one when wrong."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from bot.errors import ConfigError

_HINT = "Copy .env.example to .env and fill it in; docs/settings.md explains each one."


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("\n", ",").split(",") if part.strip())
    return value


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _whole_days(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names or any(not name.isdecimal() or not 1 <= int(name) <= 365 for name in names):
        raise ValueError("give whole numbers from 1 to 365, like 3,7")
    return names


def _one_word(key: SecretStr | None) -> SecretStr | None:
    """A key goes into a header, where a line break or a letter beyond ASCII breaks the request."""
    text = key.get_secret_value() if key else ""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("it holds characters that no key has")
    return key


def _with_host(address: str) -> str:
    if not urlsplit(address).hostname:  # urlsplit itself raises ValueError for what is no address
        raise ValueError("give an address like https://host")
    return address


Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
FollowUpDays = Annotated[tuple[str, ...], BeforeValidator(_split), AfterValidator(_whole_days)]
Networks = Annotated[tuple[Network, ...], BeforeValidator(_split)]
Secret = Annotated[SecretStr | None, BeforeValidator(_blank_is_none)]
ApiUrl = Annotated[str, Field(pattern=r"^https?://"), AfterValidator(_with_host)]
Key = Annotated[SecretStr | None, BeforeValidator(_blank_is_none), AfterValidator(_one_word)]
OptionalPort = Annotated[
    Annotated[int, Field(ge=0, le=65535)] | None, BeforeValidator(_blank_is_none)
]

OptionalPath = Annotated[Path | None, BeforeValidator(_blank_is_none)]


class Settings(BaseModel):
    """Each field is the setting of the same name in capitals. `.env.example` documents them all."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    slack_bot_token: Secret = None
    slack_app_token: Secret = None
    slack_api_url: ApiUrl = "https://slack.com/api/"
    data_dir: Path = Path("data")
    allowed_private_networks: Networks = ()
    static_hosts: Names = ()
    respect_robots: bool = True
    user_agent: str = Field(
        "BacklinksBot/0.1 (+https://github.com/backlinks-bot/backlinks-bot)", min_length=3
    )
    fetch_deadline_seconds: float = Field(30, gt=0, le=600)
    connect_timeout_seconds: float = Field(10, gt=0, le=120)
    read_timeout_seconds: float = Field(15, gt=0, le=300)
    max_body_bytes: int = Field(5_000_000, ge=10_000)
    host_delay_seconds: float = Field(1, ge=0, le=3600)
    max_connections: int = Field(100, ge=1, le=2000)
    commoncrawl_base_url: ApiUrl = "https://data.commoncrawl.org"
    commoncrawl_index_url: ApiUrl = "https://index.commoncrawl.org"
    webgraph_ranks: int = Field(1_000_000, ge=0)
    ahrefs_api_key: Key = None
    ahrefs_api_url: ApiUrl = "https://api.ahrefs.com/v3"
    dataforseo_login: Secret = None
    dataforseo_password: Secret = None
    dataforseo_api_url: ApiUrl = "https://api.dataforseo.com"
    paid_rows_per_call: int = Field(1000, ge=1, le=20_000)
    paid_rows_per_day: int = Field(2000, ge=1)
    confirm_after_minutes: float = Field(30, gt=0)
    unreachable_after_days: float = Field(7, gt=0)
    follow_up_days: FollowUpDays = ("3", "7")
    no_reply_after_days: float = Field(14, gt=0, le=365)
    promise_late_after_hours: float = Field(48, ge=0, le=8760)
    http_port: OptionalPort = None
    http_host: str = "127.0.0.1"
    tick_seconds: float = Field(60, gt=0, le=3600)
    post_every_seconds: float = Field(1, ge=0, le=60)
    clock_file: OptionalPath = None
    log_level: str = Field("INFO", pattern=r"^(?i:debug|info|warning|error)$")


def load(environ: Mapping[str, str], *, dotenv: Path | None = None) -> Settings:
    """Read the settings from `environ`, over the file `dotenv` where it exists.

    `NAME_FILE` is read for `NAME` (Docker and systemd secrets) when `NAME` itself is not set.

    Raises:
        ConfigError: naming every setting that is wrong.
    """
    merged: dict[str, str] = {}
    if dotenv is not None and dotenv.is_file():
        merged |= {k: v for k, v in dotenv_values(dotenv).items() if v is not None}
    merged |= environ
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name in Settings.model_fields:
        key = name.upper()
        if merged.get(key):
            values[name] = merged[key]
        elif merged.get(f"{key}_FILE"):
            path = Path(merged[f"{key}_FILE"])
            try:
                values[name] = path.read_text(encoding="utf-8").strip()
            except OSError:
                problems.append(f"{key}_FILE names a file that cannot be read")
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        # Neither the value nor pydantic's text of it: a wrong value may be a misplaced secret.
        problems += [
            f"{str(e['loc'][0]).upper()}: {e['msg'][0].lower()}{e['msg'][1:]}"
            for e in error.errors(include_input=False, include_url=False, include_context=False)
        ]
    else:
        if (settings.dataforseo_login is None) != (settings.dataforseo_password is None):
            problems.append("DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD: set both or neither")
    if problems:
        raise ConfigError(f"Wrong settings: {'; '.join(sorted(set(problems)))}. {_HINT}")
    return settings
