"""`/backlinks reclaim site.com`: pages of ours that are gone, and lost links worth asking for."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import Target, parse_target
from bot.domain.prospects import LOST_TEXT, Details, Kind, LostText, NewProspect
from bot.domain.reclaim import LostLink, Reclaim, ReclaimProgress
from bot.errors import InvalidInputError
from bot.services.reclaim import find_reclaim
from bot.slack import reclaim as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.found import keep
from handlers.listeners import on_action
from handlers.telling import Telling
from handlers.verbs import Verb

_MOST: Final = 100
"""Prospects that one click makes."""


async def reclaim(ask: Ask, deps: Deps) -> None:
    await _answer(ask, deps, over=False)


async def look_again(ask: Ask, deps: Deps) -> None:
    """The same question, over the old answer, with our own pages as they are now."""
    deps.finders.own_pages.forget_looks(read_target(ask.words).domain)
    await _answer(ask, deps, over=True)


async def _answer(ask: Ask, deps: Deps, *, over: bool) -> None:
    target = read_target(ask.words)
    telling = Telling[ReclaimProgress](
        ask, lambda progress: drawn.looking(str(target), progress), over=over
    )
    found = await telling.run(_find(target, deps, telling))
    await ask.say(drawn.reclaim(found), over=telling.over)


async def make_prospects(ask: Ask, deps: Deps) -> None:
    """The lost links worth asking for, with the text that stood around each."""
    target = read_target(ask.words)
    telling = Telling[ReclaimProgress](ask, lambda progress: drawn.looking(str(target), progress))
    found = deps.finders.reclaim(target, deps.clock())
    if found is None:
        found = await telling.run(_find(target, deps, telling))
    new = [prospect_of(one, found, by=ask.user) for one in found.lost[:_MOST]]
    await keep(ask, deps, new)


def prospect_of(one: LostLink, found: Reclaim, *, by: str) -> NewProspect:
    """The page that dropped the link, asked to set it again."""
    anchor = f' with the words "{one.anchor[:100]}"' if one.anchor else ""
    note = f"It linked to {one.target_page[:300]}{anchor}: {one.reason.value.replace('_', ' ')}."
    before = f"{one.before} {one.anchor} {one.after}".strip() if one.before or one.after else ""
    return NewProspect(
        one.referring_page,
        Details(kind=Kind.RECLAIM, target=Target(found.target.domain)),
        by,
        owner=by,
        note=note,
        lost_text=LostText(before[:LOST_TEXT], one.now[:LOST_TEXT]),
    )


async def _find(target: Target, deps: Deps, telling: Telling[ReclaimProgress]) -> Reclaim:
    found = await find_reclaim(
        target,
        backlinks=deps.backlinks,
        observations=deps.observations,
        tracked_links=deps.tracked_links,
        webgraph=deps.webgraph,
        fetcher=deps.fetcher,
        clock=deps.clock,
        memory=deps.finders.own_pages,
        told=telling.hear,
    )
    deps.finders.keep_reclaim(found)
    return found


def read_target(words: str) -> Target:
    """The site that is ours.

    Raises:
        InvalidInputError: saying what to type.
    """
    if not words.strip():
        raise InvalidInputError("Which site is yours? Try `/backlinks reclaim site.com`.")
    return parse_target(words)


VERB: Final = Verb(
    "reclaim",
    reclaim,
    HelpEntry(
        "reclaim site.com",
        "finds pages of yours that are gone though others link to them, and lost links worth asking for",
        "Your linked pages are looked at now, and each link that an export calls lost is looked at before it "
        "is named. With every wasted page comes the redirect that would save its links.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.AGAIN, look_again)
    on_action(app, drawn.PROSPECTS, make_prospects)
