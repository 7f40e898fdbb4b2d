"""Find the page: of a site that only the web graph knows, the page that carries the link."""

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.found_page import FoundPage
from bot.domain.names import Target, parse_target
from bot.errors import InvalidInputError
from bot.message import Message
from bot.services import find_page
from bot.slack import found_page as drawn
from handlers.asks import Ask
from handlers.listeners import on_action
from handlers.telling import Counted, Telling


async def find(ask: Ask, deps: Deps) -> None:
    """Search within the budget; progress is told in place, and the answer replaces it."""
    await _find(ask, deps, over=False)


async def again(ask: Ask, deps: Deps) -> None:
    """The same search, over its old answer."""
    await _find(ask, deps, over=True)


async def _find(ask: Ask, deps: Deps, *, over: bool) -> None:
    site, target = _read(ask.words)

    def words(_: Counted | None) -> Message:
        return drawn.searching(site, str(target), budget=find_page.BUDGET)

    telling: Telling[Counted] = Telling(ask, words, over=over)
    found = await telling.run(_search(site, target, deps))
    await ask.say(drawn.found_page(found), over=telling.over)


async def _search(site: str, target: Target, deps: Deps) -> FoundPage:
    found = await find_page.find_page(site, target, fetcher=deps.fetcher)
    if found.observation is not None:
        await deps.observations.save_observations([found.observation])
    return found


def _read(words: str) -> tuple[str, Target]:
    site, _, target = words.partition(" ")
    if not target:
        raise InvalidInputError("Which site should the page link to? Ask check again.")
    return parse_target(site).domain, parse_target(target)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.FIND, find)
    on_action(app, drawn.AGAIN, again)
