"""Slack's side: messages, files, people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.message import Block, Message


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands: enough to update it or to answer in its thread."""

    channel: str
    ts: str


class Poster(Protocol):
    """Writes to Slack outside of an answer: channels, threads, direct messages, files.

    Every method raises DeliveryError and nothing else; nothing is ever unfurled.
    """

    async def post(
        self,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Posted:
        """Post to a channel; a user's ID as `channel` means a direct message.

        `metadata` goes along as the event payload of a message-metadata event `backlinks`.
        A workspace that refuses newer blocks gets the plain version of the same message.
        """

    async def update(self, posted: Posted, message: Message) -> None:
        """Replace a message in place."""

    async def upload(
        self,
        channel: str,
        *,
        filename: str,
        content: bytes,
        comment: str,
        thread_ts: str | None = None,
    ) -> None:
        """Share a file in a channel, a thread, or (with a user's ID) a direct message."""

    async def find_own(
        self,
        channel: str,
        metadata: Mapping[str, str],
        *,
        newest: int = 50,
        thread_ts: str | None = None,
    ) -> Posted | None:
        """Our own recent message with this metadata, in the channel or in a thread of it.

        None: there is none, or the app was not given the scope to look.
        """

    async def has_file(self, beside: Posted, filename: str) -> bool:
        """Whether a file of this name stands in the thread of a message.

        False: it does not, or the app was not given the scope to look.
        """


class FileDownloads(Protocol):
    """Fetches files that people uploaded to Slack."""

    async def download(self, url: str, into: Path, *, limit_bytes: int) -> None:
        """Stream one file to a path. Only Slack's file hosts and the configured API host are asked.

        Raises:
            DeliveryError: it cannot be fetched, or is larger than `limit_bytes`.
        """


class People(Protocol):
    """Who is where, as far as the app was given the scope to ask.

    Raises DeliveryError and nothing else, and only where Slack could not be asked at all.
    """

    async def zone_of(self, user: str) -> str | None:
        """A person's time zone by its IANA name; None: not known."""

    async def name_of(self, user: str) -> str:
        """What a person is called, to name them without a mention that would notify them."""

    async def is_private(self, channel: str) -> bool:
        """Whether a channel is not open to everybody; what we may not see counts as private."""

    async def members_of(self, channel: str) -> frozenset[str]:
        """Users' IDs; nobody where we may not ask."""


class HomeTabs(Protocol):
    """Everybody's own page in the app."""

    async def publish(self, user: str, view: Block) -> None:
        """Replace what a person sees there.

        Raises:
            DeliveryError: Slack does not take it.
        """
