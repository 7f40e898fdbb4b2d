"""Pages that list other sites, read one by one: which are directories, and how one gets in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.domain.anchors import find_links
from bot.domain.broken_links import outbound_links
from bot.domain.directories import Listing, ListKind, listing_of
from bot.domain.documents import Document
from bot.domain.judging import sign_of_page
from bot.domain.names import Target, host_of, registrable_domain
from bot.domain.pages import Page
from bot.domain.placement import Placement
from bot.domain.verdicts import Reason

_LIKELY: Final = re.compile(
    r"director|catalog|listing|links?\b|linklist|resources?|ressourcen|blogroll|useful|recommend"
    r"|verzeichnis|annuaire|liens|enlaces|recursos|risorse|katalog",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListLook:
    """What a look at one page found."""

    page: str
    title: str = ""
    listing: Listing = field(default_factory=Listing)
    sites: int = 0
    """Other sites that it links to."""
    links_to_us: bool = False
    reason: Reason | None = None
    """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class ListPages:
    """The answer to `directories`."""

    target: Target | None
    as_of: datetime
    looks: tuple[ListLook, ...] = ()
    left_out: int = 0
    """Known pages beyond the number of looks of one question."""
    rivals: tuple[str, ...] = ()
    """Whose imported pages were read, where no page was given."""

    @property
    def found(self) -> tuple[ListLook, ...]:
        """The lists that do not link to us: those that say how to get in first, directories before the rest."""
        lists = [
            look
            for look in self.looks
            if look.listing.kind is not ListKind.NONE and not look.links_to_us
        ]
        return tuple(sorted(lists, key=_best_first))

    @property
    def with_us(self) -> tuple[ListLook, ...]:
        """The lists in which we stand already."""
        return tuple(
            look
            for look in self.looks
            if look.listing.kind is not ListKind.NONE and look.links_to_us
        )


def _best_first(look: ListLook) -> tuple[bool, bool, int, str]:
    listing = look.listing
    return not listing.says_how, listing.kind is not ListKind.DIRECTORY, -look.sites, look.page


def look_for_list(page: Page, target: Target | None) -> ListLook:
    """Read one page as a list of other sites."""
    url = page.requested_url
    sign = sign_of_page(page)
    if sign is not None:
        return ListLook(url, reason=sign.reason)
    document = Document(page)
    outbound = outbound_links(document)
    entries = sum(link.placement == Placement.DIRECTORY.value for link in outbound.links)
    sites = {registrable_domain(host_of(link.url)) for link in outbound.links}
    ours = bool(target and find_links(document, Target(target.domain)).links)
    listing = listing_of(document, entries=entries, sites=len(sites))
    return ListLook(url, document.title or "", listing, len(sites), ours)


def likely_first(pages: Sequence[tuple[str, str]]) -> list[str]:
    """(URL, title) pairs of pages: those whose words sound like a list first, each once.

    >>> likely_first([("https://a.example/2025/soil", ""), ("https://b.example/links.html", "")])
    ['https://b.example/links.html', 'https://a.example/2025/soil']
    """
    ranked = sorted(pages, key=lambda one: not _LIKELY.search(f"{_path(one[0])} {one[1]}"))
    return list(dict.fromkeys(url for url, _ in ranked))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.path} {parts.query}")
