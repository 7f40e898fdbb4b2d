"""A small changing web for demonstrations and tests: sites as a function of the day. Imports aiohttp only."""

from bot.playground.web.exports import ahrefs_export, domain_links, search_console_export
from bot.playground.web.server import site_map, web_app
from bot.playground.web.sites import BY_HOST, OURS, RIVALS, SITES, TARGETS
from bot.playground.web.truth import (
    Change,
    Truth,
    broken_links,
    changes,
    own_pages_gone,
    story,
)
from bot.playground.web.vendor import vendor_app

HOSTS = tuple(BY_HOST)
"""The names that the web answers to."""

__all__ = [
    "HOSTS",
    "OURS",
    "RIVALS",
    "SITES",
    "TARGETS",
    "Change",
    "Truth",
    "ahrefs_export",
    "broken_links",
    "changes",
    "domain_links",
    "own_pages_gone",
    "search_console_export",
    "site_map",
    "story",
    "vendor_app",
    "web_app",
]
