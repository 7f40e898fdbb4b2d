"""`/backlinks verify PAGE site.com`: look at one page now."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.findings import VerifyProgress
from bot.domain.names import Target
from bot.domain.verdicts import Observation, State
from bot.errors import NotFoundError
from bot.message import Message
from bot.services.look import look
from bot.slack import verdict
from bot.slack.help import HelpEntry
from handlers import quality
from handlers.asks import Ask
from handlers.listeners import on_action
from handlers.pairs import read_pair
from handlers.telling import Telling
from handlers.verbs import Verb


async def verify(ask: Ask, deps: Deps) -> None:
    """Look at the page; say so first when the site is slow."""
    page, target = read_pair(ask.words)
    telling = Telling[VerifyProgress](
        ask, lambda _: verdict.looking(page, str(target), deps.clock())
    )
    seen = await telling.run(_look(page, target, deps))
    await ask.say(await _drawn(seen, deps), over=telling.over)


async def _look(page: str, target: Target, deps: Deps) -> Observation:
    return await look(
        page, target, fetcher=deps.fetcher, observations=deps.observations, clock=deps.clock
    )


async def _drawn(seen: Observation, deps: Deps, *, shared_by: str | None = None) -> Message:
    last_live = None
    if seen.state is not State.LIVE:
        last_live = await deps.observations.last_live(seen.referring_page, seen.target)
    return verdict.verdict(seen, last_live=last_live, shared_by=shared_by)


async def look_again(ask: Ask, deps: Deps) -> None:
    """The same look, over the old answer."""
    page, target = read_pair(ask.words)
    await ask.say(await _drawn(await _look(page, target, deps), deps), over=True)


async def share(ask: Ask, deps: Deps) -> None:
    """Put the newest verdict into the channel, with the name of who shared it."""
    seen = await newest(ask.words, deps)
    await ask.say(await _drawn(seen, deps, shared_by=ask.user), in_channel=True)


async def menu(ask: Ask, deps: Deps) -> None:
    """The entries behind the dots."""
    chosen, _, pair = ask.words.partition(" ")
    if chosen == verdict.MENU_EVIDENCE:
        await ask.say(verdict.evidence(await newest(pair, deps)))
    elif chosen == verdict.MENU_QUALITY:
        await quality.explain_pair(ask.with_words(pair), deps)


async def newest(pair: str, deps: Deps) -> Observation:
    """The newest look at a pair of a button's value."""
    page, target = read_pair(pair)
    seen = await deps.observations.latest_observation(page, str(target))
    if seen is None:
        raise NotFoundError(f"There is no look at {page} any more. Verify it again first.")
    return seen


VERB: Final = Verb(
    "verify",
    verify,
    HelpEntry(
        "verify PAGE site.com",
        "looks at one page now and shows whether it links to the site, with the evidence",
        "PAGE is a whole URL; the site may also be one page of it. "
        "The page is fetched as it is sent, once, without running its scripts.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, verdict.AGAIN, look_again)
    on_action(app, verdict.SHARE, share)
    on_action(app, verdict.MENU, menu)
    on_action(app, f"{verdict.MENU}.long", menu)
