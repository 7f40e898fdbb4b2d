"""`/backlinks review site.com`: sites marked for review, a second person's yes, the disavow file."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.backlinks import DomainName
from bot.domain.names import Target, parse_target
from bot.errors import InvalidInputError
from bot.services import review_sites
from bot.slack import review as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import on_action
from handlers.verbs import Verb


async def review(ask: Ask, deps: Deps) -> None:
    """The marks of a site."""
    if not ask.words.strip():
        raise InvalidInputError("Which site? Try `/backlinks review site.com`.")
    await _say_marks(ask, deps, parse_target(ask.words).domain)


async def mark(ask: Ask, deps: Deps) -> None:
    """From a link's quality, or from a menu of sites."""
    site, target = _read(ask.words)
    made = await review_sites.mark_site(
        site, target, by=ask.user, reviews=deps.reviews, clock=deps.clock
    )
    await ask.say(drawn.marked(made))


async def agree(ask: Ask, deps: Deps) -> None:
    """A second person's yes; the list shows it at once."""
    site, target = _read(ask.words)
    await review_sites.agree_to(
        site, target.domain, by=ask.user, reviews=deps.reviews, clock=deps.clock
    )
    await _say_marks(ask, deps, target.domain, over=True)


async def take_back(ask: Ask, deps: Deps) -> None:
    site, target = _read(ask.words)
    await review_sites.take_back(
        site, target.domain, by=ask.user, reviews=deps.reviews, clock=deps.clock
    )
    await _say_marks(ask, deps, target.domain, over=True)


async def ask_channel(ask: Ask, deps: Deps) -> None:
    """Show the list to everybody here, so that somebody else can agree."""
    domain = parse_target(ask.words).domain
    listed = await deps.reviews.marks_of(domain)
    await ask.say(drawn.marks(domain, listed, asked_by=ask.user), in_channel=True)


async def send_file(ask: Ask, deps: Deps) -> None:
    """The disavow file, to the asker alone."""
    domain = parse_target(ask.words).domain
    made = await review_sites.write_disavow_file(domain, reviews=deps.reviews, clock=deps.clock)
    if not made.added:
        raise InvalidInputError(
            f"Nothing to disavow for {domain}: no mark has a second person's yes."
        )
    await deps.poster.upload(
        ask.user,
        filename=f"{domain}-disavow.txt",
        content=made.body,
        comment=f"Disavow file of {domain}: {len(made.added):,} sites.",
    )
    await ask.say(drawn.file_sent(domain, made))


async def _say_marks(ask: Ask, deps: Deps, domain: DomainName, *, over: bool = False) -> None:
    await ask.say(drawn.marks(domain, await deps.reviews.marks_of(domain)), over=over)


def _read(words: str) -> tuple[str, Target]:
    site, _, target = words.partition(" ")
    return site, parse_target(target)


VERB: Final = Verb(
    "review",
    review,
    HelpEntry(
        "review site.com",
        "lists the sites that people marked for review, and makes the disavow file",
        "A mark counts when a second person says yes; who decided what, and when, is kept. "
        "Mark sites from More domains or from a link's quality.",
    ),
    also=("disavow",),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.MARK, mark)
    on_action(app, drawn.YES, agree)
    on_action(app, drawn.TAKE_BACK, take_back)
    on_action(app, drawn.ASK, ask_channel)
    on_action(app, drawn.FILE, send_file)
