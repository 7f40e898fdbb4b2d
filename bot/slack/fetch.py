"""A fetch from a vendor's API, drawn: what it would cost, what came of it."""

from dataclasses import dataclass
from typing import Final

from bot.domain.names import shown_host
from bot.domain.paid_fetches import VENDORS, FetchOffer, FetchSummary, reasons_of
from bot.message import Block, Message
from bot.slack.blocks import actions, button, context, count, outside, section
from bot.slack.imports import CHECK_IMPORTED, TRACK_IMPORTED

BUY: Final = "fetch.buy"
LEAVE: Final = "fetch.leave"
ASK_AGAIN: Final = "fetch.ask_again"
_REASONS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What the button of an offer orders: once, by its key."""

    key: str
    vendor: str
    target: str
    rows: int

    def value(self) -> str:
        """As the button carries it."""
        return f"{self.key} {self.vendor} {self.rows} {self.target}"

    @property
    def words(self) -> str:
        """As it would be typed."""
        return f"{self.target} from {self.vendor} {self.rows}"


def read_order(value: str) -> Order:
    """What `Order.value` wrote.

    Raises:
        ValueError: it is none.
    """
    key, vendor, rows, target = value.split(" ")
    return Order(key, vendor, target, int(rows))


def offer(offered: FetchOffer, order: Order) -> Message:
    """What a press of the button will spend."""
    called, site = VENDORS[offered.vendor], shown_host(offered.target)
    text = (
        f"Buy up to {count(offered.rows, 'backlink')} of {site} from {called}, {offered.price}? "
        f"Today's limit leaves {count(offered.left_today, 'row')}."
    )
    label = f"Buy, at most {offered.at_most}" if offered.at_most else f"Buy from {called}"
    return Message(
        text,
        (
            section(outside(text, 600)),
            actions(
                button(label, BUY, order.value(), style="primary"),
                button("Leave it", LEAVE, "leave"),
            ),
            context(
                "Nothing is spent before you press. Links that you have already are bought again."
            ),
        ),
    )


def asking(order: Order) -> Message:
    """While the vendor thinks."""
    text = f"Asking {VENDORS[order.vendor]} for backlinks of {shown_host(order.target)} …"
    return Message(text, (section(outside(text)),))


def left() -> Message:
    """The offer was not taken."""
    text = "Left it: nothing was spent."
    return Message(text, (section(text),))


def fetched(done: FetchSummary) -> Message:
    """Figures first, then the price, then why rows were refused."""
    counts = done.done.counts
    told = f"{done.figures}. {' '.join(done.more)}"
    reasons = reasons_of(done.done.refusals)
    lines = [f"{number:,}: {why}" for why, number in reasons[:_REASONS_SHOWN]]
    if len(reasons) > len(lines):
        lines.append(f"and {count(len(reasons) - len(lines), 'more reason')}")
    blocks: list[Block] = [section(outside(told, 1500))]
    if lines:
        blocks.append(section("Refused:\n" + "\n".join(outside(line, 250) for line in lines)))
    if counts.kept and done.done.target:
        check = button("Check it now", CHECK_IMPORTED, done.done.target, style="primary")
        blocks.append(actions(check, button("Track its links", TRACK_IMPORTED, done.done.target)))
        blocks.append(
            context("The rows are kept with today's date, beside what your other sources say.")
        )
    return Message("\n".join([told, *lines]), tuple(blocks))


def failed(why: str, order: Order) -> Message:
    """Nothing came; asking again is a new offer."""
    again = button("Ask again", ASK_AGAIN, order.words)
    return Message(why, (section(outside(why, 1500)), actions(again)))
