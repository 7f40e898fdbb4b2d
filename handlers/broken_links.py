"""`/backlinks broken PAGE [site.com]`: the dead links of a page, and which page of ours fits."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.broken_links import BrokenLinks, BrokenProgress, letter
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.prospects import Details, Kind, NewProspect
from bot.errors import InvalidInputError
from bot.services.broken_links import find_broken
from bot.slack import broken_links as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.found import keep
from handlers.listeners import on_action
from handlers.telling import Telling
from handlers.verbs import Verb


async def broken(ask: Ask, deps: Deps) -> None:
    await _answer(ask, deps, over=False)


async def look_again(ask: Ask, deps: Deps) -> None:
    """The same question, over the old answer."""
    await _answer(ask, deps, over=True)


async def _answer(ask: Ask, deps: Deps, *, over: bool) -> None:
    page, target = read_question(ask.words)
    telling = Telling[BrokenProgress](
        ask, lambda progress: drawn.looking(page, progress), over=over
    )
    found = await telling.run(_look(page, target, deps, telling))
    await ask.say(drawn.broken_links(found, asked=page), over=telling.over)


async def show_text(ask: Ask, deps: Deps) -> None:
    """The paragraph to copy, to the person who clicked."""
    page, target = read_question(ask.words)
    telling = Telling[BrokenProgress](ask, lambda progress: drawn.looking(page, progress))
    found = await telling.run(known_or_looked_at(page, target, deps, telling))
    await ask.say(drawn.text_to_copy(found), over=telling.over)


async def open_prospect(ask: Ask, deps: Deps) -> None:
    """Make the page a prospect, with the paragraph to copy in its notes; then say the paragraph."""
    page, target = read_question(ask.words)
    telling = Telling[BrokenProgress](ask, lambda progress: drawn.looking(page, progress))
    found = await telling.run(known_or_looked_at(page, target, deps, telling))
    await keep(ask, deps, [prospect_of(found, by=ask.user)] if found.to_offer else [])
    await ask.say(drawn.text_to_copy(found))


def prospect_of(found: BrokenLinks, *, by: str) -> NewProspect:
    """The page's keeper, who may like to hear of dead links."""
    fits = sum(one.suggestion is not None for one in found.to_offer)
    note = f"{len(found.to_offer)} broken links on the page, {fits} fit a page of ours."
    details = Details(
        kind=Kind.BROKEN_LINK,
        target=Target(found.target.domain) if found.target else None,
        contact=found.listing.mail,
        notes=letter(found)[:2_900],
    )
    return NewProspect(found.page, details, by, owner=by, note=note)


async def known_or_looked_at(
    page: str, target: Target | None, deps: Deps, telling: Telling[BrokenProgress]
) -> BrokenLinks:
    """The answer of the last day, or a new one: a button of an old message works."""
    known = deps.finders.broken(page, target, deps.clock())
    return known or await _look(page, target, deps, telling)


async def _look(
    page: str, target: Target | None, deps: Deps, telling: Telling[BrokenProgress]
) -> BrokenLinks:
    found = await find_broken(
        page,
        target,
        fetcher=deps.fetcher,
        backlinks=deps.backlinks,
        clock=deps.clock,
        memory=deps.finders.own_pages,
        told=telling.hear,
    )
    deps.finders.keep_broken(page, found)
    return found


def read_question(words: str) -> tuple[str, Target | None]:
    """A page, and perhaps the site that is ours.

    Raises:
        InvalidInputError: saying what to type.
    """
    parts = words.split()
    if not 1 <= len(parts) <= 2:
        raise InvalidInputError(
            "I need the page whose links I shall look at, and your site: "
            "`/backlinks broken https://library.example/links site.com`."
        )
    return parse_page_url(parts[0]), parse_target(parts[1]) if len(parts) == 2 else None


VERB: Final = Verb(
    "broken",
    broken,
    HelpEntry(
        "broken PAGE site.com",
        "finds the dead links of somebody's page, and pages of yours that fit in their place",
        "Every link of the page to another site is looked at, each site at its own pace. A link that is "
        "blocked or cannot be looked at is never called broken. Without your site nothing is compared.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.PROSPECT, open_prospect)
    on_action(app, drawn.TEXT, show_text)
    on_action(app, drawn.AGAIN, look_again)
