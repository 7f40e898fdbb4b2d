"""Pages of the team's own site: what each is about, and whether it is still there."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.documents import Document
from bot.domain.judging import sign_of_page
from bot.domain.names import same_page
from bot.domain.pages import Page
from bot.domain.text import text_of
from bot.domain.verdicts import Reason

_HOME_PATH = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE
)
_NAME_PARTS = re.compile(r"\s+[|–—·»«-]\s+|\s*[|»«]\s*|\s+::\s+")


class PageHealth(StrEnum):
    """What a look at a page of ours found."""

    OK = "ok"
    GONE = "gone"
    """404, 410, or a page that says so itself."""
    SENT_HOME = "sent_home"
    """It redirects to the home page: readers do not find what they were promised."""
    UNCLEAR = "unclear"
    """It could not be looked at; nothing is claimed of it."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One page of ours, as a look found it."""

    url: str
    title: str = ""
    heading: str = ""
    health: PageHealth = PageHealth.OK
    because: str = ""
    """What was seen, in a sentence, where it is not well."""
    final_url: str = ""
    """Where it led, after redirects."""
    http_status: int | None = None
    names_itself: str = ""
    """What the page says that its site is called (`og:site_name`)."""

    @property
    def topic(self) -> str:
        """What the page says of itself; empty: it was not read or says nothing."""
        return f"{self.title} {self.heading}".strip()


def read_own_page(url: str, page: Page) -> OwnPage:
    """What an answer to a request for a page of ours says of it."""
    sign = sign_of_page(page)
    if sign is not None and sign.reason in (Reason.PAGE_GONE, Reason.PARKED):
        return _not_well(url, page, PageHealth.GONE, sign.because)
    if sign is not None and sign.reason is not Reason.NOT_HTML:
        return _not_well(url, page, PageHealth.UNCLEAR, sign.because)
    if leads_home(url, page.url):
        because = f"It redirects to the home page, {page.url[:300]}."
        return _not_well(url, page, PageHealth.SENT_HOME, because)
    if sign is not None:
        return OwnPage(url, final_url=page.url, http_status=page.status)
    document = Document(page)
    heading = document.tree.css_first("h1")
    return OwnPage(
        url,
        title=document.title or "",
        heading=text_of(heading, limit=200) if heading is not None else "",
        final_url=page.url,
        http_status=page.status,
        names_itself=_site_name(document),
    )


def _not_well(url: str, page: Page, health: PageHealth, because: str) -> OwnPage:
    return OwnPage(url, health=health, because=because, final_url=page.url, http_status=page.status)


def _site_name(document: Document) -> str:
    node = document.tree.css_first("meta[property='og:site_name' i]")
    return " ".join((node.attributes.get("content") or "").split())[:100] if node else ""


def is_home(url: str) -> bool:
    """Whether a URL is a site's home page, in some language perhaps.

    >>> is_home("https://site.example/"), is_home("https://site.example/de/index.html")
    (True, True)
    >>> is_home("https://site.example/guide"), is_home("https://site.example/?p=12")
    (False, False)
    """
    parts = urlsplit(url)
    return not parts.query and _HOME_PATH.fullmatch(parts.path or "/") is not None


def leads_home(asked: str, landed: str) -> bool:
    """Whether somebody who asked for a page of a site was sent to a home page instead."""
    return is_home(landed) and not is_home(asked) and not same_page(asked, landed)


def title_parts(title: str) -> tuple[str, ...]:
    """The parts of a title, of which one may be the site's name.

    >>> title_parts("The guide | Garden Example")
    ('The guide', 'Garden Example')
    """
    return tuple(part.strip() for part in _NAME_PARTS.split(title) if part.strip())
