"""A page and a target, as people type them behind a verb."""

from bot.domain.names import Target, parse_page_url, parse_target
from bot.errors import InvalidInputError


def read_pair(words: str) -> tuple[str, Target]:
    """A page and a target, as typed.

    Raises:
        InvalidInputError: saying which of the two is missing or wrong.
    """
    parts = words.split()
    if len(parts) != 2:
        raise InvalidInputError(
            "I need a page and the site that it should link to: "
            "`/backlinks verify https://journal.example/tools site.com`."
        )
    return parse_page_url(parts[0]), parse_target(parts[1])
