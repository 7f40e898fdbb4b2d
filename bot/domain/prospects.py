"""A prospect: a page or site from which a link is wanted, with its status and its history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.names import Target, host_of, normalize_url, registrable_domain
from bot.domain.site_worth import SiteWorth
from bot.errors import InvalidInputError

CHECKER: Final = "checker"
"""Stands where a person's ID would, when the bot's own looks made a move."""


class Status(StrEnum):
    """How far a prospect has come."""

    NEW = "new"
    CONTACTED = "contacted"
    REPLIED = "replied"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    WON = "won"
    DECLINED = "declined"
    NO_REPLY = "no_reply"
    SNOOZED = "snoozed"
    DO_NOT_CONTACT = "do_not_contact"


WRITTEN_TO: Final = (Status.CONTACTED, Status.REPLIED, Status.NEGOTIATING, Status.AGREED)
"""Somebody wrote, and it is not over."""
OPEN: Final = (Status.NEW, *WRITTEN_TO, Status.SNOOZED)


class Kind(StrEnum):
    """What sort of link is asked for."""

    GUEST_POST = "guest_post"
    BROKEN_LINK = "broken_link"
    RESOURCE_PAGE = "resource_page"
    DIRECTORY = "directory"
    RECLAIM = "reclaim"
    UNLINKED_MENTION = "unlinked_mention"
    SOCIAL = "social"
    DIGITAL_PR = "digital_pr"
    OTHER = "other"


class Action(StrEnum):
    """What was done to a prospect; a line of its history each."""

    ADDED = "added"
    CONTACTED = "contacted"
    FOLLOWED_UP = "followed_up"
    REPLIED = "replied"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    DECLINED = "declined"
    NO_REPLY = "no_reply"
    SNOOZED = "snoozed"
    WOKE = "woke"
    DO_NOT_CONTACT = "do_not_contact"
    REOPENED = "reopened"
    OWNER = "owner"
    NOTE = "note"
    DETAILS = "details"
    UNDONE = "undone"
    WON = "won"
    LINK_SEEN = "link_seen"
    LINK_LOST = "link_lost"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a link costs, once."""

    amount: Decimal
    currency: str
    """ISO 4217, in capitals."""

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed."""

    page: str
    target: Target
    anchor: str = ""
    """Empty: any."""
    rel: str = ""
    """`followed`, `nofollow`, `sponsored` or `ugc`; empty: any."""
    due_on: date | None = None
    """When the link should stand; None: nobody said."""
    cost: Cost | None = None
    promised_at: datetime | None = None
    """The moment from which lateness counts."""
    began_tracking: bool = False
    """Whether the tracked link began with this promise; undoing the promise then ends it."""


@dataclass(frozen=True, slots=True)
class WonLink:
    """The link that a prospect became, as the checker saw it."""

    page: str
    target: str
    won_at: datetime
    link_id: int | None = None
    """None: it is not tracked (any more)."""
    lost_at: datetime | None = None
    """None: it stands, as far as we saw."""
    first_lost_at: datetime | None = None
    """Of all times that it was lost; None: it always stood."""
    differences: tuple[str, ...] = ()
    """What is not as it was promised, in words for people."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a move changes, and that undo brings back."""

    status: Status
    since: datetime
    owner: str | None = None
    follow_up_on: date | None = None
    """A day in the owner's own zone; None: none is planned."""
    follow_ups: int = 0
    """Sent since the prospect was written to."""
    snoozed_from: Status | None = None
    snoozed_until: date | None = None
    reason: str = ""
    """Why it was declined."""
    agreed: Terms | None = None
    link: WonLink | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a prospect's history."""

    version: int
    """Of the prospect that it made."""
    action: Action
    by: str
    """A Slack user's ID, `checker` or `cli`."""
    at: datetime
    before: Status
    after: Status
    note: str = field(default="", repr=False)
    undoes: int | None = None
    """The version whose move it took back."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """What undo brings back."""

    version: int
    """Of the move that would be taken back."""
    standing: Standing
    """As it was before that move."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a prospect besides its status."""

    kind: Kind = Kind.OTHER
    target: Target | None = None
    """None: nobody said yet which site of ours."""
    contact: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)


LOST_TEXT: Final = 1_000


@dataclass(frozen=True, slots=True)
class LostText:
    """The words around a link that was lost, before and after; each at most `LOST_TEXT` characters."""

    before: str = ""
    after: str = ""
    """What stands there now, or what was seen instead of the page; empty: nobody looked."""


