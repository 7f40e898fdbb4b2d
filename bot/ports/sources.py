"""Where knowledge of backlinks comes from: exports, analytics, the web graph, vendors' APIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.backlinks import DomainName
    from bot.domain.imports import ExportReading
    from bot.domain.paid_fetches import AccountLook, Cost, FetchedLinks
    from bot.domain.traffic import TrafficReport
    from bot.domain.webgraph import DomainAuthority, GraphDiff, InlinkReport


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


class ExportReader(Protocol):
    """Recognises a file of backlinks and reads its rows one by one. Blocks: call it in a thread."""

    def __call__(
        self, file: BinaryIO, *, name: str, target: DomainName | None, today: date
    ) -> ExportReading:
        """Read a seekable file; its rows come in flat memory, however many they are.

        `target` None: most rows' target, else the site that the file's name carries.

        Raises:
            InvalidInputError: it is no table of backlinks, or nobody says what the links point to.
        """


class TrafficReader(Protocol):
    """Reads an analytics export of visits by referrer. Blocks: call it in a thread."""

    def __call__(
        self, file: BinaryIO, *, name: str, first_day: date | None, last_day: date | None
    ) -> TrafficReport:
        """Read a seekable file; days that are given count before those that the file names.

        Raises:
            OtherKindOfFileError: it is no such export.
            InvalidInputError: nobody says which days it counts.
        """


class PaidSource(Protocol):
    """A vendor's API, whose every answer costs money: nothing but a person's order calls `fetch`."""

    def cost_at_most(self, rows: int) -> Cost | None:
        """What so many rows cost at most; None: the vendor names its price afterwards."""

    async def fetch(self, target: DomainName, *, most_rows: int, as_of: date) -> FetchedLinks:
        """Buy the best backlinks of a site that the vendor calls live, never more than `most_rows`.

        What came before a failure is kept. A request of which nobody knows whether it was charged is
        never sent again; one that was refused for its rate is, a few times.

        Raises:
            PaidSourceError: nothing came; says why, and whether anything was spent.
        """

    async def account(self) -> AccountLook:
        """What is left, by a request that costs nothing; never raises."""
