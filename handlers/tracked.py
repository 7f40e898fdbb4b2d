"""`/backlinks track`, `untrack`, `links`: which pairs are looked at on a schedule."""

import asyncio
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.tracking import NewLink
from bot.errors import BotError, InvalidInputError, NotFoundError
from bot.services import track_links
from bot.slack import tracked as drawn
from bot.slack.blocks import clean
from bot.slack.help import TRACK_LINKS, HelpEntry
from bot.slack.verdict import TRACK as TRACK_VERDICT
from handlers.asks import Ask
from handlers.listeners import TOO_OLD, Values, on_action, on_shortcut, on_view, text_of
from handlers.pairs import read_pair
from handlers.verbs import Verb

_LIMIT_BYTES: Final = 20_000_000
"""Some 200,000 lines."""
SHORTCUT: Final = "track_links"
"""The manifest's message shortcut."""
_URL: Final = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>")


async def track(ask: Ask, deps: Deps) -> None:
    """One pair at once; nothing typed, or a site alone, opens the window for many."""
    words = ask.words.split()
    if len(words) < 2:
        target = str(parse_target(words[0])) if words else ""
        await ask.open(drawn.track_form(target=target, response_url=ask.response_url))
        return
    page, target_ = read_pair(ask.words, verb="track")
    await _add(ask, deps, (NewLink(page, target_, ask.user),), (), str(target_))


async def open_form(ask: Ask, _: Deps) -> None:
    """From a button; its value is the site, if any."""
    await ask.open(drawn.track_form(target=ask.words.strip(), response_url=ask.response_url))


async def track_from_message(ask: Ask, _: Deps) -> None:
    """The message shortcut: takes the URLs of the message, never its text."""
    urls = dict.fromkeys(_URL.findall(str((ask.body.get("message") or {}).get("text") or "")))
    if not urls:
        raise InvalidInputError("There is no link in that message.")
    await ask.open(drawn.track_form(pairs="\n".join(urls)[:2900], response_url=ask.response_url))


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    target: Target | None
    files: tuple[tuple[str, str], ...] = ()
    """(name, private URL) of each."""
    response_url: str = ""
    """Of where the window was opened."""


def _read_form(values: Values, response_url: str) -> _Form:
    typed = text_of(values, drawn.TARGET, drawn.TARGET)
    try:
        target = parse_target(typed) if typed else None
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=drawn.TARGET) from error
    text = text_of(values, drawn.PAIRS, drawn.PAIRS)
    listed = values.get(drawn.FILES, {}).get(drawn.FILES, {}).get("files") or ()
    files = tuple(
        (
            clean(str(file.get("name") or "file"), 100),
            str(file.get("url_private_download") or file.get("url_private") or ""),
        )
        for file in listed
    )
    if files and not text.strip():
        return _Form("", target, files, response_url)
    read = track_links.read_pasted(text, target=target, added_by="")
    if not read.links:
        why = read.bad[0].why if read.bad else "Paste at least one page, or choose a file."
        raise InvalidInputError(why[:300], field=drawn.PAIRS)
    return _Form(text, target, files, response_url)


async def _submitted(ask: Ask, deps: Deps, form: _Form) -> None:
    if form.text.strip():
        await _add_lines(ask, deps, form.text, form)
    for name, url in form.files:
        try:
            text = await _downloaded(url, deps)
        except BotError as error:
            message = drawn.unreadable(name, str(error))
            await ask.tell(message, response_url=form.response_url, poster=deps.poster)
            continue
        await _add_lines(ask, deps, text, form)


async def _add_lines(ask: Ask, deps: Deps, text: str, form: _Form) -> None:
    read = track_links.read_lines(text, target=form.target, added_by=ask.user)
    done = await track_links.track(read.links, tracked=deps.tracked_links, clock=deps.clock)
    bad = [(line.number, line.why) for line in read.bad]
    first = str(form.target or (read.links[0].target if read.links else ""))
    message = drawn.added(done, bad, target=first)
    await ask.tell(message, response_url=form.response_url, poster=deps.poster)


async def _downloaded(url: str, deps: Deps) -> str:
    with tempfile.TemporaryDirectory(prefix="track-") as folder:
        path = Path(folder) / "upload"
        await deps.files.download(url, path, limit_bytes=_LIMIT_BYTES)
        raw = await asyncio.to_thread(path.read_bytes)
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


