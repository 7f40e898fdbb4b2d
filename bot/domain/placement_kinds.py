"""Which kind of place a link stands in, from the marks around it, from the link itself, or from its position."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_marks import Marks
from bot.domain.placement_measure import HEADINGS, PASSED_OVER
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


def kind_above(link: Box, main: Box) -> Finding | None:
    """What the boxes around a link say, or None if they say nothing.

    Hiding wins, but a menu that opens on demand is a menu. Then people's words, then what the nearest box
    is for, then a footer, sidebar or menu of the page whatever is nested in it, then the nearest place.
    """
    found: list[tuple[Marks, bool]] = []
    content = link.meeting(main) is main
    for box in link.way_up():
        mark = _settled(box)
        if mark.hidden and mark.kind not in _OPENED and not _opens_on_demand(box):
            return Finding("hidden", f"hidden by {mark.hidden}")
        if mark.kind:
            content = content and box.depth >= main.depth
            found.append((mark, content and (box.raw > box.running or box.sides.after)))
        if box.tag in ("article", "main"):
            found = [(mark, True) for mark, _inside in found]
    return _strongest(found) if found else None


_BYLINE_LENGTH, _SHORT_BYLINE_LENGTH = 40, 25


def _settled(box: Box) -> Marks:
    """What a box says of itself, seen from where it stands.

    One named after an author that says hardly anything is a byline, not a biography; most so above the text.
    A `<footer>` above all text is the head of an article.
    """
    mark = box.marks
    if mark.kind == "footer" and mark.landmark and box.sides.after and not box.sides.before:
        return Marks(
            "header", landmark=True, hidden=mark.hidden, seen=f"{mark.seen} above the text"
        )
    if mark.kind != "author_bio" or not mark.seen.startswith("named"):
        return mark
    least = _BYLINE_LENGTH if box.sides.after else _SHORT_BYLINE_LENGTH
    if box.figures.text >= least:
        return mark
    return Marks("header", weak=True, hidden=mark.hidden, seen=f"a byline, {mark.seen}")


_OPENED = frozenset({"navigation", "widget", "header"})


def _opens_on_demand(hidden: Box) -> bool:
    return hidden.parent is not None and any(
        box.marks.kind == "navigation" or box.tag == "dialog" for box in hidden.parent.way_up()
    )


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


def is_cited(link: Box, main: Box) -> bool:
    """True in a list of sources inside the main box: links stand close there, and each is chosen."""
    around = link.meeting(main)
    for box in link.way_up():
        if box is around:
            break
        if box.marks.cited:
            return around is main
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


LITTLE_TEXT = 400
_ELSEWHERE = re.compile(r"(https?:)?//", re.IGNORECASE)


def is_in_bare_main(link: Box, root: Box, href: str) -> bool:
    """Whether a link that may lead elsewhere stands in the `<main>` of a page with hardly any running text.

    Text can then not tell content from the rest, and the page itself has said which part is its content.
    Menus of the site stand there too, but they lead to its own pages.
    """
    if root.raw >= LITTLE_TEXT or not _ELSEWHERE.match(href):
        return False
    for box in link.way_up():
        if box.marks.weak or box.tag in HEADINGS:
            return False
        if box is not link and _is_main(box):
            return True
    return False


def _is_main(box: Box) -> bool:
    return box.tag in ("main", "article") or box.node.attributes.get("role") in ("main", "article")


def fallback_kind(link: Box, root: Box, href: str) -> Finding:
    """Where a link stands that no mark names and that is not in the running text."""
    links, in_list = _links_beside(link)
    several = links >= 3 or (in_list and links == 2)
    if link.node.text().strip().isdigit() and links >= 2:
        return Finding("navigation", "in a row of page numbers")
    sides = link.sides
    if _is_in_main_without_text(link):
        # The main part of such a page is its links: they are what its author wrote.
        return Finding("content", "in the main part of a page that is a list of links")
    if not root.raw and _is_in_last_part(link):
        return Finding("footer", "in the last part of a page without running text")
    if not sides.before:
        if href.startswith("#"):
            return Finding("navigation", "a jump within the page, above the text")
        return (
            Finding("navigation", "in a row of links above the text")
            if several
            else Finding("header", "above the text")
        )
    if not sides.after:
        return Finding("footer", "below all text")
    if _ARCHIVE.search(href):
        return Finding("navigation", "leads to an archive of the site")
    if several:
        return Finding("related", "in a list of links beside the text")
    return Finding("widget", "beside the running text")


def _is_in_main_without_text(link: Box) -> bool:
    """Whether the link stands in a `<main>` or `<article>` that has no running text of its own."""
    for box in link.way_up():
        if box is not link and _is_main(box):
            return not box.raw and not (box.sides.before and box.sides.after)
    return False


def _is_in_last_part(link: Box) -> bool:
    """Whether nothing follows the part of the body that the link stands in."""
    for box in reversed(list(link.way_up())):
        if _has_beside(box.node, lambda node: node.next):
            return False
        if _has_beside(box.node, lambda node: node.prev):
            return True
    return True


def _has_beside(node: LexborNode, step: Callable[[LexborNode], LexborNode | None]) -> bool:
    """Whether another element that shows something stands on one side of an element."""
    beside = step(node)
    while beside is not None:
        tag = beside.tag or "-"
        if tag[0] not in "-!" and tag not in PASSED_OVER:
            return True
        beside = step(beside)
    return False


def _links_beside(link: Box) -> tuple[int, bool]:
    """Links in the nearest boxes around a link that hold little else, and whether it is a list."""
    best, in_list = 1, False
    box = link.parent
    for _ in range(4):
        if box is None or box.parent is None or box.figures.text > box.figures.linked:
            break
        best = box.figures.links
        in_list = in_list or box.tag in ("ul", "ol", "menu")
        box = box.parent
    return best, in_list
