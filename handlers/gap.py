"""`/backlinks gap site.com rival.com`: who links to rivals and not to us."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.broken_links import BrokenProgress
from bot.domain.gap import MOST_RIVALS, Gap, GapRow
from bot.domain.names import Target, parse_target
from bot.domain.prospects import Details, NewProspect
from bot.domain.site_worth import SiteWorth
from bot.errors import InvalidInputError
from bot.message import Message
from bot.services.gap import find_gap
from bot.slack import gap as drawn
from bot.slack.blocks import outside, section
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.found import keep
from handlers.listeners import on_action
from handlers.pairs import BETWEEN
from handlers.telling import Telling
from handlers.verbs import Verb


async def gap(ask: Ask, deps: Deps) -> None:
    target, rivals = read_targets(ask.words)
    text = f"Comparing who links to {target} and to {', '.join(map(str, rivals))}."
    telling = Telling[BrokenProgress](ask, lambda _: Message(text, (section(outside(text, 600)),)))
    found = await telling.run(_find(target, rivals, deps))
    await ask.say(drawn.gap(found), over=telling.over)


async def make_prospects(ask: Ask, deps: Deps) -> None:
    """The sites that the answer showed, as they are today."""
    found = await _find(*read_targets(ask.words), deps)
    await keep(
        ask, deps, [prospect_of(row, found, by=ask.user) for row in found.rows[: drawn.ROWS]]
    )


def prospect_of(row: GapRow, found: Gap, *, by: str) -> NewProspect:
    """The page that links to a rival, or the site where no source names one. Nobody owns it yet."""
    note = f"Links to {', '.join(row.rivals)} and not to {found.target}."
    page = row.example_page or f"https://{row.domain}/"
    worth = SiteWorth(row.quality, row.quality_from, row.rivals, found.as_of.date())
    return NewProspect(page, Details(target=found.target), by, note=note, worth=worth)


async def _find(target: Target, rivals: tuple[Target, ...], deps: Deps) -> Gap:
    await deps.rivals.remember_rivals(target.domain, [rival.domain for rival in rivals])
    return await find_gap(
        target, rivals, backlinks=deps.backlinks, webgraph=deps.webgraph, clock=deps.clock
    )


def read_targets(words: str) -> tuple[Target, tuple[Target, ...]]:
    """Our site, and the rivals behind it, each once.

    Raises:
        InvalidInputError: saying what to type.
    """
    typed = [word for word in words.split() if word.lower() not in BETWEEN]
    sites = [Target(parse_target(word).domain) for word in typed]
    rivals = tuple(dict.fromkeys(site for site in sites[1:] if site != sites[0]))
    if not rivals or len(rivals) > MOST_RIVALS:
        raise InvalidInputError(
            f"I need your site and one to {MOST_RIVALS} rivals: `/backlinks gap site.com rival.com`."
        )
    return sites[0], rivals


VERB: Final = Verb(
    "gap",
    gap,
    HelpEntry(
        "gap site.com rival.com",
        "who links to rivals and not to you, those that link to most rivals first",
        "Up to five rivals. It compares what was imported for each of the sites and what the web graph "
        "knows; no page is fetched.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.PROSPECTS, make_prospects)
