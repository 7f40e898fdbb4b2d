"""A page and a target, as people type them behind a verb."""

from typing import Final

from bot.domain.names import Target, parse_page_url, parse_target
from bot.errors import InvalidInputError

# What people put between two things.
BETWEEN: Final = frozenset(
    {"->", "→", "=>", "-", "–", "—", "to", "|", ",", "&", "and", "vs", "vs.", "versus"}
)


def read_pair(words: str, *, verb: str = "verify") -> tuple[str, Target]:
    """A page and a target, as typed behind a verb.

    Raises:
        InvalidInputError: saying which of the two is missing or wrong.
    """
    parts = [word for word in words.split() if word.lower() not in BETWEEN]
    if len(parts) != 2:
        raise InvalidInputError(
            "I need a page and the site that it should link to: "
            f"`/backlinks {verb} https://journal.example/tools site.com`."
        )
    return parse_page_url(parts[0]), parse_target(parts[1])
