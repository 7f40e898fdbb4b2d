"""What people say that their site is called, and which phrases it wants to be found for."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.errors import InvalidInputError

MOST: Final = 50
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class TargetWords:
    """Of one site. Both empty: nobody said any."""

    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    set_by: str = ""
    """A Slack user's ID."""
    set_at: datetime | None = None


NO_WORDS: Final = TargetWords()


def read_phrases(text: str) -> tuple[str, ...]:
    """Phrases, a line each or parted by commas, each once.

    Raises InvalidInputError for too many or too long ones.

    >>> read_phrases("garden tools, Spades\\nspades;トロール、鋤")
    ('garden tools', 'Spades', 'トロール', '鋤')
    """
    split = (" ".join(part.split()) for part in re.split(r"[\n,;、，；]", text))
    found = {part.casefold(): part for part in reversed(list(filter(None, split)))}
    phrases = tuple(reversed(found.values()))
    if len(phrases) > MOST:
        raise InvalidInputError(f"At most {MOST} of them, please.")
    if long := next((phrase for phrase in phrases if len(phrase) > LONGEST), None):
        raise InvalidInputError(
            f'"{long[:40]}…" is too long: at most {LONGEST} characters, please.'
        )
    return phrases
