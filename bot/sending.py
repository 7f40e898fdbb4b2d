"""The sender of messages, put together from Deps: what is posted, and how it looks."""

from collections.abc import Collection

from bot.deps import Deps
from bot.digesting import digest_sender
from bot.outreach_posting import outreach_kinds
from bot.services.cards import CardReader
from bot.services.deliver import Delivery, Drawing
from bot.slack import events as drawn


def sender(deps: Deps) -> Delivery:
    """The sender, with the way that each kind of post looks."""
    return Delivery(
        outbox=deps.outbox,
        cards=deps.cards,
        reader=CardReader(
            cards=deps.cards,
            events=deps.events,
            links=deps.tracked_links,
            observations=deps.observations,
            acts=deps.card_acts,
            claims=deps.row_claims,
            clock=deps.clock,
            pages=deps.target_pages,
            prospects=deps.prospects,
            people=deps.people,
        ),
        watches=deps.watches,
        poster=deps.poster,
        clock=deps.clock,
        drawing=Drawing(drawn.card, drawn.thread, drawn.notice, drawn.trouble),
        digest_file=digest_sender(deps).file_of,
        others=outreach_kinds(deps),
    )


async def redraw_cards(deps: Deps, event_keys: Collection[str]) -> None:
    """Draw every card, in any channel, that tells one of these events, as things are now.

    Raises:
        DeliveryError: Slack cannot be reached, or refuses.
    """
    for card in await deps.cards.cards_of_events(event_keys):
        await sender(deps).redraw(card)
