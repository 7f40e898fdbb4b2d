"""Directories of sites: many short entries of one shape, on a page that calls itself a directory."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.domain.placement_marks import Marks
from bot.domain.placement_outline import Outline
from bot.domain.placement_words import DIRECTORY_INVITATIONS, DIRECTORY_TITLES

# How invitations in Latin letters begin; the full pattern is too slow to be tried on every link.
_INVITING = re.compile(
    r"(?=[acdefilprsuw+])(?:submit|suggest|add|list|register|claim|seite|website|webseite|firma"
    r"|unternehmen|eintrag|ajouter|inscrire|proposer|soumettre|agregar|sugerir|registrar|adicionar|cadastr|aggiungi|segnala"
    r"|inserisci|dodaj|site|\+)",
    re.IGNORECASE,
)


def mark_directory(tree: LexborHTMLParser, outline: Outline) -> None:
    """Five or more short entries of one shape that lead to as many sites, on a page that calls itself a directory."""
    said = _says_directory(tree, outline)
    if not said and not any(outline.marks[i].listing for i in outline.marked):
        return
    for parent, entries in _rows(outline).items():
        if not said and not _named_listing(outline, parent, entries):
            continue
        if not _begin_with_links(outline, entries):
            continue
        hosts = _hosts(outline, entries)
        if len(entries) >= 5 and len(hosts) >= max(5, 0.6 * len(entries)):
            seen = f"{len(entries)} entries of one shape that lead to {len(hosts)} sites" + (
                f"; {said}" if said else ""
            )
            if not outline.marks[parent].against:
                outline.marks[parent] = Marks("directory", seen=seen)


def _says_directory(tree: LexborHTMLParser, outline: Outline) -> str:
    for words in outline.link_words:
        if not words.isascii() or _INVITING.match(words):
            found = DIRECTORY_INVITATIONS.search(words)
            if found:
                return f'the page invites: "{found[0]}"'
    for node in (tree.css_first("title"), tree.css_first("h1")):
        found = DIRECTORY_TITLES.search(node.text()) if node is not None else None
        if found:
            return f'its title says "{found[0]}"'
    return ""


def _named_listing(outline: Outline, parent: int, entries: list[int]) -> bool:
    return (
        outline.marks[parent].listing
        or outline.marks[entries[0]].listing
        or outline.marks[max(outline.parents[parent], 0)].listing
    )


def _begin_with_links(outline: Outline, entries: list[int]) -> bool:
    """In a directory an entry opens with the name of its site; in prose a link comes where the sentence needs it."""
    opened = 0
    for entry in entries:
        node = outline.nodes[entry]
        link = node.css_first("a[href]")
        name = " ".join(link.text().split()) if link is not None else ""
        opened += not name or " ".join(node.text().split()).lstrip("0123456789.)-# ").startswith(
            name
        )
    return opened >= 0.6 * len(entries)


def _rows(outline: Outline) -> dict[int, list[int]]:
    """Short children with a link of their own, by parent."""
    rows: dict[int, list[int]] = {}
    for i, count in enumerate(outline.links):
        if not 1 <= count <= 5 or outline.tags[i] == "a" or outline.parents[i] < 0:
            continue
        if outline.text[i] + outline.linked[i] <= 500:
            rows.setdefault(outline.parents[i], []).append(i)
    return {parent: entries for parent, entries in rows.items() if len(entries) >= 5}


def _hosts(outline: Outline, entries: list[int]) -> set[str]:
    hosts = set()
    for entry in entries:
        for i in range(entry, outline.last[entry] + 1):
            if outline.tags[i] == "a":
                host = _host(outline.nodes[i].attributes.get("href") or "")
                if host:
                    hosts.add(host)
    return hosts


def _host(href: str) -> str:
    try:
        return urlsplit(href.strip()).hostname or ""
    except ValueError:
        return ""
