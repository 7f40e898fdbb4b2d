"""What a page says today in the place where a link stood, found by the words that stood around it."""

from collections.abc import Iterator
from typing import Final

from bot.domain.text import fold

_LENGTHS: Final = (60, 40, 24)
"""Characters of the old words that must be there to the letter, longest first."""
_BESIDE: Final = 160
_CHANGED: Final = 3
"""Words next to the link that may have been changed with it."""
_APART: Final = 600
"""How far the words before and after the link may stand from each other now."""


def passage_now(text: str, *, before: str, after: str) -> str | None:
    """The words that stand where a link stood; None: the words around it are gone, too.

    `text` is the whole page as a reader sees it, white space folded; `before` and `after` are what stood
    around the link. At most some 900 characters come back.

    >>> now = "We learned all of it from a friend and from years of digging in all weathers. Bye."
    >>> passage_now(now, before="We learned all of it from the", after="and from years of digging")
    'We learned all of it from a friend and from years of digging in all weathers. Bye.'
    """
    start = _end_of(text, fold(before).strip("… "))
    end = _begin_of(text, fold(after).strip("… "), start or 0)
    if start is None and end is None:
        return None
    left = start if start is not None else end
    right = end if end is not None else start
    assert left is not None
    assert right is not None
    if not 0 <= right - left <= _APART:
        right = left
    return _cut(text, left - _BESIDE, right + _BESIDE)


def _end_of(text: str, words: str) -> int | None:
    """Where the last of the words before the link ends; the nearest ones may have been changed with it."""
    for length in _LENGTHS:
        for kept in _shorter(words, last=True):
            tail = kept[-length:]
            if len(tail) >= _LENGTHS[-1] and (found := text.find(tail)) >= 0:
                return found + len(tail)
    return None


def _begin_of(text: str, words: str, since: int) -> int | None:
    """Where the first of the words behind the link begins."""
    for length in _LENGTHS:
        for kept in _shorter(words, last=False):
            head = kept[:length]
            if len(head) < _LENGTHS[-1]:
                continue
            found = text.find(head, since)
            found = found if found >= 0 else text.find(head)
            if found >= 0:
                return found
    return None


def _shorter(words: str, *, last: bool) -> Iterator[str]:
    """The words, and the words without the one, two and three that stood next to the link."""
    for _ in range(_CHANGED + 1):
        yield words
        words = words.rpartition(" ")[0] if last else words.partition(" ")[2]


def _cut(text: str, start: int, end: int) -> str:
    """A piece of a text in whole words, with an ellipsis where it was cut."""
    piece = text[max(0, start) : end]
    if start > 0:
        piece = "…" + (piece.partition(" ")[2] or piece)
    if end < len(text):
        piece = (piece.rpartition(" ")[0] or piece) + "…"
    return piece