async def _add(
    ask: Ask, deps: Deps, links: tuple[NewLink, ...], bad: tuple[tuple[int, str], ...], target: str
) -> None:
    done = await track_links.track(links, tracked=deps.tracked_links, clock=deps.clock)
    await ask.say(drawn.added(done, bad, target=target))


async def untrack(ask: Ask, deps: Deps) -> None:
    """One pair, or every pair of a site."""
    words = ask.words.split()
    if len(words) == 1:
        target = parse_target(words[0])
        number = await deps.tracked_links.untrack(None, target)
    elif len(words) == 2:
        target = parse_target(words[1])
        number = await deps.tracked_links.untrack(parse_page_url(words[0]), target)
    else:
        raise InvalidInputError(
            "Try `/backlinks untrack PAGE site.com`, or `/backlinks untrack site.com` for all of it."
        )
    await ask.say(drawn.untracked(number, " to ".join(words) if len(words) == 2 else str(target)))


async def links(ask: Ask, deps: Deps) -> None:
    """The tracked links of a site, a page of them."""
    if not ask.words.strip():
        raise InvalidInputError("Of which site? Try `/backlinks links site.com`.")
    await _show(ask, deps, parse_target(ask.words), state="", offset=0, over=False)


async def filter_links(ask: Ask, deps: Deps) -> None:
    state, _, target = ask.words.partition(" ")
    await _show(ask, deps, parse_target(target), state=_state(state), offset=0, over=True)


async def next_page(ask: Ask, deps: Deps) -> None:
    state, offset, target = _place(ask.words)
    await _show(ask, deps, target, state=state, offset=offset, over=True)


async def look_now(ask: Ask, deps: Deps) -> None:
    """Make what is shown due now; the checks' job does the rest, politely."""
    state, offset, target = _place(ask.words)
    shown = await deps.tracked_links.tracked(
        target, limit=drawn.PAGE_SIZE, offset=offset, state=state or None
    )
    for link in shown:
        await deps.tracked_links.look_soon(link.id, at=deps.clock())
    await ask.say(drawn.looking_soon(len(shown), str(target)))


def _place(words: str) -> tuple[str, int, Target]:
    state, _, rest = words.partition(" ")
    offset, _, target = rest.partition(" ")
    if not offset.isdecimal() or not target:
        raise NotFoundError(TOO_OLD)
    return _state(state), int(offset), parse_target(target)


def _state(word: str) -> str:
    return "" if word == "-" else word


async def _show(
    ask: Ask, deps: Deps, target: Target, *, state: str, offset: int, over: bool
) -> None:
    shown = await deps.tracked_links.tracked(
        target, limit=drawn.PAGE_SIZE, offset=offset, state=state or None
    )
    states: Mapping[str, int] = await deps.tracked_links.count_states(target)
    message = drawn.links(
        shown, target=str(target), states=states, state=state, offset=offset, now=deps.clock()
    )
    await ask.say(message, over=over)


async def track_verdict(ask: Ask, deps: Deps) -> None:
    """The Track button under a verdict."""
    page, target = read_pair(ask.words)
    await _add(ask, deps, (NewLink(page, target, ask.user),), (), str(target))


TRACK: Final = Verb(
    "track",
    track,
    HelpEntry(
        "track PAGE site.com",
        "watches a link from now on; alone, it opens a window for hundreds of pasted lines",
        "Each link is looked at once a day, at its own hour; sooner after a first miss.",
    ),
)
UNTRACK: Final = Verb(
    "untrack",
    untrack,
    HelpEntry("untrack PAGE site.com", "stops it; with a site alone, for all links to it"),
)
LINKS: Final = Verb(
    "links",
    links,
    HelpEntry("links site.com", "the tracked links with their state, last and next look"),
)


def register(app: AsyncApp) -> None:
    on_action(app, TRACK_LINKS, open_form)
    on_action(app, TRACK_VERDICT, track_verdict)
    on_action(app, drawn.FILTER, filter_links)
    on_action(app, drawn.NEXT_PAGE, next_page)
    on_action(app, drawn.LOOK_NOW, look_now)
    on_shortcut(app, SHORTCUT, track_from_message)
    on_view(app, drawn.TRACK_FORM, _read_form, _submitted)
