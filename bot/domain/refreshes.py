"""Pages that send their readers on after a moment: meta refresh and the Refresh header."""

import re

from selectolax.lexbor import LexborNode

from bot.domain.documents import Document
from bot.domain.names import resolve
from bot.domain.pages import Page
from bot.domain.sign_challenges import CHALLENGE_URL
from bot.domain.signs import challenge_of

# https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
_REFRESH = re.compile(
    r"\s*(\d+|(?=\.))(?:\.[\d.]*)?(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|(.*))",
    re.IGNORECASE | re.DOTALL,
)
# In any case, but without its flag, which would cost more than making the page lower case.
_MAY_REFRESH = re.compile(
    rb"-[eE][qQ][uU][iI][vV]\s*=\s*[\"']?\s*(?:[rR][eE][fF][rR][eE][sS][hH]|&)"
)
_LONGEST_DELAY_SECONDS = 5
_HEAD_BYTES = 65_536


def meta_refresh(page: Page) -> str | None:
    """Where a page sends its readers at once or within five seconds; None if it does not.

    A page that only loads itself again, a bot check that does so, and what stands in `<noscript>`
    send nobody on.
    """
    header = page.header("refresh")
    if not header and not _MAY_REFRESH.search(page.body, 0, _HEAD_BYTES):
        return None
    if not 200 <= page.status < 300:
        return None
    document = Document(page)
    nodes = document.tree.css("meta[http-equiv='refresh' i][content]")
    values = [header or ""]
    values += [node.attributes.get("content") or "" for node in nodes if not _in_noscript(node)]
    for value in values:
        url = _destination(value, document)
        if url:
            return None if CHALLENGE_URL.search(url) or challenge_of(document) else url
    return None


def _destination(value: str, document: Document) -> str | None:
    found = _REFRESH.match(value)
    if not found or int(found[1] or 0) > _LONGEST_DELAY_SECONDS:
        return None
    href = (found[2] or found[3] or found[4] or "").strip()
    url = resolve(document.base, href) if href else None
    return None if url == document.page.url else url


def _in_noscript(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "noscript":
            return True
        parent = parent.parent
    return False
