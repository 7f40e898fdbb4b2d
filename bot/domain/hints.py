"""Why a page without the link may not be the page that was asked for: what it says in its few words.

Asked only after no link was found. What is not the page proves no loss, so these looks are easier to
satisfy than those of `bot.domain.signs`, which also overrule links in a page's template.
"""

import re
from collections.abc import Iterator

from bot.domain.documents import Document
from bot.domain.hint_words import FAILURE_WORDS, HIDDEN_LINKS, REFUSALS
from bot.domain.sign_challenges import CHALLENGE_WORDS
from bot.domain.sign_gates import GATES
from bot.domain.sign_gone import says_gone
from bot.domain.sign_walls import LOGIN_WORDS, MAINTENANCE_WORDS
from bot.domain.signs import Sign
from bot.domain.text import text_of
from bot.domain.verdicts import Reason

_FEW_WORDS = 700
_READ = 200_000
_HEADING = 120
# Each of HIDDEN_LINKS has one of these words in it, and reaches no further to its sides.
_LINK_WORDS = ("link", "url", "lien", "enlace", "ссыл")
_BEFORE = 150
_AFTER = 60
_SENTENCES = re.compile(r"(?<=[.!?…。!?])\s+|(?<=[。!?])")

# What stands before pages as gates, and what refuses in other ways.
_REFUSALS = (
    *((f"shows {gate.what}", gate.words) for gate in GATES if not gate.in_heading_only),
    *REFUSALS,
)


def hint_of(document: Document) -> Sign | None:
    """What the page is instead, by what it says outside of its template; None for plain content."""
    body = document.tree.body
    if body is not None and _hides_links(text_of(body, limit=_READ).replace("’", "'")):
        return _blocked("hides links from visitors who are not logged in")
    if document.is_long:
        return None
    lines = [line.replace("’", "'") for line in document.core_lines]
    return _short(document, lines) if len(" ".join(lines)) <= _FEW_WORDS else None


def _hides_links(text: str) -> bool:
    """Whether `HIDDEN_LINKS` stands in a text; it is looked for only where a word for a link stands.

    Looking everywhere takes half of all that a page without the link costs.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have longer small letters
        return HIDDEN_LINKS.search(text) is not None
    return any(
        HIDDEN_LINKS.search(text, max(0, at - _BEFORE), at + _AFTER)
        for word in _LINK_WORDS
        for at in _places(word, lowered)
    )


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _short(document: Document, lines: list[str]) -> Sign | None:
    headlines = [text.replace("’", "'") for text in (document.title or "", *document.headings)]
    said = [text for text in headlines if len(text) <= _HEADING]
    for sentence in (*said, *(part for line in lines for part in _SENTENCES.split(line))):
        if says_gone(sentence):
            return Sign(Reason.PAGE_GONE, f'The page says that it is gone: "{sentence[:100]}".')
    core = " ".join(lines)
    for text in (*said, core):
        for what, pattern in _REFUSALS:
            words = pattern.search(text)
            if words:
                return _blocked(f'{what}: "{_seen(words)}"')
        words = CHALLENGE_WORDS.search(text)
        if words:
            return _blocked(f'shows a bot check: "{_seen(words)}"')
        words = MAINTENANCE_WORDS.search(text) or FAILURE_WORDS.search(text)
        if words:
            return Sign(
                Reason.SERVER_ERROR, f'The page says that the site has a fault: "{_seen(words)}".'
            )
    if document.tree.css_first("input[type='password' i]") and LOGIN_WORDS.search(core):
        return _blocked("asks for a password and shows little else")
    return None


def _seen(words: re.Match[str]) -> str:
    return words[0].strip()[:100]


def _blocked(what: str) -> Sign:
    return Sign(Reason.BLOCKED, f"The site {what}.")
