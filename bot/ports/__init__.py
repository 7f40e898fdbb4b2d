"""What the bot needs from the world: the table of every promise."""

from bot.ports.decisions import (
    CardActs,
    Erasure,
    OverruleStore,
    ProspectStore,
    ReminderLedger,
    ReviewStore,
    RivalStore,
    RowClaimStore,
    WatchStore,
)
from bot.ports.delivery import CardLog, CardOfSubject, CardPlace, DigestLedger, Outbox
from bot.ports.fetching import Clock, PageFetcher
from bot.ports.health import SlackHealth, StoreHealth, WebHealth
from bot.ports.knowledge import BacklinkStore, ImportNewsStore, ImportStore, TrafficStore
from bot.ports.slack import FileDownloads, HomeTabs, People, Posted, Poster
from bot.ports.sources import ExportReader, TrafficReader, WebGraph
from bot.ports.watching import (
    DueLinks,
    EventStore,
    LookHistory,
    ObservationStore,
    SourceLossStore,
    TargetPageStore,
    TrackedLinkStore,
)

__all__ = [
    "BacklinkStore",
    "CardActs",
    "CardLog",
    "CardOfSubject",
    "CardPlace",
    "Clock",
    "DigestLedger",
    "DueLinks",
    "Erasure",
    "EventStore",
    "ExportReader",
    "FileDownloads",
    "HomeTabs",
    "ImportNewsStore",
    "ImportStore",
    "LookHistory",
    "ObservationStore",
    "Outbox",
    "OverruleStore",
    "PageFetcher",
    "People",
    "Posted",
    "Poster",
    "ProspectStore",
    "ReminderLedger",
    "ReviewStore",
    "RivalStore",
    "RowClaimStore",
    "SlackHealth",
    "SourceLossStore",
    "StoreHealth",
    "TargetPageStore",
    "TrackedLinkStore",
    "TrafficReader",
    "TrafficStore",
    "WatchStore",
    "WebGraph",
    "WebHealth",
]
