"""A workspace in the browser that speaks Slack's protocols; knows nothing of the bot."""

from bot.playground.playground import Playground
from bot.playground.seeds import ChannelSeed, Person
from bot.playground.server import running
from bot.playground.sockets import Timing

__all__ = ["ChannelSeed", "Person", "Playground", "Timing", "running"]
