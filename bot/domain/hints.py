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
from bot.domain.sign_gone import says_away, says_gone, title_says_gone
from bot.domain.sign_walls import (
    CONSENT_BUTTON,
    CONSENT_TITLE,
    CONSENT_WORDS,
    LOGIN_WORDS,
    MAINTENANCE_WORDS,
)
from bot.domain.signs import Sign
from bot.domain.verdicts import Reason

_FEW_WORDS = 700
_HEADING = 120
_ERROR_PROSE = 900
_ERROR_TEXT = 2_500
_CHARACTERS_A_CONSENT_WORD = 80
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
    if _hides_links(document.said):
        return _blocked("hides links from visitors who are not logged in")
    framed = _gone_in_a_large_frame(document) or _long_consent(document)
    if framed or document.is_long:
        return framed
    lines = [line.replace("’", "'") for line in document.core_lines]
    return _short(document, lines) if len(" ".join(lines)) <= _FEW_WORDS else None


def _gone_in_a_large_frame(document: Document) -> Sign | None:
    """A page that says that it is gone above much else: menus, and teasers of other pages."""
    titled = title_says_gone(document.title or "")
    heading = next((text for text in document.headings[:2] if says_gone(text)), None)
    if not (titled or heading) or document.own_prose_length > _ERROR_PROSE:
        return None
    if not (titled and heading) and document.own_text_length > _ERROR_TEXT:
        return None
    said = heading or document.title or ""
    return Sign(Reason.PAGE_GONE, f'The page says that it is gone: "{said[:100]}".')


def _long_consent(document: Document) -> Sign | None:
    """A consent wall that lists partners and purposes at length: its text is of nothing else."""
    headlines = " ".join((document.title or "", *document.headings[:1]))
    text = document.text
    if not CONSENT_TITLE.search(headlines):
        return None
    if len(CONSENT_WORDS.findall(text.lower())) * _CHARACTERS_A_CONSENT_WORD < len(text):
        return None
    buttons = " ".join(
        node.text(deep=True) for node in document.tree.css("button, a, [role=button]")
    )
    return (
        _blocked("asks for consent before it shows anything")
        if CONSENT_BUTTON.search(buttons)
        else None
    )


def _hides_links(text: str) -> bool:
    """Whether `HIDDEN_LINKS` stands in a text; it is looked for only where a word for a link stands.

    Looking everywhere takes half of all that a page without the link costs.
    """
    return any(
        HIDDEN_LINKS.search(text, max(0, at - _BEFORE), at + _AFTER)
        for word in _LINK_WORDS
        for at in _places(word, text)
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
        if says_away(sentence):
            return Sign(Reason.SERVER_ERROR, f'The page says that it is away: "{sentence[:100]}".')
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
