"""The people and channels that a new workspace begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.playground.ids import new_id
from bot.playground.model import ChannelKind, User
from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    real_name: str
    tz: str
    color: str


@dataclass(frozen=True, slots=True)
class ChannelSeed:
    name: str
    kind: ChannelKind = "public"
    members: tuple[str, ...] = ()
    """Names of people; empty: everybody."""
    topic: str = ""


DEFAULT_PEOPLE: Final = (
    Person("ana", "Ana Reyes", "Europe/Madrid", "4bbe2e"),
    Person("ben", "Ben Carter", "America/New_York", "3c989f"),
    Person("chie", "Chie Mori", "Asia/Tokyo", "e0a729"),
)
DEFAULT_CHANNELS: Final = (
    ChannelSeed("general", topic="Everybody"),
    ChannelSeed("seo", topic="Who links to us, and who no longer does"),
    ChannelSeed("seo-private", "private", ("ana", "ben"), "Only for the two of us"),
)


def plant(workspace: Workspace, people: Sequence[Person], channels: Sequence[ChannelSeed]) -> None:
    """Fill an empty workspace; every pair of people gets a DM."""
    ids = {}
    for person in people:
        user = User(new_id("U"), person.name, person.real_name, person.tz, person.color)
        workspace.users[user.id] = user
        ids[person.name] = user.id
    creator = next(iter(ids.values()))
    for seed in channels:
        members = {ids[name] for name in seed.members or ids}
        channel = workspace.create_channel(seed.name, seed.kind, creator, members)
        channel.topic = seed.topic
    everybody = list(ids.values())
    for index, one in enumerate(everybody):
        for other in everybody[index + 1 :]:
            workspace.direct_message(one, other)
