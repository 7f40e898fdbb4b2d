"""Which kind of place a link stands in, from the marks around it or from the link itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from bot.domain.placement_box import Box
from bot.domain.placement_marks import Marks
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
    finding = _strongest(found) if found else None
    if finding is not None and finding.kind == "header" and _is_in_a_menu(link):
        return Finding("navigation", f"in a row of links, {finding.seen}", sure=finding.sure)
    return finding


# So many links side by side are a menu, wherever they stand.
_MENU = 3


def _is_in_a_menu(link: Box) -> bool:
    """True for one of several links right beside each other, or of as many entries of a list."""
    entry = link
    if link.parent is not None and link.parent.tag == "li":
        entry = link.parent
    if entry.parent is None or not link.node.text().strip():
        return False
    beside = islice(entry.parent.node.iter(), _MOST_BESIDE)
    alike = (node for node in beside if node.tag == entry.tag and node.text().strip())
    return sum(1 for _ in islice(alike, _MENU)) == _MENU


# Nobody reads a longer menu.
_MOST_BESIDE = 100


_BYLINE_LENGTH, _SHORT_BYLINE_LENGTH = 40, 25


def _settled(box: Box) -> Marks:
    """What a box says of itself, seen from where it stands.

    One named after an author that says hardly anything is a byline, not a biography; most so above the text.
    A `<footer>` above all text is the head of an article, an `<address>` below it a footer.
    """
    mark = box.marks
    if mark.kind == "footer" and mark.landmark and box.sides.after and not box.sides.before:
        return Marks(
            "header", landmark=True, hidden=mark.hidden, seen=f"{mark.seen} above the text"
        )
    if box.tag == "address" and not mark.kind and not box.sides.after:
        return Marks("footer", landmark=True, hidden=mark.hidden, seen="an address below the text")
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
    return any(box.marks.cited for box in inside(main, link))


def inside(main: Box, link: Box) -> Iterator[Box]:
    """The boxes around a link within the main box; none for a link outside it."""
    if link.meeting(main) is main:
        yield from takewhile(lambda box: box is not main, link.way_up())


_TAXONOMY = frozenset({"tag", "category"})
_STEPS = frozenset({"prev", "next", "previous", "home", "up"})


_TO_EDIT = re.compile(r"[?&]action=edit(&|$)|/edit/(main|master|blob)/", re.IGNORECASE)
_TO_COMMENTS = re.compile(r"#(comments?|respond|disqus_thread|postcomment)$", re.IGNORECASE)
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
    if _TO_EDIT.search(href):
        return Finding("widget", "a control that edits the page")
    if _TO_COMMENTS.search(href):
        return Finding("navigation", "a jump to the comments")
    if "author" in rel:
        return Finding("header", 'rel="author"')
    lowered = href.lower()
    if any(word in lowered for word in _ROUGH) and SHARE_ADDRESS.search(href):
        return Finding("widget", "a share button")
    return None


def is_main(box: Box) -> bool:
    """True for what a page calls its main part or an article."""
    return box.tag in ("main", "article") or box.node.attributes.get("role") in ("main", "article")
