"""Which running text is the page's own, and the box that holds it together."""

from selectolax.lexbor import LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_marks import NO_MARKS
from bot.domain.placement_outline import Outline

MOST = 0.5
"""From this share of a page's text on, a mark around it is doubted."""
_TEXT_TAGS = frozenset(
    [
        "p",
        "li",
        "blockquote",
        "pre",
        "dd",
        "ul",
        "ol",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_LAYOUT_ROWS = 8


def count_prose(outline: Outline) -> None:
    """Count running text outside what is marked as no content; a mark on most of the page is void."""
    root = outline.root
    if root is None:
        return
    speaking = [box for box in outline.made if box.raw]
    for box in speaking:
        mark = box.marks
        if mark.against:
            if is_void(box, root.raw):
                box.marks = NO_MARKS
            else:
                box.against = True
        if box.parent is not None and box.parent.against:
            box.against = True
        box.prose = 0 if box.against else box.running
    for box in reversed(speaking):
        if box.parent is not None:
            box.parent.prose += box.prose


def is_void(box: Box, whole: int) -> bool:
    """A mark on a box that holds most of the page's text says nothing of the text.

    People's words may well be most of a page, and a landmark is meant; but not around the page's title.
    """
    mark, share = box.marks, box.raw / (whole or 1)
    if share <= MOST:
        return False
    if mark.kind in ("forum_post", "directory"):
        return False
    if (mark.hidden and not mark.kind) or holds_the_title(box):
        return True
    if mark.kind == "comment":
        return False
    return not (mark.landmark and share < 0.9)


def holds_the_title(box: Box) -> bool:
    """True for a box around an `<h1>`."""
    return box.tag == "h1" or box.node.css_first("h1") is not None


def main_box(root: Box, share: float = 0.7, price: float = 0.5, sure: float = 0.85) -> Box:
    """The deepest box that holds the running text together.

    From the body inwards: a child is entered when it holds nearly all of the text, or most of it and what
    is left outside is rather links than text.
    """
    box: Box | None = root
    main = root
    while box is not None:
        main = box
        box = next(
            (child for child in main.children if _goes_on(main, child, share, price, sure)), None
        )
    return main


# Loose lines beside a box with so much of the text are notices and leavings.
_LOOSE = 0.8


def _goes_on(box: Box, child: Box, share: float, price: float, sure: float) -> bool:
    if not child.prose or child.prose < share * box.prose or _is_text(child):
        return False
    if child.prose >= sure * box.prose:
        return True
    lost = box.prose - child.prose
    if lost <= box.running and child.prose >= _LOOSE * box.prose:
        return True
    return lost <= price * (box.linked - child.linked)


def _is_text(box: Box) -> bool:
    """True for what holds text itself: paragraphs, lists, and tables of data rather than of layout."""
    if box.tag == "table":
        return _own_rows(box.node) > _LAYOUT_ROWS
    return box.tag in _TEXT_TAGS or box.block is not box


def _own_rows(table: LexborNode) -> int:
    """Rows of a table, without those of the tables inside it."""
    return sum(
        1 if part.tag == "tr" else sum(row.tag == "tr" for row in part.iter())
        for part in table.iter()
    )
