"""Other versions of a page: where the site sends us instead of the page that was asked for."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.domain.documents import Document
from bot.domain.names import resolve, same_page
from bot.domain.signs import Sign
from bot.domain.verdicts import Reason


def is_asked_for(document: Document) -> bool:
    """Whether this is the page that was asked for: its address, or its own word and only a query beside it."""
    page = document.page
    if same_page(page.url, page.requested_url):
        return True
    here, asked = urlsplit(page.url), urlsplit(page.requested_url)
    is_near = (here.hostname, here.path.rstrip("/")) == (asked.hostname, asked.path.rstrip("/"))
    return is_near and _names(document, document.canonical_hrefs)


def variant_of(document: Document) -> Sign | None:
    """A version for phones, for another country or language, to which the site sent us.

    It says itself that the page that was asked for is still there: as its canonical, or among its
    alternates. What such a version leaves out says nothing about the page.
    """
    page = document.page
    if is_asked_for(document):
        return None
    if _names(document, document.canonical_hrefs):
        return _sent(page.url, "says that the page that was asked for is the original")
    if _names(document, document.alternate_hrefs):
        return _sent(
            page.url, "names the page that was asked for as its version for other visitors"
        )
    return None


def _sent(url: str, what: str) -> Sign:
    return Sign(
        Reason.BLOCKED,
        f"The site sends us to another version of the page, {url[:200]}, which {what}.",
    )


def _names(document: Document, hrefs: Iterable[str]) -> bool:
    """Whether one of them leads to the page that was asked for."""
    named = (resolve(document.base, href) for href in hrefs)
    return any(url and same_page(url, document.page.requested_url) for url in named)
