"""`/backlinks fetch site.com`: backlinks bought from a vendor's API, after a press of a button."""

import re
import secrets
from dataclasses import dataclass
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.backlinks import DomainName
from bot.domain.names import Target, parse_target
from bot.domain.paid_fetches import VENDORS, FetchOrder
from bot.errors import InvalidInputError, PaidSourceError
from bot.services.fetch_links import fetch_links, offer_fetch
from bot.slack import fetch as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import TOO_OLD, on_action
from handlers.verbs import Verb

_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
_FILLERS: Final = frozenset({"rows", "row", "limit", "max", "links", "backlinks", "of"})
_TRY: Final = "Try `/backlinks fetch site.com from ahrefs 200`."


@dataclass(frozen=True, slots=True)
class _Wanted:
    target: Target
    vendor: str | None
    rows: int | None


async def offer(ask: Ask, deps: Deps) -> None:
    """What it would cost. Spends nothing."""
    await _offer(ask, deps, over=False)


async def ask_again(ask: Ask, deps: Deps) -> None:
    """A new offer over the failure of the old one."""
    await _offer(ask, deps, over=True)


async def _offer(ask: Ask, deps: Deps, *, over: bool) -> None:
    wanted = read_words(ask.words)
    offered = await offer_fetch(
        wanted.target,
        vendor=wanted.vendor,
        rows=wanted.rows,
        sources=deps.paid_sources,
        ledger=deps.fetch_ledger,
        clock=deps.clock,
        limits=deps.fetch_limits,
    )
    order = drawn.Order(secrets.token_hex(8), offered.vendor, offered.target, offered.rows)
    await ask.say(drawn.offer(offered, order), over=over)


async def buy(ask: Ask, deps: Deps) -> None:
    """Carry out what the button says; the answer stands where the offer stood."""
    order = _order_of(ask.words)

    async def asking() -> None:
        await ask.say(drawn.asking(order), over=True)

    try:
        done = await fetch_links(
            FetchOrder(order.key, order.vendor, DomainName(order.target), order.rows, ask.user),
            sources=deps.paid_sources,
            store=deps.imports,
            ledger=deps.fetch_ledger,
            clock=deps.clock,
            limits=deps.fetch_limits,
            begun=asking,
        )
    except PaidSourceError as error:
        message = drawn.failed(str(error), order)
    else:
        message = drawn.fetched(done)
    if not await ask.say(message, over=True):
        await deps.poster.post(ask.user, message)


async def leave(ask: Ask, _: Deps) -> None:
    """Take the offer away."""
    await ask.say(drawn.left(), over=True)


def _order_of(value: str) -> drawn.Order:
    try:
        return drawn.read_order(value)
    except ValueError as error:
        raise InvalidInputError(TOO_OLD) from error


def read_words(words: str) -> _Wanted:
    """A site, and in any order behind it a vendor and a number.

    Raises:
        InvalidInputError: saying what to type.
    """
    site, *rest = words.split() or [""]
    if not site:
        raise InvalidInputError(f"Whose backlinks? {_TRY}")
    target = parse_target(site)
    vendor: str | None = None
    rows: int | None = None
    names_vendor = False
    for word in rest:
        bare = word.lower().strip(".,:;`\"'“”‘’").removeprefix("--").removeprefix("—")
        named = bare.partition("=")[2] or bare
        if named in VENDORS or names_vendor:
            vendor = named
        elif _NUMBER.fullmatch(named):
            rows = int(named.replace(",", ""))
        elif named != "from" and named not in _FILLERS:
            raise InvalidInputError(f"I do not understand `{word[:40]}`. {_TRY}")
        names_vendor = named == "from"
    return _Wanted(target, vendor, rows)


VERB: Final = Verb(
    "fetch",
    offer,
    HelpEntry(
        "fetch site.com from ahrefs",
        "buys backlinks from a vendor's API with your key, after it said what they cost",
        "A number behind it says how many rows, 100 if there is none: `fetch site.com from dataforseo 200`. "
        "Nothing is spent before you press the button, and never more rows than the settings allow.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.BUY, buy)
    on_action(app, drawn.LEAVE, leave)
    on_action(app, drawn.ASK_AGAIN, ask_again)
