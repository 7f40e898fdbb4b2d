"""The composition root of the doctor: settings to its instruments, without the rest of the bot."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.adapters.clock import system_clock
from bot.adapters.http.client import make_client
from bot.adapters.http.health import HttpWebHealth
from bot.adapters.http.sockets import StaticHosts
from bot.adapters.slack.health import HttpSlackHealth
from bot.adapters.store.health import FolderHealth
from bot.config import Settings
from bot.paid import paid_sources
from bot.ports import Clock, PaidSource, SlackHealth, StoreHealth, WebHealth


@dataclass(frozen=True, slots=True)
class Instruments:
    """What the doctor looks through."""

    slack: SlackHealth
    store: StoreHealth
    web: WebHealth
    paid: dict[str, PaidSource]
    clock: Clock
    """The system's, whatever CLOCK_FILE says: it is the system's that is compared with Slack's."""


def instruments(settings: Settings) -> Instruments:
    """All of them; nothing is opened before they look.

    Raises:
        ConfigError: STATIC_HOSTS cannot be read.
    """
    StaticHosts(settings.static_hosts)
    bot, app = settings.slack_bot_token, settings.slack_app_token
    host = urlsplit(settings.commoncrawl_base_url).hostname or ""
    return Instruments(
        HttpSlackHealth(
            settings.slack_api_url,
            bot.get_secret_value() if bot else None,
            app.get_secret_value() if app else None,
        ),
        FolderHealth(settings.data_dir),
        HttpWebHealth(
            lambda: make_client(settings, allowed_hosts=frozenset({host})),
            settings.commoncrawl_base_url,
        ),
        paid_sources(settings),
        system_clock,
    )
