"""One slash command, `/backlinks`: which verb was meant, and what each can do."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.names import parse_target
from bot.errors import InvalidInputError
from bot.slack.help import HelpEntry, one_verb
from handlers.asks import Ask, from_command
from handlers.errors import answer_errors
from handlers.listeners import Work

COMMAND: Final = "/backlinks"
_ITSELF: Final = re.compile(r"\s*/?backlinks[:,]?(?:\s+|$)", re.IGNORECASE)
# A link that Slack has formatted: its label may hold spaces, its address holds none.
# https://docs.slack.dev/messaging/formatting-message-text#links-in-retrieved-messages
_LABELLED: Final = re.compile(r"<([^<>|\s]+)\|[^<>]*>")
_HELP_WORDS: Final = frozenset({"help", "-h", "--help", "?"})


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be typed behind `/backlinks`."""

    name: str
    work: Work
    help: HelpEntry
    also: tuple[str, ...] = ()
    """Other words for the same verb."""


def register(app: AsyncApp, verbs: Sequence[Verb], *, greet: Work) -> None:
    """Answer `/backlinks`. `greet` answers the bare command."""
    table = table_of(verbs)

    async def listener(
        ack: AsyncAck,
        command: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
        deps: Deps,
    ) -> None:
        await ack()
        ask = from_command(command, respond, client)
        ask = ask.with_words(tidied(ask.words))
        work = answer(ask, deps, table) if ask.words else greet(ask, deps)
        deps.background.start(answer_errors(ask, work), name="command")

    app.command(COMMAND)(listener)


def table_of(verbs: Sequence[Verb]) -> Mapping[str, Verb]:
    """Each verb by every word that means it."""
    return {word: verb for verb in verbs for word in (verb.name, *verb.also)}


def tidied(words: str) -> str:
    """What was typed, without what Slack and habits add: labels of links, the command's own name.

    >>> tidied(" /backlinks check <http://site.com|our site>\u00a0")
    'check <http://site.com>'
    """
    bare = _ITSELF.sub("", words, count=1) if _ITSELF.match(words) else words
    return _LABELLED.sub(r"<\1>", bare).strip()


async def answer(ask: Ask, deps: Deps, table: Mapping[str, Verb]) -> None:
    """Do what the words say.

    Raises:
        InvalidInputError: they name no verb; the sentence names the nearest one.
    """
    first, *others = ask.words.split(maxsplit=1)
    rest = others[0] if others else ""
    verb = find_verb(first, table)
    is_named = verb.name != "check" or _as_verb(first) in table
    words = rest.strip() if is_named else ask.words.strip()
    if words.lower() in _HELP_WORDS and verb.name != "help":
        await ask.say(one_verb(verb.help))
        return
    await verb.work(ask.with_words(words), deps)


def find_verb(word: str, table: Mapping[str, Verb]) -> Verb:
    """The verb that `word` names; a bare domain or URL means `check`.

    Raises:
        InvalidInputError: naming the nearest right verb.
    """
    if word.lower() in _HELP_WORDS and "help" in table:
        return table["help"]
    known = table.get(_as_verb(word))
    if known:
        return known
    if "check" in table and _is_site(word):
        return table["check"]
    near = difflib.get_close_matches(word.lower(), table, n=1, cutoff=0.6)
    hint = (
        f"Did you mean `{COMMAND} {near[0]}`?"
        if near
        else f"Type `{COMMAND} help` to see them all."
    )
    raise InvalidInputError(f"`{word[:40]}` is not something that I can do. {hint}")


def _as_verb(word: str) -> str:
    return word.lower().strip(":;,.!-–—*_`\"'“”‘’")


def _is_site(word: str) -> bool:
    if "." not in word and "://" not in word:
        return False
    try:
        parse_target(word)
    except InvalidInputError:
        return False
    return True
