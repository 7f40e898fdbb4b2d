"""What a site is called and wants to be found for: said in a window, used by its anchors' profile."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import Target, parse_target
from bot.domain.target_words import TargetWords, read_phrases
from bot.errors import InvalidInputError
from bot.message import Message
from bot.services import known_links
from bot.slack import anchor_words as drawn
from bot.slack import findings
from handlers.asks import Ask
from handlers.listeners import Values, on_action, on_view, text_of

_Said = tuple[Target, str, tuple[str, ...], tuple[str, ...]]
_FIELDS: Final = (drawn.NAMES, drawn.PHRASES)


async def profile(target: Target, deps: Deps) -> Message:
    """The target's anchors, sorted with what people said of it."""
    words = await deps.target_words.words_of(target.domain)
    counted, sorted_ = await known_links.anchor_texts(target, backlinks=deps.backlinks, words=words)
    return findings.anchors(str(target), counted, sorted_, words)


async def open_form(ask: Ask, deps: Deps) -> None:
    target = parse_target(ask.words)
    words = await deps.target_words.words_of(target.domain)
    await ask.open(drawn.form(str(target), words, response_url=ask.response_url))


def _read(values: Values, metadata: str) -> _Said:
    target, _, response_url = metadata.partition(" ")
    found = []
    for field in _FIELDS:
        try:
            found.append(read_phrases(text_of(values, field, field)))
        except InvalidInputError as error:
            raise InvalidInputError(str(error), field=field) from error
    return parse_target(target), response_url, found[0], found[1]


async def _submitted(ask: Ask, deps: Deps, said: _Said) -> None:
    target, response_url, names, phrases = said
    words = TargetWords(names, phrases, ask.user, deps.clock())
    await deps.target_words.keep_words(target.domain, words)
    await ask.tell(await profile(target, deps), response_url=response_url, poster=deps.poster)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.OPEN, open_form)
    on_view(app, drawn.FORM, _read, _submitted)
