"""What the bot needs from the world: every promise on one screen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.domain.pages import Page, Validators
from bot.domain.webgraph import DomainAuthority, GraphDiff, InlinkReport
from bot.message import Message

Clock = Callable[[], datetime]
"""The time now, aware, in UTC."""


class PageFetcher(Protocol):
    """Looks at pages of strangers: guarded against private addresses, polite, bounded."""

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        """Fetch `url`, following redirects by hand, every hop guarded like the first.

        Any HTTP status is a page. With `validators` the request is conditional and the page's
        status may be 304 (with an empty body). `fresh` asks for a new connection and no caches on
        the way. Waits its turn by host.

        Raises:
            FetchError: there was no answer; its `reason` says why, by a value of `Reason`.
        """


class WebGraph(Protocol):
    """Who links to any domain, from the releases of the web graph that are built here.

    Each method raises SourceError and nothing else: no such release here, the server of the data
    does not answer, its file changed, a file is damaged. A domain that is absent, a suffix, or part
    of another node is an outcome with a sentence.
    """

    async def built(self) -> Sequence[str]:
        """The releases that can be asked, newest first."""

    async def latest(self) -> str | None:
        """The newest release that can be asked; None when none is built."""

    async def inlinks(self, domain: str, *, limit: int, release: str | None = None) -> InlinkReport:
        """Who links to `domain`: the best `limit` by authority (0: the count alone)."""

    async def degree(
        self, domains: Iterable[str], *, release: str | None = None
    ) -> Mapping[str, int]:
        """How many domains link to each; those that the release does not know are left out."""

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        """How well known a domain is; None when the release does not know it."""

    async def diff(self, older: str, newer: str, domain: str, *, limit: int) -> GraphDiff:
        """Who began and who ceased to link to `domain` between two releases."""


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
        self, channel: str, metadata: Mapping[str, str], *, newest: int = 50
    ) -> Posted | None:
        """Our own recent message with this metadata.

        None: there is none, or the app was not given the scope to look.
        """


class FileDownloads(Protocol):
    """Fetches files that people uploaded to Slack."""

    async def download(self, url: str, into: Path, *, limit_bytes: int) -> None:
        """Stream one file to a path. Only Slack's file hosts and the configured API host are asked.

        Raises:
            DeliveryError: it cannot be fetched, or is larger than `limit_bytes`.
        """
