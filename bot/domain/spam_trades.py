"""The words of a spammer's trade in a page of another topic."""

from collections import Counter
from typing import Final

from bot.domain.spam_facts import SpamFacts, SpamSign
from bot.domain.spam_words import PUSHING, TRADES, Trade

_LEAST_SURE, _OFTEN = 2, 3
# Sellers heap up their words; a report of a casino has a few of them in a sentence.
_HEAP, _HEAP_LENGTH = 4, 70
_LARGE_HEAP, _LARGE_HEAP_LENGTH = 7, 110
"""On a page that says that it is about the trade."""
_MANY: Final = 12


def other_trade(facts: SpamFacts) -> SpamSign | None:
    """The first trade whose words stand in a page that is not about it, for a target that is not either."""
    if facts.text is None:
        return None
    text, subject = facts.text.lower(), facts.subject.lower()
    ours = (facts.target_text or "").lower()
    for trade in TRADES:
        hits = [(match.start(), match[0]) for match in trade.all_terms.finditer(text)]
        if len(hits) < _LEAST_SURE or trade.own_terms.search(ours):
            continue
        if not _is_pushed(trade, text, hits, is_subject=trade.subjects.search(subject) is not None):
            continue
        counted = Counter(word for _, word in hits)
        most = ", ".join(sorted(counted, key=lambda word: (-counted[word], word))[:3])
        seen = f"{len(hits)} words of that trade: {most}"
        return SpamSign(f"{trade.name}_words", seen, min(1.0, len(hits) / _MANY))
    return None


def _is_pushed(trade: Trade, text: str, hits: list[tuple[int, str]], *, is_subject: bool) -> bool:
    if trade.own_terms.search(text) is None:
        return False  # judi is a name, too, and a slot may be a time
    if is_subject:
        return _heaped(hits, _LARGE_HEAP, _LARGE_HEAP_LENGTH)
    sure = Counter(match[0] for match in trade.sure_terms.finditer(text))
    if len(sure) >= _LEAST_SURE or max(sure.values(), default=0) >= _OFTEN:
        return True
    return _heaped(hits, _HEAP, _HEAP_LENGTH)


def _heaped(hits: list[tuple[int, str]], many: int, length: int) -> bool:
    """Whether so many hits, of more than one word, stand within so many characters."""
    for at in range(len(hits) - many + 1):
        heap = hits[at : at + many]
        if heap[-1][0] - heap[0][0] <= length and len({word for _, word in heap}) > 1:
            return True
    return False


def sells(words: str) -> bool:
    """Whether an anchor sells what spam sells: not whether it merely holds such a word, as names do.

    >>> sells("best casino bonus"), sells("Casino"), sells("Judi Kumar"), sells("Casino Road allotments")
    (True, True, False, False)
    """
    text = " ".join(words.lower().split())
    for trade in TRADES:
        found = trade.own_terms.search(text)
        if found and (
            found[0] == text or trade.sure_terms.search(text) or PUSHING.search(text) is not None
        ):
            return True
    return False
