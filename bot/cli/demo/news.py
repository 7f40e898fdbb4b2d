"""What really happened on a day of the demonstration's web, for people who check the bot."""

from collections import Counter
from typing import Final

from bot.playground.web import OURS, changes, own_pages_gone

NEW_RELEASE_ON: Final = 3
"""The day on which a new release of the web graph is published, and built."""


def day_in_words(day: int) -> str:
    """One sentence, counting what a look at each link should find.

    >>> day_in_words(1)
    'Day 1. On the web: 1 gained, 1 lost.'
    """
    kinds = Counter(one.kind for one in changes(day) if one.day == day and one.target == OURS)
    parts = [f"{count} {kind}" for kind, count in sorted(kinds.items())]
    gone = set(own_pages_gone(day)) - set(own_pages_gone(day - 1))
    parts += [f"{page.removeprefix('http://')} answers 404" for page in sorted(gone)]
    published = " A new release of the web graph is published." if day == NEW_RELEASE_ON else ""
    return f"Day {day}. On the web: {', '.join(parts) or 'nothing new'}.{published}"
