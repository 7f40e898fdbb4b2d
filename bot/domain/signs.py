"""What a page is when it is not the page that was asked for: a wall, a seller, an error, a shell."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.documents import LONG, Document
from bot.domain.names import host_of, registrable_domain, same_page, shown_host
from bot.domain.pages import Page
from bot.domain.sign_challenges import (
    AMBIGUOUS_VENDORS,
    CHALLENGE_HEADERS,
    CHALLENGE_MARKUP,
    CHALLENGE_URL,
    CHALLENGE_WORDS,
)
from bot.domain.sign_gates import GATES
from bot.domain.sign_gone import GONE_URL, says_gone, title_says_gone
from bot.domain.sign_parking import (
    PARKING_MARKUP,
    PARKING_URL,
    PARKING_WORDS,
    SELLERS,
    SUSPENDED_WORDS,
)
from bot.domain.sign_walls import (
    CONSENT_BOX,
    CONSENT_BUTTON,
    CONSENT_TITLE,
    CONSENT_URL,
    CONSENT_WORDS,
    DEFAULT_PAGE_TITLE,
    LOGIN_URL,
    LOGIN_WORDS,
    MAINTENANCE_WORDS,
)
from bot.domain.verdicts import Reason

# How much text a reader may see on a page that is nothing but a sign. Walls and sellers' pages are
# short; the limits are about twice the longest that were seen.
_SHORT = 700
_WALL = 2_000
_ERROR_PAGE = 2_500
_PROSE = 900
_FEW_HREFS = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """What the page is, as a reason, and the sentence that says what was seen."""

    reason: Reason
    because: str


def sign_of(document: Document) -> Sign | None:
    """What the page is instead of content; None for a page like any other.

    A page with much text is never taken for a wall: an article may mention and embed all of this.
    """
    for look in _LOOKS:
        sign = look(document)
        if sign:
            return sign
    return None


def challenge_by_header(page: Page) -> Sign | None:
    """A bot challenge that says so in the answer's head, whatever its body is."""
    for name, value, sender in CHALLENGE_HEADERS:
        seen = page.header(name)
        if seen is not None and (value is None or value in seen.lower()):
            return _blocked(f"a bot check ({sender}), by its header {name}")
    return None


def challenge_of(document: Document) -> Sign | None:
    """A bot challenge or a refusal that says so."""
    page = document.page
    if sign := challenge_by_header(page):
        return sign
    if _went_elsewhere(document) and CHALLENGE_URL.search(page.url):
        return _blocked(f"a bot check, at {_short_url(page.url)}")
    if document.is_long or document.text_length > _WALL or document.prose_length > _WALL:
        return None
    short = document.text_length <= _SHORT
    vendor = _vendor(document, CHALLENGE_MARKUP)
    words = CHALLENGE_WORDS.search(_said(document, in_full=bool(vendor)))
    if vendor and (words or (short and vendor not in AMBIGUOUS_VENDORS)):
        return _blocked(f"a bot check ({vendor})" + (f': "{words[0]}"' if words else ""))
    if words and (short or _in_title(words[0], document)):
        return _blocked(f'a bot check: "{words[0]}"')
    if vendor in AMBIGUOUS_VENDORS and _is_nearly_empty(document):
        return _blocked("a captcha and hardly anything else")
    return None


