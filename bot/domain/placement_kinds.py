"""Which kind of place a link stands in, from the marks around it, from the link itself, or from its position."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.placement_marks import Marks
from bot.domain.placement_outline import Outline
from bot.domain.placement_words import SHARE_ADDRESS


@dataclass(frozen=True, slots=True)
class Finding:
    """A value of `Placement` and what was seen, in words for people.

    `sure`: a landmark outside the page's content says so, which needs no second opinion.
    """

    kind: str
    seen: str
    sure: bool = False


# Whose words they are or what a box is for says more than where it stands; first listed wins.
_PEOPLE = ("comment", "forum_post")
_PURPOSES = ("directory", "author_bio", "related")


def kind_above(outline: Outline, position: int, box: int) -> Finding | None:
    """What the boxes around a link say, or None if they say nothing.

    Hiding wins, but a menu that opens on demand is a menu. Then people's words, then what the nearest box
    is for, then a footer, sidebar or menu of the page whatever is nested in it, then the nearest place.
    """
    found: list[tuple[Marks, bool]] = []
    i = position
    while i > 0:
        mark = outline.marks[i]
        if mark.hidden and mark.kind not in _OPENED and not _opens_on_demand(outline, i):
            return Finding("hidden", f"hidden by {mark.hidden}")
        if mark.kind:
            found.append((mark, box <= i <= outline.last[box] and i < outline.last_text))
        if outline.tags[i] in ("article", "main"):
            found = [(mark, True) for mark, _inside in found]
        i = outline.parents[i]
    return _strongest(found) if found else None


_OPENED = frozenset({"navigation", "widget", "header"})


def _opens_on_demand(outline: Outline, position: int) -> bool:
    i = outline.parents[position]
    while i > 0:
        if outline.marks[i].kind == "navigation" or outline.tags[i] == "dialog":
            return True
        i = outline.parents[i]
    return False


def _strongest(found: list[tuple[Marks, bool]]) -> Finding:
    """`found` is nearest first; the flag says that a mark stands inside the page's content."""
    people = None
    for mark, _inside in found:
        if mark.kind == "sidebar" and mark.landmark and people is None:
            break
        if mark.kind in _PEOPLE:
            # The outermost: a thread under an article is comments, whatever its rows are named.
            people = Finding(mark.kind, mark.seen)
    if people is not None:
        return people
    page_level = [
        mark
        for mark, inside in found
        if not inside and mark.kind in ("footer", "sidebar", "navigation")
    ]
    framed = any(mark.kind != "navigation" for mark in page_level)
    for mark, inside in found:
        if mark.kind in _PURPOSES and not (mark.kind == "related" and not inside and framed):
            return Finding(mark.kind, mark.seen)
    if page_level:
        outermost = page_level[-1]
        return Finding(outermost.kind, outermost.seen, sure=outermost.landmark)
    return Finding(found[0][0].kind, found[0][0].seen)


def is_cited(outline: Outline, position: int, box: int) -> bool:
    """True in a list of sources inside the main box: links stand close there, and each is chosen."""
    i = position
    while i > box:
        if outline.marks[i].cited:
            return True
        i = outline.parents[i]
    return False


_TAXONOMY = frozenset({"tag", "category"})
_STEPS = frozenset({"prev", "next", "previous", "home", "up"})


_ROUGH = ("share", "intent", "submit", "/add", "/save", "send")


def kind_of_link(attributes: Mapping[str, str | None]) -> Finding | None:
    """What the link itself says: a control, a share button, a label of the archive, a step; or None."""
    href = (attributes.get("href") or "").strip()
    if href in ("", "#", "#!") or href.lower().startswith("javascript:"):
        return Finding("widget", "a control, not a link to a page")
    rel = set((attributes.get("rel") or "").lower().split())
    if rel & _TAXONOMY:
        return Finding("navigation", 'rel="tag"')
    if rel & _STEPS:
        return Finding("navigation", 'rel="' + " ".join(sorted(rel & _STEPS)) + '"')
    if "author" in rel:
        return Finding("header", 'rel="author"')
    lowered = href.lower()
    if any(word in lowered for word in _ROUGH) and SHARE_ADDRESS.search(href):
        return Finding("widget", "a share button")
    return None


_ARCHIVE = re.compile(
    r"/(tags?|category|categories|label|archives?|topics?|feed|rss)/", re.IGNORECASE
)


def fallback_kind(outline: Outline, position: int, href: str) -> Finding:
    """Where a link stands that no mark names and that is not in the running text."""
    links, in_list = _links_beside(outline, position)
    several = links >= 3 or (in_list and links == 2)
    if _is_in_main_without_text(outline, position):
        # The main part of such a page is its links: they are what its author wrote.
        return Finding("content", "in the main part of a page that is a list of links")
    if position < outline.first_text:
        if href.startswith("#"):
            return Finding("navigation", "a jump within the page, above the text")
        return (
            Finding("navigation", "in a row of links above the text")
            if several
            else Finding("header", "above the text")
        )
    if position > outline.last_text:
        return Finding("footer", "below all text")
    if _ARCHIVE.search(href):
        return Finding("navigation", "leads to an archive of the site")
    if several:
        return Finding("related", "in a list of links beside the text")
    return Finding("widget", "beside the running text")


def _is_in_main_without_text(outline: Outline, position: int) -> bool:
    """Whether the link stands in a `<main>` or `<article>` that has no running text of its own."""
    i = outline.parents[position]
    while i > 0:
        if outline.tags[i] in ("main", "article"):
            return outline.first_text > outline.last[i] or outline.last_text < i
        i = outline.parents[i]
    return False


def _links_beside(outline: Outline, position: int) -> tuple[int, bool]:
    """Links in the nearest boxes around a link that hold little else, and whether it is a list."""
    best, in_list = 1, False
    i = outline.parents[position]
    for _ in range(4):
        if i <= 0 or outline.text[i] > outline.linked[i]:
            break
        best = outline.links[i]
        in_list = in_list or outline.tags[i] in ("ul", "ol", "menu")
        i = outline.parents[i]
    return best, in_list
