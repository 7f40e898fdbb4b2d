"""What sources said, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.backlinks import (
        Backlink,
        DomainName,
        MergedLink,
        ReferringDomain,
        SourceAge,
        TargetSummary,
    )
    from bot.domain.imports import ImportCounts, NewImport, StartedImport
    from bot.domain.names import Target
    from bot.domain.paid_fetches import Cost, FetchOrder
    from bot.domain.source_news import ImportNews, SourceLoss
    from bot.domain.traffic import Traffic, TrafficReport


class ImportStore(Protocol):
    """Keeps what files of backlinks say. Each method is one transaction."""

    async def begin_import(self, new: NewImport) -> StartedImport:
        """Note that an import begins; the same content for the same target is the same import."""

    async def import_rows(self, started: StartedImport, rows: Sequence[Backlink]) -> int:
        """Keep rows of the import, a bounded batch at a time; safe to repeat after a crash.

        A newer word of the same source on the same link replaces the older one fact by fact, as
        `bot.domain.backlinks.restate` says. Returns how many of the rows said nothing new.
        """

    async def count_known(self, rows: Sequence[Backlink]) -> int:
        """Of how many of these rows some source names the link already."""

    async def finish_import(
        self, started: StartedImport, counts: ImportCounts, at: datetime
    ) -> None:
        """Note that the import is done, and its sums."""


class FetchLedger(Protocol):
    """What was bought from vendors, over all processes. Each method is one transaction."""

    async def begin_fetch(self, order: FetchOrder, *, at: datetime, rows_per_day: int) -> None:
        """Take the order's rows off what the day (of UTC) allows, before anything is spent.

        Raises:
            ConflictError: this order was carried out before, or is being carried out.
            InvalidInputError: the day's rows are used up.
        """

    async def settle_fetch(self, key: str, *, rows: int, cost: Cost | None, at: datetime) -> None:
        """Note what an order came to; until then, and after a crash, its rows count as asked for."""

    async def rows_of_day(self, day: date) -> int:
        """How many rows the orders of a day (of UTC) came to."""


class BacklinkStore(Protocol):
    """What is known of the links to a target, all sources together. Each method sees one moment."""

    async def summary(self, target: Target, *, today: date) -> TargetSummary:
        """The figures of a target, and how far each source goes."""

    async def best_domains(
        self, target: Target, *, limit: int, offset: int = 0
    ) -> tuple[ReferringDomain, ...]:
        """The sites that link: those with a followed link first, then by authority, then by links."""

    async def domain_of(self, target: Target, site: DomainName) -> ReferringDomain | None:
        """What is known of one site's links to a target; None: no source knows a link that stands."""

    async def links_for(
        self, target: Target, *, limit: int, after: int = 0
    ) -> tuple[tuple[MergedLink, ...], int | None]:
        """A page of the merged links in a stable order, and the `after` of the next one if any."""

    async def pages_to_verify(self, target: Target, *, limit: int) -> tuple[str, ...]:
        """Referring pages whose links no source calls lost: one of each site before a second of any."""

    async def domains_by_month(self, target: Target, *, since: date) -> Mapping[date, int]:
        """Of the sites that link today: how many were first seen in each month, by its first day.

        What was first seen before `since` is counted on the day before it; sites without a date not
        at all.
        """

    async def domains_by_source(self, target: Target) -> Mapping[str, frozenset[str]]:
        """The referring domains that each source knows, lost ones left out; 500,000 rows at most."""

    async def anchors(self, target: Target, *, limit: int) -> tuple[tuple[str, int], ...]:
        """(anchor text, links with it that no source calls lost), the most used first."""

    async def metrics_of_page(self, page: str, target: Target) -> Mapping[str, tuple[float, str]]:
        """What sources say of a referring page: the newest figure by its name, with its source."""

    async def domains_with_anchor(self, target: Target, anchor: str) -> int:
        """How many sites link with this very anchor text, lost links left out."""

    async def new_domains_by_day(self, target: Target, *, last: date, days: int) -> tuple[int, ...]:
        """How many sites were first seen on each of so many days up to `last`, the oldest day first."""

    async def anchors_of_new_domains(self, target: Target, day: date) -> Mapping[str, int]:
        """The anchors of the sites that were first seen on a day, each with how many of the sites use it."""

    async def targets(self) -> tuple[DomainName, ...]:
        """The domains of all targets to which a source knows a link, by name."""

    async def sources(self) -> tuple[SourceAge, ...]:
        """What each source has brought, for all targets, by name."""


class ImportNewsStore(Protocol):
    """What imports brought that their sources had not said before. Each method is one transaction."""

    async def next_news(self, *, limit: int) -> ImportNews | None:
        """Of the oldest import whose news were not told; None: there is none."""

    async def told(self, import_id: int, *, at: datetime, gone: Sequence[SourceLoss] = ()) -> None:
        """Its news were told; what is `gone` of it waits to be looked at.

        A pair that waits already, or whose loss was told, stays as it is.
        """


class TrafficStore(Protocol):
    """Visits that came through links. Each method is one transaction."""

    async def keep_traffic(self, target: DomainName, report: TrafficReport, at: datetime) -> None:
        """Keep an export in the place of the same tool's export before it."""

    async def traffic_of(self, target: DomainName) -> Traffic | None:
        """The export with the newest days; None: there is none."""
