"""Which page of ours fits in the place of a dead link: by the words of the link and of our pages.

No service and no model is asked: the link's anchor, the words of its address and the text beside it are
compared with the titles, headings and addresses of our pages, and the words that decided are said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.domain.own_pages import OwnPage, PageHealth, is_home
from bot.domain.topics import is_telling, words_of

LEAST: Final = 0.15
"""Below this share of the link's words a page does not fit; found on own examples, see the tests."""
_FROM_ANCHOR, _FROM_PATH, _FROM_TEXT = 1.0, 1.0, 0.35
_IN_TITLE, _IN_PATH = 1.0, 0.8
_WORDS: Final = 40
_JOINTS = re.compile(r"[-_/.+,:;()'’]+")
_FILE_ENDING = re.compile(
    r"\.(?:html?|php\d?|aspx?|jsp|cgi|pdf|docx?|md|txt|shtml)$", re.IGNORECASE
)
_ENDINGS: Final = frozenset(
    ["", "s", "es", "e", "ed", "d", "ing", "ings", "er", "ers", "r", "n", "en", "ern", "y", "ies", "ie",
     "a", "o", "os", "as", "i", "um", "ieren", "ung", "ungen", "ly", "ner", "ners", "ning"]
)  # fmt: skip
_SHORTEST_STEM: Final = 4
_SURE_ENDINGS: Final = frozenset(["", "s", "es", "ing", "er"])


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What is known of what a dead link promised."""

    url: str
    anchor: str = ""
    text: str = ""
    """The words beside it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page of ours that may stand in."""

    page: OwnPage
    score: float
    """From 0 to 1: the share of the link's words, the telling ones more, that the page has."""
    words: tuple[str, ...]
    """The link's words that the page has, those that tell most first."""


def suggest(link: LinkWords, pages: Sequence[OwnPage]) -> Suggestion | None:
    """The page that fits best; None when none does. Only pages that were seen to work are proposed.

    >>> tulips = OwnPage("https://site.example/bulbs", "Tulips in pots, planted late")
    >>> spades = OwnPage("https://site.example/s", "Which spade fits which soil")
    >>> found = suggest(LinkWords("http://old.example/choosing-a-spade.html", "spades"), [tulips, spades])
    >>> found.page.url, found.words
    ('https://site.example/s', ('spades',))
    """
    ranked = rank(link, pages)
    return ranked[0] if ranked else None


def rank(link: LinkWords, pages: Sequence[OwnPage], *, least: float = LEAST) -> list[Suggestion]:
    """The pages that fit, best first; the home page fits nothing."""
    able = [page for page in pages if page.health is PageHealth.OK and not is_home(page.url)]
    wanted = _weights(link)
    if not wanted or not able:
        return []
    own = [_page_words(page) for page in able]
    vocabulary = frozenset[str]().union(*(words.title | words.path for words in own))
    same = {word: frozenset(v for v in vocabulary if is_same_word(word, v)) for word in wanted}
    telling = {word: _how_telling(same[word], own) for word in wanted}
    whole = sum(wanted.values())
    found = []
    for page, words in zip(able, own, strict=True):
        shared = {word: place for word in wanted if (place := _place(same[word], words))}
        gained = sum(wanted[word] * telling[word] * place for word, place in shared.items())
        if gained / whole >= least:
            best = sorted(shared, key=lambda word: (-wanted[word] * telling[word], word))
            found.append(Suggestion(page, round(gained / whole, 3), tuple(best[:5])))
    return sorted(found, key=lambda one: (-one.score, len(one.page.url), one.page.url))


def path_words(url: str) -> list[str]:
    """The words of an address, its ending and its numbers left out.

    >>> path_words("https://a.example/2019/Crop_rotation_%28table%29.html?id=3")
    ['crop', 'rotation', 'table']
    """
    path = unquote(urlsplit(url).path)
    return _telling_words(_FILE_ENDING.sub("", path))


def _telling_words(text: str) -> list[str]:
    return [word for word in words_of(_JOINTS.sub(" ", text)) if is_telling(word)][:_WORDS]


def _weights(link: LinkWords) -> dict[str, float]:
    """The link's words, each under its first spelling; what stands in several places weighs more."""
    weights: dict[str, float] = {}
    sources = (
        (_telling_words(link.anchor) if "://" not in link.anchor else [], _FROM_ANCHOR),
        (path_words(link.url), _FROM_PATH),
        (_telling_words(link.text), _FROM_TEXT),
    )
    for words, weight in sources:
        says_itself = bool(weights)
        for word in dict.fromkeys(words):
            known = next((one for one in weights if is_same_word(one, word)), None)
            if known is None and weight == _FROM_TEXT and says_itself:
                # What only stands beside the link may support a page, but not speak against one.
                continue
            weights[known or word] = weights.get(known or word, 0.0) + weight
    return weights


@dataclass(frozen=True, slots=True)
class _Words:
    title: frozenset[str]
    path: frozenset[str]


@lru_cache(maxsize=16_384)
def _page_words(page: OwnPage) -> _Words:
    return _Words(frozenset(_telling_words(page.topic)), frozenset(path_words(page.url)))


def _place(same: frozenset[str], words: _Words) -> float:
    """What it counts that a page has a word, in any of its endings."""
    if not same.isdisjoint(words.title):
        return _IN_TITLE
    return 0.0 if same.isdisjoint(words.path) else _IN_PATH


def _how_telling(same: frozenset[str], pages: Sequence[_Words]) -> float:
    """From 0 to 1: a word that every page of ours has (our own name) tells next to nothing."""
    having = sum(bool(_place(same, words)) for words in pages)
    return log((2 + len(pages)) / (1 + having)) / log(2 + len(pages))


def is_same_word(one: str, other: str) -> bool:
    """Whether two words differ in their ending only.

    >>> is_same_word("test", "testing"), is_same_word("compost", "computer"), is_same_word("sow", "sowing")
    (True, False, True)
    """
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    endings = {one[shared:], other[shared:]}
    if shared >= _SHORTEST_STEM:
        return endings <= _ENDINGS
    return shared >= 3 and "" in endings and endings <= _SURE_ENDINGS
