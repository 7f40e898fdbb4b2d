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
    TargetWordsStore,
    WatchStore,
)
from bot.ports.delivery import CardLog, CardOfSubject, CardPlace, DigestLedger, Outbox
from bot.ports.fetching import Clock, PageFetcher
from bot.ports.health import SlackHealth, StoreHealth, WebHealth
from bot.ports.knowledge import (
    BacklinkStore,
    FetchLedger,
    ImportNewsStore,
    ImportStore,
    TrafficStore,
)
from bot.ports.slack import FileDownloads, HomeTabs, People, Posted, Poster
from bot.ports.sources import ExportReader, PaidSource, TrafficReader, WebGraph
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
    "FetchLedger",
    "FileDownloads",
    "HomeTabs",
    "ImportNewsStore",
    "ImportStore",
    "LookHistory",
    "ObservationStore",
    "Outbox",
    "OverruleStore",
    "PageFetcher",
    "PaidSource",
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
    "TargetWordsStore",
    "TrackedLinkStore",
    "TrafficReader",
    "TrafficStore",
    "WatchStore",
    "WebGraph",
    "WebHealth",
]
