"""`/backlinks` alone and `/backlinks help`: what the bot can do."""

from collections.abc import Sequence

from bot.deps import Deps
from bot.slack.help import HelpEntry, overview
from handlers.asks import Ask
from handlers.listeners import Work
from handlers.verbs import Verb


def overview_of(verbs: Sequence[Verb]) -> Work:
    """The work that lists `verbs`."""

    async def show(ask: Ask, _: Deps) -> None:
        await ask.say(overview([verb.help for verb in verbs]))

    return show


HELP = HelpEntry("help", "this list; `/backlinks VERB help` tells more about one of them")
