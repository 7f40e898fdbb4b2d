"""What handlers and jobs are given: the wired ports, in one frozen value."""

import asyncio
from dataclasses import dataclass, field

from bot.background import Background
from bot.config import Settings
from bot.domain.events import Policy
from bot.domain.paid_fetches import FetchLimits
from bot.heartbeat import Heartbeat
from bot.ports import (
    BacklinkStore,
    CardActs,
    CardLog,
    Clock,
    DigestLedger,
    Erasure,
    EventStore,
    ExportReader,
    FetchLedger,
    FileDownloads,
    HomeTabs,
    ImportNewsStore,
    ImportStore,
    LookHistory,
    ObservationStore,
    Outbox,
    OverruleStore,
    PageFetcher,
    People,
    Poster,
    ProspectStore,
    ReminderLedger,
    ReviewStore,
    RivalStore,
    RowClaimStore,
    SourceLossStore,
    TargetPageStore,
    TargetWordsStore,
    TrackedLinkStore,
    TrafficReader,
    TrafficStore,
    WatchStore,
    WebGraph,
)
from bot.services.digest_memory import DigestMemory
from bot.services.fetch_links import PaidSources
from bot.services.finder_memory import FinderMemory
from bot.services.home_memory import HomeMemory


@dataclass(frozen=True, slots=True)
class Deps:
    """Built once by `bot.app`; tests build it from fakes."""

    settings: Settings
    policy: Policy
    clock: Clock
    background: Background
    heartbeat: Heartbeat
    fetcher: PageFetcher
    poster: Poster
    files: FileDownloads
    backlinks: BacklinkStore
    imports: ImportStore
    read_export: ExportReader
    read_traffic: TrafficReader
    observations: ObservationStore
    history: LookHistory
    tracked_links: TrackedLinkStore
    target_pages: TargetPageStore
    import_news: ImportNewsStore
    source_losses: SourceLossStore
    events: EventStore
    outbox: Outbox
    digest_ledger: DigestLedger
    watches: WatchStore
    row_claims: RowClaimStore
    cards: CardLog
    card_acts: CardActs
    people: People
    overrules: OverruleStore
    reviews: ReviewStore
    traffic: TrafficStore
    prospects: ProspectStore
    rivals: RivalStore
    target_words: TargetWordsStore
    reminders: ReminderLedger
    erasure: Erasure
    home_tabs: HomeTabs
    webgraph: WebGraph
    paid_sources: PaidSources
    fetch_ledger: FetchLedger
    fetch_limits: FetchLimits
    finders: FinderMemory = field(default_factory=FinderMemory)
    digest_memory: DigestMemory = field(default_factory=DigestMemory)
    home_memory: HomeMemory = field(default_factory=HomeMemory)
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One sender at a time: two would send what the other took longer for than its lease."""