def _login(document: Document) -> Sign | None:
    moved = _went_elsewhere(document)
    address = moved and LOGIN_URL.search(document.page.url)
    if address and not LOGIN_URL.search(document.page.requested_url):
        return _blocked(f"a login page, at {_short_url(document.page.url)}")
    if document.is_long or document.text_length > _WALL:
        return None
    says = LOGIN_WORDS.search(" ".join((document.title or "", *document.headings)))
    password = document.tree.css_first("input[type='password' i]") is not None
    if password and (says or document.text_length <= _SHORT // 2):
        return _blocked("a login page: it asks for a password")
    if document.tree.css_first("input[name='SAMLRequest'], input[name='SAMLResponse']") is not None:
        return _blocked("a login page: it sends the visitor to a sign-on service")
    alone = document.text_length <= _SHORT // 2 and document.prose_length <= _SHORT // 2
    if says and alone and _is_mostly(says[0], document):
        return _blocked(f'a login page: "{says[0]}"')
    return None


def _consent(document: Document) -> Sign | None:
    page = document.page
    if _went_elsewhere(document) and CONSENT_URL.search(page.url):
        return _blocked(f"a consent wall, at {_short_url(page.url)}")
    if _is_nearly_empty(document) and _frames_consent(document):
        return _blocked("a consent wall in a frame, and hardly anything else")
    if document.is_long:
        return None
    titled = CONSENT_TITLE.search(" ".join((document.title or "", *document.headings[:1])))
    if document.text_length > (_WALL * 2 if titled else _WALL):
        return None
    if len(CONSENT_WORDS.findall(document.text.lower())) < (1 if titled else 2):
        return None
    buttons = " ".join(_button_texts(document))
    if not CONSENT_BUTTON.search(buttons):
        return None
    if titled or _text_outside_consent(document) < _SHORT // 4:
        return _blocked("a consent wall: the page asks for consent before it shows anything")
    return None


def _frames_consent(document: Document) -> bool:
    frames = document.tree.css("iframe[src]")
    return any(CONSENT_URL.search(frame.attributes.get("src") or "") for frame in frames)


def _gate(document: Document) -> Sign | None:
    """Something that asks, sorts or refuses visitors before it shows the page."""
    if document.is_long or document.text_length > _WALL or document.prose_length > _PROSE:
        return None
    tops = [document.title or "", *_parts(document.title or ""), *document.headings[:2]]
    tops = [text.replace("’", "'").strip() for text in tops if text]
    core = " ".join(document.core_lines).replace("’", "'")
    for gate in GATES:
        words = next((found for text in tops if (found := gate.words.search(text))), None)
        if words is None and not gate.in_heading_only and len(core) <= _SHORT // 2:
            words = gate.words.search(core)
        if words:
            return _blocked(f'{gate.what}: "{words[0].strip()[:100]}"')
    return None


def _parked(document: Document) -> Sign | None:
    page = document.page
    final = registrable_domain(host_of(page.url))
    if final in SELLERS and final != registrable_domain(host_of(page.requested_url)):
        return Sign(
            Reason.PARKED, f"The address leads to a domain seller, {shown_host(final or '')}."
        )
    if document.is_long or document.text_length > _ERROR_PAGE:
        return None
    seller = _vendor(document, PARKING_MARKUP)
    said = _said(document, in_full=bool(seller))
    short = document.text_length <= _SHORT
    words = SUSPENDED_WORDS.search(said)
    if words and (short or _in_title(words[0], document)):
        return Sign(Reason.PARKED, f'The page says that the site is suspended: "{words[0]}".')
    words = PARKING_WORDS.search(said)
    if seller and (words or short):
        return Sign(Reason.PARKED, f"The page is a parking page of {seller}.")
    if words and (short or _in_title(words[0], document)):
        return Sign(Reason.PARKED, f'The page says that the domain is parked: "{words[0]}".')
    if PARKING_URL.search(page.url) and _went_elsewhere(document) and document.text_length <= _WALL:
        return Sign(Reason.PARKED, f"The address leads to a parking page, {_short_url(page.url)}.")
    return None


def _maintenance(document: Document) -> Sign | None:
    if document.is_long:
        return None
    title = document.title or ""
    if DEFAULT_PAGE_TITLE.match(title) and document.text_length <= LONG:
        return Sign(
            Reason.SERVER_ERROR,
            f'The server shows its own default page, "{title[:80]}", instead of the site.',
        )
    if document.text_length > _WALL // 2 or document.prose_length > _WALL // 2:
        return None
    words = MAINTENANCE_WORDS.search(_said(document, in_full=False))
    if words and (document.text_length <= _SHORT // 2 or _in_title(words[0], document)):
        return Sign(Reason.SERVER_ERROR, f'The page says that the site is down: "{words[0]}".')
    return None


def soft_404_of(document: Document) -> Sign | None:
    """A page that says itself that it is gone, with a status that does not."""
    if document.is_long or document.prose_length > _PROSE:
        return None
    title = document.title or ""
    titled = title_says_gone(title)
    heading = next((text for text in document.headings if says_gone(text)), None)
    sent = _went_elsewhere(document) and bool(GONE_URL.search(document.page.url))
    length = document.text_length
    certain = (
        (titled and (heading or length <= _ERROR_PAGE))
        or (heading and length <= _ERROR_PAGE)
        or (sent and length <= _ERROR_PAGE)
        or (length <= _SHORT // 3 and says_gone(_first_sentence(document.text)))
    )
    if not certain:
        return None
    seen = title if titled else heading or document.text[:80] or document.page.url
    return Sign(Reason.PAGE_GONE, f'The page says that it is gone: "{seen[:100]}".')


_LOOKS: tuple[Callable[[Document], Sign | None], ...] = (
    _parked,
    challenge_of,
    soft_404_of,
    _consent,
    _login,
    _gate,
    _maintenance,
)


def _blocked(what: str) -> Sign:
    return Sign(Reason.BLOCKED, f"The site shows {what}.")


def _said(document: Document, *, in_full: bool) -> str:
    """The title and headings, and the text where it is short or asked for in full.

    What a page says of itself, not what it tells of: longer texts may be about anything.
    """
    text = document.text if in_full or document.text_length <= _SHORT else ""
    return " ".join((document.title or "", *document.headings, text)).replace("’", "'")


def _is_nearly_empty(document: Document) -> bool:
    """Less to read and to go to than the barest page with a form has."""
    return document.text_length <= _SHORT // 4 and len(document.hrefs) <= _FEW_HREFS


def _in_title(words: str, document: Document) -> bool:
    """The title or the first headings say it, and no article follows."""
    if document.prose_length > _PROSE:
        return False
    said = " ".join((document.title or "", *document.headings[:2])).replace("’", "'")
    return words.lower() in said.lower()


def _is_mostly(words: str, document: Document) -> bool:
    """The title or a heading says little else."""
    tops = (*_parts(document.title or ""), *document.headings)
    return any(words in text and len(text) <= len(words) + 30 for text in tops)


def _parts(title: str) -> list[str]:
    """A title without the site's name, among others."""
    return re.split(r"\s+[|–—·-]\s+", title)


def _vendor(document: Document, table: tuple[tuple[bytes, str], ...]) -> str | None:
    """Whose markup the page has; the first of the table, so certain ones stand before doubtful ones."""
    lowered = document.html_in_lower_case
    return next((vendor for mark, vendor in table if mark in lowered), None)


def _went_elsewhere(document: Document) -> bool:
    return not same_page(document.page.url, document.page.requested_url)


def _button_texts(document: Document) -> list[str]:
    nodes = document.tree.css(
        "button, input[type='submit' i], input[type='button' i], a, [role='button']"
    )
    return [
        node.text(deep=True) + " " + (node.attributes.get("value") or "") for node in nodes[:200]
    ]


def _text_outside_consent(document: Document) -> int:
    """How many characters stand outside the boxes that ask for consent."""
    boxes = [
        node
        for node in document.tree.css(CONSENT_BOX)
        if node.tag not in ("body", "html", "script", "style", "link")
    ]
    inside = max((len(" ".join(box.text(deep=True).split())) for box in boxes), default=0)
    words = CONSENT_WORDS.findall(document.text.lower())
    if not boxes and document.text_length <= _SHORT and len(words) * 60 >= document.text_length:
        return 0
    return document.text_length - inside


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?。])\s", text, maxsplit=1)[0]


def _short_url(url: str) -> str:
    return url.partition("?")[0][:100]
