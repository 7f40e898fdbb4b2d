"""The composition root's part for vendors' APIs: those alone whose key is set."""

from collections.abc import Callable
from functools import partial
from ipaddress import ip_network
from urllib.parse import urlsplit

import httpx

from bot.adapters.http.client import make_client
from bot.adapters.sources.ahrefs_api import AhrefsApi
from bot.adapters.sources.dataforseo_api import DataForSeoApi
from bot.config import Settings, load
from bot.domain.paid_fetches import FetchLimits
from bot.ports import PaidSource

_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_SILENCE_SECONDS = 120
"""Vendors think about a large site for a minute or two before they send the first byte."""


def fetch_limits(settings: Settings) -> FetchLimits:
    """How much may be bought."""
    return FetchLimits(settings.paid_rows_per_call, settings.paid_rows_per_day)


def paid_sources(settings: Settings) -> dict[str, PaidSource]:
    """By vendor; nothing is opened before one is asked.

    Raises:
        ConfigError: STATIC_HOSTS cannot be read.
    """
    found: dict[str, PaidSource] = {}
    usual = load({})
    if settings.ahrefs_api_key:
        url = settings.ahrefs_api_url
        client = _client_for(settings, url, is_usual=url == usual.ahrefs_api_url)
        found["ahrefs"] = AhrefsApi(url, settings.ahrefs_api_key.get_secret_value(), client)
    login, password = settings.dataforseo_login, settings.dataforseo_password
    if login and password:
        url = settings.dataforseo_api_url
        client = _client_for(settings, url, is_usual=url == usual.dataforseo_api_url)
        found["dataforseo"] = DataForSeoApi(
            url, login.get_secret_value(), password.get_secret_value(), client
        )
    return found


def _client_for(settings: Settings, url: str, *, is_usual: bool) -> Callable[[], httpx.AsyncClient]:
    """Makes clients that may ask the host of `url` and no other."""
    host = str(urlsplit(url).hostname)
    more: dict[str, object] = {"read_timeout_seconds": _SILENCE_SECONDS}
    if not is_usual:
        # The operator named this server himself, so it may stand in his own network.
        more["allowed_private_networks"] = _EVERYWHERE
    return partial(make_client, settings.model_copy(update=more), allowed_hosts=frozenset({host}))
