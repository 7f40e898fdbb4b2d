"""The window in which every verb can be asked, from App Home."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.deps import Deps
from bot.errors import InvalidInputError
from bot.slack import ask_form as drawn
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, on_action, on_view, text_of
from handlers.verbs import Verb, answer, table_of

_NOWHERE: Final = "I cannot answer there. Choose a channel that I am in, or our direct messages."


@dataclass(frozen=True, slots=True)
class _Asked:
    words: str


def _read(values: Values, _: str) -> _Asked:
    verb = choice_of(values, drawn.VERB, drawn.VERB)
    return _Asked(f"{verb} {text_of(values, drawn.WORDS, drawn.WORDS)}".strip())


def _where(body: Mapping[str, Any]) -> tuple[str, str]:
    """The channel that was chosen, and the way to answer there."""
    urls = body.get("response_urls") or ()
    if not urls:
        raise InvalidInputError(_NOWHERE)
    return str(urls[0].get("channel_id") or ""), str(urls[0].get("response_url") or "")


def register(app: AsyncApp, verbs: Sequence[Verb]) -> None:
    """Tell Bolt the buttons and the window."""
    table = table_of(verbs)
    entries = [verb.help for verb in verbs]

    async def open_form(ask: Ask, _: Deps) -> None:
        verb = ask.words if ask.words in table else ""
        await ask.open(drawn.ask_form(entries, verb=verb))

    async def submitted(ask: Ask, deps: Deps, asked: _Asked) -> None:
        channel, url = _where(ask.body)
        there = replace(
            ask,
            words=asked.words,
            channel=channel,
            respond=AsyncRespond(response_url=url),
            body={**ask.body, "response_url": url},
        )
        await answer(there, deps, table)

    on_action(app, re.compile(rf"{re.escape(drawn.ASK)}(\.\w+)?"), open_form)
    on_view(app, drawn.ASK_FORM, _read, submitted)
