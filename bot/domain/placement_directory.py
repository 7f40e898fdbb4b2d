"""Directories of sites: many short entries of one shape, on a page that calls itself a directory."""

import re
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_kinds import Finding
from bot.domain.placement_measure import PASSED_OVER, figures_of
from bot.domain.placement_words import DIRECTORY_INVITATIONS, DIRECTORY_TITLES

_FEWEST = 5
_ENTRY_LENGTH = 500
_ENTRY_LINKS = 5
_LINK_WORDS = 60
_HOST = re.compile(r"\s*(?:https?:)?//(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)
_NUMBERING = "0123456789.)-# \t\n\r"
# Nobody reads further to see what an entry begins with, or reads longer lists.
_STEPS, _MOST_ENTRIES = 30, 1_000
# An entry is a small box; what is further around is a page.
_HIGHEST = 8
# How invitations in Latin letters begin; the full pattern is too slow to be tried on every link.
_INVITING = re.compile(
    r"(?=[abcdefilmprsuvw+])(?:submit|suggest|add|list|register|claim|seite|website|webseite|firma"
    r"|unternehmen|eintrag|ajouter|inscrire|proposer|soumettre|agregar|sugerir|registrar|adicionar|cadastr|aggiungi|segnala"
    r"|inserisci|dodaj|anslut|l.gg till|meld|voeg|bedrijf|site|\+)",
    re.IGNORECASE,
)


class Directories:
    """The rows of entries of one page, each looked at when a link in it is asked for."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._rows: dict[int, str] = {}

    def around(self, link: Box) -> Finding | None:
        """Five or more short entries that lead to as many sites, on a page that calls itself a directory."""
        for entry in islice(link.way_up(), _HIGHEST):
            if entry.raw > _ENTRY_LENGTH:
                break
            if entry is not link and entry.tag != "a" and entry.parent is not None:
                key = entry.parent.node.mem_id
                if key not in self._rows and _opens_with_a_link(entry.node):
                    self._rows[key] = self._row(entry.parent, entry)
                if self._rows.get(key) and _opens_with_a_link(entry.node):
                    return Finding("directory", self._rows[key])
        return None

    def _row(self, parent: Box, entry: Box) -> str:
        """What makes the children of a box entries of a directory, or ""."""
        opening = [node for node in _boxes_in(parent.node) if _opens_with_a_link(node)]
        if parent.marks.against or len(opening) < _FEWEST:
            return ""
        if len({host for node in opening for host in _hosts(node)}) < _FEWEST:
            return ""
        around = parent.parent or parent
        said = self._said
        if not said and not any(box.marks.listing for box in (entry, parent, around)):
            return ""
        entries = [node for node in _boxes_in(parent.node) if _is_short_with_links(node)]
        opened = sum(_opens_with_a_link(node) for node in entries)
        hosts = {host for node in entries for host in _hosts(node)}
        if len(entries) < _FEWEST or opened < 0.6 * len(entries):
            return ""
        if len(hosts) < max(_FEWEST, 0.6 * len(entries)):
            return ""
        return f"{len(entries)} entries of one shape that lead to {len(hosts)} sites" + (
            f"; {said}" if said else ""
        )

    @cached_property
    def _said(self) -> str:
        """What the page says of itself that makes it a directory, or ""."""
        for link in self._tree.css("a[href]"):
            words = link.text().strip()
            if len(words) < _LINK_WORDS and (not words.isascii() or _INVITING.match(words)):
                found = DIRECTORY_INVITATIONS.search(words)
                if found:
                    return f'the page invites: "{found[0]}"'
        for node in (self._tree.css_first("title"), self._tree.css_first("h1")):
            found = DIRECTORY_TITLES.search(node.text()) if node is not None else None
            if found:
                return f'its title says "{found[0]}"'
        return ""


def _boxes_in(parent: LexborNode) -> list[LexborNode]:
    """The elements right inside another that are no links."""
    boxes: list[LexborNode] = []
    node = parent.first_child
    while node is not None and len(boxes) < _MOST_ENTRIES:
        tag = node.tag or "-"
        if tag[0] not in "-!" and tag != "a" and tag not in PASSED_OVER:
            boxes.append(node)
        node = node.next
    return boxes


def _is_short_with_links(node: LexborNode) -> bool:
    figures = figures_of(node)
    return 1 <= figures.links <= _ENTRY_LINKS and figures.text + figures.linked <= _ENTRY_LENGTH


def _opens_with_a_link(entry: LexborNode) -> bool:
    """In a directory an entry opens with the name of its site; in prose a link comes where the sentence needs it."""
    node = entry.first_child
    for _ in range(_STEPS):
        if node is None:
            return False
        text = node.text_content
        if text is not None:
            if text.strip(_NUMBERING):
                return False
        elif node.tag == "a" and "href" in node.attributes:
            return True
        elif node.tag not in PASSED_OVER and node.first_child is not None:
            node = node.first_child
            continue
        node = _following(node, entry)
    return False


def _following(node: LexborNode, entry: LexborNode) -> LexborNode | None:
    """What comes after a node and all that is inside it, as long as it is in the entry."""
    above: LexborNode | None = node
    while above is not None and above.mem_id != entry.mem_id:
        if above.next is not None:
            return above.next
        above = above.parent
    return None


def _hosts(node: LexborNode) -> set[str]:
    found = (_HOST.match(link.attributes.get("href") or "") for link in node.css("a[href]"))
    return {host[1].lower() for host in found if host is not None}
