"""How good an event's link was when it happened: kept with the event, so that it stays what it was."""

from dataclasses import dataclass
from typing import Final

_BANDS: Final[tuple[tuple[int, str], ...]] = ((70, "strong"), (40, "fair"), (0, "weak"))
"""(least score, what people call it)."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What was known of a link's worth when its event was recorded.

    It never changes afterwards: what a watch would have posted of the history is then what it posted.
    """

    score: int | None = None
    """0 to 100, of the link as it was before it got worse, or as it is now; None: nothing was known."""
    is_rough: bool = False
    """Less than half of what counts was known."""
    sum_line: str = ""
    """The number as a sum: `72 = authority 31 + content 18`; empty: no number."""
    score_after: int | None = None
    """Of a link that changed: what it scores now; None: it did not change, or nothing is known."""
    visits: int | None = None
    """That came through it in 30 days; None: no analytics export names its page or site."""
    worked_for: bool = False
    """Paid, or won by our own work: a prospect of ours covers it, or somebody owned it."""

    @property
    def best(self) -> int | None:
        """The better one of its numbers: what is at stake; None: not known."""
        return max((n for n in (self.score, self.score_after) if n is not None), default=None)


def band(score: int) -> str:
    """A word beside the number, so that nobody has to know the scale.

    >>> band(82), band(41), band(9)
    ('strong', 'fair', 'weak')
    """
    return next(word for least, word in _BANDS if score >= least)


def score_words(rating: Rating | None) -> str:
    """`quality 82, strong`, `quality about 60, a rough guess`, `quality 82, now 41, fair`; empty: not known.

    >>> score_words(Rating(82)), score_words(Rating(60, is_rough=True)), score_words(Rating())
    ('quality 82, strong', 'quality about 60, a rough guess', '')
    >>> score_words(Rating(82, score_after=41)), score_words(None)
    ('quality 82, now 41, fair', '')
    """
    if rating is None or rating.score is None:
        return ""
    number, newest = f"{rating.score}", rating.score
    if rating.score_after is not None and rating.score_after != rating.score:
        number, newest = f"{rating.score}, now {rating.score_after}", rating.score_after
    if rating.is_rough:
        return f"quality about {number}, a rough guess"
    return f"quality {number}, {band(newest)}"


def visits_words(rating: Rating | None) -> str:
    """`brought 340 visits in 30 days`; empty: none, or not known.

    >>> visits_words(Rating(visits=1)), visits_words(Rating(visits=0)), visits_words(None)
    ('brought 1 visit in 30 days', '', '')
    """
    if rating is None or not rating.visits:
        return ""
    return f"brought {rating.visits:,} visit{'' if rating.visits == 1 else 's'} in 30 days"
