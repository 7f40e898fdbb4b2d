"""Directories and lists of resources: what makes a page one, and how it says that one gets in."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.anchors import anchor_text
from bot.domain.documents import Document
from bot.domain.names import resolve
from bot.domain.placement_words import DIRECTORY_INVITATIONS, DIRECTORY_TITLES
from bot.domain.text import text_of

_ENTRIES: Final = 5
_MOST_LINKS: Final = 2_000
_TEXT: Final = 60_000
_RESOURCES: Final = re.compile(
    r"\b((useful|helpful|recommended|external|related|favou?rite|our|more)\s+(web\s*)?(links?|sites?|resources?|reading)"
    r"|resources?|further reading|link ?(list|collection|page)|blog ?roll|web ?links|linksammlung|linkliste"
    r"|nützliche (links|seiten)|liens utiles|ressources|sitographie|enlaces( de interés| recomendados)?|recursos"
    r"|links úteis|risorse|link utili|nuttige links|przydatne linki|полезные ссылки)\b|リンク集|友情链接|추천 사이트",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(submit|suggest|recommend|propose|let (us|me) know|tell (us|me)|glad of|hints?|missing|to be (listed|added|included)"
    r"|get listed|add your|write to|e-?mail|contact|vorschl[aä]|eintragen|melden|hinweise?|signaler|proposer|sugerir"
    r"|segnala|zgłoś|предлож)",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
_SENTENCE: Final = re.compile(r"(?<=[.!?。])\s+")


class ListKind(StrEnum):
    """What sort of list a page is."""

    NONE = "none"
    DIRECTORY = "directory"
    RESOURCES = "resources"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page says of itself as a list of other sites."""

    kind: ListKind = ListKind.NONE
    because: str = ""
    submit_url: str = ""
    """Where the page invites to be listed; empty: it does not say."""
    submit_words: str = ""
    """The invitation, as the page has it: a link's text or a sentence."""
    mail: str = ""
    """An address that the page gives for it; people's data, shown and never logged."""

    @property
    def says_how(self) -> bool:
        return bool(self.submit_url or self.submit_words)


def listing_of(document: Document, *, entries: int, sites: int) -> Listing:
    """Whether a page is a directory or a list of resources, and how one gets in.

    `entries` counts the links that stand as entries of a directory (see `placement_directory`), `sites`
    the other sites that it links to.
    """
    kind, because = _kind(document, entries, sites)
    if kind is ListKind.NONE:
        return Listing()
    url, words = _invitation(document)
    sentence, mail = _asking_sentence(document)
    return Listing(kind, because, url, words or sentence, mail)


def _kind(document: Document, entries: int, sites: int) -> tuple[ListKind, str]:
    said = " · ".join(filter(None, (document.title, *document.headings[:1])))
    if entries >= _ENTRIES:
        return ListKind.DIRECTORY, f"{entries} entries of one shape lead to other sites"
    if sites < _ENTRIES:
        return ListKind.NONE, ""
    if found := DIRECTORY_TITLES.search(said):
        return ListKind.DIRECTORY, f'its title says "{found[0]}"'
    if found := _RESOURCES.search(said):
        return ListKind.RESOURCES, f'its title says "{found[0]}", and it links to {sites} sites'
    return ListKind.NONE, ""


def _invitation(document: Document) -> tuple[str, str]:
    """The link that invites to be listed, and its words."""
    for href in document.hrefs[:_MOST_LINKS]:
        words = anchor_text(href.node)
        if words and len(words) <= 80 and DIRECTORY_INVITATIONS.search(words):
            return resolve(document.base, href.text) or "", words
    return "", ""


def _asking_sentence(document: Document) -> tuple[str, str]:
    """A sentence that says how to get in, one with an address before one without; and the address."""
    body = document.tree.body
    text = text_of(body, limit=_TEXT) if body is not None else ""
    asking = [one for one in _SENTENCE.split(text) if len(one) <= 400 and _ASKS.search(one)]
    for sentence in asking:
        if mail := _MAIL.search(sentence):
            return sentence.strip(), mail[0].rstrip(".")
    for sentence in asking:
        if DIRECTORY_INVITATIONS.search(sentence):
            return sentence.strip(), ""
    return "", ""
