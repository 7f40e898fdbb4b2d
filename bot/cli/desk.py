"""Orders of a terminal: carried out here, or by the bot where it runs and holds the store."""

import os
from pathlib import Path

from bot.app import decision_store, measured_store, prospect_store, rival_store
from bot.config import Settings, load
from bot.control import ask_bot
from bot.errors import StoreHeldError
from bot.fetching import make_clock
from bot.follow_up_rules import rules_from
from bot.services.desk import Done, Order, carry_out


def settings_of_terminal() -> Settings:
    """Of the environment and `.env`."""
    return load(os.environ, dotenv=Path(".env"))


async def have_done(order: Order) -> Done:
    """Carry it out, whoever holds the store.

    Raises:
        BotError: it was not done; the sentence says why.
    """
    settings = settings_of_terminal()
    try:
        return await _done_here(order, settings)
    except StoreHeldError:
        return await ask_bot(settings.data_dir, order)


async def _done_here(order: Order, settings: Settings) -> Done:
    with decision_store(settings) as decisions, measured_store(settings) as measured:
        return await carry_out(
            order,
            prospects=prospect_store(decisions),
            backlinks=measured.backlinks,
            tracked=measured.tracked_links,
            erasure=measured.erasure,
            rivals=rival_store(decisions),
            clock=make_clock(settings),
            rules=rules_from(settings),
        )
