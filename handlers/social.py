"""`/backlinks social PAGE site.com`: a ready post per network about a link that was gained."""

from typing import Final

from bot.deps import Deps
from bot.domain.names import Target
from bot.domain.social import Gained, posts_for
from bot.domain.verdicts import State
from bot.services.look import look
from bot.slack import social as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.pairs import read_pair
from handlers.verbs import Verb


async def social(ask: Ask, deps: Deps) -> None:
    """The posts of a pair that somebody typed."""
    await show_posts(ask, deps, *read_pair(ask.words, verb="social"))


async def show_posts(ask: Ask, deps: Deps, page: str, target: Target) -> None:
    """Look first: what is not there (any more) is not shared."""
    seen = await look(
        page, target, fetcher=deps.fetcher, observations=deps.observations, clock=deps.clock
    )
    if seen.state is not State.LIVE or not seen.href:
        await ask.say(drawn.not_live(page, str(target), seen.evidence.because))
        return
    gained = Gained(seen.final_url or page, seen.evidence.title or "", seen.href)
    await ask.say(drawn.posts(posts_for(gained), page=page))


VERB: Final = Verb(
    "social",
    social,
    HelpEntry(
        "social PAGE site.com",
        "a ready post per network about a link that you gained, to copy",
        "The link to your page carries campaign parameters, so that it is told apart later. "
        "The bot posts nothing itself.",
    ),
)
