"""What people decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from bot.ports.slack import Posted

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.backlinks import DomainName
    from bot.domain.cards import Act
    from bot.domain.digests import RowClaim
    from bot.domain.names import Target
    from bot.domain.origins import Overrule
    from bot.domain.prospect_lists import AddedProspects, FoundProspects, ProspectFilter
    from bot.domain.prospects import NewProspect, Prospect
    from bot.domain.review_marks import ReviewMark
    from bot.domain.site_worth import SiteWorth
    from bot.domain.target_words import TargetWords
from bot.domain.watches import ChannelSettings, Watch


class CardActs(Protocol):
    """What people did about events by the buttons of a card. Each method is one transaction."""

    async def add_acts(self, acts: Sequence[Act]) -> None:
        """Keep them."""

    async def acts_of(self, event_keys: Collection[str]) -> tuple[Act, ...]:
        """What was done about these events, oldest first."""


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


class RowClaimStore(Protocol):
    """Who took on which row of a digest. Each method is one transaction."""

    async def claim_row(self, claim: RowClaim) -> RowClaim:
        """Take on a row, unless somebody has; returns the claim that stands."""

    async def give_back_row(self, key: str, *, by: str) -> RowClaim | None:
        """Give a row back, if it is one's own; returns the claim that stood, None: none did."""

    async def claims_of(self, keys: Iterable[str]) -> Mapping[str, RowClaim]:
        """The claims on these rows."""


class OverruleStore(Protocol):
    """What people decided of a link's origin; it stands from then on. Each method is one transaction."""

    async def overrule(self, page: str, target: Target, decision: Overrule) -> None:
        """Keep a decision over the one before."""

    async def overrule_of(self, page: str, target: Target) -> Overrule | None:
        """What was decided of one link; None: nothing."""

    async def overrules(self, target: Target) -> Mapping[str, Overrule]:
        """What was decided of all links to the target's domain, by page."""


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


class TargetWordsStore(Protocol):
    """What people say that their sites are called and want to be found for. Each method is one transaction."""

    async def words_of(self, target: DomainName) -> TargetWords:
        """Of one of our sites; empty when nobody said any."""

    async def keep_words(self, target: DomainName, words: TargetWords) -> None:
        """Keep them in the place of those before."""


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
