"""`/backlinks quality PAGE site.com`: why a link has its number; people's overrules of its origin."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.link_types import Origin
from bot.domain.origins import Overrule
from bot.services.explain_link import explain
from bot.slack import quality as drawn
from bot.slack import verdict
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import on_action
from handlers.pairs import read_pair
from handlers.verbs import Verb


async def quality(ask: Ask, deps: Deps) -> None:
    """Look now, then explain."""
    await explain_pair(ask, deps)


async def explain_pair(ask: Ask, deps: Deps, *, over: bool = False) -> None:
    """The link of `Ask.words`, or the verdict on it when it was not seen."""
    page, target = read_pair(ask.words, verb="quality")
    found = await explain(
        page,
        target,
        fetcher=deps.fetcher,
        observations=deps.observations,
        backlinks=deps.backlinks,
        webgraph=deps.webgraph,
        overrules=deps.overrules,
        clock=deps.clock,
        traffic=deps.traffic,
        prospects=deps.prospects,
    )
    if found.appraisal is None:
        last_live = await deps.observations.last_live(page, str(target))
        await ask.say(verdict.verdict(found.seen, last_live=last_live), over=over)
        return
    await ask.say(drawn.explained(found.seen, found.appraisal), over=over)


async def natural(ask: Ask, deps: Deps) -> None:
    await _overrule(ask, deps, Origin.NATURAL)


async def manual(ask: Ask, deps: Deps) -> None:
    await _overrule(ask, deps, Origin.MANUAL)


async def _overrule(ask: Ask, deps: Deps, origin: Origin) -> None:
    page, target = read_pair(ask.words, verb="quality")
    decision = Overrule(origin=origin, by=ask.user, at=deps.clock())
    await deps.overrules.overrule(page, target, decision)
    await explain_pair(ask, deps, over=True)


VERB: Final = Verb(
    "quality",
    quality,
    HelpEntry(
        "quality PAGE site.com",
        "explains a link's score line by line, and why it counts as natural or manual",
        "The page is looked at now. What is not known is left out and said; nothing is guessed.",
    ),
    also=("why",),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.NATURAL, natural)
    on_action(app, drawn.MANUAL, manual)
