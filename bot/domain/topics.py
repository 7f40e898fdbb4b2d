"""How close two texts are in topic, without a service and in any language: the words that they share."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from bot.domain.scripts import script_of
from bot.domain.stop_words import STOP_WORDS

# Vowels of Indian scripts, and points of Hebrew and Arabic, are marks and no letters, but parts of words.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0980-\u0dff\u200c\u200d"
_WORD = re.compile(rf"[^\W\d_][\w{_MARKS}'’-]*", re.UNICODE)
# Scripts that put no spaces between words; pairs of their letters stand for words.
_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
_STEM = 5
_CLOSE = 0.35
"""The cosine from which on two pages count as close as pages get: a judgement, not a measurement."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """`score` from 0 to 1, None when it cannot be told; `shared` are the words that speak most for it."""

    score: float | None
    shared: tuple[str, ...]
    seen: str


def closeness(page_text: str, target_text: str) -> Closeness:
    """Compare a page (best: the text around the link) with the target page.

    >>> closeness("Kneading sourdough bread with rye flour", "Rye flour for bread and sourdough").score
    1.0
    """
    ours, theirs = _weights(page_text), _weights(target_text)
    if len(ours) < 3 or len(theirs) < 3:
        return Closeness(None, (), "too little text to compare")
    one, other = script_of(page_text), script_of(target_text)
    common = {token: ours[token] * theirs[token] for token in ours.keys() & theirs.keys()}
    if one != other and not common:
        return Closeness(None, (), f"written in different scripts ({one} and {other})")
    length = sqrt(sum(v * v for v in ours.values())) * sqrt(sum(v * v for v in theirs.values()))
    cosine = sum(common.values()) / length
    shared = _shown(common, page_text)
    score = min(1.0, cosine / _CLOSE)
    seen = "shares " + ", ".join(f'"{word}"' for word in shared) if shared else "shares no words"
    return Closeness(score, shared, seen)


def words_of(text: str) -> list[str]:
    """Words in lower case; pairs of letters where a script does not separate words.

    >>> words_of("Don't panic, 2 cats")
    ["don't", 'panic', 'cats']
    """
    text = unicodedata.normalize("NFKC", text).lower()
    words: list[str] = []
    at = 0
    for run in _UNSPACED.finditer(text):
        words += _WORD.findall(text[at : run.start()])
        letters = run[0]
        words += [letters[i : i + 2] for i in range(len(letters) - 1)] or [letters]
        at = run.end()
    return words + _WORD.findall(text[at:])


def all_stems(text: str) -> list[str]:
    """The stems of the words that say something, in order, as often as they stand there."""
    return [_stem(word) for word in words_of(text) if is_telling(word)]


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words that say something.

    >>> sorted(stems_of("The gardens of the gardener"))
    ['garde']
    """
    return frozenset(all_stems(text))


def _weights(text: str) -> dict[str, float]:
    """Stems and how much they weigh: often counts more, but less and less."""
    counts = Counter(all_stems(text))
    return {
        stem: sqrt(count) * (1.5 if len(stem) >= _STEM else 1.0) for stem, count in counts.items()
    }


def is_telling(word: str) -> bool:
    """Whether a word says something of a topic: no article, no pronoun, no scrap.

    Two letters make a word where one letter is a syllable; Latin, Greek and Cyrillic words have three.
    """
    return word not in STOP_WORDS and (len(word) >= 3 or word[:1] > "\u0590")


_ARABIC_PREFIX = re.compile(r"^(?:[وف]?[بكل]?ال|لل)(?=\w{3})")


def _stem(word: str) -> str:
    """The beginning of a word outlives most endings of most languages.

    >>> _stem("gardening"), _stem("점토라서"), _stem("بالحديقة")
    ('garde', '점토', 'حديق')
    """
    if "\uac00" <= word[:1] <= "\ud7a3":
        return word[:2]  # a noun and its particle
    if "\u0620" <= word[:1] <= "\u06ff":
        return _ARABIC_PREFIX.sub("", word)[:4]
    return word[:_STEM] if len(word) > _STEM + 1 else word


_SHOWN = 5
_KANA_EDGES = re.compile(r"^[\u3040-\u309f]+|[\u3040-\u309f]+$")


def _shown(common: Mapping[str, float], text: str) -> tuple[str, ...]:
    """What speaks most for the closeness, as the text spells it; pairs of letters joined to what they came from."""
    weights: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for word in words_of(text):
        stem = _stem(word)
        if stem in common and not _UNSPACED.match(stem):
            spelled.setdefault(stem, word)
            weights[spelled[stem]] = common[stem]
    for run in _shared_runs(common, unicodedata.normalize("NFKC", text).lower()):
        # Japanese particles stand around the words.
        core = _KANA_EDGES.sub("", run) or run
        pairs = {core[i : i + 2] for i in range(len(core) - 1)} & common.keys()
        # Two letters of an alphabet are a scrap.
        if len(core) > (1 if core[0] >= "\u3040" else 2):
            weights[core] = sum(common[pair] for pair in pairs)
    best = sorted(weights, key=lambda word: (-weights[word], word))
    return tuple(best[:_SHOWN])


def _shared_runs(common: Mapping[str, float], text: str) -> Iterator[str]:
    """The longest runs of letters of which each pair is shared."""
    for run in _UNSPACED.finditer(text):
        begin, letters = 0, run[0]
        for i in range(len(letters)):
            if letters[i : i + 2] not in common or i == len(letters) - 1:
                if i > begin:
                    yield letters[begin : i + 1]
                begin = i + 1
