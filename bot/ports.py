"""What the bot needs from the world: every promise on one screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.backlinks import (
        Backlink,
        DomainName,
        MergedLink,
        ReferringDomain,
        SourceAge,
        TargetSummary,
    )
    from bot.domain.cards import Act
    from bot.domain.checkups import SlackLook, StoreLook, WebLook
    from bot.domain.digest_days import LedgerDay
    from bot.domain.digests import RowClaim
    from bot.domain.findings import LookCounts
    from bot.domain.imports import ExportReading, ImportCounts, NewImport, StartedImport
    from bot.domain.names import Target
    from bot.domain.origins import Overrule
    from bot.domain.pages import Page, Validators
    from bot.domain.prospect_lists import AddedProspects, FoundProspects, ProspectFilter
    from bot.domain.prospects import NewProspect, Prospect
    from bot.domain.review_marks import ReviewMark
    from bot.domain.site_worth import SiteWorth
    from bot.domain.source_news import ImportNews, LossStep, SourceLoss
    from bot.domain.target_pages import TargetPage, TargetStanding, TargetStep
    from bot.domain.tracking import (
        Added,
        NewLink,
        PlannedPost,
        RecentSites,
        Recording,
        StoredEvent,
        TrackedLink,
        WaitingPost,
    )
    from bot.domain.traffic import Traffic, TrafficReport
    from bot.domain.type_mix import TypeMix
    from bot.domain.verdicts import Observation
    from bot.domain.watches import ChannelSettings, Watch
    from bot.domain.webgraph import DomainAuthority, GraphDiff, InlinkReport
    from bot.message import Block, Message

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


@dataclass(frozen=True, slots=True)
class CardPlace:
    """What a card tells, and where it stands."""

    event_keys: tuple[str, ...] = ()
    """In the order in which they were planned."""
    posted: Posted | None = None
    """None: not posted (yet)."""
    left_to_digest: bool = False


@dataclass(frozen=True, slots=True)
class CardOfSubject:
    """One event of a subject (`StoredEvent.subject`), on one channel's card."""

    channel: str
    subject: str
    event_kind: str
    card: str
    due: datetime
    """When it was to be posted, before any retry."""


class FileDownloads(Protocol):
    """Fetches files that people uploaded to Slack."""

    async def download(self, url: str, into: Path, *, limit_bytes: int) -> None:
        """Stream one file to a path. Only Slack's file hosts and the configured API host are asked.

        Raises:
            DeliveryError: it cannot be fetched, or is larger than `limit_bytes`.
        """


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


class ImportStore(Protocol):
    """Keeps what files of backlinks say. Each method is one transaction."""

    async def begin_import(self, new: NewImport) -> StartedImport:
        """Note that an import begins; the same content for the same target is the same import."""

    async def import_rows(self, started: StartedImport, rows: Sequence[Backlink]) -> int:
        """Keep rows of the import, a bounded batch at a time; safe to repeat after a crash.

        A newer word of the same source on the same link replaces the older one fact by fact, as
        `bot.domain.backlinks.restate` says. Returns how many of the rows said nothing new.
        """

    async def finish_import(
        self, started: StartedImport, counts: ImportCounts, at: datetime
    ) -> None:
        """Note that the import is done, and its sums."""


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

    async def sources(self) -> tuple[SourceAge, ...]:
        """What each source has brought, for all targets, by name."""


class ObservationStore(Protocol):
    """Keeps every look at a link whole. Each method is one transaction."""

    async def save_observations(self, observations: Sequence[Observation]) -> None:
        """Keep them; the same look twice is kept once."""

    async def latest_observation(self, referring_page: str, target: str) -> Observation | None:
        """The newest look at a pair; None when nobody looked yet."""

    async def observations_of(
        self, referring_page: str, target: str, *, limit: int
    ) -> tuple[Observation, ...]:
        """The looks at a pair, newest first."""

    async def last_live(self, referring_page: str, target: str) -> Observation | None:
        """The newest look at a pair that saw the link; None: none did."""

    async def newest_by_domain(self, target: Target) -> Mapping[DomainName, Observation]:
        """One look for each referring site: of its pages' newest looks a live one, else a lost one."""

    async def count_looks(self, target: Target) -> Mapping[DomainName, LookCounts]:
        """For each referring site how many of its pages' newest looks are in which state."""


