"""Texts that a program wrote: a spinner's brackets, blanks that nobody filled in, phrases over and over."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.domain.spam_facts import SpamFacts, SpamSign
from bot.domain.topics import words_of

_SPIN: Final = re.compile(r"\{[^{}|\n]{2,40}(?:\|[^{}|\n]{2,40})+\}")
_LEAST_SPUN, _MANY_SPUN = 2, 4
_BLANK: Final = re.compile(
    r"(?:%{1,2}|\{{1,2}|\[{1,2})\s*(keywords?|city|company|state|service|location|business|phone|region|product)\s*(?:%{1,2}|\}{1,2}|\]{1,2})",
    re.IGNORECASE,
)
_LEAST_BLANKS = 3
_LEAST_WORDS, _LEAST_IN_BLOCK = 120, 12
_SENTENCE: Final = re.compile(r"[.!?…。！？։؟]+")
_CHORUS: Final = 12
"""So often a sentence may stand on an honest page: choruses, forms and legal phrases do."""
_REPEATED: Final = 0.4


def written_by_program(facts: SpamFacts) -> SpamSign | None:
    """The plainest of these, if any."""
    if facts.text is None:
        return None
    blocks = facts.prose if facts.prose is not None else [facts.text]
    whole = "\n".join(blocks)
    spun = _SPIN.findall(whole)
    # Manuals write choices in the same way, of single words: {start|stop}.
    if len(spun) >= _MANY_SPUN or (
        len(spun) >= _LEAST_SPUN and any(" " in part.strip("{} ") for part in spun)
    ):
        return SpamSign("spun_text", f"a text spinner's brackets: {spun[0][:60]}", 1.0)
    blanks = [match[0] for match in _BLANK.finditer(whole)]
    if len(blanks) >= _LEAST_BLANKS:
        return SpamSign("generated_text", f"blanks that nobody filled in: {blanks[0][:40]}", 1.0)
    repeated = _repeated(blocks)
    if repeated < _REPEATED:
        return None
    return SpamSign(
        "generated_text", f"{repeated:.0%} of its phrases are repetitions", min(1.0, repeated)
    )


def _repeated(blocks: Iterable[str]) -> float:
    """Which part of the phrases of three words in running text stood there before, from 0 to 1.

    A row of short blocks is a list or a table, which repeats its labels; a sentence that comes again as it is
    counts once, unless it comes more often than any chorus.
    """
    sentences: Counter[tuple[str, ...]] = Counter()
    for block in blocks:
        if len(words_of(block)) >= _LEAST_IN_BLOCK:
            sentences.update(tuple(words_of(sentence)) for sentence in _SENTENCE.split(block))
    seen: set[tuple[str, str, str]] = set()
    phrases = words = 0
    for sentence, times in sentences.items():
        found = list(zip(sentence, sentence[1:], sentence[2:], strict=False))
        counted = times if times > _CHORUS else 1
        seen.update(found)
        phrases += len(found) * counted
        words += len(sentence) * counted
    return 1 - len(seen) / phrases if phrases and words >= _LEAST_WORDS else 0.0
