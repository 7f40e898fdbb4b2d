"""`/backlinks review site.com`: sites marked for review, a second person's yes, the disavow file."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.backlinks import DomainName
from bot.domain.disavow import MOST_BYTES
from bot.domain.names import Target, parse_target
from bot.errors import InvalidInputError
from bot.services import review_sites
from bot.slack import review as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import Values, on_action, on_view
from handlers.verbs import Verb

_LARGEST_BEFORE: Final = 2 * MOST_BYTES
"""A larger one is refused by the search engine anyway."""


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


async def open_file_form(ask: Ask, _: Deps) -> None:
    """Ask for the file that was uploaded before, since the new one replaces it."""
    await ask.open(drawn.file_form(str(parse_target(ask.words).domain), channel=ask.channel))


@dataclass(frozen=True, slots=True)
class _Wanted:
    domain: DomainName
    before: str | None
    """Where Slack keeps the file that was uploaded before; None: there is none."""


def _read_form(values: Values, metadata: str) -> _Wanted:
    listed = values.get(drawn.BEFORE, {}).get(drawn.BEFORE, {}).get("files") or ()
    url = listed[0].get("url_private_download") or listed[0].get("url_private") if listed else None
    return _Wanted(parse_target(metadata.partition(" ")[2]).domain, url)


async def _send_file(ask: Ask, deps: Deps, wanted: _Wanted) -> None:
    """The disavow file, to the asker alone."""
    made = await review_sites.write_disavow_file(
        wanted.domain,
        reviews=deps.reviews,
        clock=deps.clock,
        before=await _file_before(wanted, deps),
    )
    if not made.text:
        raise InvalidInputError(
            f"Nothing to disavow for {wanted.domain}: no mark has a second person's yes."
        )
    await deps.poster.upload(
        ask.user,
        filename=f"{wanted.domain}-disavow.txt",
        content=made.body,
        comment=drawn.file_words(wanted.domain, made),
    )


async def _file_before(wanted: _Wanted, deps: Deps) -> bytes:
    if wanted.before is None:
        return b""
    with tempfile.TemporaryDirectory(prefix="disavow-") as folder:
        path = Path(folder) / "before.txt"
        await deps.files.download(wanted.before, path, limit_bytes=_LARGEST_BEFORE)
        return path.read_bytes()


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
    on_action(app, drawn.FILE, open_file_form)
    on_view(app, drawn.FILE_FORM, _read_form, _send_file)