class LookHistory(Protocol):
    """The looks of all pairs over time."""

    async def looks_as_of(
        self, target: Target, moment: datetime, *, limit: int
    ) -> tuple[Observation, ...]:
        """Of each pair of a target the newest look at or before a moment, by page."""

    async def type_history(
        self, target: Target, moments: Callable[[datetime], Sequence[datetime]]
    ) -> tuple[TypeMix, ...]:
        """The types of a target's live links at moments, chosen from when the first was seen live.

        Empty: none ever was.
        """

    async def thin_out(self, *, before: datetime) -> int:
        """Of older looks keep each pair's first, last and every change; returns how many went.

        Each step is a transaction of its own, so that nobody waits for it.
        """


class DueLinks(Protocol):
    """Links to look at now, and where the looks are kept. Each method is one transaction."""

    async def claim_due(
        self, *, now: datetime, limit: int, lease: timedelta, per_host: int | None = None
    ) -> tuple[TrackedLink, ...]:
        """Links that are due, oldest first, and nobody else's until the lease ends or they are recorded.

        At most `per_host` links of one host. Ignored and snoozed links are never due. A claim that
        ends later than the lease allows was made before the clock was set back: it counts no more.
        """

    async def claim_controls(
        self, *, now: datetime, limit: int, lease: timedelta, without: Collection[str]
    ) -> tuple[TrackedLink, ...]:
        """Links that were fine at their newest look, one a site, none of the sites `without`; claimed."""

    async def recent_sites(self, *, since: datetime, flipped_since: datetime) -> RecentSites:
        """Of the sites looked at since then: which are fine, and which flipped after `flipped_since`.

        Those whose looks are held back count as flipped.
        """

    async def record(
        self, recordings: Sequence[Recording], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep looks, standings, events and the posts that tell them, all or none; gives claims back.

        Returns the events that were new. A recording of a link that is no longer tracked, or that is
        older than its newest look, is left out.
        """

    async def give_back(self, link_ids: Sequence[int], *, next_look_at: datetime) -> None:
        """Give claims back without a look."""

    async def hold_back(
        self,
        next_looks: Mapping[int, datetime],
        *,
        now: datetime,
        posts: Sequence[PlannedPost] = (),
    ) -> None:
        """Give claims back, each to its next look, as doubted from now on; with posts that say so."""


class TrackedLinkStore(DueLinks, Protocol):
    """The tracked links, their looks and events. Each method is one transaction."""

    async def track(self, links: Sequence[NewLink], *, now: datetime) -> Added:
        """Begin to track; a pair that is tracked already stays as it is (a promise is noted)."""

    async def untrack(self, referring_page: str | None, target: Target) -> int:
        """Track no longer: one pair, or (with None) every pair of the target. Returns how many."""

    async def tracked(
        self, target: Target | None, *, limit: int, offset: int = 0, state: str | None = None
    ) -> tuple[TrackedLink, ...]:
        """A page of the links of a target (None: of all), by page; `state` is a `shown_state`."""

    async def tracked_pair(self, referring_page: str, target: Target) -> TrackedLink | None:
        """The link of a pair; None: it is not tracked."""

    async def tracked_by_id(self, link_id: int) -> TrackedLink | None:
        """One link; None: it is tracked no more."""

    async def tracked_by_ids(self, link_ids: Iterable[int]) -> Mapping[int, TrackedLink]:
        """Links by their ids; those that are tracked no more are left out."""

    async def count_states(self, target: Target | None) -> Mapping[str, int]:
        """How many links are in each `shown_state`."""

    async def look_soon(self, link_id: int, *, at: datetime) -> None:
        """Make a link due at that time."""

    async def change(
        self,
        link_id: int,
        *,
        owner: str | None = None,
        snoozed_until: datetime | None = None,
        ignored: bool | None = None,
    ) -> TrackedLink | None:
        """Change what people decide of a link; None leaves a property as it is."""


class ImportNewsStore(Protocol):
    """What imports brought that their sources had not said before. Each method is one transaction."""

    async def next_news(self, *, limit: int) -> ImportNews | None:
        """Of the oldest import whose news were not told; None: there is none."""

    async def told(self, import_id: int, *, at: datetime, gone: Sequence[SourceLoss] = ()) -> None:
        """Its news were told; what is `gone` of it waits to be looked at.

        A pair that waits already, or whose loss was told, stays as it is.
        """


class SourceLossStore(Protocol):
    """Links that a source no longer vouches for, until our own looks settle them. Each is one transaction."""

    async def claim_due_losses(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[SourceLoss, ...]:
        """Those to look at now, and nobody else's until the lease ends or they are recorded."""

    async def record_loss(
        self, loss: SourceLoss, step: LossStep, *, at: datetime, posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep what a look made of it, with its events and their posts, all or none."""


class TargetPageStore(Protocol):
    """The pages of ours that tracked links lead to. Each method is one transaction."""

    async def claim_due_pages(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[TargetPage, ...]:
        """Pages that live tracked links lead to and that are due; new ones are due at once."""

    async def record_page(
        self, page: TargetPage, step: TargetStep, *, at: datetime, posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep a look with its events and their posts, all or none; gives the claim back."""

    async def broken_pages(self, target: Target) -> tuple[str, ...]:
        """The target's pages that were seen broken twice and that live tracked links lead to, by URL."""

    async def look_soon(self, url: str, *, at: datetime) -> None:
        """Make a page that is known due at that time."""

    async def standing_of(self, url: str) -> TargetStanding | None:
        """What the looks at a page add up to; None: it is not known."""


class EventStore(Protocol):
    """What happened. Each method is one transaction."""

    async def add_events(
        self, events: Sequence[StoredEvent], posts: Sequence[PlannedPost] = ()
    ) -> tuple[StoredEvent, ...]:
        """Keep events that belong to no look, with their posts; returns those that were new."""

    async def events_between(
        self, target: Target | None, *, since: datetime, until: datetime, limit: int = 10_000
    ) -> tuple[StoredEvent, ...]:
        """Events with `since` <= time < `until`, oldest first."""

    async def event(self, key: str) -> StoredEvent | None:
        """One event by its key."""

    async def events_of(self, keys: Sequence[str]) -> tuple[StoredEvent, ...]:
        """The events of these keys, oldest first; unknown keys are left out."""

    async def mark_wrong(self, key: str, *, by: str) -> StoredEvent | None:
        """A person says that an alert was wrong; the first one to say so stands."""

    async def due_look_backs(self, *, before: datetime, limit: int) -> tuple[StoredEvent, ...]:
        """Losses told before that time that nobody looked back at yet."""

    async def looked_back(self, key: str, *, was_wrong: bool | None, at: datetime) -> None:
        """What the look-back said; None: it could not tell."""


class Outbox(Protocol):
    """What waits to be posted. Each method is one transaction."""

    async def plan_posts(self, posts: Sequence[PlannedPost], *, now: datetime) -> int:
        """Keep posts to be sent; a known dedup key changes nothing. Returns how many were new."""

    async def claim_posts(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[WaitingPost, ...]:
        """Posts whose time has come, oldest first, and nobody else's until the lease ends."""

    async def sent(self, post_id: int, posted: Posted, *, at: datetime) -> None:
        """It stands in Slack there."""

    async def failed(self, post_id: int, *, error: str, retry_at: datetime | None) -> None:
        """It could not be posted; None: and never can."""

    async def posted(self, dedup_key: str) -> Posted | None:
        """Where a post stands; None: it was not sent."""

    async def count_waiting(self) -> int:
        """How many posts wait."""


class CardLog(Protocol):
    """Which messages tell which events, read from the outbox. Each method is one transaction."""

    async def place_of(self, card: str) -> CardPlace:
        """What a card tells, and where it stands."""

    async def card_at(self, posted: Posted) -> str | None:
        """The card that stands there; None: none does."""

    async def cards_of_subjects(self, subjects: Collection[str]) -> tuple[CardOfSubject, ...]:
        """What the cards tell of these subjects, oldest first."""

    async def cards_of_events(self, event_keys: Collection[str]) -> tuple[str, ...]:
        """Every card, in any channel, that tells one of these events."""

    async def opened_since(self, channel: str, since: datetime) -> int:
        """How many new messages about events a channel got since then; edits do not count."""

    async def leave_to_digest(self, card: str) -> None:
        """Post what waits of a card no more; the digest tells it."""

    async def pass_over(self, card: str) -> None:
        """What waits of a card was made good before anybody heard of it; what joins it later may open it."""

    async def wake_thread(self, card: str) -> None:
        """The card stands now: the details that were passed over with its first rows wait again."""


class CardActs(Protocol):
    """What people did about events by the buttons of a card. Each method is one transaction."""

    async def add_acts(self, acts: Sequence[Act]) -> None:
        """Keep them."""

    async def acts_of(self, event_keys: Collection[str]) -> tuple[Act, ...]:
        """What was done about these events, oldest first."""


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


class WatchStore(Protocol):
    """Which channel hears of which target, and how it wants it. Each method is one transaction."""

    async def add_watch(self, watch: Watch) -> Watch:
        """Keep it. A channel watches a target once: a watch of the same pair keeps its ID, beginning
        and creator, and takes the rest from `watch`. Returns what is kept now.
        """

    async def remove_watch(self, channel: str, target: Target) -> Watch | None:
        """End a subscription; None: there was none."""

    async def watch(self, watch_id: str) -> Watch | None:
        """One subscription; None: it ended."""

    async def watches(self, *, channel: str | None = None) -> tuple[Watch, ...]:
        """The subscriptions of a channel (None: of all), oldest first."""

    async def settings_of(self, channel: str) -> ChannelSettings:
        """How a channel wants its posts; the defaults where nobody said."""

    async def all_settings(self) -> tuple[ChannelSettings, ...]:
        """The settings of every channel in which somebody said something."""

    async def change_settings(
        self, channel: str, change: Callable[[ChannelSettings], ChannelSettings]
    ) -> ChannelSettings:
        """Change what stands now, in one transaction; returns what stands then."""


class DigestLedger(Protocol):
    """One digest per channel and local day. Each method is one transaction."""

    async def claim_day(self, channel: str, local_date: date, *, now: datetime) -> bool:
        """Take the day; False: somebody has it."""

    async def retake_day(self, day: LedgerDay, *, now: datetime) -> bool:
        """Take a day again that was not sent; False: somebody was faster, or it was sent after all."""

    async def unsent_days(self, *, now: datetime, lease: timedelta) -> tuple[LedgerDay, ...]:
        """Days to be tried again: their time to retry has come, or whoever took them is gone.

        Only the newest day of each channel: an older one is told by the newer one.
        """

    async def keep_told(self, channel: str, local_date: date, keys: Sequence[str]) -> None:
        """Decide which events the day's digest tells, before it is posted."""

    async def put_off(
        self, channel: str, local_date: date, *, error: str, retry_at: datetime
    ) -> None:
        """It could not be posted; try again then."""

    async def mark_sent(
        self, channel: str, local_date: date, posted: Posted | None, *, now: datetime
    ) -> None:
        """The day's digest stands there (None: the quiet day asked for no message)."""

    async def day(self, channel: str, local_date: date) -> LedgerDay | None:
        """One day; None: nobody took it."""

    async def sent_days(self, channel: str, *, limit: int) -> tuple[LedgerDay, ...]:
        """The days that were sent, newest first."""

    async def newest_day(self, channel: str) -> date | None:
        """The newest day that was taken; None: none was."""

    async def posted_day(self, channel: str, local_date: date) -> Posted | None:
        """Where the day's digest stands; None: nowhere."""


class RowClaimStore(Protocol):
    """Who took on which row of a digest. Each method is one transaction."""

    async def claim_row(self, claim: RowClaim) -> RowClaim:
        """Take on a row, unless somebody has; returns the claim that stands."""

    async def give_back_row(self, key: str, *, by: str) -> RowClaim | None:
        """Give a row back, if it is one's own; returns the claim that stood, None: none did."""

    async def claims_of(self, keys: Iterable[str]) -> Mapping[str, RowClaim]:
        """The claims on these rows."""


class SlackHealth(Protocol):
    """Tries the tokens, for the doctor alone."""

    async def look(self) -> SlackLook:
        """Ask Slack about both tokens; never raises, never keeps a token or a ticket."""


class StoreHealth(Protocol):
    """Tries the data folder, for the doctor alone."""

    async def look(self) -> StoreLook:
        """Write and remove a file of its own there; never raises, changes nothing that is kept."""


class WebHealth(Protocol):
    """Tries the network, for the doctor alone."""

    async def look(self) -> WebLook:
        """Ask one known address for an answer; never raises."""


class OverruleStore(Protocol):
    """What people decided of a link's origin; it stands from then on. Each method is one transaction."""

    async def overrule(self, page: str, target: Target, decision: Overrule) -> None:
        """Keep a decision over the one before."""

    async def overrule_of(self, page: str, target: Target) -> Overrule | None:
        """What was decided of one link; None: nothing."""

    async def overrules(self, target: Target) -> Mapping[str, Overrule]:
        """What was decided of all links to the target's domain, by page."""


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


class TrafficStore(Protocol):
    """Visits that came through links. Each method is one transaction."""

    async def keep_traffic(self, target: DomainName, report: TrafficReport, at: datetime) -> None:
        """Keep an export in the place of the same tool's export before it."""

    async def traffic_of(self, target: DomainName) -> Traffic | None:
        """The export with the newest days; None: there is none."""


class ReviewStore(Protocol):
    """Which sites people marked for review, and who agreed. Each method is one transaction."""

    async def mark_site(self, mark: ReviewMark) -> ReviewMark:
        """Keep a mark; one that stands already stays as it is. Returns the mark that stands."""

    async def change_mark(
        self, target_domain: str, site: str, change: Callable[[ReviewMark], ReviewMark]
    ) -> ReviewMark:
        """Change what stands now; what `change` raises is raised, and nothing has changed then.

        Raises:
            NotFoundError: the site was never marked.
        """

    async def marks_of(self, target_domain: str) -> tuple[ReviewMark, ...]:
        """The marks that stand, oldest first."""


class ProspectStore(Protocol):
    """Keeps prospects. Each method is one transaction."""

    async def add_prospects(self, new: Sequence[NewProspect], *, now: datetime) -> AddedProspects:
        """Keep them; one of the same page and target stays as it is."""

    async def prospect(self, number: int) -> Prospect:
        """One prospect by its ID.

        Raises:
            NotFoundError: there is none.
        """

    async def change_prospect(
        self, number: int, change: Callable[[Prospect], Prospect]
    ) -> Prospect:
        """Change what stands now; what `change` raises is raised, and nothing has changed then.

        Raises:
            NotFoundError: there is none.
        """

    async def find_prospects(
        self, wanted: ProspectFilter, *, limit: int, offset: int = 0
    ) -> FoundProspects:
        """A page of those that fit, in the order asked for, with the counts by status."""

    async def sites(self) -> frozenset[DomainName]:
        """The sites of all prospects."""

    async def prospects_of_site(self, site: DomainName) -> tuple[Prospect, ...]:
        """All of a site, oldest first."""

    async def maybe_due(self, day: date, *, owner: str | None = None) -> tuple[Prospect, ...]:
        """Those that may ask for something on that day: a date of theirs has come, or a link is promised.

        All others surely ask for nothing.
        """

    async def all_prospects(self) -> tuple[Prospect, ...]:
        """All there are, oldest first."""

    async def to_appraise(self, *, before: date, limit: int) -> tuple[Prospect, ...]:
        """Those whose site was never judged, or last on that day or earlier; oldest first."""

    async def keep_worths(self, worths: Mapping[int, SiteWorth]) -> None:
        """Keep what sites are worth, by prospect; that is no move, and nobody's click is outdated by it."""

    async def erase_contacts(self, what: str, *, by: str, at: datetime) -> int:
        """Forget an e-mail address wherever it stands, or contacts and notes of a whole site.

        Nothing of it is left in the store's files afterwards. Returns how many prospects held any.
        """

    async def card_stands(self, number: int, posted: Posted) -> None:
        """A message shows the prospect; it is edited when the prospect changes."""

    async def cards_of(self, number: int) -> tuple[Posted, ...]:
        """The newest messages that show the prospect."""


class Erasure(Protocol):
    """Takes people's addresses out of what was measured."""

    async def erase(self, what: str) -> int:
        """Forget an e-mail address, or every address of a site, in all words that are kept.

        Posts that wait, looks, events, imported anchors and titles. Nothing of it is left in the files
        afterwards. Returns how many rows held it.
        """


class RivalStore(Protocol):
    """Which sites people named as rivals of ours. Each method is one transaction."""

    async def remember_rivals(self, target: DomainName, rivals: Sequence[DomainName]) -> None:
        """Keep them, the newest first, at most ten."""

    async def rivals_of(self, target: DomainName) -> tuple[DomainName, ...]:
        """Those that were named for one of our sites."""


class ReminderLedger(Protocol):
    """What was told on which day, and up to where events were heard. Each method is one transaction."""

    async def claim_reminder(self, who: str, day: date) -> bool:
        """Take a day for somebody (a user's or a channel's key); False: it, or a later one, was taken."""

    async def is_claimed(self, who: str, day: date) -> bool:
        """Whether that day, or a later one, was taken for somebody."""

    async def heard_until(self) -> datetime | None:
        """Up to which time events were taken into account; None: never."""

    async def hear_until(self, at: datetime) -> None:
        """Events up to that time were taken into account."""


class HomeTabs(Protocol):
    """Everybody's own page in the app."""

    async def publish(self, user: str, view: Block) -> None:
        """Replace what a person sees there.

        Raises:
            DeliveryError: Slack does not take it.
        """