@dataclass(frozen=True, slots=True)
class NewProspect:
    """A prospect as somebody or something found it."""

    page: str
    """An absolute URL; of a whole site its first page."""
    details: Details
    by: str
    owner: str | None = None
    """None: nobody yet."""
    note: str = ""
    """The first line of its history."""
    lost_text: LostText | None = None
    worth: SiteWorth | None = None
    """What who found it knows of the site; None: it is judged by the clock."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A page or site from which the team wants a link."""

    id: int
    page: str
    site: DomainName
    details: Details
    standing: Standing
    created_by: str
    created_at: datetime
    version: int = 1
    moves: tuple[Move, ...] = ()
    """Oldest first."""
    previous: Undoable | None = None
    """None: there is nothing to undo."""
    heard: tuple[str, ...] = ()
    """Keys of the newest events that were taken into account."""
    lost_text: LostText | None = None
    worth: SiteWorth | None = None
    """How good the site is; None: it was not judged yet."""

    @property
    def status(self) -> Status:
        return self.standing.status

    @property
    def owner(self) -> str | None:
        return self.standing.owner

    @property
    def contacted_at(self) -> datetime | None:
        """When somebody last wrote to them; undone moves do not count. None: never."""
        undone = {move.undoes for move in self.moves}
        wrote = (Action.CONTACTED, Action.FOLLOWED_UP)
        times = [m.at for m in self.moves if m.action in wrote and m.version not in undone]
        return times[-1] if times else None


def is_user(user: str | None) -> bool:
    """Whether this is a Slack user's ID, and not `cli`, `checker` or nobody.

    >>> is_user("U0AB12CD3"), is_user("checker"), is_user(None)
    (True, False, False)
    """
    if not user:
        return False
    return user[0] in ("U", "W") and user.isascii() and user.isalnum() and user.isupper()


def site_of(page: str) -> DomainName:
    """The registrable domain of a page; of an address or a single label the host itself."""
    host = host_of(page)
    return registrable_domain(host) or DomainName(host)


def prospect_key(page: str, target: Target | None) -> str:
    """What makes two prospects the same: http or https, `www.`, a slash do not differ."""
    aim = "" if target is None else normalize_url(target.page) if target.page else target.domain
    return f"{normalize_url(page)} {aim}"


_COST: Final = re.compile(
    r"(?:(?P<a>[^\W\d_]{3}|[€$£])\s*)?(?P<n>\d[\d.,' ]*)\s*(?P<b>[^\W\d_]{3}|[€$£])?"
)
_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP"}


def parse_cost(text: str) -> Cost | None:
    """What a link costs, as people type it; None for nothing typed, or for free.

    >>> str(parse_cost("120 EUR")), str(parse_cost("$1,250.50")), parse_cost("free"), parse_cost("0")
    ('120 EUR', '1250.5 USD', None, None)

    Raises:
        InvalidInputError: it is no amount with a currency.
    """
    typed = text.strip()
    if not typed or typed.lower() in {"free", "none", "no", "-"}:
        return None
    found = _COST.fullmatch(typed)
    currency = (found["a"] or found["b"] or "").upper() if found else ""
    try:
        amount = Decimal(_plain_number(found["n"])) if found else None
    except InvalidOperation:
        amount = None
    if amount == 0:
        return None
    currency = _SIGNS.get(currency, currency)
    if amount is None or not re.fullmatch("[A-Z]{3}", currency) or amount > Decimal(10**9):
        raise InvalidInputError("Type an amount with its currency, like `120 EUR`, or `free`.")
    return Cost(amount, currency)


def _plain_number(text: str) -> str:
    """Digits with a point before the cents: the last comma or point is one if one or two digits follow.

    >>> _plain_number("1.250,50"), _plain_number("1,250")
    ('1250.50', '1250')
    """
    bare = re.sub(r"[' ]", "", text)
    cents = re.search(r"[.,](\d{1,2})$", bare)
    whole = re.sub(r"[.,]", "", bare[: cents.start()] if cents else bare)
    return f"{whole}.{cents[1]}" if cents else whole


def shown_history(moves: Sequence[Move], *, newest: int) -> tuple[Move, ...]:
    """The newest lines of a history, newest first."""
    return tuple(reversed(moves[-newest:]))
