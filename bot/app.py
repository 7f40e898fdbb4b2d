"""The composition root of what needs the stores and no Slack.

`bot.fetching` is the part that only looks at pages, `bot.slack_app` the running bot. They are three
files because a verb of the command line should not wait for the import of what it does not use.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from bot.adapters.sources.exports import read_export
from bot.adapters.sources.file_text import open_text
from bot.adapters.sources.traffic import read_traffic
from bot.adapters.store.backlinks import SqlBacklinkStore
from bot.adapters.store.database import Database
from bot.adapters.store.decisions import Decisions, DecisionStore, open_decisions
from bot.adapters.store.digest_ledger import SqlDigestLedger
from bot.adapters.store.erasure import SqlErasure
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.fetch_ledger import SqlFetchLedger
from bot.adapters.store.import_news import SqlImportNews
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.outbox import SqlOutbox
from bot.adapters.store.overrules import DecidedOverrules
from bot.adapters.store.prospects import DecidedProspects
from bot.adapters.store.review_marks import DecidedReviews
from bot.adapters.store.rivals import DecidedRivals
from bot.adapters.store.snapshot import read_decisions
from bot.adapters.store.target_pages import SqlTargetPageStore
from bot.adapters.store.target_words import DecidedTargetWords
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.adapters.store.traffic import SqlTrafficStore
from bot.adapters.store.watches import DecidedWatches
from bot.config import Settings
from bot.domain.events import Policy
from bot.fetching import make_clock
from bot.ports import (
    BacklinkStore,
    Clock,
    DigestLedger,
    Erasure,
    EventStore,
    ExportReader,
    FetchLedger,
    ImportNewsStore,
    ImportStore,
    LookHistory,
    ObservationStore,
    Outbox,
    OverruleStore,
    ProspectStore,
    ReviewStore,
    RivalStore,
    TargetPageStore,
    TargetWordsStore,
    TrackedLinkStore,
    TrafficReader,
    TrafficStore,
    WatchStore,
)


def make_policy(settings: Settings) -> Policy:
    """How sure we want to be before anything is told."""
    return Policy(
        confirm_after=timedelta(minutes=settings.confirm_after_minutes),
        unreachable_after=timedelta(days=settings.unreachable_after_days),
        overdue_after=timedelta(hours=settings.promise_late_after_hours),
    )


@dataclass(frozen=True, slots=True)
class MeasuredStore:
    """What was measured, behind its ports; the file may be open in several processes."""

    imports: ImportStore
    backlinks: BacklinkStore
    observations: ObservationStore
    history: LookHistory
    tracked_links: TrackedLinkStore
    target_pages: TargetPageStore
    import_news: ImportNewsStore
    events: EventStore
    outbox: Outbox
    digest_ledger: DigestLedger
    clock: Clock
    traffic: TrafficStore
    erasure: Erasure
    fetch_ledger: FetchLedger
    database: Database


@contextmanager
def measured_store(settings: Settings) -> Iterator[MeasuredStore]:
    """Open the measured store of DATA_DIR, at the newest shape.

    Raises:
        StoreError: it cannot be used.
    """
    database = open_database(settings.data_dir)
    observations = SqlObservationStore(database)
    try:
        yield MeasuredStore(
            SqlImportStore(database),
            SqlBacklinkStore(database),
            observations,
            observations,
            SqlTrackedLinkStore(database),
            SqlTargetPageStore(database),
            SqlImportNews(database),
            SqlEventStore(database),
            SqlOutbox(database),
            SqlDigestLedger(database),
            make_clock(settings),
            SqlTrafficStore(database),
            SqlErasure(database),
            SqlFetchLedger(database),
            database,
        )
    finally:
        database.close()


@contextmanager
def decision_store(settings: Settings) -> Iterator[DecisionStore]:
    """Hold the store of DATA_DIR's decisions; only one process can.

    Raises:
        StoreError: another process holds it, or it cannot be used.
    """
    decisions = open_decisions(settings.data_dir)
    try:
        yield decisions
    finally:
        decisions.close()


def decisions_to_read(settings: Settings) -> Decisions:
    """What people decided, as it is on disk now, also while the bot runs; nothing can be changed in it.

    Raises:
        StoreError: it cannot be read.
    """
    return read_decisions(settings.data_dir)


def rival_store(decisions: Decisions) -> RivalStore:
    """Who our rivals are."""
    return DecidedRivals(decisions)


def target_words_store(decisions: Decisions) -> TargetWordsStore:
    """What our sites are called and want to be found for."""
    return DecidedTargetWords(decisions)


def traffic_reader() -> TrafficReader:
    """Reads analytics exports."""
    return read_traffic


def overrule_store(decisions: Decisions) -> OverruleStore:
    """Whom people overruled about a link's origin."""
    return DecidedOverrules(decisions)


def review_store(decisions: Decisions) -> ReviewStore:
    """What people marked for review."""
    return DecidedReviews(decisions)


def prospect_store(decisions: Decisions) -> ProspectStore:
    """From whom links are wanted."""
    return DecidedProspects(decisions)


def watch_store(decisions: Decisions) -> WatchStore:
    """Which channel hears of which target."""
    return DecidedWatches(decisions)


def export_reader() -> ExportReader:
    """Reads files of backlinks."""
    return read_export


def whole_text(file: BinaryIO, name: str) -> str:
    """All of a seekable text file, whatever its encoding.

    Raises:
        InvalidInputError: it is empty, or no text.
    """
    with closing(open_text(file, name).lines()) as lines:
        return "".join(lines)
