"""`/backlinks directories [site.com] [PAGE ...]`: lists of sites in which we could stand."""

from dataclasses import dataclass
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.list_pages import ListLook, ListPages
from bot.domain.names import Target, is_page, parse_page_url, parse_target
from bot.domain.prospects import Details, Kind, NewProspect
from bot.errors import InvalidInputError
from bot.services.directories import PAGES, find_directories
from bot.services.read_pages import ReadProgress
from bot.slack import directories as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.found import keep
from handlers.listeners import on_action
from handlers.telling import Telling
from handlers.verbs import Verb


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked."""

    target: Target | None
    pages: tuple[str, ...]

    def __str__(self) -> str:
        """As it can be asked again."""
        return " ".join([*([self.target.domain] if self.target else []), *self.pages])


async def directories(ask: Ask, deps: Deps) -> None:
    question = read_question(ask.words)
    telling = _telling(ask)
    found = await telling.run(_find(question, deps, telling))
    await ask.say(drawn.directories(found, asked=str(question)), over=telling.over)


async def make_prospects(ask: Ask, deps: Deps) -> None:
    """The lists, read again: those that list us by now are left out."""
    question = read_question(ask.words)
    telling = _telling(ask)
    found = await telling.run(_find(question, deps, telling))
    new = [prospect_of(one, found, by=ask.user) for one in found.found[: drawn.ROWS]]
    await keep(ask, deps, new)


def prospect_of(one: ListLook, found: ListPages, *, by: str) -> NewProspect:
    """The list, to be asked to take us in; how it says that one gets in stands in the notes."""
    details = Details(
        kind=Kind.DIRECTORY,
        target=found.target,
        contact=one.listing.mail,
        notes=f"How to get in: {drawn.how_words(one, 1000)}" if one.listing.says_how else "",
    )
    return NewProspect(one.page, details, by, owner=by, note=one.listing.because[:500])


def _telling(ask: Ask) -> Telling[ReadProgress]:
    return Telling[ReadProgress](
        ask, lambda now: drawn.looking(now.done if now else 0, now.total if now else 0)
    )


async def _find(question: Question, deps: Deps, telling: Telling[ReadProgress]) -> ListPages:
    return await find_directories(
        question.target,
        question.pages,
        backlinks=deps.backlinks,
        rivals=deps.rivals,
        fetcher=deps.fetcher,
        clock=deps.clock,
        told=telling.hear,
    )


def read_question(words: str) -> Question:
    """Our site, then perhaps pages; a page in the first place means that nobody says our site.

    Raises:
        InvalidInputError: saying what to type.
    """
    parts = [part.strip(",") for part in words.split()]
    if not parts:
        raise InvalidInputError(
            "Which site is yours? Try `/backlinks directories site.com`, or `directories site.com PAGE`."
        )
    if len(parts) > PAGES + 1:
        raise InvalidInputError(f"At most {PAGES} pages at once.")
    target = None if is_page(parts[0]) else Target(parse_target(parts.pop(0)).domain)
    return Question(target, tuple(parse_page_url(part) for part in parts))


VERB: Final = Verb(
    "directories",
    directories,
    HelpEntry(
        "directories site.com PAGE",
        "which pages are directories or lists of resources, and how to get in",
        "Several pages may follow. Without pages I read the imported ones that link to your rivals (those "
        "named in `/backlinks gap`) and not to you. Pages alone, without your site, work too.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.PROSPECTS, make_prospects)
