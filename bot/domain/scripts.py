"""Which scripts a text is written in, by the names of its letters in Unicode."""

import unicodedata
from collections import Counter

_SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "THAI",
    "DEVANAGARI",
)
_EAST_ASIAN = {
    "cjk": "chinese or japanese",
    "hiragana": "chinese or japanese",
    "katakana": "chinese or japanese",
}


def script_of(text: str) -> str:
    """The script of most letters of a text's first thousand, or "".

    >>> script_of("Привет, world"), script_of("123")
    ('cyrillic', '')
    """
    counts = scripts_in(text[:1000])
    return counts.most_common(1)[0][0] if counts else ""


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script stand in a text."""
    counts: Counter[str] = Counter()
    for letter, number in Counter(text).items():
        if letter.isalpha():
            name = unicodedata.name(letter, "").split(" ")[0]
            name = "CJK" if name.startswith("CJK") else name
            script = name.lower() if name in _SCRIPTS else "other"
            counts[_EAST_ASIAN.get(script, script)] += number
    return counts
