"""`/backlinks mentions site.com ["Brand"] [PAGE ...]`: pages that name us without a link."""

import re
from dataclasses import dataclass
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.mentions import Mention, Mentions
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.prospects import Details, Kind, NewProspect
from bot.errors import InvalidInputError
from bot.services.mentions import PAGES, find_mentions
from bot.services.read_pages import ReadProgress
from bot.slack import mentions as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.found import keep
from handlers.listeners import on_action
from handlers.telling import Telling
from handlers.verbs import Verb

_QUOTED: Final = re.compile(r"[\"“”„«]([^\"“”„«»]{1,100})[\"“”»]")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked."""

    target: Target
    names: tuple[str, ...]
    pages: tuple[str, ...]

    def __str__(self) -> str:
        """As it can be asked again."""
        return " ".join([self.target.domain, *(f'"{name}"' for name in self.names), *self.pages])


async def mentions(ask: Ask, deps: Deps) -> None:
    question = read_question(ask.words)
    telling = _telling(ask, question)
    found = await telling.run(_find(question, deps, telling))
    await ask.say(drawn.mentions(found, asked=str(question)), over=telling.over)


async def make_prospects(ask: Ask, deps: Deps) -> None:
    """The pages that name us, read again: what links by now is left out."""
    question = read_question(ask.words)
    telling = _telling(ask, question)
    found = await telling.run(_find(question, deps, telling))
    new = [prospect_of(one, question.target, by=ask.user) for one in found.found[: drawn.ROWS]]
    await keep(ask, deps, new)


def prospect_of(one: Mention, target: Target, *, by: str) -> NewProspect:
    """The page that names us, to be asked for a link on the name."""
    words = f"{one.before[-80:]}{one.name}{one.after[:80]}"
    details = Details(kind=Kind.UNLINKED_MENTION, target=target)
    return NewProspect(one.page, details, by, owner=by, note=f'It says "{words}" without a link.')


def _telling(ask: Ask, question: Question) -> Telling[ReadProgress]:
    domain = question.target.domain
    return Telling[ReadProgress](
        ask, lambda now: drawn.looking(domain, now.done if now else 0, now.total if now else 0)
    )


async def _find(question: Question, deps: Deps, telling: Telling[ReadProgress]) -> Mentions:
    return await find_mentions(
        question.target,
        question.pages,
        names=question.names,
        backlinks=deps.backlinks,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        memory=deps.finders.own_pages,
        told=telling.hear,
    )


def read_question(words: str) -> Question:
    """Our site, perhaps names in quotes, perhaps pages.

    Raises:
        InvalidInputError: saying what to type.
    """
    names = tuple(name.strip() for name in _QUOTED.findall(words) if name.strip())
    parts = _QUOTED.sub(" ", words).split()
    if not parts:
        raise InvalidInputError("Which site is yours? Try `/backlinks mentions site.com PAGE`.")
    if len(parts) > PAGES + 1:
        raise InvalidInputError(f"At most {PAGES} pages at once; a longer list can be imported.")
    pages = tuple(parse_page_url(part.strip(",")) for part in parts[1:])
    return Question(Target(parse_target(parts[0]).domain), names, pages)


VERB: Final = Verb(
    "mentions",
    mentions,
    HelpEntry(
        "mentions site.com PAGE",
        "which pages name you without a link",
        "Several pages may follow, and names in quotes before them. Without pages the imported ones are "
        "read that have, or are said to have, no link to you any more. Without a name your home page says it.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.PROSPECTS, make_prospects)
