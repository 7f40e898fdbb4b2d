"""Whether an anchor names a site: its brand as people write and misspell it, its address, a phrase."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.domain.names import registrable_domain, shown_host

_COMMON_LABELS: Final = frozenset({"www", "blog", "shop", "store", "news", "the", "online", "web"})
# "node.js" is no address, and "notes.pdf" neither.
_FILES: Final = frozenset(
    [
        "js",
        "ts",
        "py",
        "md",
        "pdf",
        "txt",
        "doc",
        "html",
        "php",
        "css",
        "jpg",
        "png",
        "zip",
        "exe",
        "sh",
        "rs",
        "cpp",
    ]
)
_BEFORE_URL: Final = re.compile(
    r"^(web ?site|web|site|url|link|source|via|from|quelle|fonte|fuente)\s*:?\s+(?=\S)"
)
_URL: Final = re.compile(
    r"^(?:https?:)?(?://)?(?P<host>(?:[\w-]+\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]+))(?::\d+)?(?:[/?#]\S*)?$"
)
_LONGEST_ENDING: Final = 3
_LEAST_MISSPELT, _LEAST_INFLECTED = 6, 5
_UNSPACED: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def is_naked_url(text: str, domain: str) -> bool:
    """Whether an anchor is nothing but an address, as people write one.

    >>> [is_naked_url(t, "site.com") for t in ("https:// site.com", "Website: site.com/x", "(site.com)", "node.js", "see site.com")]
    [True, True, True, False, False]
    """
    bare = re.sub(r"\s*([./:])\s*", r"\1", _BEFORE_URL.sub("", text.lower().strip()))
    bare = bare.strip(" <>()[]{}\"'„“”«»›‹→….,;:!").replace("www.www.", "www.")
    found = _URL.match(bare)
    if found is None:
        return False
    host = found["host"]
    if bare.startswith(("http", "www.", "//")) or registrable_domain(host) == domain:
        return True
    return host.rpartition(".")[2] not in _FILES


def name_of_domain(domain: str) -> tuple[str, ...]:
    """What a domain calls itself, in its own script; nothing where that is a word like "shop".

    >>> name_of_domain("garden-tools.co.uk"), name_of_domain("shop.com"), name_of_domain("xn--mnchen-3ya.de")
    (('garden tools',), (), ('münchen',))
    """
    label = shown_host(domain).partition(".")[0]
    return () if label in _COMMON_LABELS else (label.replace("-", " "),)


def is_same_phrase(text: str, phrase: str) -> bool:
    """The same words in the same order, whatever joins them and however they are declined.

    >>> is_same_phrase("Garden-Tool", "garden tools"), is_same_phrase("garden plan", "garden plant")
    (True, False)
    """
    ours, theirs = _words(text), _words(phrase)
    return bool(ours) and len(ours) == len(theirs) and all(map(_is_same_word, ours, theirs))


def is_named(text: str, brand: str) -> bool:
    """Whether a text names a brand: joined or apart, declined, with accents or without, one letter wrong.

    >>> [is_named(t, "Green Thumb") for t in ("greenthumb's shop", "Gren Thumb", "Green Thumbs", "a green hand")]
    [True, True, True, False]
    """
    names = [_joined(form) for form in _spellings(brand)]
    for form in _spellings(text):
        words = _words(form)
        dense = "".join(words)
        for name in filter(None, names):
            if dense == name or (_UNSPACED.search(name) and len(name) > 1 and name in dense):
                return True
            if any(_is_like(window, name) for window in _windows(words, len(_words(brand)) + 1)):
                return True
    return False


def _windows(words: list[str], most: int) -> list[str]:
    return [
        "".join(words[i : i + size])
        for size in range(1, most + 1)
        for i in range(len(words) - size + 1)
    ]


def _is_like(written: str, name: str) -> bool:
    if len(name) < 3:
        return False
    if written == name:
        return True
    ending = written.removeprefix(name)
    if len(name) >= _LEAST_INFLECTED and 0 < len(ending) <= _ending_of(name) and ending != written:
        return True
    return (
        len(name) >= _LEAST_MISSPELT
        and written[:1] == name[:1]
        and not any(letter.isdigit() for letter in written)
        and _is_one_slip(written, name)
    )


def _ending_of(name: str) -> int:
    """Slavic and Baltic names are declined with longer endings than Germanic ones."""
    return 2 if name.isascii() else _LONGEST_ENDING


def _is_one_slip(one: str, other: str) -> bool:
    """One letter too many, missing, wrong, or two swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    at = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if at < 0:
        return True
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return (
        swapped
        or one[at + 1 :] == other[at + 1 :]
        or one[at + 1 :] == other[at:]
        or one[at:] == other[at + 1 :]
    )


_PLURALS: Final = frozenset(["s", "es", "n", "en", "e", "er", "ы", "и", "а", "я", "i", "y"])


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (
        len(short) > 3 and long.startswith(short) and long[len(short) :] in _PLURALS
    )


def _words(text: str) -> list[str]:
    folded = re.sub(r"['’`´](?=s\b)", " ", unicodedata.normalize("NFKC", text).lower())
    return re.findall(r"[^\W_]+", re.sub(r"['’`´®™©]", "", folded))


def _joined(text: str) -> str:
    return "".join(_words(text))


_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"}
)


@lru_cache(maxsize=4_096)
def _spellings(text: str) -> tuple[str, ...]:
    """As written, without accents, and with umlauts spelt out."""
    low = text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", low) if not "\u0300" <= c <= "\u036f")
    return tuple(dict.fromkeys((low, bare, low.translate(_SPELT_OUT))))
