"""Pages that name our brand without a link to us."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.anchors import find_links
from bot.domain.documents import Document
from bot.domain.judging import sign_of_page
from bot.domain.names import Target, shown_host
from bot.domain.own_pages import OwnPage, title_parts
from bot.domain.pages import Page
from bot.domain.text import fold, text_of
from bot.domain.verdicts import Reason

_TEXT: Final = 300_000
_BESIDE: Final = 140
_MOST_NAMES: Final = 10
_SHORTEST: Final = 3
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A page that names us and does not link to us."""

    page: str
    title: str
    name: str
    """As the page has it."""
    times: int
    before: str
    after: str
    """The text around the first one."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """What a look at one page for our names found; all None and False: read, and we are not in it."""

    page: str
    mention: Mention | None = None
    links: bool = False
    """It links to us."""
    reason: Reason | None = None
    """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The answer to `mentions site.com`."""

    target: Target
    names: tuple[str, ...]
    """What was looked for."""
    as_of: datetime
    looks: tuple[PageLook, ...] = ()
    left_out: int = 0
    """Known pages beyond the number of looks of one question."""

    @property
    def found(self) -> tuple[Mention, ...]:
        """Those that name us most often first."""
        named = [look.mention for look in self.looks if look.mention]
        return tuple(sorted(named, key=lambda one: (-one.times, one.page)))


def look_for(page: Page, names: Sequence[str], target: Target) -> PageLook:
    """Read one page for our names; a page that links to us, or carries us in an address, is no mention."""
    url = page.requested_url
    sign = sign_of_page(page)
    if sign is not None:
        return PageLook(url, reason=sign.reason)
    document = Document(page)
    if find_links(document, Target(target.domain)).links:
        return PageLook(url, links=True)
    body = document.tree.body
    text = text_of(body, limit=_TEXT) if body is not None else ""
    found = list(_pattern(names).finditer(text)) if names else []
    if not found:
        return PageLook(url)
    first = found[0]
    mention = Mention(
        url,
        document.title or "",
        first[0],
        len(found),
        before=text[max(0, first.start() - _BESIDE) : first.start()],
        after=text[first.end() : first.end() + _BESIDE],
    )
    return PageLook(url, mention)


def names_of(target: Target, home: OwnPage | None, given: Sequence[str] = ()) -> tuple[str, ...]:
    """What to look for: the names that somebody gave; else what the home page calls its site. And the domain.

    >>> home = OwnPage("https://garden.example/", "Garden Example | Guides for growers")
    >>> names_of(Target("garden.example"), home)
    ('Garden Example', 'garden.example')
    """
    names = [fold(name) for name in given]
    if not names and home is not None:
        names = [home.names_itself or next(iter(title_parts(home.title)), "")]
    names = [name[:100] for name in names if len(name) >= _SHORTEST or _UNSPACED.search(name)]
    return tuple(dict.fromkeys([*names, shown_host(target.domain)]))[:_MOST_NAMES]


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """The names as whole words. One that is written with a capital is only found with it: "Apple", no apple."""
    ways = [_way(name) for name in sorted(names, key=len, reverse=True)]
    return re.compile("|".join(ways))


def _way(name: str) -> str:
    words = [_word(word) for word in name.split()]
    text = r"[\s\u00a0-]+".join(words)
    if _UNSPACED.search(name):
        return text
    # Neither a longer word nor a part of an address or of a mail address.
    return rf"(?<![\w.@/-]){text}(?![\w@/-])(?!\.\w)"


def _word(word: str) -> str:
    """A word, its capitals as they are; the rest in small or capital letters."""
    if word.islower():
        return f"(?i:{re.escape(word)})"
    first, rest = word[:1], word[1:]
    return re.escape(first) + (f"(?i:{re.escape(rest)})" if rest else "")
