"""`/backlinks asof site.com 2026-03-01`: what was live then."""

import re
from datetime import UTC, date, datetime, time
from typing import Final

from bot.deps import Deps
from bot.domain.names import parse_target
from bot.errors import InvalidInputError
from bot.slack.asof import asof as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.verbs import Verb

_MOST_LOOKS: Final = 100_000


async def asof(ask: Ask, deps: Deps) -> None:
    """What our own looks knew at the end of a day."""
    words = ask.words.split()
    if len(words) != 2:
        raise InvalidInputError(
            "Which site, and which day? Try `/backlinks asof site.com 2026-03-01`."
        )
    target, day = parse_target(words[0]), _day(words[1])
    moment = datetime.combine(day, time.max, tzinfo=UTC)
    looks = await deps.history.looks_as_of(target, moment, limit=_MOST_LOOKS)
    await ask.say(drawn(looks, target=str(target), day=day))


def _day(word: str) -> date:
    try:
        return date.fromisoformat(re.sub("[–—‑−]", "-", word))  # as phones and Slack write dashes
    except ValueError as error:
        raise InvalidInputError(f"`{word[:40]}` is no day; write it as in `2026-03-01`.") from error


VERB: Final = Verb(
    "asof",
    asof,
    HelpEntry("asof site.com 2026-03-01", "what our own looks knew at the end of a day"),
)
